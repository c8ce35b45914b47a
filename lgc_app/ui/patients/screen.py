# SPDX-License-Identifier: EUPL-1.2
"""The screen Patients: find, open, admit, put in the waiting room."""

import datetime as dt
from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer

from lgc_app.ui.actions import Action
from lgc_app.ui.navigation import Desk
from lgc_app.ui.patients.admission import Typed, look_alikes
from lgc_app.ui.patients.form import AdmissionForm
from lgc_app.ui.patients.view import PatientsView
from lgc_app.ui.shell.screen import Screen
from lgc_app.ui.theme.fonts import TextRole
from lgc_app.ui.theme.theme import Tone
from lgc_app.ui.theme.typography import short_date
from lgc_app.ui.widgets.drawing import PillContent
from lgc_app.ui.widgets.row_recipe import Cell, Row
from lgc_app.ui.widgets.runs import Run
from lgc_app.ui.words import tr
from lgc_core.model.identity import IdentityStatus
from lgc_core.model.patient import Patient, age_shown
from lgc_core.model.places import city_of
from lgc_core.model.rights import Right, may
from lgc_core.store.changes import Changes
from lgc_core.store.search import PatientLine

WHERE = "patients"
_FOUND = 50
_PAUSE_MILLISECONDS = 60


class PatientsScreen(QObject):
    """Owns the page. `admit` opens its form; `show_person` shows who somebody is, without the medical record."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        session = desk.cabinet.session
        role = session.staff.role
        self._reads = may(role, Right.READ_RECORD)
        self._admits = may(role, Right.EDIT_IDENTITY)
        self._manages = may(role, Right.MANAGE_AGENDA)
        self._wanted = ""
        self._typed: Typed | None = None
        self.form = AdmissionForm(desk.look, lambda: session.now().date())
        self.view = PatientsView(desk.look, self.form)
        self.setParent(self.view)  # it goes when the window destroys the page
        panes = (self.view.left, self.view.right)
        self.screen = Screen(
            WHERE,
            tr("patients"),
            self.view,
            self._actions(),
            panes,
            WHERE,
            patient=True,
            help_words=tr("Trois lettres suffisent. Entrée ouvre, Ctrl+N crée un dossier."),
            first=self.view.search.editor,
        )
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MILLISECONDS)
        self._pause.timeout.connect(self._search)
        self.view.search.changed.connect(self._on_typed)
        self.view.list.chosen.connect(self._on_chosen)
        self.view.list.opened.connect(self._on_opened)
        self.form.open_asked.connect(self._on_opened)
        self.form.anyway.connect(self._on_anyway)
        self.view.none.hide()

    def admit(self, typed: str = "") -> None:
        """Open the form of a new patient."""
        self.view.right.setCurrentIndex(2)
        self.form.begin(typed)

    def refresh(self, changes: Changes) -> None:
        """Search again when a person changed."""
        if changes.touches("patient") and self.view.search.text().strip():
            self._search()

    def show_person(self, patient: str) -> None:
        """Show who somebody is."""
        self._wanted = patient
        cabinet = self._desk.cabinet

        def read() -> tuple[Patient, IdentityStatus]:
            found = cabinet.patients.get(patient)
            return found, cabinet.patients.status(found)

        self._desk.tasks.read(read, self._on_person)

    def submit(self) -> None:
        """Ctrl+Entrée: create what the form says, else open the chosen person."""
        if self.view.right.currentIndex() == 2:
            self._create()
        elif key := self.view.list.current_key():
            self._on_opened(key)
        else:
            self.view.search.editor.setFocus()

    def _create(self) -> None:
        typed = self.form.read()
        if typed.traits is None:
            return
        self._typed = typed
        traits, usual, cabinet = typed.traits, typed.usual, self._desk.cabinet
        self._desk.tasks.read(lambda: look_alikes(cabinet, traits, usual), self._on_looked)

    def _on_looked(self, lines: Sequence[PatientLine]) -> None:
        if lines:
            self.form.warn(lines)
        else:
            self._on_anyway()

    def _on_anyway(self) -> None:
        typed = self._typed
        if typed is None or typed.traits is None:
            return
        traits, usual, patients = typed.traits, typed.usual, self._desk.cabinet.patients
        self._typed = None
        self._desk.tasks.read(lambda: patients.admit(traits, usual=usual), self._on_admitted)

    def _on_admitted(self, patient: Patient) -> None:
        self.form.begin("")
        self.view.right.setCurrentIndex(0)
        changes = Changes(entities=frozenset({("patient", patient.id)}), patients=frozenset({patient.id}))
        self._desk.tasks.changed.emit(changes)
        self._desk.navigator.say(tr("Dossier créé : {name}.", name=patient.shown))
        self._on_opened(patient.id)

    def _on_typed(self) -> None:
        self._pause.start()

    def _search(self) -> None:
        typed = self.view.search.text()
        self._desk.tasks.read(lambda: self._desk.cabinet.patients.find(typed, _FOUND), self._on_found)

    def _on_found(self, lines: Sequence[PatientLine]) -> None:
        today = self._desk.cabinet.session.now().date()
        self.view.list.set_rows([_row(line, today) for line in lines])
        self.view.list.choose_first()
        self.view.none.setVisible(not lines and bool(self.view.search.text().strip()))

    def _on_chosen(self, patient: str) -> None:
        if self.view.right.currentIndex() != 2 or not self.form.isAncestorOf(self.form.focusWidget()):
            self.show_person(patient)

    def _on_opened(self, patient: str) -> None:
        if self._reads:
            self._desk.navigator.open_patient(patient)
        else:
            self.show_person(patient)

    def _on_person(self, read: tuple[Patient, IdentityStatus]) -> None:
        patient, status = read
        if patient.id == self._wanted:
            today = self._desk.cabinet.session.now().date()
            self.view.show_person(patient.shown, _identity_words(patient, today), _identity_pill(status))

    def wait(self) -> None:
        """Put the chosen person in the waiting room, without appointment."""
        patient = self.view.list.current_key() or self._wanted
        if not patient:
            self._desk.navigator.say(tr("Choisissez d’abord la personne."))
            return
        agenda = self._desk.cabinet.agenda
        self._desk.tasks.write(lambda: agenda.walk_in(patient), self._on_waiting)

    def _on_waiting(self, _changes: Changes) -> None:
        self._desk.navigator.say(tr("En salle d’attente, sans rendez-vous."))

    def _actions(self) -> list[Action]:
        made = [
            Action("open-person", tr("Ouvrir ou créer"), "Ctrl+Return", WHERE, self.submit, "folder", primary=True)
        ]
        if self._manages:
            made.append(
                Action("walk-in", tr("Mettre en salle d’attente"), "", WHERE, self.wait, "waiting", bar=True)
            )
        if self._admits:
            made.append(Action("admit", tr("Nouveau patient"), "Ctrl+N", WHERE, self.admit, "add", bar=True))
        return made


def _row(line: PatientLine, today: dt.date) -> Row:
    born = _day(line.birth_date)
    about = " · ".join(words for words in (tr(age_shown(line.birth_date, today)), born, line.born_as) if words)
    cell = Cell((Run(line.shown, TextRole.BODY_MEDIUM),), (Run(about, TextRole.CAPTION, "text2"),), "person")
    return Row(line.patient_id, (cell,), f"{line.shown}, {about}")


def _identity_words(patient: Patient, today: dt.date) -> str:
    traits = patient.traits
    place = city_of(traits.birth_cog) or traits.birth_cog
    sex = {"F": tr("Femme"), "M": tr("Homme"), "UN": tr("Sexe inconnu")}[traits.sex]
    born = tr("Naissance : {day}", day=_day(traits.birth_date)) + (f", {place}" if place else "")
    lines = [f"{sex}, {tr(age_shown(traits.birth_date, today))}", born]
    lines.append(tr("Nom de naissance : {name} {givens}", name=traits.birth_family, givens=traits.birth_givens))
    lines += [tr("Téléphone : {number}", number=one.value) for one in patient.telecoms if one.kind == "tel"]
    lines += list(patient.address.shown) if patient.address else []
    if patient.record_number:
        lines.append(tr("Dossier n° {number}", number=patient.record_number))
    return "\n".join(lines)


def _identity_pill(status: IdentityStatus) -> PillContent:
    known = status is IdentityStatus.QUALIFIEE
    words = tr("Identité {status}", status=status.value)
    return PillContent(words, Tone.ACCENT if known else Tone.UNKNOWN, "identity" if known else "unchecked")


def _day(text: str) -> str:
    try:
        return short_date(dt.date.fromisoformat(text))
    except ValueError:
        return text
