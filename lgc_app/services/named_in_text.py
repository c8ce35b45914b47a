# SPDX-License-Identifier: EUPL-1.2
"""Which patients a report without a readable identity seems to name: proposed to a person, never believed."""

import re
from collections.abc import Iterable
from typing import Final

import sqlalchemy as sa

from lgc_core.model.words import fold
from lgc_core.store.local_tables import patient_index
from lgc_core.store.search import PatientLine

_HEAD: Final = 6_000
"""Characters of a report that are looked at: who it is about is said on its first page."""

_LONGEST_NAME: Final = 4
_SHORTEST: Final = 2
_BATCH: Final = 400
_DATE: Final = re.compile(r"\b(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\b")
_TABLE = patient_index.c
_LINE: Final = sa.select(*(_TABLE[name] for name in (*PatientLine.__struct_fields__, "family")))


def named(connection: sa.Connection, text: str, limit: int = 5) -> list[PatientLine]:
    """Return the patients whose name stands in a text, surname and first name together, or with the birth date.

    Those whose birth date is there too come first.
    """
    head = text[:_HEAD]
    folded = f" {fold(head)} "
    born = {f"{year}-{int(month):02}-{int(day):02}" for day, month, year in _DATE.findall(head)}
    found: list[tuple[bool, PatientLine]] = []
    for line, family in _of_families(connection, _sequences(folded.split())):
        given = fold(line.shown).removeprefix(family).strip()
        together = f" {family} {given} " in folded or f" {given} {family} " in folded
        has_date = line.birth_date in born
        if given and (together or (has_date and f" {given} " in folded)):
            found.append((has_date, line))
    found.sort(key=lambda one: (not one[0], one[1].shown))
    return [line for _date, line in found[:limit]]


def _sequences(words: list[str]) -> set[str]:
    return {
        " ".join(words[at : at + length])
        for length in range(1, _LONGEST_NAME + 1)
        for at in range(len(words) - length + 1)
        if len(words[at]) >= _SHORTEST and not words[at].isdecimal()
    }


def _of_families(connection: sa.Connection, names: Iterable[str]) -> Iterable[tuple[PatientLine, str]]:
    wanted = sorted(names)
    for start in range(0, len(wanted), _BATCH):
        rows = connection.execute(_LINE.where(_TABLE.family.in_(wanted[start : start + _BATCH])))
        yield from ((PatientLine(*row[:-1]), row[-1]) for row in rows)
