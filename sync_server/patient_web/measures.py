# SPDX-License-Identifier: EUPL-1.2
"""Measures that a patient may see, by series, and the points of a small curve."""

from collections import defaultdict
from decimal import Decimal
from typing import Final

import sqlalchemy as sa

from lgc_core.model.observation import Observation
from lgc_core.store import links, queries
from lgc_core.store.tables import ENTITY_TABLES
from sync_server.patient_web.pressure import joined
from sync_server.patient_web.series import Point, Series
from sync_server.services.french import decimal_words
from sync_server.services.patient_login import PatientSubject, partition_of

_SHOWN: Final = ("vital", "bio", "mesure_patient")
_WITHHELD: Final = frozenset({"HH", "LL", "AA"})
"""A critical value is told by the doctor first (ui.md §9 (l)); it shows once a later one is normal."""

_PRINTED: Final = {
    "mm[Hg]": "mmHg",
    "Cel": "°C",
    "kg/m2": "kg/m²",
    "mL/min/{1.73_m2}": "mL/min/1,73 m²",
    "{score}": "",
}
"""UCUM codes as people write them, when the source gave no words."""

_POINTS: Final = 24
_WIDTH, _HEIGHT, _MARGIN = 320, 96, 14


def series(connection: sa.Connection, subject: PatientSubject) -> list[Series]:
    """Return the series of a patient, the ones measured last first."""
    table = ENTITY_TABLES[Observation]
    found = queries.find(
        connection,
        Observation,
        table.c.partition == partition_of(subject),
        links.is_of(connection, table.c.ix_patient, subject.patient, within=partition_of(subject)),
        table.c.ix_category.in_(_SHOWN),
        order=table.c.ix_at_ms.desc(),
        limit=2000,
    )
    corrected = {one.corrects for one in found if one.corrects}
    groups: defaultdict[str, list[Observation]] = defaultdict(list)
    for one in found:
        if one.id not in corrected and _may_show(one):
            groups[one.code.text].append(one)
    return joined([_series(name, some) for name, some in groups.items()])


def _may_show(one: Observation) -> bool:
    return one.value is not None and one.value.quantity is not None and not _WITHHELD & set(one.flags)


def _series(name: str, newest_first: list[Observation]) -> Series:
    rows = tuple((_value(one), one.at.display()) for one in newest_first[:_POINTS])
    last = newest_first[0]
    assert last.value is not None
    assert last.value.quantity is not None
    unit = _unit(last)
    same = [
        one for one in reversed(newest_first[:_POINTS]) if _unit(one) == unit and one.at.earliest_ms is not None
    ]
    return Series(name, _number(last), unit, last.at.display(), rows, _points(same))


def _number(one: Observation) -> str:
    assert one.value is not None
    assert one.value.quantity is not None
    return decimal_words(one.value.quantity.comparator + one.value.quantity.value)


def _unit(one: Observation) -> str:
    assert one.value is not None
    assert one.value.quantity is not None
    unit = one.value.quantity.printed_unit
    return _PRINTED.get(unit, unit)


def _value(one: Observation) -> str:
    return f"{_number(one)}\u00a0{_unit(one)}"


def _points(oldest_first: list[Observation]) -> tuple[Point, ...]:
    """Scale values to the drawing: time from left to right, value from bottom to top."""
    if len(oldest_first) < 2:
        return ()
    times = [one.at.earliest_ms or 0 for one in oldest_first]
    values = [one.value.quantity.decimal for one in oldest_first if one.value and one.value.quantity]
    low, high = min(values), max(values)
    span, width = (high - low) or Decimal(1), (times[-1] - times[0]) or 1
    drawn_width, drawn_height = _WIDTH - 2 * _MARGIN, _HEIGHT - 2 * _MARGIN
    return tuple(
        Point(
            _MARGIN + (time - times[0]) * drawn_width // width,
            _HEIGHT - _MARGIN - int((value - low) * drawn_height / span),
        )
        for time, value in zip(times, values, strict=True)
    )
