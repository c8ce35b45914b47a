# SPDX-License-Identifier: EUPL-1.2
"""Give somebody a place in the day: who, when, how long, why; over the page, closed by Escape."""

import datetime as dt
import re
from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from lgc_app.ui.journee.patient_finder import PatientFinder
from lgc_app.ui.kept_elsewhere import KeptElsewhere
from lgc_app.ui.kept_fields import AnyKept, KeptFields
from lgc_app.ui.navigation import Desk
from lgc_app.ui.shell.form_veil import form_veil, place_form, verbs_row
from lgc_app.ui.shell.veil import Veil
from lgc_app.ui.theme.fonts import TextRole
from lgc_app.ui.theme.typography import long_date
from lgc_app.ui.widgets.button import Button, ButtonKind
from lgc_app.ui.widgets.field import Field
from lgc_app.ui.widgets.text import Text
from lgc_app.ui.words import tr

_WIDTH, _TOP, _LIST = 560, 64, 180
_TIME: Final = re.compile(r"(\d{1,2})\s*[h:.]?\s*(\d{2})?\Z", re.IGNORECASE)
_MINUTES: Final = range(5, 241)
_USUAL: Final = "15"
KEPT: Final = "rendez-vous:"
"""Before the day, the person and the hour that were pointed at: a booking comes back in its own place only."""


class Booking(QObject):
    """One panel, made at its first use; what is typed waits for the place that it was typed for."""

    def __init__(self, desk: Desk, page: QWidget) -> None:
        super().__init__(page)
        self._desk = desk
        self._page = page
        self._day = dt.date.min
        self._for = ""
        self.veil: Veil | None = None

    def open(self, day: dt.date, *, hour: str = "", staff: str = "") -> None:
        """Ask who comes on a day; at an hour and to a person when a place was pointed at."""
        if self.veil is None:
            self._build()
        assert self.veil is not None
        self._kept.follow("")
        self._day, self._for = day, staff
        self._title.setText(tr("Rendez-vous du {day}", day=long_date(day)))
        for field in (self.patient, self.time, self.motif):
            field.set_text("")
            field.set_error("")
        self.time.set_text(hour)
        self.minutes.set_text(_USUAL)
        self._finder.clear()
        place = f"{KEPT}{day}:{staff}:{hour}"
        self._kept.follow(place, self._kept.showing())
        self.elsewhere.look_for(KEPT, but=place)
        self.veil.open()
        self.patient.editor.setFocus()

    def submit(self) -> None:
        """Book, or go to the first thing that is missing."""
        chosen, start, minutes = self.found.current_key(), self._start(), self._minutes()
        self.patient.set_error("" if chosen else tr("Choisissez un patient dans la liste."))
        self.time.set_error("" if start else tr("Heure illisible. Écrivez-la ainsi : 10:45."))
        self.minutes.set_error("" if minutes else tr("Entre 5 et 240 minutes."))
        if not chosen or start is None or minutes is None:
            wrong = self.patient if not chosen else self.time if start is None else self.minutes
            wrong.editor.setFocus()
            return
        agenda, motif, staff = self._desk.cabinet.agenda, self.motif.text().strip(), self._for
        self._desk.tasks.write(lambda: agenda.book(chosen, start, minutes, motif, staff=staff), self._on_booked)

    def _on_booked(self, _changes: object) -> None:
        assert self.veil is not None
        self._kept.forget()
        self.veil.close_veil()
        self._desk.navigator.say(tr("Rendez-vous enregistré ici."))

    def _start(self) -> dt.datetime | None:
        found = _TIME.match(self.time.text().strip())
        if not found or int(found[1]) > 23 or int(found[2] or 0) > 59:
            return None
        zone = self._desk.cabinet.session.now().tzinfo
        return dt.datetime.combine(self._day, dt.time(int(found[1]), int(found[2] or 0)), zone)

    def _minutes(self) -> int | None:
        typed = self.minutes.text().strip()
        return int(typed) if typed.isdecimal() and int(typed) in _MINUTES else None

    def _build(self) -> None:
        look = self._desk.look
        self.panel = QFrame()
        self._title = Text(look, "", TextRole.SECTION)
        self._finder = PatientFinder(self._desk, self)
        self.patient, self.found = self._finder.field, self._finder.list
        self.time = Field(look, tr("Heure"))
        self.minutes = Field(look, tr("Durée"), unit="min")
        self.motif = Field(look, tr("Motif"))
        self.found.opened.connect(self._on_chosen)
        self.elsewhere = KeptElsewhere(self._desk, _waiting_words)
        self.elsewhere.taken.connect(self._on_taken)
        self.elsewhere.moved.connect(self._place)
        kept: dict[str, AnyKept] = {
            "patient": self.patient, "chosen": self._finder.choice, "time": self.time, "minutes": self.minutes,
            "motif": self.motif,
        }  # fmt: skip
        self._kept = KeptFields(self._desk, kept, self, self._finder.find_again)
        self._layout()
        self.veil = form_veil(self._page, look, self.panel, tr("Nouveau rendez-vous"), self.submit, self._place)

    def _layout(self) -> None:
        look, px = self._desk.look, self._desk.look.px
        self.keep = Button(look, tr("Donner ce rendez-vous"), ButtonKind.PRIMARY, icon="add", key="Ctrl+Return")
        self.leave = Button(look, tr("Fermer"), key="Escape")
        self.keep.clicked.connect(self.submit)
        self.leave.clicked.connect(self._on_leave)
        column = QVBoxLayout(self.panel)
        column.setContentsMargins(px(18), px(14), px(18), px(14))
        column.setSpacing(px(10))
        column.addWidget(self._title)
        column.addWidget(self.elsewhere)
        column.addWidget(self.patient)
        column.addWidget(self.found, 1)
        line = QHBoxLayout()
        for field in (self.time, self.minutes):
            line.addWidget(field)
        column.addLayout(line)
        column.addWidget(self.motif)
        column.addLayout(verbs_row(self.leave, self.keep))

    def _on_chosen(self, _key: str) -> None:
        (self.motif if self.time.text() else self.time).editor.setFocus()

    def _on_taken(self, name: str) -> None:
        """Go on with the booking that was left for another place."""
        day, staff, hour = _place_of(name)
        self.open(day, hour=hour, staff=staff)

    def _on_leave(self) -> None:
        assert self.veil is not None
        self.veil.close_veil()

    def _place(self) -> None:
        assert self.veil is not None
        px = self._desk.look.px
        place_form(
            self.veil,
            self._desk.look,
            self.panel,
            px(_WIDTH),
            max(self.panel.sizeHint().height(), px(_LIST + 300)),
        )


def _place_of(name: str) -> tuple[dt.date, str, str]:
    """Return the day, the person and the hour that a kept booking was begun for."""
    day, staff, hour = name.removeprefix(KEPT).split(":", 2)
    return dt.date.fromisoformat(day), staff, hour


def _waiting_words(name: str, left: Mapping[str, str]) -> str:
    day, _staff, hour = _place_of(name)
    when = " ".join(part for part in (long_date(day), left.get("time", hour)) if part)
    who = left.get("patient") or left.get("motif", "")
    return tr("Commencé et non enregistré : rendez-vous du {when}, {who}.", when=when, who=who) if who else ""
