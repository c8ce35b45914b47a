# SPDX-License-Identifier: EUPL-1.2
"""The day as rows: times, people, where each of them is; no Qt here."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from lgc_app.services.agenda import DayLine
from lgc_app.services.inbox import Arrival
from lgc_app.ui.theme.fonts import TextRole
from lgc_app.ui.theme.theme import Tone
from lgc_app.ui.widgets.drawing import PillContent
from lgc_app.ui.widgets.row_recipe import ROW_HEIGHT_DENSE, Align, Cell, Column, Recipe, Row
from lgc_app.ui.widgets.runs import Run
from lgc_app.ui.words import count, tr

AGENDA_RECIPE: Final = Recipe(
    (Column(58), Column(56), Column(200), Column(72), Column(), Column(132, Align.RIGHT)), ROW_HEIGHT_DENSE
)
WAITING_RECIPE: Final = Recipe((Column(), Column(64, Align.RIGHT)), 50)
INBOX_RECIPE: Final = Recipe((Column(),), 50)

_PILLS: Final = {
    "prévu": PillContent(tr("À venir"), Tone.NEUTRAL, "clock"),
    "arrivé": PillContent(tr("En salle"), Tone.INFO, "waiting"),
    "en cours": PillContent(tr("En consultation"), Tone.ACCENT, "consultation"),
    "vu": PillContent(tr("Vu"), Tone.OK, "check"),
    "absent": PillContent(tr("Absent"), Tone.NEUTRAL, "person"),
    "annulé": PillContent(tr("Annulé"), Tone.NEUTRAL, "clear"),
}
_DONE: Final = frozenset({"vu", "absent", "annulé"})
# a wait that a person should notice
_LONG_WAIT_MINUTES: Final = 15
_SEVERITY: Final = {
    "critique": (PillContent(tr("Critique"), Tone.DANGER), "danger", "danger"),
    "important": (PillContent(tr("À lire"), Tone.WARN), "biology", "warn"),
    "normal": (PillContent(tr("À classer"), Tone.NEUTRAL), "document", "text2"),
    "quarantaine": (PillContent(tr("Mis de côté"), Tone.DANGER), "to-mend", "danger"),
}


@dataclass(frozen=True, slots=True)
class Seeing:
    """What the person at the screen may see of the day: the reason of a visit belongs to the medical record."""

    medical: bool


def agenda_rows(lines: Sequence[DayLine], seeing: Seeing) -> list[Row]:
    """Make the rows of the agenda: seen ones are soft."""
    return [_agenda_row(line, seeing) for line in lines]


def _agenda_row(line: DayLine, seeing: Seeing) -> Row:
    done = line.status in _DONE
    ink = "text2" if done else "text"
    strong = TextRole.BODY if done else TextRole.BODY_MEDIUM
    motif = line.motif if seeing.medical else ""
    pill = _PILLS[line.status]
    cells = (
        Cell((Run(line.time, TextRole.BODY_MEDIUM, ink),)),
        Cell((Run(tr("{minutes} min", minutes=line.minutes), TextRole.CAPTION, "text2"),)),
        Cell((Run(line.shown, strong, ink),)),
        Cell((Run(tr(line.age), TextRole.DENSE, "text2"),)),
        Cell((Run(motif, TextRole.DENSE, ink),)),
        Cell(pills=(pill,)),
    )
    sentence = ", ".join(words for words in (line.time, line.shown, line.age, motif, pill.words) if words)
    return Row(line.id, cells, sentence)


def waiting(lines: Sequence[DayLine]) -> list[DayLine]:
    """Give who is in the waiting room, in the order of the appointments."""
    return [line for line in lines if line.status == "arrivé"]


def next_to_call(lines: Sequence[DayLine], staff: str) -> DayLine | None:
    """Give whom to call: one's own patients first."""
    here = waiting(lines)
    return next((line for line in here if line.staff == staff), here[0] if here else None)


def in_consultation(lines: Sequence[DayLine], staff: str) -> DayLine | None:
    """Give whom this person is seeing."""
    return next((line for line in lines if line.status == "en cours" and line.staff == staff), None)


def waiting_rows(lines: Sequence[DayLine], now: dt.datetime, seeing: Seeing) -> list[Row]:
    """Make the rows of the waiting room, with the minutes."""
    rows = []
    for line in waiting(lines):
        minutes = _minutes_since(line.arrived_at, now)
        told = tr("{minutes} min", minutes=minutes) if minutes is not None else ""
        ink = "warn" if minutes is not None and minutes >= _LONG_WAIT_MINUTES else "text2"
        role = TextRole.DENSE_STRONG if ink == "warn" else TextRole.DENSE
        about = " · ".join(words for words in (line.time, line.motif.lower() if seeing.medical else "") if words)
        cells = (
            Cell((Run(line.shown, TextRole.BODY_MEDIUM),), (Run(about, TextRole.CAPTION, "text2"),)),
            Cell((Run(told, role, ink),)),
        )
        rows.append(Row(line.id, cells, ", ".join(words for words in (line.shown, about, told) if words)))
    return rows


def _minutes_since(arrived_at: str, now: dt.datetime) -> int | None:
    try:
        since = now - dt.datetime.fromisoformat(arrived_at)
    except (ValueError, TypeError):
        return None
    minutes = int(since.total_seconds() // 60)
    return minutes if 0 <= minutes < 24 * 60 else None


def day_words(lines: Sequence[DayLine]) -> str:
    """Say the day in numbers: "7 vus, 2 en salle, 2 à venir"."""
    statuses = [line.status for line in lines]
    seen = statuses.count("vu")
    parts = (
        count(seen, tr("vu"), tr("vus")) if seen else "",
        tr("{number} en salle", number=statuses.count("arrivé")) if "arrivé" in statuses else "",
        tr("{number} à venir", number=statuses.count("prévu")) if "prévu" in statuses else "",
    )
    return ", ".join(part for part in parts if part)


def inbox_rows(arrivals: Sequence[Arrival]) -> list[Row]:
    """Make the rows of what came in, gravest first."""
    return [_inbox_row(arrival) for arrival in arrivals]


def _inbox_row(arrival: Arrival) -> Row:
    pill, icon, ink = _SEVERITY[arrival.severity]
    title = ", ".join(arrival.results) or arrival.document.title
    about = " · ".join(
        words for words in (arrival.subject, arrival.document.title if arrival.results else "") if words
    )
    about = about or arrival.fault or arrival.document.refusal
    cell = Cell(
        (Run(tr(title), TextRole.BODY_MEDIUM),), (Run(about, TextRole.CAPTION, "text2"),), icon, ink, (pill,)
    )
    return Row(arrival.document.id, (cell,), f"{title}, {about}, {pill.words}")
