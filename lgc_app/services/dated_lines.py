# SPDX-License-Identifier: EUPL-1.2
"""Problems, allergies, tasks and appointments of a file as entries of its timeline: few, so rows are decoded."""

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Final, TypeVar

import sqlalchemy as sa

from lgc_app.services.overview import allergy_shown
from lgc_app.services.staffing import everybody
from lgc_app.services.timeline_entry import Entry, EntryKind
from lgc_core.model.allergy import Allergy
from lgc_core.model.appointment import Appointment
from lgc_core.model.entity import Entity
from lgc_core.model.problem import Problem
from lgc_core.model.rights import Right
from lgc_core.model.task import Task
from lgc_core.model.values import When
from lgc_core.store import queries
from lgc_core.store.tables import ENTITY_TABLES

E = TypeVar("E", bound=Entity)

ENDED: Final = "fin"
"""State of the entry that stands at the end of a problem."""

LATE: Final = "en retard"
NEEDED: Final[Mapping[EntryKind, Right]] = {
    "problem": Right.READ_RECORD,
    "allergy": Right.READ_RECORD,
    "task": Right.MANAGE_TASKS,
    "appointment": Right.MANAGE_AGENDA,
}
"""What it takes to read each, as in the services that own them."""

_STATES: Final = {"vu": "honoré", "arrivé": "sur place", "en cours": "sur place"}
_STILL: Final = frozenset({"actif", "rémission"})


def dated_lines(
    connection: sa.Connection, files: Collection[str], kinds: Iterable[EntryKind], now: dt.datetime
) -> list[Entry]:
    """Return the entries of some kinds, in no order; `files` are those of one person."""
    return [entry for kind in kinds for entry in _READ[kind](connection, files, now)]


def _of(connection: sa.Connection, kind: type[E], files: Collection[str]) -> list[E]:
    return queries.find(connection, kind, ENTITY_TABLES[kind].c.ix_patient.in_(sorted(files)))


def _problems(connection: sa.Connection, files: Collection[str], _now: dt.datetime) -> Iterator[Entry]:
    for one in _of(connection, Problem, files):
        title, author, span = one.code.text, _author(one), _span(one)
        at_ms, precision = _begun(one, one.period.start)
        yield Entry("problem", one.id, at_ms, title, author, one.status, one.kind, None, span, precision)
        if one.period.end is not None and (over := _ms(one.period.end)) is not None:
            precision = one.period.end.precision
            yield Entry("problem", one.id, over, title, author, ENDED, one.kind, None, span, precision)


def _allergies(connection: sa.Connection, files: Collection[str], _now: dt.datetime) -> Iterator[Entry]:
    for one in _of(connection, Allergy, files):
        at_ms, precision = _begun(one, one.onset)
        span = "" if _day(one.onset) else _noted(one)
        title = allergy_shown(one)
        yield Entry("allergy", one.id, at_ms, title, _author(one), one.status, one.kind, None, span, precision)


def _begun(one: Entity, start: When | None) -> tuple[int | None, str]:
    """Return when a line begins and how finely that is known; of an unknown beginning, when it was noted."""
    if start is not None and (at_ms := _ms(start)) is not None:
        return at_ms, start.precision
    return _written(one), ""


def _tasks(connection: sa.Connection, files: Collection[str], now: dt.datetime) -> Iterator[Entry]:
    today = now.date().isoformat()
    for one in _of(connection, Task, files):
        ahead = one.status == "à faire"
        late = ahead and bool(one.due) and one.due < today
        at_ms = _ms(When(text=one.due if ahead else one.done_at)) or _written(one)
        span = _task_span(one)
        state = LATE if late else one.status
        yield Entry("task", one.id, at_ms, one.title, _author(one), state, one.kind, span=span, ahead=ahead)


def _task_span(one: Task) -> str:
    due = When(text=one.due).display() if one.due else ""
    if one.status == "à faire":
        return f"à faire pour le {due}" if due else "à faire"
    word = "faite" if one.status == "fait" else "abandonnée"
    done = When(text=one.done_at[:10]).display() if one.done_at else ""
    return f"{word} le {done}" if done else word


def _appointments(connection: sa.Connection, files: Collection[str], now: dt.datetime) -> Iterator[Entry]:
    found = _of(connection, Appointment, files)
    names = {one.id: one.name.shown for one in everybody(connection)} if found else {}
    for one in found:
        start = dt.datetime.fromisoformat(one.slot.start)
        ahead = start.date() > now.date()
        past = "passage non noté" if start.date() < now.date() else ""
        state = past if one.status == "prévu" else _STATES.get(one.status, one.status)
        at_ms = round(start.timestamp() * 1000)
        yield Entry(
            "appointment", one.id, at_ms, one.motif, names.get(one.slot.staff, ""), state,
            span=one.slot.start[11:16], ahead=ahead,
        )  # fmt: skip


def _span(one: Problem) -> str:
    """Say from when to when: « depuis 2019 », « de 2019 à 05/2020 », « début inconnu, noté le 12/03/2026 »."""
    start, end = (_day(one.period.start), _day(one.period.end))
    if start and end:
        return f"de {start} à {end}" if min(len(start), len(end)) < len("12/03/2019") else f"du {start} au {end}"
    if start:
        return f"depuis {start}" if one.status in _STILL else f"début {start}"
    return f"{_noted(one)}, fin {end}" if end else _noted(one)


def _noted(one: Entity) -> str:
    noted = When(text=one.created.at[:10]).display() if one.created else ""
    return f"début inconnu, noté le {noted}" if noted else "début inconnu"


def _day(when: When | None) -> str:
    return When(text=when.text[:10]).display() if when is not None and _ms(when) is not None else ""


def _ms(when: When | None) -> int | None:
    return when.earliest_ms if when is not None else None


def _written(one: Entity) -> int | None:
    return When(text=one.created.at).earliest_ms if one.created else None


def _author(one: Entity) -> str:
    return one.created.by.name if one.created else ""


_READ: Final[Mapping[EntryKind, Callable[[sa.Connection, Collection[str], dt.datetime], Iterator[Entry]]]] = {
    "problem": _problems,
    "allergy": _allergies,
    "task": _tasks,
    "appointment": _appointments,
}
