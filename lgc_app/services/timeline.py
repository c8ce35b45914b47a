# SPDX-License-Identifier: EUPL-1.2
"""Everything that happened to a patient, newest first; of a row only the number of a lone measure is decoded."""

from bisect import insort
from collections.abc import Collection, Iterable, Sequence
from typing import Any, Final

import msgspec
import sqlalchemy as sa

from lgc_app.services.dated_lines import NEEDED, dated_lines
from lgc_app.services.session import Session
from lgc_app.services.timeline_entry import WRONG_FILE, Entry, EntryKind
from lgc_core.clinical.measure_words import Taken
from lgc_core.model.document import Document
from lgc_core.model.encounter import Encounter, WrongFile
from lgc_core.model.entity import Entity
from lgc_core.model.observation import Observation, Value
from lgc_core.model.procedure import Procedure
from lgc_core.model.rights import Right
from lgc_core.model.transmission import Transmission
from lgc_core.model.vaccination import Vaccination
from lgc_core.model.words import fold
from lgc_core.store import links
from lgc_core.store.tables import ENTITY_TABLES

_NO_TEXT: Final = sa.literal("")
_MEASURED: Final = frozenset({"vital", "mesure_patient"})
_MARKED: Final = msgspec.json.Decoder(WrongFile)
_VALUE: Final = msgspec.json.Decoder(Value)
_PART: Final = 200
"""Rows taken at a time: five thousand at once set the collector off, and it looks at the whole process."""

_LABORATORY_REPORT: Final = "11502-2"
"""LOINC type of a laboratory report (CI-SIS volet CR-BIO)."""


class Timelines:
    """Builds timelines."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def of(
        self, patient: str, *, kinds: frozenset[EntryKind] = frozenset(), words: str = "", newest: int = 0
    ) -> list[Entry]:
        """Return the entries of a patient, filtered by kind and by words of the title, author, dates or state.

        `newest` gives only so many of what happened: what a person sees first, of a file of thousands.
        """
        self._session.require(Right.READ_RECORD)
        wanted = [part for kind, part in _PARTS.items() if not kinds or kind in kinds]
        dated = [kind for kind in NEEDED if (not kinds or kind in kinds) and self._session.may(NEEDED[kind])]
        with self._session.store.reading() as connection:
            files = links.members(connection, patient)
            entries = _read(connection, wanted, files, newest) if wanted else []
            entries = _with_reports(connection, files, entries)
            lines = dated_lines(connection, files, dated, self._session.now())
        _put_among(entries, [line for line in lines if not line.ahead])
        entries = entries[:newest] if newest else entries
        _put_among(entries, [line for line in lines if line.ahead])
        return _having(entries, fold(words).split()) if words.strip() else entries


def _read(
    connection: sa.Connection, parts: Sequence[sa.Select[Any]], files: Collection[str], newest: int
) -> list[Entry]:
    column = sa.column("ix_patient", sa.Text)
    his = column.in_(sorted(files)) if len(files) > 1 else column == next(iter(files))
    together = sa.union_all(*(part.where(his) for part in parts)).subquery()
    at_ms, identifier = together.c.at_ms, together.c.id
    query = sa.select(together).order_by(at_ms.is_(None), at_ms.desc(), identifier.desc())
    query = query.limit(newest) if newest else query
    return [_entry(*row) for part in connection.execute(query).partitions(_PART) for row in part]


def _with_reports(connection: sa.Connection, files: Collection[str], entries: list[Entry]) -> list[Entry]:
    """Mark the documents that were made from a note signed in the wrong file: they are not of this one either."""
    wrong = {entry.id: entry.span for entry in entries if entry.state == WRONG_FILE}
    if not wrong:
        return entries
    table = ENTITY_TABLES[Document].c
    made = (table.encounter.in_([f'"{one}"' for one in wrong]), table.ix_patient.in_(sorted(files)))
    found = connection.execute(sa.select(table.id, table.encounter).where(*made)).all()
    spans = {row[0]: wrong[row[1].strip('"')] for row in found}
    return [
        msgspec.structs.replace(entry, state=WRONG_FILE, span=spans[entry.id]) if entry.id in spans else entry
        for entry in entries
    ]


def _put_among(entries: list[Entry], lines: Iterable[Entry]) -> None:
    for line in sorted(lines, key=lambda one: one.id):
        insort(entries, line, key=_newest_first)


def _newest_first(entry: Entry) -> tuple[bool, int]:
    """Rank what is put among rows that are in order already: a few among thousands."""
    return entry.at_ms is None, -(entry.at_ms or 0)


def _entry(
    kind: EntryKind,
    key: str,
    at_ms: int | None,
    title: str,
    author: str,
    state: str,
    shelf: str,
    code: str,
    value: str,
) -> Entry:
    if kind == "encounter" and value:
        return Entry(kind, key, at_ms, title, author, WRONG_FILE, span=_MARKED.decode(value).words)
    measure = _measure(code, at_ms, title, value) if value and shelf in _MEASURED else None
    return Entry(kind, key, at_ms, title, author, state, shelf, measure)


def _measure(code: str, at_ms: int | None, title: str, value: str) -> Taken | None:
    quantity = _VALUE.decode(value).quantity
    if quantity is None:
        return None
    digits = f"{quantity.comparator}{quantity.value}"
    return Taken(code=code, at_ms=at_ms or 0, value=digits, unit=quantity.printed_unit, name=title)


def _having(entries: list[Entry], words: list[str]) -> list[Entry]:
    return [entry for entry in entries if all(word in _searched(entry) for word in words)]


def _searched(entry: Entry) -> str:
    return fold(f"{entry.title} {entry.author} {entry.span} {entry.state} {entry.shelf}")


def _part(
    name: EntryKind,
    kind: type[Entity],
    *where: sa.ColumnElement[bool],
    author: str = "",
    state: str = "",
    shelf: sa.ColumnElement[str] = _NO_TEXT,
    code: sa.ColumnElement[str] = _NO_TEXT,
    value: sa.ColumnElement[str] = _NO_TEXT,
) -> sa.Select[Any]:
    columns = ENTITY_TABLES[kind].c
    return sa.select(
        sa.literal(name).label("kind"),
        columns.id.label("id"),
        columns.ix_at_ms.label("at_ms"),
        sa.func.coalesce(columns.ix_title, "").label("title"),
        (sa.func.coalesce(columns[author], "") if author else _NO_TEXT).label("author"),
        (sa.func.coalesce(columns[state], "") if state else _NO_TEXT).label("state"),
        sa.func.coalesce(shelf, "").label("shelf"),
        sa.func.coalesce(code, "").label("code"),
        sa.func.coalesce(value, "").label("value"),
    ).where(columns.annulled_op.is_(None), *where)


_OBSERVATION: Final = ENTITY_TABLES[Observation].c
_LONE_RESULT: Final = (
    _OBSERVATION.ix_parent.is_(None),
    _OBSERVATION.ix_encounter.is_(None),
    _OBSERVATION.ix_document.is_(None),
    _OBSERVATION.ix_category != "vie",
)
"""Results of a document or of a consultation are read there; the timeline shows those that stand alone.

Habits stand among the antecedents."""

_WRONG_FILE: Final = sa.case(
    (ENTITY_TABLES[Encounter].c.ix_wrong.is_not(None), ENTITY_TABLES[Encounter].c.wrong_file), else_=""
)

_DOCUMENT_SHELF: Final = sa.case(
    (ENTITY_TABLES[Document].c.type.contains(f'"{_LABORATORY_REPORT}"'), "bio"), else_="courrier"
)

_PARTS: Final[dict[EntryKind, sa.Select[Any]]] = {
    "encounter": _part("encounter", Encounter, author="ix_author", state="ix_status", value=_WRONG_FILE),
    "document": _part("document", Document, author="ix_author", state="ix_state", shelf=_DOCUMENT_SHELF),
    "observation": _part(
        "observation",
        Observation,
        *_LONE_RESULT,
        shelf=_OBSERVATION.ix_category,
        code=_OBSERVATION.ix_code,
        value=_OBSERVATION.value,
    ),
    "vaccination": _part("vaccination", Vaccination),
    "procedure": _part("procedure", Procedure),
    "transmission": _part("transmission", Transmission, author="ix_author"),
}
