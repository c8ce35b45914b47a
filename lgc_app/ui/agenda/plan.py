# SPDX-License-Identifier: EUPL-1.2
"""The agenda as columns and blocks: who stands where, side by side when two hours overlap. No Qt here."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

import msgspec

from lgc_app.services.agenda import DayLine
from lgc_app.services.agenda_rules import Closure
from lgc_app.ui.theme.typography import french, long_date
from lgc_app.ui.words import tr
from lgc_core.model.staff import Staff

STEP: Final = 15
"""Minutes of one step of the cursor."""

EARLIEST: Final = 7 * 60
LATEST: Final = 19 * 60
TONES: Final = ("accent", "info", "ok", "warn", "conflict", "unknown")
"""Colour roles given to people in turn; their initials say the same in letters."""

_WEEKDAYS: Final = ("lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim.")
_STATUS: Final = {
    "prévu": "à venir", "arrivé": "en salle", "en cours": "en consultation", "vu": "vu", "absent": "absent",
    "annulé": "annulé",
}  # fmt: skip
GONE: Final = frozenset({"annulé", "absent"})


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who has a column: initials and a colour role."""

    id: str
    shown: str
    initials: str
    tone: str


@dataclass(frozen=True, slots=True)
class PlanColumn:
    """One person's day."""

    day: dt.date
    person: Person


class Block(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One appointment in its column: minutes since midnight, lane among those that overlap; thousands a week."""

    key: str
    column: int
    start: int
    minutes: int
    shown: str
    short: str
    aside: str
    status: str
    tone: str
    sentence: str
    patient: str = ""
    lane: int = 0
    lanes: int = 1

    @property
    def end(self) -> int:
        """Return its last minute."""
        return self.start + self.minutes


@dataclass(frozen=True, slots=True)
class Away:
    """Hours of a column when the person is away or kept."""

    rule: str
    column: int
    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that the grid draws."""

    columns: Sequence[PlanColumn] = ()
    blocks: Sequence[Block] = ()
    aways: Sequence[Away] = ()
    first_minute: int = EARLIEST
    last_minute: int = LATEST


def people_of(staff: Sequence[Staff]) -> list[Person]:
    """Give each person initials that no other has, and a colour."""
    given: list[Person] = []
    for place, one in enumerate(staff):
        initials = f"{one.name.given[:1]}{one.name.family[:1]}".upper() or "?"
        if any(other.initials == initials for other in given):
            initials = f"{one.name.given[:1]}{one.name.family[:2]}".upper()
        given.append(Person(one.id, one.name.shown, initials, TONES[place % len(TONES)]))
    return given


def plan_of(
    days: Sequence[dt.date], people: Sequence[Person], lines: Iterable[DayLine], closures: Iterable[Closure]
) -> Plan:
    """Lay out appointments and absences; whoever is not among the people shown has no column."""
    columns = [PlanColumn(day, person) for day in days for person in people]
    place = {(one.day, one.person.id): at for at, one in enumerate(columns)}
    words = _Words()
    blocks = [block for line in lines if (block := _block(line, place, columns, words))]
    aways = [away for one in closures if (away := _away(one, place))]
    hours = [minute for one in blocks for minute in (one.start, one.end)]
    first, last = min([EARLIEST, *hours]), max([LATEST, *hours])
    return Plan(columns, _in_lanes(blocks), aways, first // 60 * 60, min(-(-last // 60) * 60, 24 * 60))


class _Words:
    """What a thousand appointments of one plan say alike (day, length, state, reason), put in words once."""

    def __init__(self) -> None:
        self.day = cache(lambda day: tr(long_date(day)))
        self.length = cache(lambda minutes: tr("{minutes} min", minutes=minutes))
        self.status = cache(lambda status: tr(_STATUS[status]))
        self.reason: Callable[[str], str] = cache(french)


def _block(
    line: DayLine, place: dict[tuple[dt.date, str], int], columns: Sequence[PlanColumn], words: _Words
) -> Block | None:
    start = dt.datetime.fromisoformat(line.start)
    at = place.get((start.date(), line.staff))
    if at is None:
        return None
    column = columns[at]
    status = words.status(line.status)
    told = (words.day(column.day), line.time, words.length(line.minutes), line.shown)
    wish = tr("viendrait plus tôt : {words}", words=line.wish) if line.wish else ""
    sentence = ", ".join(part for part in (*told, line.motif, status, column.person.shown, wish) if part)
    return Block(
        key=line.id,
        column=at,
        start=start.hour * 60 + start.minute,
        minutes=line.minutes,
        shown=line.shown,
        short="".join(word[0] for word in line.shown.split()[:2]),
        aside=words.reason(line.motif),
        status=line.status,
        tone=column.person.tone,
        sentence=sentence,
        patient=line.patient,
    )


def _away(closure: Closure, place: dict[tuple[dt.date, str], int]) -> Away | None:
    at = place.get((closure.start.date(), closure.staff))
    if at is None:
        return None
    start = closure.start.hour * 60 + closure.start.minute
    length = round((closure.end - closure.start).total_seconds() / 60)
    return Away(closure.rule, at, start, min(start + length, 24 * 60), closure.words)


def _in_lanes(blocks: Sequence[Block]) -> list[Block]:
    """Put blocks of one column that overlap side by side; none is hidden behind another."""
    placed: list[Block] = []
    for _column, group in _touching(sorted(blocks, key=lambda one: (one.column, one.start, one.key))):
        if len(group) == 1:
            placed += group
            continue
        ends: list[int] = []
        lanes: list[int] = []
        for block in group:
            lane = next((at for at, end in enumerate(ends) if end <= block.start), len(ends))
            ends[lane : lane + 1] = [block.end]
            lanes.append(lane)
        placed += [
            msgspec.structs.replace(one, lane=lane, lanes=len(ends))
            for one, lane in zip(group, lanes, strict=True)
        ]
    return placed


def _touching(blocks: Sequence[Block]) -> Iterable[tuple[int, list[Block]]]:
    group: list[Block] = []
    end = 0
    for block in blocks:
        if group and (block.column != group[0].column or block.start >= end):
            yield group[0].column, group
            group, end = [], 0
        group.append(block)
        end = max(end, block.end)
    if group:
        yield group[0].column, group


def day_head(day: dt.date) -> str:
    """Write the head of a day: lun. 23/11."""
    return f"{_WEEKDAYS[day.weekday()]} {day.day:02d}/{day.month:02d}"


def clock(minute: int) -> str:
    """Write minutes since midnight: 645 -> 10:45."""
    return f"{minute // 60:02d}:{minute % 60:02d}"
