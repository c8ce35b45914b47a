# SPDX-License-Identifier: EUPL-1.2
"""The canonical map: which files are one person, by the living links; rows keep the patient they were written for.

Both engines answer it from the links themselves (model.md §4.B, PatientLink): taking a link back restores exactly.
"""

from collections.abc import Iterable

import sqlalchemy as sa

from lgc_core.model.identity import PatientLink
from lgc_core.store.tables import ENTITY_TABLES

_LINK = ENTITY_TABLES[PatientLink].c


def is_of(
    connection: sa.Connection, column: sa.ColumnElement[str], patient: str, *, within: str = ""
) -> sa.ColumnElement[bool]:
    """Return the condition that a row belongs to a person, whichever of the linked files it was written in.

    `within` is the partition whose links count: the region holds many practices, and the link that one of them
    wrote joins no files of another.
    """
    found = members(connection, patient, within=within)
    return column.in_(sorted(found)) if len(found) > 1 else column == patient


def members(connection: sa.Connection, patient: str, *, within: str = "") -> frozenset[str]:
    """Return every file of a person, the given one included."""
    return frozenset({patient}.union(*_pairs_around(connection, [patient], within)))


def root_of(connection: sa.Connection, patient: str) -> str:
    """Return the file that stands for a person: the survivor; in a contradiction, the lowest id."""
    pairs = _pairs_around(connection, [patient])
    return _root({patient}.union(*pairs), pairs)


def roots_of(connection: sa.Connection, patients: Iterable[str]) -> dict[str, str]:
    """Return the file that stands for each of some patients, only for those that are linked."""
    wanted = list(patients)
    touched = {one for pair in _around(connection, wanted) for one in pair}
    return {patient: root_of(connection, patient) for patient in wanted if patient in touched}


def _pairs_around(connection: sa.Connection, patients: list[str], within: str = "") -> set[tuple[str, str]]:
    known = set(patients)
    while True:
        pairs = _around(connection, sorted(known), within)
        grown = known.union(*pairs)
        if grown == known:
            return pairs
        known = grown


def _around(connection: sa.Connection, patients: list[str], within: str = "") -> set[tuple[str, str]]:
    query = sa.select(_LINK.ix_survivor, _LINK.ix_duplicate).where(
        _LINK.annulled_op.is_(None),
        sa.or_(_LINK.ix_survivor.in_(patients), _LINK.ix_duplicate.in_(patients)),
    )
    if within:
        query = query.where(_LINK.partition == within)
    return {(row[0], row[1]) for row in connection.execute(query)}


def _root(known: set[str], pairs: set[tuple[str, str]]) -> str:
    duplicates = {duplicate for _survivor, duplicate in pairs}
    return min(known - duplicates or known)
