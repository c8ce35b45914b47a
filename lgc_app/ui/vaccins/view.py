# SPDX-License-Identifier: EUPL-1.2
"""The screen Vaccins: the entry on top with the keyboard in it, then what is late, due, done."""

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from lgc_app.services.typed_dose import WrongDoseError
from lgc_app.services.vaccinations import Booklet, Scanned
from lgc_app.ui.actions import Action
from lgc_app.ui.dossier.centre import sentence_of
from lgc_app.ui.kept_fields import KeptFields
from lgc_app.ui.kept_value import KeptValue
from lgc_app.ui.navigation import Desk
from lgc_app.ui.reception.whole_words import WholeText
from lgc_app.ui.shell.screen import Screen
from lgc_app.ui.theme.fonts import TextRole
from lgc_app.ui.vaccins.entry import DoseEntry
from lgc_app.ui.vaccins.presenter import DONE, DUE, booklet_rows, edition_words, proposal_row, proposals
from lgc_app.ui.widgets.empty_state import EmptyState
from lgc_app.ui.widgets.restyle import set_mark
from lgc_app.ui.widgets.row_list import RowList
from lgc_app.ui.widgets.row_recipe import Column, Recipe
from lgc_app.ui.words import tr
from lgc_core.model.patient import Patient
from lgc_core.store.changes import Changes

WHERE: Final = "vaccins"
_LIST, _PROPOSALS, _EMPTY = 0, 1, 2
_COLUMNS: Final = (Column(360), Column(), Column(130))


class VaccinsScreen(QWidget):
    """`show_patient` fills it; the scan field has the keyboard."""

    def __init__(self, desk: Desk, back: Callable[[], None]) -> None:
        super().__init__()
        self._desk = desk
        self._patient: Patient | None = None
        self._booklet: Booklet | None = None
        self._wanted: tuple[str, ...] = ()
        self._withdrawn = ""
        look = desk.look
        self.entry = DoseEntry(look)
        self.list = RowList(look, tr("Carnet de vaccination"), Recipe(_COLUMNS))
        self.proposals = RowList(look, tr("Vaccins proposés"), Recipe((Column(),)))
        self.edition = WholeText(look, "", TextRole.CAPTION, "text2")
        set_mark(self, "ground", "surface")
        self.setAccessibleName(tr("Vaccins"))
        self._build()
        self._listen()
        self._line_out = KeptValue(self, lambda: self._withdrawn, self._take_out)
        self._kept = KeptFields(desk, self.entry.kept | {"line": self._line_out}, self, self.entry.came_back)
        self.page = self._page(back)
        look.follow(self._restyle)

    def show_patient(self, patient: Patient) -> None:
        """Show the booklet of a patient, and what was being typed in it."""
        self._patient = patient
        self._kept.follow(f"vaccin:{patient.id}")
        self.refresh()

    def refresh(self) -> None:
        """Read the booklet again; what is typed stays."""
        if self._patient is not None:
            reading = partial(self._desk.cabinet.vaccinations.booklet, self._patient)
            self._desk.tasks.read(reading, self._on_booklet)

    def clear(self) -> None:
        """Put the patient away; what was typed waits until this patient comes back."""
        self._kept.follow("")
        self._patient = self._booklet = None
        self._withdrawn = ""
        self._wanted = ()
        self.list.set_rows(())
        self.edition.setText("")
        self.entry.clear()
        self._stack.setCurrentIndex(_LIST)

    def keep_typed(self) -> None:
        """Put on the disk what is being typed."""
        self._kept.flush()

    def keep(self) -> None:
        """Keep the dose, or take out the line whose reason is typed."""
        if self._patient is None:
            return
        vaccinations, patient, dose = self._desk.cabinet.vaccinations, self._patient.id, self.entry.dose
        if self._withdrawn:
            call = partial(vaccinations.withdraw, self._withdrawn, self.entry.reason.text())
        else:
            call = partial(vaccinations.add, patient, dose)
        self._desk.tasks.write(call, partial(self._on_kept, dose.vaccine), owner=self, failed=self._on_refused)

    def withdraw(self) -> None:
        """Ask why the line under the keyboard is taken out of the booklet."""
        key = self.list.current_key()
        if not key.startswith(DONE):
            self._desk.navigator.say(tr("Choisissez d’abord, dans la liste, le vaccin à retirer."))
            return
        self._take_out(key.removeprefix(DONE))
        self._ask_why()

    def _take_out(self, line: str) -> None:
        self._withdrawn = line

    def _ask_why(self) -> None:
        row = next((row for row in self.list.rows if row.key == f"{DONE}{self._withdrawn}"), None)
        if row is None:
            self._withdrawn = ""  # somebody took it out meanwhile: the reason is no dose's
            self.entry.reason.hide()
            return
        words = tr("Retirer du carnet : {line}. Indiquez pourquoi, puis Entrée.", line=row.sentence)
        self.entry.ask_reason(words)

    def _on_booklet(self, booklet: Booklet) -> None:
        self._booklet = booklet
        rows = booklet_rows(booklet)
        self.list.set_rows(rows)
        self.edition.setText(edition_words(booklet))
        if self._withdrawn and self.entry.note.isHidden():
            self._ask_why()  # a stop came between the line and the reason
        self._show_list()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)

    def _show_list(self) -> None:
        self._stack.setCurrentIndex(_LIST if self.list.rows else _EMPTY)

    def _on_typed(self, typed: str) -> None:
        self._withdrawn = ""
        self._propose(typed)

    def _propose(self, typed: str) -> None:
        found = [] if self.entry.is_named else proposals(typed, self._wanted)
        self.proposals.set_rows([proposal_row(one) for one in found])
        self.proposals.choose_first()
        if found:
            self._stack.setCurrentIndex(_PROPOSALS)
        else:
            self._show_list()

    def _on_moved(self, step: int) -> None:
        keys = [row.key for row in self.proposals.rows]
        if keys:
            here = keys.index(self.proposals.current_key()) if self.proposals.current_key() in keys else 0
            self.proposals.choose(keys[max(0, min(here + step, len(keys) - 1))])

    def _on_picked(self) -> None:
        key = self.proposals.current_key() if self._stack.currentIndex() == _PROPOSALS else ""
        if key:
            self._take(key)
        elif self.entry.vaccine.text().strip():
            self.entry.lot.editor.setFocus()
        else:
            self.keep()  # says what is missing

    def _take(self, name: str) -> None:
        self._wanted = ()
        self.entry.take_name(name)
        self._kept.touch()
        self._show_list()

    def _on_line(self, key: str) -> None:
        """Vaccinate from a line that is due: its vaccines are proposed."""
        if self._booklet is None or not key.startswith(DUE):
            return
        rule = next(one.rule for one in self._booklet.advice if one.rule.key == key.removeprefix(DUE))
        self._wanted = rule.valences
        self.entry.clear()
        self.entry.vaccine.editor.setFocus()
        self._propose("")

    def _on_scan(self, typed: str) -> None:
        scan = partial(self._desk.cabinet.vaccinations.scan, typed)
        self._desk.tasks.read(scan, self._on_scanned, failed=self._on_refused)

    def _on_scanned(self, scanned: Scanned) -> None:
        self.entry.take_scan(scanned)
        self._kept.touch()
        self._show_list()

    def _on_kept(self, vaccine: str, changes: Changes) -> None:
        withdrawn, self._withdrawn, self._wanted = self._withdrawn, "", ()
        self.entry.clear()
        self._kept.forget()
        self.entry.vaccine.editor.setFocus()
        if withdrawn:
            self._desk.navigator.say(tr("Retiré du carnet. L’historique le garde."))
            return
        tasks, vaccinations = self._desk.tasks, self._desk.cabinet.vaccinations
        words = tr("« {vaccine} » noté.", vaccine=vaccine.strip())
        self._desk.navigator.say(words, lambda: tasks.write(lambda: vaccinations.take_back(changes)))

    def _on_refused(self, error: BaseException) -> None:
        at = error.field if isinstance(error, WrongDoseError) else "vaccine"
        self.entry.show_error(at, sentence_of(error))

    def _on_changed(self, changes: object) -> None:
        ours = self._patient and isinstance(changes, Changes) and changes.concerns(self._patient.id)
        if ours and isinstance(changes, Changes) and changes.touches("vaccination"):
            self.refresh()

    def _listen(self) -> None:
        self.entry.scanned.connect(self._on_scan)
        self.entry.asked.connect(self.keep)
        self.entry.typed.connect(self._on_typed)
        self.entry.moved.connect(self._on_moved)
        self.entry.picked.connect(self._on_picked)
        self.list.opened.connect(self._on_line)
        self.proposals.opened.connect(self._take)
        self._desk.tasks.changed.connect(self._on_changed)

    def _page(self, back: Callable[[], None]) -> Screen:
        heading = tr("Vaccins")
        actions = (
            Action("vaccins-back", tr("Retour au dossier"), "", WHERE, back, "back", heading, bar=True),
            Action(
                "vaccins-withdraw", tr("Retirer du carnet"), "", WHERE, self.withdraw, "clear", heading, bar=True
            ),
            Action(
                "vaccins-keep",
                tr("Enregistrer"),
                "Ctrl+Return",
                WHERE,
                self.keep,
                "vaccine",
                heading,
                primary=True,
            ),
        )
        words = tr("Scannez la boîte puis Entrée, ou tapez le nom. Dans la liste, Entrée sur une ligne à faire.")
        return Screen(
            WHERE, tr("vaccins"), self, actions, (self.entry, self.list), "patients",
            banner=True, patient=True, help_words=words, first=self.entry.vaccine.editor,
        )  # fmt: skip

    def _build(self) -> None:
        self._stack = QStackedWidget()
        empty = EmptyState(self._desk.look, tr("Carnet vide. Scannez une boîte, ou tapez un vaccin déjà fait."))
        for page in (self.list, self.proposals, empty):
            self._stack.addWidget(page)
        self._foot = QFrame()
        self._foot.setProperty("edge", "top")
        set_mark(self._foot, "ground", "surface")
        self._foot_row = QHBoxLayout(self._foot)
        self._foot_row.addWidget(self.edition)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.entry)
        column.addWidget(self._stack, 1)
        column.addWidget(self._foot)

    def _restyle(self) -> None:
        px = self._desk.look.px
        self._foot_row.setContentsMargins(px(12), px(6), px(12), px(6))
