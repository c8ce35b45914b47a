# SPDX-License-Identifier: EUPL-1.2
"""The screen Réception: list, document, proposal; Entrée files and opens the next (mockup f)."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QElapsedTimer, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QFocusEvent, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from interop.cda.read.subject import Subject
from lgc_app.services.cabinet import Cabinet
from lgc_app.services.inbox import Arrival, WrongPatientError
from lgc_app.ui.actions import DEAF_SECONDS, Action
from lgc_app.ui.documents.pane import DocumentPane
from lgc_app.ui.documents.presenter import content_of as document_content
from lgc_app.ui.navigation import Desk
from lgc_app.ui.reception.arrival_list import ArrivalList
from lgc_app.ui.reception.filing_form import FilingForm
from lgc_app.ui.reception.findings import taken
from lgc_app.ui.reception.importer import Importer
from lgc_app.ui.reception.kept_filing import KeptFiling
from lgc_app.ui.reception.opened_arrival import OpenedArrival, read_arrival
from lgc_app.ui.reception.panes import ReceptionPanes
from lgc_app.ui.reception.presenter import content_of, line_of
from lgc_app.ui.shell.screen import Screen
from lgc_app.ui.theme.fonts import TextRole
from lgc_app.ui.widgets.button import Button
from lgc_app.ui.widgets.drawing import PillContent
from lgc_app.ui.widgets.empty_state import EmptyState
from lgc_app.ui.widgets.pill import Pill
from lgc_app.ui.widgets.restyle import set_mark
from lgc_app.ui.widgets.text import ShrinkingText
from lgc_app.ui.words import count, tr
from lgc_core.errors import OutsideError, UserError
from lgc_core.model.patient import Patient
from lgc_core.model.values import Traits
from lgc_core.store.changes import Changes

WHERE: Final = "reception"
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ReceptionScreen(QWidget):
    """`counted` carries how many wait, and whether one is critical; `folder_asked` wants a folder taken in."""

    counted = Signal(int, bool)
    folder_asked = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        cabinet, tasks, look, say = desk.cabinet, desk.tasks, desk.look, desk.navigator.say
        self._cabinet, self._tasks, self._look, self._say = cabinet, tasks, look, say
        self._severity: dict[str, str] = {}
        self._opened: OpenedArrival | None = None
        self._wanted = ("", "")
        self._come_back = ""
        self._busy = False
        self._fired = QElapsedTimer()
        self.importer = Importer(cabinet, tasks, self, say)
        self.list = ArrivalList(look, self.importer.choose)
        self.title = ShrinkingText(look, "", TextRole.DENSE_STRONG)
        self.about = ShrinkingText(look, "", TextRole.CAPTION, "text2")
        self.unfold = Button(look, tr("Liste"), key="F6")
        self.pages = Pill(look, PillContent(""))
        self.pane = DocumentPane(look, tr("Document reçu"), tasks, cabinet.reading_room)
        self.form = FilingForm(look, tasks, partial(cabinet.patients.find, limit=8))
        self._kept = KeptFiling(desk, self.form, self)
        set_mark(self, "ground", "surface")
        self.setAccessibleName(tr("Réception"))
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._build()
        self._listen()
        self.page = self._screen()
        self.refresh()

    @property
    def is_ready(self) -> bool:
        """Say whether a document and its proposal are on screen."""
        return self._opened is not None and not self._busy and self.form.content is not None

    def refresh(self) -> None:
        """Read the list again."""
        self._tasks.read(self._cabinet.inbox.waiting, self._on_waiting)

    def come_to(self, document: str) -> None:
        """Choose a document that waits, once the list is read again."""
        self._come_back = document
        self.refresh()

    def import_files(self, paths: Sequence[Path]) -> None:
        """Read files and keep them here, whatever they are; what cannot be read goes to quarantine."""
        self.importer.import_files(paths)

    def file_current(self) -> None:
        """File the document in view as proposed, or go to what is missing."""
        if self._is_deaf() or not self.is_ready:
            return
        assert self._opened is not None
        content, proposal = self.form.content, self._opened.proposal
        assert content is not None
        if not content.patient or self.form.picker.is_searching:
            self.form.picker.field.set_error(tr("Choisissez le patient à qui ce document appartient."))
            self.form.picker.search()
            return
        if self.form.reason.is_missing:
            self.form.reason.insist()
            return
        label = self.form.label()
        if label is None:
            return
        accepted = taken(proposal.proposals if proposal else (), self.form.ticked())
        self._busy = True
        self._fired.start()
        call = partial(
            self._cabinet.inbox.file,
            content.document,
            content.patient,
            filed_as=label,
            accepted=accepted,
            reason=self.form.reason.typed,
        )
        who = content.patient_words.rsplit(", ", 1)[0]
        done = partial(self._on_filed, content.document, label.title, who)
        self._tasks.write(call, done, owner=self, failed=self._on_refused)

    def choose_patient(self) -> None:
        """Look for another patient (F2)."""
        if self.form.content is not None:
            self.form.picker.search()

    def _is_deaf(self) -> bool:
        return self._fired.isValid() and self._fired.elapsed() < DEAF_SECONDS * 1000

    def _on_filed(self, document: str, title: str, who: str, _changes: Changes) -> None:
        self._busy, self._opened = False, None
        self._kept.forget(document)
        words = tr("« {title} » classé chez {patient}.", title=title, patient=who)
        self._say(words, partial(self._take_back, document))
        self.setFocus()

    def _on_refused(self, error: BaseException) -> None:
        self._busy = False
        if isinstance(error, WrongPatientError):
            self.form.reason.ask_more(tr("{why}", why=error.sentence))
            self.form.reason.insist()
        elif isinstance(error, UserError | OutsideError):
            self._say(tr("{why}", why=error.sentence), None)
        else:
            raise error

    def _take_back(self, document: str) -> None:
        self._come_back = document
        self._tasks.write(partial(self._cabinet.inbox.take_back, document), self._on_taken_back)

    def _on_taken_back(self, _changes: Changes) -> None:
        self._say(tr("Classement annulé : le document attend de nouveau."), None)

    def _on_changed(self, changes: object) -> None:
        if not isinstance(changes, Changes):
            return
        if changes.touches("document"):
            self.refresh()
        if changes.touches("patient") and self.form.content and not self.form.content.patient:
            self._open(self._wanted[0], again=True)

    def _on_waiting(self, arrivals: list[Arrival]) -> None:
        self._severity = {one.document.id: one.severity for one in arrivals}
        self.list.show_lines([line_of(one) for one in arrivals])
        self._stack.setCurrentIndex(0 if arrivals else 1)
        self.counted.emit(len(arrivals), "critique" in self._severity.values())
        if self._come_back in self._severity:
            self.list.rows.choose(self._come_back)
            self._come_back = ""
        if not arrivals:
            self._forget()

    def _open(self, document: str, patient: str = "", *, again: bool = False) -> None:
        self._tell_place()
        same = document == self._wanted[0] and patient in ("", self._wanted[1])
        if same and not again:
            return  # a refresh of the list must not undo what is being typed
        self._opened = None  # Enter is deaf until the form shows what will be filed
        self._wanted = (document, patient)
        self._tasks.read(partial(read_arrival, self._cabinet, document, patient), self._on_opened)

    def _on_opened(self, opened: OpenedArrival) -> None:
        if (opened.document, opened.patient) != self._wanted:
            return
        self._kept.leave()
        self._opened = opened
        if opened.view is None or opened.proposal is None:
            self.form.clear()
            self.pane.show_sentence(tr("{why}", why=opened.fault))
            self._say_title("", "")
            return
        shown = document_content(opened.view)
        self.pane.show_content(replace(shown, remarks=()))  # the form says them
        self._say_title(shown.title, shown.meta)
        self._count_pages()
        severity = self._severity.get(opened.document, "normal")
        today = self._cabinet.session.now().date()
        self.form.show_content(content_of(opened.proposal, severity, opened.known, today))
        self.form.picker.suggest(opened.suggested)
        self._kept.follow(opened.document, opened.patient)

    def _count_pages(self) -> None:
        pages = self.pane.page_count
        self.pages.set_content(PillContent(count(pages, "page", "pages")))
        self.pages.setVisible(pages > 0)

    def _say_title(self, title: str, about: str) -> None:
        """Say the document, and under it who made it."""
        self.title.set_words(title)
        self.about.set_words(about)
        self.about.setVisible(bool(about))

    def _forget(self) -> None:
        self._kept.leave()
        self._opened, self._wanted = None, ("", "")
        self.form.clear()
        self.pane.clear()
        self._say_title("", "")
        self.pages.hide()

    def _on_patient(self, patient: str) -> None:
        self._kept.choose(patient)
        self._open(self._wanted[0], patient, again=True)
        self.setFocus()

    def _on_patient_left(self, document: str, patient: str) -> None:
        """Choose again whom a person had chosen for the document in view before a stop."""
        if document == self._wanted[0] and patient != self._wanted[1]:
            self._open(document, patient, again=True)

    def _admit(self) -> None:
        proposal = self._opened.proposal if self._opened else None
        subject = proposal.reading.header.subject if proposal and proposal.reading else None
        if subject is None or subject.traits is None:
            return
        made: list[Patient] = []
        call = partial(_admit, self._cabinet, subject, subject.traits, made)
        self._tasks.write(call, lambda _changes: self._on_patient(made[0].id), owner=self, failed=self._on_refused)

    def _tell_place(self) -> None:
        self.unfold.set_words(tr("Liste, {place}", place=self.list.place_words()))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Give the keyboard to the list where it is in sight; folded away, its keys work from here."""
        super().focusInEvent(event)
        if self.list.isVisible():
            self.list.rows.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """File by Enter alone, except where letters are typed; on a button it presses the button."""
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if self.hasFocus() and event.key() in steps:
            self.list.step(steps[Qt.Key(event.key())])
            return
        if event.key() not in _ENTER or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
            return
        focus = QApplication.focusWidget()
        if event.isAutoRepeat():
            return
        if focus is self.form.reason.field.editor:
            self.file_current()
        elif isinstance(focus, QLineEdit):
            self.focusNextChild()
        elif isinstance(focus, QAbstractButton) and not isinstance(focus, QCheckBox):
            focus.click()
        else:
            self.file_current()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files that are dragged here."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Import the files that were dropped."""
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.import_files(paths)

    def _listen(self) -> None:
        self._tasks.changed.connect(self._on_changed)
        self.list.chosen.connect(self._open)
        self.list.opened.connect(lambda _key: self.file_current())
        self.form.patient_asked.connect(self._on_patient)
        self._kept.patient_left.connect(self._on_patient_left)
        self.form.admit_asked.connect(self._admit)
        self.unfold.clicked.connect(self._reveal_list)
        self.pane.pages_known.connect(self._count_pages)
        self._panes.folded.connect(self.unfold.setVisible)
        self.unfold.setVisible(self._panes.is_drawer(self.list))

    def _reveal_list(self) -> None:
        self._panes.reveal(self.list)
        self.list.rows.setFocus()

    def _screen(self) -> Screen:
        here, heading = WHERE, tr("Réception")
        choose, other, step = self.importer.choose, self.choose_patient, self.list.step
        folder = tr("Importer un dossier")
        back, forth = partial(step, -1), partial(step, 1)
        actions = (
            Action("reception-import", tr("Importer"), "Ctrl+N", here, choose, "add", heading, bar=True),
            Action("reception-folder", folder, "", here, self.folder_asked.emit, "folder-open", heading, bar=True),
            Action("reception-other", tr("Autre patient"), "F2", here, other, "person", heading, bar=True),
            Action("reception-previous", tr("Document précédent"), "F7", here, back, "", heading),
            Action("reception-next", tr("Document suivant"), "F8", here, forth, "", heading),
            Action(
                "reception-file",
                tr("Classer, suivant"),
                "Ctrl+Return",
                here,
                self.file_current,
                "check",
                heading,
                primary=True,
            ),
        )
        words = tr("Entrée classe le document comme proposé et ouvre le suivant. F2 change de patient.")
        panes = (self.list, self.pane, self.form)
        return Screen(here, tr("réception"), self, actions, panes, WHERE, help_words=words, first=self)

    def _build(self) -> None:
        head = QFrame()
        head.setProperty("edge", "bottom")
        set_mark(head, "ground", "surface")
        head.setFixedHeight(self._look.px(47))
        row = QHBoxLayout(head)
        row.setContentsMargins(self._look.px(12), 0, self._look.px(12), 0)
        words = QVBoxLayout()
        words.setSpacing(0)
        for part in (self.title, self.about):
            words.addWidget(part)
        row.addWidget(self.unfold)
        row.addLayout(words, 1)
        row.addWidget(self.pages)
        middle = QWidget()
        middle.setAccessibleName(tr("Document reçu"))
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(self.pane, 1)
        self.pages.hide()
        self._panes = ReceptionPanes(self._look, self.list, middle, self.form)
        empty = EmptyState(self._look, tr("Tout est classé."), tr("Importer un fichier"), self.importer.choose)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._panes)
        self._stack.addWidget(empty)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._stack)


def _admit(cabinet: Cabinet, subject: Subject, traits: Traits, made: list[Patient]) -> Changes:
    """Make the file of somebody whom nobody here has; its identity stays provisoire until it is checked."""
    patient = cabinet.patients.admit(
        traits, usual=subject.usual, ins=subject.ins, address=subject.address, telecoms=subject.telecoms
    )
    made.append(patient)
    return Changes(entities=frozenset({("patient", patient.id)}), patients=frozenset({patient.id}))
