# SPDX-License-Identifier: EUPL-1.2
"""The screen Patients: find, open, admit, put in the waiting room."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from lgc_app.ui.actions import Action
from lgc_app.ui.navigation import Desk
from lgc_app.ui.patients.begun import BegunIdentity, correction_of
from lgc_app.ui.patients.form import AdmissionForm
from lgc_app.ui.patients.person_words import PersonRead, identity_pill, identity_words, row_of, twin_words
from lgc_app.ui.patients.view import PatientsView
from lgc_app.ui.shell.screen import Screen
from lgc_app.ui.words import tr
from lgc_core.model.patient import Patient
from lgc_core.model.rights import Right, may
from lgc_core.store.changes import Changes
from lgc_core.store.search import PatientLine

WHERE = "patients"
FLAGS = ("homonyme", "douteuse", "fictive")
_FOUND = 50
_PAUSE_MILLISECONDS = 60


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
        self._receives = self._manages and not self._reads
        self._wanted = ""
        self._person: PersonRead | None = None
        self.form = AdmissionForm(desk.look, lambda: session.now().date())
        self.view = PatientsView(desk.look, self.form)
        self.setParent(self.view)  # it goes when the window destroys the page
        self.begun = BegunIdentity(desk, self.form, self)
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
        self.begun.came.connect(self._on_came)
        self.begun.went.connect(self._on_went)
        self.begun.created.connect(self._on_created)
        self.begun.corrected.connect(self.show_person)
        self.begun.waiting.connect(self.view.say_begun)
        self.view.resume.clicked.connect(self.begun.resume)
        self.view.resume_correction.clicked.connect(self.correct)
        self.view.none.hide()
        self.view.twin_act.clicked.connect(self.link_or_unlink)

    def admit(self, typed: str = "") -> None:
        """Open the form of a new patient; nobody of the list is meant any more."""
        self.begun.create(typed)

    def refresh(self, changes: Changes) -> None:
        """Search again when a person changed; nobody else is chosen by that."""
        if changes.touches("patient") and self.view.search.text().strip():
            self._search(choose=False)
        if self._wanted and changes.concerns(self._wanted) and changes.touches("patient"):
            self._read_person()

    def show_person(self, patient: str) -> None:
        """Show who somebody is, lit in the list if there; a form in front is put away."""
        self.begun.put_away()
        self._wanted = patient
        if self.view.list.current_key() != patient and not self.view.list.choose(patient):
            self.view.list.choose_none()
        self._read_person()

    def _read_person(self) -> None:
        cabinet, admits, patient = self._desk.cabinet, self._admits, self._wanted

        def read() -> PersonRead:
            found = cabinet.patients.get(patient)
            like = cabinet.duplicates.like(found.traits, found.ins, found.usual, but=patient) if admits else []
            begun = bool(cabinet.form_drafts.waiting(correction_of(patient))) if admits else False
            return PersonRead(found, cabinet.patients.status(found), like, cabinet.duplicates.of(patient), begun)

        self._desk.tasks.read(read, self._on_person)

    def submit(self) -> None:
        """Ctrl+Entrée: write what the form says, else do the first thing that one does with the shown person."""
        if self.begun.is_open:
            self.begun.submit()
        elif self._wanted and self._receives:
            self.wait()
        elif self._wanted:
            self._on_opened(self._wanted)
        else:
            self.view.search.editor.setFocus()

    def correct(self) -> None:
        """F2: open the identity of the shown person to correct it."""
        read = self._shown()
        if read is not None and not self.begun.is_open:
            self.begun.correct(read.patient)

    def keep(self) -> None:
        """Put on the disk what is typed."""
        self.begun.keep()

    def _shown(self) -> PersonRead | None:
        """Give the person that the page is about, else ask for one."""
        read = self._person
        if self._wanted and read is not None and read.patient.id == self._wanted:
            return read
        self._desk.navigator.say(tr("Choisissez d’abord la personne."))
        return None

    def _verb(self) -> str:
        """Say what the main action does now."""
        if self.begun.is_open:
            return self.begun.verb
        return tr("Mettre en salle d’attente") if self._receives else tr("Ouvrir le dossier")

    def _on_came(self) -> None:
        """Show the form; the list lights nobody, and no act of a person finds one, unless it is corrected."""
        self._pause.stop()
        self._wanted = self.form.corrects.id if self.form.corrects is not None else ""
        self.view.list.choose_none()
        self.view.right.setCurrentIndex(2)
        self.acts_changed.emit()

    def _on_went(self) -> None:
        self._wanted = ""
        self.view.right.setCurrentIndex(0)
        self.acts_changed.emit()

    def _on_created(self, patient: Patient) -> None:
        self.show_person(patient.id)
        if self._reads:
            self._desk.navigator.open_patient(patient.id)

    def _on_typed(self) -> None:
        self.begun.put_away()
        self._pause.start()

    def _search(self, *, choose: bool = True) -> None:
        typed = self.view.search.text()
        self._desk.tasks.read(
            lambda: self._desk.cabinet.patients.find(typed, _FOUND), partial(self._on_found, choose), owner=self
        )

    def _on_found(self, choose: bool, lines: Sequence[PatientLine]) -> None:
        today = self._desk.cabinet.session.now().date()
        self.view.list.set_rows([row_of(line, today) for line in lines])
        if choose and not self.begun.is_open:
            self.view.list.choose_first()
        self.view.none.setVisible(not lines and bool(self.view.search.text().strip()))

    def _on_chosen(self, patient: str) -> None:
        if patient != self._wanted or self.begun.is_open:
            self.show_person(patient)

    def _on_opened(self, patient: str) -> None:
        if self._reads:
            self._desk.navigator.open_patient(patient)
        else:
            self.show_person(patient)

    def _on_person(self, read: PersonRead) -> None:
        patient = read.patient
        if patient.id != self._wanted:
            return
        self._person = read
        today = self._desk.cabinet.session.now().date()
        self.view.say_person(patient.shown, identity_words(patient, today), identity_pill(read.status))
        self.view.show_twin(twin_words(read), linked=bool(read.links))
        self.view.correction.setVisible(read.begun)
        if not self.begun.is_open:
            self.view.right.setCurrentIndex(1)

    def link_or_unlink(self) -> None:
        """Read the shown file and its look-alike as one, or take that back; both by one press, both undone."""
        read = self._shown()
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
            self._read_person()

    def saw_document(self) -> None:
        """Note that an identity document of the shown person was seen."""
        read, patients = self._shown(), self._desk.cabinet.patients
        if read is not None:
            patient, words = read.patient.id, tr("pièce d’identité vue à l’accueil")
            self._desk.tasks.write(lambda: patients.saw_document(patient, words), self._on_linked)
            self._desk.navigator.say(tr("Pièce d’identité vue : enregistré ici."))

    def flag(self, flag: str) -> None:
        """Say that the shown identity is homonyme, douteuse or fictive, or no longer."""
        read = self._shown()
        if read is None:
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
        """Put the shown person in the waiting room, without appointment."""
        patient = self._wanted
        if not patient:
            self._desk.navigator.say(tr("Choisissez d’abord la personne."))
            return
        agenda = self._desk.cabinet.agenda
        self._desk.tasks.write(lambda: agenda.walk_in(patient), self._on_waiting)

    def _on_waiting(self, changes: Changes) -> None:
        came = next(key for name, key in changes.entities if name == "appointment")
        agenda, tasks = self._desk.cabinet.agenda, self._desk.tasks
        self._desk.navigator.say(
            tr("En salle d’attente, sans rendez-vous."),
            lambda: tasks.write(lambda: agenda.move_on(came, "annulé")),
        )

    def _is_about_somebody(self) -> bool:
        return not self.begun.is_open

    def _actions(self) -> list[Action]:
        made = [
            Action(
                "open-person", tr("Ouvrir le dossier"), "Ctrl+Return", WHERE, self.submit, "folder", primary=True,
                words_now=self._verb,
            )
        ]  # fmt: skip
        about = self._is_about_somebody
        if self._manages and not self._receives:
            wait = tr("Mettre en salle d’attente")
            made.append(Action("walk-in", wait, "", WHERE, self.wait, "waiting", bar=True, offered=about))
        if self._admits:
            made.append(Action("admit", tr("Nouveau patient"), "Ctrl+N", WHERE, self.admit, "add", bar=True))
            correct = tr("Corriger l’identité")
            made.append(
                Action("correct-person", correct, "F2", WHERE, self.correct, "edit", bar=True, offered=about)
            )
            seen = tr("Pièce d’identité vue")
            made.append(Action("saw-document", seen, "", WHERE, self.saw_document, "identity", offered=about))
            flags = ((flag, tr("Identité {flag}, ou non", flag=flag)) for flag in FLAGS)
            made += [
                Action(f"flag-{flag}", words, "", WHERE, partial(self.flag, flag), offered=about)
                for flag, words in flags
            ]
        return made
