# SPDX-License-Identifier: EUPL-1.2
"""Write an absence or reserved hours: who, from when to when, how often; over the page, closed by Escape."""

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from lgc_app.services.rhythm_words import UnreadableRhythmError, read_rhythm
from lgc_app.ui.agenda.plan import Person
from lgc_app.ui.kept_elsewhere import KeptElsewhere
from lgc_app.ui.kept_fields import AnyKept, KeptFields
from lgc_app.ui.kept_value import kept_tick
from lgc_app.ui.navigation import Desk
from lgc_app.ui.shell.form_veil import form_veil, place_form, verbs_row
from lgc_app.ui.shell.veil import Veil
from lgc_app.ui.theme.fonts import TextRole
from lgc_app.ui.theme.typography import short_date
from lgc_app.ui.widgets.button import Button, ButtonKind
from lgc_app.ui.widgets.field import Field
from lgc_app.ui.widgets.text import Text
from lgc_app.ui.widgets.tick_box import TickBox
from lgc_app.ui.words import tr
from lgc_app.ui.words.people import of
from lgc_core.model.agenda_rule import Rhythm, RuleKind
from lgc_core.store.changes import Changes

_WIDTH = 520
_DATE: Final = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})\Z")
KEPT: Final = "absence:"
"""Before the person and the day that were pointed at."""
_HOUR: Final = re.compile(r"(\d{1,2})\s*[h:]\s*(\d{2})?\Z", re.IGNORECASE)


class AbsencePanel(QObject):
    """One panel, made at its first use; what is typed waits for the person and the day it was typed for."""

    def __init__(self, desk: Desk, page: QWidget, people: Callable[[], Sequence[Person]]) -> None:
        super().__init__(page)
        self._desk = desk
        self._page = page
        self._people = people
        self._person: Person | None = None
        self.veil: Veil | None = None

    def open(self, person: Person, day: dt.date) -> None:
        """Ask when a person is away, from a day on."""
        if self.veil is None:
            self._build()
        assert self.veil is not None
        self._kept.follow("")
        self._person = person
        self._title.setText(tr("Absence {of_whom}", of_whom=of(person.shown)))
        for field in self.fields:
            field.set_text("")
            field.set_error("")
        self.first.set_text(short_date(day))
        self.last.set_text(short_date(day))
        self.reserved.setChecked(False)
        place = f"{KEPT}{person.id}:{day}"
        self._kept.follow(place, self._kept.showing())
        self.elsewhere.look_for(KEPT, but=place)
        self.veil.open()
        self.last.editor.setFocus()

    def submit(self) -> None:
        """Write it, or go to the first thing that is wrong."""
        person, first, last = self._person, _day(self.first.text()), _day(self.last.text())
        hours = _clock(self.opens.text()), _clock(self.closes.text())
        rhythm, understood = self._rhythm()
        wrong_date = tr("Date illisible. Écrivez-la ainsi : 23/11/2026.")
        wrong_hour = tr("Heure illisible. Écrivez-la ainsi : 13:00.")
        self.first.set_error("" if first else wrong_date)
        self.last.set_error("" if last or not self.last.text().strip() else wrong_date)
        self.opens.set_error("" if hours[0] is not None else wrong_hour)
        self.closes.set_error("" if hours[1] is not None else wrong_hour)
        self.often.set_error("" if understood else tr("Nommez un jour : chaque mercredi, un vendredi sur deux."))
        wrong = next((field for field in self.fields if field.editor.property("state") == "error"), None)
        if wrong is not None or first is None or person is None:
            (wrong or self.first).editor.setFocus()
            return
        kind: RuleKind = "réservé" if self.reserved.isChecked() else "absence"
        rules, label = self._desk.cabinet.agenda_rules, self.label.text()
        self._desk.tasks.write(
            lambda: rules.add(
                person.id, kind, first, last, hours=(hours[0] or "", hours[1] or ""), rhythm=rhythm, label=label
            ),
            self._on_written,
        )

    def _rhythm(self) -> tuple[Rhythm | None, bool]:
        try:
            return read_rhythm(self.often.text()), True
        except UnreadableRhythmError:
            return None, False

    def _on_written(self, changes: Changes) -> None:
        assert self.veil is not None
        self._kept.forget()
        self.veil.close_veil()
        rules, tasks = self._desk.cabinet.agenda_rules, self._desk.tasks
        rule = next(entity for kind, entity in changes.entities if kind == "agenda_rule")
        self._desk.navigator.say(tr("Absence enregistrée ici."), lambda: tasks.write(lambda: rules.end(rule)))

    def _build(self) -> None:
        look = self._desk.look
        self.panel = QFrame()
        self._title = Text(look, "", TextRole.SECTION)
        self.first = Field(look, tr("Du"))
        self.last = Field(look, tr("Au"), hint=tr("vide : sans fin"))
        self.opens = Field(look, tr("De"), hint=tr("vide : toute la journée"))
        self.closes = Field(look, tr("À"))
        self.often = Field(
            look, tr("Revient"), hint=tr("chaque mercredi, un vendredi sur deux ; vide : tous les jours")
        )
        self.label = Field(look, tr("Libellé"), hint=tr("congés, formation, visites…"))
        self.reserved = TickBox(look, tr("Heures réservées, pas une absence"))
        self.fields = (self.first, self.last, self.opens, self.closes, self.often, self.label)
        names = ("first", "last", "opens", "closes", "often", "label")
        kept: dict[str, AnyKept] = dict(zip(names, self.fields, strict=True))
        kept |= {"reserved": kept_tick(self.reserved)}
        self._kept = KeptFields(self._desk, kept, self)
        self.elsewhere = KeptElsewhere(self._desk, self._waiting_words)
        self.elsewhere.taken.connect(self._on_taken)
        self.elsewhere.moved.connect(self._place)
        self.keep = Button(look, tr("Enregistrer"), ButtonKind.PRIMARY, icon="check", key="Ctrl+Return")
        self.leave = Button(look, tr("Fermer"), key="Escape")
        self.keep.clicked.connect(self.submit)
        self.leave.clicked.connect(self._on_leave)
        self._layout()
        self.veil = form_veil(self._page, look, self.panel, tr("Absence"), self.submit, self._place)

    def _layout(self) -> None:
        px = self._desk.look.px
        column = QVBoxLayout(self.panel)
        column.setContentsMargins(px(18), px(14), px(18), px(14))
        column.setSpacing(px(10))
        column.addWidget(self._title)
        column.addWidget(self.elsewhere)
        for pair in ((self.first, self.last), (self.opens, self.closes)):
            line = QHBoxLayout()
            for field in pair:
                line.addWidget(field)
            column.addLayout(line)
        for part in (self.often, self.label, self.reserved):
            column.addWidget(part)
        column.addStretch()
        column.addLayout(verbs_row(self.leave, self.keep))

    def _whose(self, name: str) -> tuple[Person | None, dt.date]:
        """Return the person and the day that a kept absence was begun for."""
        staff, day = name.removeprefix(KEPT).rsplit(":", 1)
        return next((one for one in self._people() if one.id == staff), None), dt.date.fromisoformat(day)

    def _waiting_words(self, name: str, left: Mapping[str, str]) -> str:
        person, day = self._whose(name)
        if person is None:
            return ""
        words = tr("Commencé et non enregistré : absence de {person}, du {day}", person=person.shown,
                   day=left.get("first", short_date(day)))  # fmt: skip
        return f"{words}, {label}." if (label := left.get("label", "")) else f"{words}."

    def _on_taken(self, name: str) -> None:
        """Go on with the absence that was left for another day or person."""
        person, day = self._whose(name)
        if person is not None:
            self.open(person, day)

    def _on_leave(self) -> None:
        assert self.veil is not None
        self.veil.close_veil()

    def _place(self) -> None:
        assert self.veil is not None
        px = self._desk.look.px
        place_form(self.veil, self._desk.look, self.panel, px(_WIDTH), self.panel.sizeHint().height() + px(24))


def _day(typed: str) -> dt.date | None:
    found = _DATE.match(typed.strip())
    try:
        return dt.date(int(found[3]), int(found[2]), int(found[1])) if found else None
    except ValueError:
        return None


def _clock(typed: str) -> str | None:
    """Return `13:00`, an empty text for none, None when it cannot be read."""
    if not typed.strip():
        return ""
    found = _HOUR.match(typed.strip())
    if not found or int(found[1]) > 23 or int(found[2] or 0) > 59:
        return None
    return f"{int(found[1]):02d}:{int(found[2] or 0):02d}"
