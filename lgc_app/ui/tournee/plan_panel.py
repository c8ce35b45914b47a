# SPDX-License-Identifier: EUPL-1.2
"""Add a care to a patient's plan: who, what, at which hours, how often, until when; over the page."""

import datetime as dt
import re
from typing import Final

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from lgc_app.services.rhythm_words import UnreadableRhythmError, read_rhythm
from lgc_app.services.rounds import read_hour
from lgc_app.ui.journee.patient_finder import PatientFinder
from lgc_app.ui.kept_fields import AnyKept, KeptFields
from lgc_app.ui.kept_value import kept_tick
from lgc_app.ui.navigation import Desk
from lgc_app.ui.shell.form_veil import form_veil
from lgc_app.ui.shell.veil import Veil
from lgc_app.ui.theme.fonts import TextRole
from lgc_app.ui.widgets.button import Button, ButtonKind
from lgc_app.ui.widgets.field import Field
from lgc_app.ui.widgets.text import Text
from lgc_app.ui.widgets.tick_box import TickBox
from lgc_app.ui.words import tr
from lgc_core.model.agenda_rule import Rhythm
from lgc_core.store.changes import Changes

_WIDTH, _FOUND, _ONE_FOUND = 620, 150, 36
KEPT: Final = "soin au plan"
_EVERY: Final = re.compile(r"tous les (\d{1,2}) jours", re.IGNORECASE)
_DATE: Final = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})\Z")


class PlanPanel(QObject):
    """One panel, made at its first use; what is typed comes back until the care is added."""

    def __init__(self, desk: Desk, page: QWidget) -> None:
        super().__init__(page)
        self._desk = desk
        self._page = page
        self.veil: Veil | None = None

    def open(self) -> None:
        """Ask for a care."""
        if self.veil is None:
            self._build()
        assert self.veil is not None
        self._kept.follow("")
        for field in self.fields:
            field.set_text("")
            field.set_error("")
        self.finder.clear()
        self.fixed.setChecked(False)
        self._kept.follow(KEPT)
        self.veil.open()
        self.finder.field.editor.setFocus()

    def submit(self) -> None:
        """Write it, or go to the first thing that is wrong."""
        patient, words = self.finder.list.current_key(), self.care.text().strip()
        hours = [one for one in re.split(r"[,;]| et ", self.hours.text()) if one.strip()]
        rhythm, last = _rhythm(self.often.text()), _last(self.until.text())
        self.finder.field.set_error("" if patient else tr("Choisissez un patient dans la liste."))
        self.care.set_error("" if words else tr("Écrivez le soin."))
        readable = bool(hours) and all(read_hour(one) for one in hours)
        self.hours.set_error("" if readable else tr("Heures illisibles. Écrivez-les ainsi : 7h45, 18h30."))
        self.often.set_error("" if rhythm else tr("Par exemple : tous les 2 jours, ou lundi et jeudi."))
        self.until.set_error("" if last is not None else tr("Date illisible. Écrivez-la ainsi : 12/12/2026."))
        wrong = next((field for field in self.fields if field.editor.property("state") == "error"), None)
        if wrong is not None or rhythm is None or last is None:
            (wrong or self.often).editor.setFocus()
            return
        rounds, detail, ordered, fixed = (
            self._desk.cabinet.rounds, self.detail.text(), self.ordered.text(), self.fixed.isChecked(),
        )  # fmt: skip
        end = None if last == dt.date.max else last
        self._desk.tasks.write(
            lambda: rounds.plan(
                patient, words, hours, rhythm=rhythm, detail=detail, ordered=ordered, fixed=fixed, last=end
            ),
            self._on_planned,
        )

    def _on_planned(self, changes: Changes) -> None:
        assert self.veil is not None
        self._kept.forget()
        self.veil.close_veil()
        rounds, tasks = self._desk.cabinet.rounds, self._desk.tasks
        made = next(entity for kind, entity in changes.entities if kind == "care_schedule")
        self._desk.navigator.say(tr("Soin ajouté au plan."), lambda: tasks.write(lambda: rounds.stop(made)))

    def _build(self) -> None:
        look = self._desk.look
        self.panel = QFrame()
        self._title = Text(look, tr("Ajouter un soin à la tournée"), TextRole.SECTION)
        self.finder = PatientFinder(self._desk, self)
        self.care = Field(look, tr("Soin"))
        self.detail = Field(look, tr("Précision"), hint=tr("pied droit, avant le repas…"))
        self.hours = Field(look, tr("Heures"), hint=tr("7h45, 18h30"))
        self.often = Field(look, tr("Rythme"), hint=tr("tous les 2 jours, lundi et jeudi…"))
        self.until = Field(look, tr("Jusqu’au"), hint=tr("vide : sans fin"))
        self.ordered = Field(look, tr("Ordonnance"), hint=tr("qui, quand"))
        self.fixed = TickBox(look, tr("Heure fixe, à un quart d’heure près"))
        self.fields = (
            self.finder.field, self.care, self.detail, self.hours, self.often, self.until, self.ordered,
        )  # fmt: skip
        names = ("patient", "care", "detail", "hours", "often", "until", "ordered")
        kept: dict[str, AnyKept] = dict(zip(names, self.fields, strict=True))
        kept |= {"chosen": self.finder.choice, "fixed": kept_tick(self.fixed)}
        self._kept = KeptFields(self._desk, kept, self, self.finder.find_again)
        self.keep = Button(look, tr("Ajouter ce soin"), ButtonKind.PRIMARY, icon="add", key="Ctrl+Return")
        self.leave = Button(look, tr("Fermer"), key="Escape")
        self.keep.clicked.connect(self.submit)
        self.leave.clicked.connect(self._on_leave)
        self.finder.list.opened.connect(self._on_chosen)
        self._layout()
        self.veil = form_veil(self._page, look, self.panel, tr("Ajouter un soin"), self.submit, self._place)

    def _layout(self) -> None:
        px = self._desk.look.px
        column = QVBoxLayout(self.panel)
        column.setContentsMargins(px(18), px(14), px(18), px(14))
        column.setSpacing(px(8))
        column.addWidget(self._title)
        column.addWidget(self.finder.field)
        self.finder.list.setFixedHeight(px(_FOUND))
        column.addWidget(self.finder.list)
        for pair in ((self.care, self.detail), (self.hours, self.often), (self.until, self.ordered)):
            line = QHBoxLayout()
            for field in pair:
                line.addWidget(field, 1)
            column.addLayout(line)
        verbs = QHBoxLayout()
        column.addWidget(self.fixed)
        verbs.addStretch()
        verbs.addWidget(self.leave)
        verbs.addWidget(self.keep)
        column.addLayout(verbs)

    def _on_chosen(self, _key: str) -> None:
        self.care.editor.setFocus()

    def _on_leave(self) -> None:
        assert self.veil is not None
        self.veil.close_veil()

    def _place(self) -> None:
        assert self.veil is not None
        px, area = self._desk.look.px, self.veil.size()
        width = min(px(_WIDTH), area.width() - px(32))
        room = area.height() - px(24)
        others = self.panel.sizeHint().height() - self.finder.list.height()
        self.finder.list.setFixedHeight(max(min(px(_FOUND), room - others), px(_ONE_FOUND)))
        height = min(self.panel.sizeHint().height(), room)
        self.panel.setGeometry((area.width() - width) // 2, (area.height() - height) // 2, width, height)
        self.veil.update()


def _rhythm(typed: str) -> Rhythm | None:
    """Read how often; None when the words name nothing, every day when there are none."""
    if found := _EVERY.search(typed):
        return Rhythm(every=max(int(found[1]), 1))
    try:
        return read_rhythm(typed) or Rhythm()
    except UnreadableRhythmError:
        return None


def _last(typed: str) -> dt.date | None:
    """Read the last day; no words mean no end (`date.max`), None when they cannot be read."""
    if not typed.strip():
        return dt.date.max
    found = _DATE.match(typed.strip())
    try:
        return dt.date(int(found[3]), int(found[2]), int(found[1])) if found else None
    except ValueError:
        return None
