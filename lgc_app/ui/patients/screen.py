# SPDX-License-Identifier: EUPL-1.2
"""The screen Patients: find, open, admit, put in the waiting room."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from lgc_app.services.admission import FAMILY, Typed
from lgc_app.services.duplicates import Likeness, LinkedFile
from lgc_app.ui.actions import Action
from lgc_app.ui.kept_fields import KeptFields
from lgc_app.ui.navigation import Desk
from lgc_app.ui.patients.form import AdmissionForm
from lgc_app.ui.patients.view import PatientsView
from lgc_app.ui.shell.screen import Screen
from lgc_app.ui.theme.fonts import TextRole
from lgc_app.ui.theme.theme import Tone
from lgc_app.ui.theme.typography import short_date, spaced_matricule, spaced_phone
from lgc_app.ui.widgets.drawing import PillContent
from lgc_app.ui.widgets.row_recipe import Cell, Row
from lgc_app.ui.widgets.runs import Run
from lgc_app.ui.words import tr
from lgc_app.ui.words.people import about
from lgc_core.model.identity import IdentityStatus
from lgc_core.model.patient import Patient, age_shown, sex_shown
from lgc_core.model.places import city_of
from lgc_core.model.rights import Right, may
from lgc_core.model.values import Telecom
from lgc_core.store.changes import Changes
from lgc_core.store.search import PatientLine

WHERE = "patients"
NEW_PATIENT = "nouveau patient"
_FOUND = 50
_PAUSE_MILLISECONDS = 60


@dataclass(frozen=True, slots=True)
class PersonRead:
    """Who somebody is: the file, its identity, what looks like it, what it is linked with."""

    patient: Patient
    status: IdentityStatus
    like: Sequence[Likeness]
    links: Sequence[LinkedFile]


class PatientsScreen(QObject):
    """Owns the page. `admit` opens its form; `show_person` shows who somebody is, without the medical record.

    `acts_changed` says that the main action now does something else.
    """

    acts_changed = Signal()

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
        self._person: PersonRead | None = None
        self.form = AdmissionForm(desk.look, lambda: session.now().date())
        self.view = PatientsView(desk.look, self.form)
        self.setParent(self.view)  # it goes when the window destroys the page
        self._kept = KeptFields(desk, self.form.fields, self, self.form.say_place)
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
        self.view.right.currentChanged.connect(self.acts_changed)
        self.form.anyway.connect(self._on_anyway)
        self.view.none.hide()
        self.view.twin_act.clicked.connect(self.link_or_unlink)

    def admit(self, typed: str = "") -> None:
        """Open the form of a new patient."""
        self.view.right.setCurrentIndex(2)
        self.form.begin(typed)
        self._kept.follow(NEW_PATIENT)
        self.acts_changed.emit()

    def refresh(self, changes: Changes) -> None:
        """Search again when a person changed."""
        if changes.touches("patient") and self.view.search.text().strip():
            self._search()

    def show_person(self, patient: str) -> None:
        """Show who somebody is."""
        self._wanted = patient
        cabinet = self._desk.cabinet

        admits = self._admits

        def read() -> PersonRead:
            found = cabinet.patients.get(patient)
            like = cabinet.duplicates.like(found.traits, found.ins, found.usual, but=patient) if admits else []
            return PersonRead(found, cabinet.patients.status(found), like, cabinet.duplicates.of(patient))

        self._desk.tasks.read(read, self._on_person)

    def submit(self) -> None:
        """Ctrl+Entrée: create what the form says, else open the chosen person."""
        if self.view.right.currentIndex() == 2 and self.form.corrects is not None:
            self._correct()
        elif self.view.right.currentIndex() == 2:
            self._create()
        elif key := self.view.list.current_key():
            self._on_opened(key)
        else:
            self.view.search.editor.setFocus()

    def correct(self) -> None:
        """F2: open the identity of the shown person to correct it."""
        read = self._person
        if read is None or read.patient.id != self._wanted:
            self._desk.navigator.say(tr("Choisissez d’abord la personne."))
            return
        self._kept.follow("")  # over what the file says now, nothing older comes back
        self.form.begin_correction(read.patient)
        self.view.right.setCurrentIndex(2)
        self.acts_changed.emit()
        self.form.fields[FAMILY].editor.setFocus()

    def _correct(self) -> None:
        seen, after = self.form.corrects, self.form.read_correction()
        if seen is None or after is None:
            return
        patients, tasks = self._desk.cabinet.patients, self._desk.tasks

        def done(_changes: Changes) -> None:
            self.form.corrects = None
            self.show_person(seen.id)
            self._desk.navigator.say(
                tr("Identité corrigée : {name}.", name=after.shown),
                lambda: tasks.write(lambda: patients.correct(after, seen), self._on_linked),
            )

        tasks.write(lambda: patients.correct(seen, after), done, owner=self)

    def _verb(self) -> str:
        """Say what the main action does now."""
        if self.view.right.currentIndex() != 2:
            return tr("Ouvrir le dossier")
        return tr("Enregistrer") if self.form.corrects is not None else tr("Créer le dossier")

    def _create(self) -> None:
        typed = self.form.read()
        if typed.traits is None:
            return
        self._typed = typed
        traits, usual, ins, duplicates = typed.traits, typed.usual, typed.ins, self._desk.cabinet.duplicates
        self._desk.tasks.read(lambda: duplicates.like(traits, ins, usual), self._on_looked)

    def _on_looked(self, found: Sequence[Likeness]) -> None:
        if found:
            self.form.warn(found)
        else:
            self._on_anyway()

    def _on_anyway(self) -> None:
        typed = self._typed
        if typed is None or typed.traits is None:
            return
        traits, usual, patients = typed.traits, typed.usual, self._desk.cabinet.patients
        self._typed = None
        ins, flags = typed.ins, self.form.ticked
        phones = (Telecom(kind="tel", value=typed.phone),) if typed.phone else ()
        self._desk.tasks.read(
            lambda: patients.admit(
                traits, usual=usual, ins=ins, address=typed.address, telecoms=phones, flags=flags
            ),
            self._on_admitted,
        )

    def keep(self) -> None:
        """Put on the disk what is typed."""
        self._kept.flush()

    def _on_admitted(self, patient: Patient) -> None:
        self._kept.forget()
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

    def _on_person(self, read: PersonRead) -> None:
        patient = read.patient
        if patient.id == self._wanted:
            self._person = read
            today = self._desk.cabinet.session.now().date()
            self.view.show_person(patient.shown, _identity_words(patient, today), _identity_pill(read.status))
            self.view.show_twin(twin_words(read), linked=bool(read.links))

    def link_or_unlink(self) -> None:
        """Read the shown file and its look-alike as one, or take that back; both by one press, both undone."""
        read = self._person
        if read is None:
            return
        if read.links:
            known = read.links[-1]
            self._unlink(known.link, partial(self._link, known.survivor, known.patient.id, known.evidence))
        elif read.like:
            other = read.like[0]
            self._link(read.patient.id, other.patient.id, other.why)

    def _link(self, survivor: str, duplicate: str, why: str) -> None:
        def done(changes: Changes) -> None:
            self._on_linked(changes)
            link = next(key for name, key in changes.entities if name == "patient_link")
            again = partial(self._link, survivor, duplicate, why)
            self._desk.navigator.say(
                tr("Dossiers reliés : ils se lisent comme un seul, partout."), partial(self._unlink, link, again)
            )

        duplicates = self._desk.cabinet.duplicates
        self._desk.tasks.write(lambda: duplicates.link(survivor, duplicate, why), done, owner=self)

    def _unlink(self, link: str, again: Callable[[], None]) -> None:
        def done(changes: Changes) -> None:
            self._on_linked(changes)
            self._desk.navigator.say(tr("Dossiers déliés : chacun est de nouveau ce qu’il était."), again)

        duplicates, why = self._desk.cabinet.duplicates, tr("délié à l’accueil")
        self._desk.tasks.write(lambda: duplicates.unlink(link, why), done, owner=self)

    def _on_linked(self, _changes: Changes) -> None:
        if self._wanted:
            self.show_person(self._wanted)

    def saw_document(self) -> None:
        """Note that an identity document of the shown person was seen."""
        patient, patients = self._wanted, self._desk.cabinet.patients
        if patient:
            words = tr("pièce d’identité vue à l’accueil")
            self._desk.tasks.write(lambda: patients.saw_document(patient, words), self._on_linked)
            self._desk.navigator.say(tr("Pièce d’identité vue : enregistré ici."))

    def flag(self, flag: str) -> None:
        """Say that the shown identity is homonyme, douteuse or fictive, or no longer."""
        read = self._person
        if read is None:
            self._desk.navigator.say(tr("Choisissez d’abord la personne."))
            return
        patients, tasks, before = self._desk.cabinet.patients, self._desk.tasks, read.patient.identity_flags
        after = tuple(one for one in before if one != flag) if flag in before else (*before, flag)
        patient = read.patient.id
        tasks.write(lambda: patients.set_flags(patient, after), self._on_linked)
        said = tr("Identité {flag} : retiré.", flag=flag) if flag in before else tr("Identité {flag}.", flag=flag)
        self._desk.navigator.say(
            said, lambda: tasks.write(lambda: patients.set_flags(patient, before), self._on_linked)
        )

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
            Action(
                "open-person", tr("Ouvrir le dossier"), "Ctrl+Return", WHERE, self.submit, "folder", primary=True,
                words_now=self._verb,
            )
        ]  # fmt: skip
        if self._manages:
            made.append(
                Action("walk-in", tr("Mettre en salle d’attente"), "", WHERE, self.wait, "waiting", bar=True)
            )
        if self._admits:
            made.append(Action("admit", tr("Nouveau patient"), "Ctrl+N", WHERE, self.admit, "add", bar=True))
            correct = tr("Corriger l’identité")
            made.append(Action("correct-person", correct, "F2", WHERE, self.correct, "edit", bar=True))
            seen = tr("Pièce d’identité vue")
            made.append(Action("saw-document", seen, "", WHERE, self.saw_document, "identity"))
            made += [
                Action(
                    f"flag-{flag}", tr("Identité {flag}, ou non", flag=flag), "", WHERE, partial(self.flag, flag)
                )
                for flag in ("homonyme", "douteuse", "fictive")
            ]
        return made


def twin_words(read: PersonRead) -> str:
    """Say the file that this one is read with, else the one that it looks like."""
    if read.links:
        one = read.links[-1]
        return tr("Relié au dossier {name} ({evidence}).", name=one.patient.shown, evidence=one.evidence)
    if read.like:
        first = read.like[0]
        born = _day(first.patient.traits.birth_date)
        return tr(
            "Un dossier ressemble : {name}, {born} ({why}).", name=first.patient.shown, born=born, why=first.why
        )
    return ""


def _row(line: PatientLine, today: dt.date) -> Row:
    soft = about(line, today)
    cell = Cell((Run(line.shown, TextRole.BODY_MEDIUM),), (Run(soft, TextRole.CAPTION, "text2"),), "person")
    return Row(line.patient_id, (cell,), f"{line.shown}, {soft}")


def _identity_words(patient: Patient, today: dt.date) -> str:
    traits = patient.traits
    place = city_of(traits.birth_cog) or traits.birth_cog
    sex = tr(sex_shown(traits.sex, traits.birth_date, today))
    born = tr("Naissance : {day}", day=_day(traits.birth_date)) + (f", {place}" if place else "")
    lines = [f"{sex}, {tr(age_shown(traits.birth_date, today))}", born]
    lines.append(
        tr("Nom et prénoms de naissance : {name} {givens}", name=traits.birth_family, givens=traits.birth_givens)
    )
    lines += [
        tr("Téléphone : {number}", number=spaced_phone(one.value)) for one in patient.telecoms if one.kind == "tel"
    ]
    if patient.identity_flags:
        lines.append(tr("Identité {flags}", flags=", ".join(patient.identity_flags)))
    if patient.ins is not None:
        lines.append(tr("Matricule INS : {number}", number=spaced_matricule(patient.ins.matricule)))
    lines += list(patient.address.shown) if patient.address else []
    if patient.deceased:
        lines.append(tr("Décès : {day}", day=patient.deceased.when.display()))
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
