# SPDX-License-Identifier: EUPL-1.2
"""Words of consultations, transmissions and documents, found on one post among a million of them.

The number of a text grows with its date, so that FTS5 gives the newest first and stops after the first few: a word
that half of the notes hold costs no more than a rare one. The file that a text belongs to is one of its words.
"""

import datetime as dt
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

import msgspec
import sqlalchemy as sa

from lgc_core.model.document import Document
from lgc_core.model.encounter import Encounter
from lgc_core.model.note import PRIVATE_SECTION
from lgc_core.model.transmission import Transmission
from lgc_core.model.words import fold, plain
from lgc_core.oplog.state import EntityState
from lgc_core.store import rendered
from lgc_core.store.form_words import form_words
from lgc_core.store.local_tables import document_text, text_index, text_word
from lgc_core.store.tables import ENTITY_TABLES

MAX_WORDS: Final = 8
"""Words of one search; what is pasted beyond them is a text, not a question."""

MAX_INDEXED: Final = 400_000
"""Characters of one text that are indexed: a longer one is no letter."""

TOO_COMMON: Final = frozenset(
    fold(
        "a ai au aux avec ce ces c d dans de des du elle en est et eu il ils j je l la le les leur lui m mais me "
        "meme mes moi mon n ne nous on ou par pas pour qu que qui s sa se ses si son sont sur t ta te tu un une "
        "vous y"
    ).split()
)
"""Words that part nothing from nothing; a search made of them alone still takes them."""

SHORTEST_BEGINNING: Final = 4
"""Letters from which a typed word stands for all that begin so."""

_MOST_ENDINGS: Final = 40
"""Words that one typed beginning may stand for."""

_SLOTS: Final = 64
"""Texts of one minute; the next ones take the following minutes."""

_EPOCH: Final = dt.datetime(1900, 1, 1, tzinfo=dt.UTC)
_WINDOW: Final = 4_096
_AT_ONCE: Final = 60 * 24 * 31 * _SLOTS
_WORD: Final = re.compile(rf"\b[a-z]{{{SHORTEST_BEGINNING},40}}\b")
_BATCH: Final = 400
_ENCOUNTER: Final = ENTITY_TABLES[Encounter]
_DOCUMENT = ENTITY_TABLES[Document].c
_TRANSMISSION = ENTITY_TABLES[Transmission].c
_CREATED: Final = re.compile(r'"at":"([^"]+)"')
_INSERT: Final = "INSERT INTO text_fts(rowid, words) VALUES (?, ?)"
_DELETE: Final = "DELETE FROM text_fts WHERE rowid = ?"
_UPSERT: Final = "INSERT OR REPLACE INTO text_index (number, key, patient, at_ms) VALUES (?, ?, ?, ?)"
_LEARN: Final = "INSERT OR IGNORE INTO text_word (word) VALUES (?)"
_WRITTEN: Final = (
    "SELECT ix_encounter, ix_patient, {text}, created FROM {table} "
    "WHERE ix_encounter IN (SELECT value FROM json_each(?)) AND annulled_op IS NULL"
)
_SHARED: Final = (
    f"{_WRITTEN.format(table='note_section', text='text')} AND code != '\"{PRIVATE_SECTION}\"' "
    f"UNION ALL {_WRITTEN.format(table='addendum', text='text')} "
    f"UNION ALL {_WRITTEN.format(table='form_answer', text='NULL')}"
)
"""Written out, as those of `rendered`: each save of a note runs them, and making them costs more than they do."""

_HIGHEST: Final = sa.select(sa.func.max(text_index.c.number))
_USED: Final = sa.select(text_index.c.number).where(
    text_index.c.number >= sa.bindparam("first"), text_index.c.number < sa.bindparam("end")
)
_BEGIN_SO: Final = (
    sa.select(text_word.c.word)
    .where(text_word.c.word >= sa.bindparam("first"), text_word.c.word < sa.bindparam("end"))
    .order_by(text_word.c.word)
    .limit(_MOST_ENDINGS)
)
_FIND: Final = sa.text(
    "SELECT t.key, t.patient, t.at_ms FROM text_fts f JOIN text_index t ON t.number = f.rowid "
    "WHERE text_fts MATCH :words ORDER BY f.rowid DESC LIMIT :limit"
)


class TextHit(msgspec.Struct, frozen=True):
    """One text that has the words: `key` as in the history (`encounter:<id>`), its file, its date."""

    key: str
    patient: str
    at_ms: int


class _Text(NamedTuple):
    patient: str
    at_ms: int
    words: str


def keys_of(states: Iterable[EntityState]) -> set[str]:
    """Return the keys of the texts that some states are, or are a part of."""
    found = set()
    for state in states:
        if state.entity_type in ("note_section", "addendum", "form_answer"):
            found.add(f"encounter:{(state.value('encounter') or '').strip(chr(34))}")
        elif state.entity_type in ("encounter", "document", "transmission"):
            found.add(f"{state.entity_type}:{state.entity_id}")
    return found


def refresh(connection: sa.Connection, keys: Iterable[str]) -> None:
    """Make the index say what the rows say: texts are learnt again, those that are gone are forgotten."""
    wanted = sorted(set(keys))
    for start in range(0, len(wanted), _BATCH):
        _refresh_some(connection, wanted[start : start + _BATCH])


def keep_document_text(connection: sa.Connection, document: str, text: str) -> None:
    """Keep the words read out of a file, for a document that the same unit of work writes, and indexes."""
    row = {"document": document, "text": text[:MAX_INDEXED]}
    connection.execute(sa.insert(document_text).prefix_with("OR REPLACE").values(row))


def learn_document(connection: sa.Connection, document: str, text: str) -> None:
    """Keep the words read out of the file of a document that is here, and make it findable by them."""
    keep_document_text(connection, document, text)
    refresh(connection, [f"document:{document}"])


def _refresh_some(connection: sa.Connection, keys: list[str]) -> None:
    by_kind: defaultdict[str, list[str]] = defaultdict(list)
    for key in keys:
        kind, _, identifier = key.partition(":")
        by_kind[kind].append(identifier)
    texts: dict[str, _Text] = {}
    for kind, ids in by_kind.items():
        texts |= {f"{kind}:{identifier}": text for identifier, text in _READ[kind](connection, ids).items()}
    known = _numbers(connection, keys)
    if known:
        connection.exec_driver_sql(_DELETE, [(number,) for number in known.values()])
    gone = [key for key in known if key not in texts]
    if gone:
        connection.execute(sa.delete(text_index).where(text_index.c.key.in_(gone)))
    if texts:
        _write(connection, texts, known)


def _write(connection: sa.Connection, texts: Mapping[str, _Text], known: Mapping[str, int]) -> None:
    numbers = dict(known)
    fresh = sorted(texts.keys() - known.keys(), key=lambda one: texts[one].at_ms)
    if fresh:
        numbers |= _free_numbers(connection, [(key, texts[key].at_ms) for key in fresh])
    ordered = sorted(texts, key=lambda one: numbers[one])  # FTS5 flushes whenever a number goes back
    indexed = {key: plain(texts[key].words[:MAX_INDEXED]) for key in ordered}
    connection.exec_driver_sql(
        _UPSERT, [(numbers[key], key, texts[key].patient, texts[key].at_ms) for key in ordered]
    )
    rows = [(numbers[key], f"{file_word(texts[key].patient)} {indexed[key]}") for key in ordered]
    connection.exec_driver_sql(_INSERT, rows)
    met = {word for words in indexed.values() for word in _WORD.findall(words)}
    if met:
        connection.exec_driver_sql(_LEARN, [(word,) for word in sorted(met)])


def file_word(patient: str) -> str:
    """Return the word that stands for a file among the words of its texts."""
    return f"xpat{patient.replace('-', '')}"


def number_from(at_ms: int) -> int:
    """Return the first number of the minute of a text."""
    minutes = (at_ms // 60_000) + round((dt.datetime(1970, 1, 1, tzinfo=dt.UTC) - _EPOCH).total_seconds() / 60)
    return max(minutes, 1) * _SLOTS


def _free_numbers(connection: sa.Connection, texts: Sequence[tuple[str, int]]) -> dict[str, int]:
    """Give each text, oldest first, the first free number from its minute on; a month is read at once."""
    found: dict[str, int] = {}
    used: set[int] = set()
    read_to = last = 0
    for key, at_ms in texts:
        first = number_from(at_ms)
        if first + _WINDOW > read_to:
            read_from, read_to = max(first, read_to), first + _WINDOW
            if (later := number_from(texts[-1][1])) - first < _AT_ONCE:
                read_to = later + _WINDOW
            used.update(connection.execute(_USED, {"first": read_from, "end": read_to}).scalars())
        if last >= first and last - first < _WINDOW:
            first = last + 1
        number = next((one for one in range(first, read_to) if one not in used), None)
        if number is None:  # thousands of texts of one minute: after everything
            number = max(connection.execute(_HIGHEST).scalar() or 0, last) + 1
        found[key] = number
        used.add(number)
        last = number
    return found


def _numbers(connection: sa.Connection, keys: list[str]) -> dict[str, int]:
    return {row[0]: row[1] for row in rendered.by_ids(connection, text_index, ("key", "number"), "key", keys)}


def _encounters(connection: sa.Connection, ids: list[str]) -> dict[str, _Text]:
    """Read shared sections, complements and forms together: the words of one question may stand in two of them.

    Personal notes are their author's alone: nobody finds them, not even by a word. Answers have no text of their
    own: the few consultations with some get them in words. What was signed in the wrong file is not found in it.
    """
    parts: defaultdict[str, list[str]] = defaultdict(list)
    about: dict[str, tuple[str, int]] = {}
    answered = set()
    among = json.dumps(ids)
    for encounter, patient, text, created in connection.exec_driver_sql(_SHARED, (among,) * 3).all():
        about.setdefault(encounter, (patient or "", _at(created)))
        if text is None:
            answered.add(encounter)
        else:
            parts[encounter].append(msgspec.json.decode(text))
    for encounter, words in form_words(connection, answered).items() if answered else ():
        parts[encounter].append(words)
    columns = ("id", "ix_at_ms", "annulled_op", "ix_wrong")
    for encounter, at_ms, annulled, wrong in rendered.by_ids(connection, _ENCOUNTER, columns, "id", ids):
        if encounter in about and (annulled is not None or wrong is not None):
            del about[encounter]
        elif encounter in about and at_ms is not None:
            about[encounter] = (about[encounter][0], at_ms)
    return {
        identifier: _Text(patient, at_ms, "\n".join(parts[identifier]))
        for identifier, (patient, at_ms) in about.items()
    }


def _documents(connection: sa.Connection, ids: list[str]) -> dict[str, _Text]:
    joined = sa.outerjoin(_DOCUMENT.id.table, document_text, document_text.c.document == _DOCUMENT.id)
    query = (
        sa.select(
            _DOCUMENT.id, _DOCUMENT.ix_patient, _DOCUMENT.ix_at_ms, _DOCUMENT.ix_title, _DOCUMENT.ix_author,
            _DOCUMENT.created, document_text.c.text,
        )
        .select_from(joined)
        .where(_DOCUMENT.id.in_(ids), _DOCUMENT.annulled_op.is_(None))
    )  # fmt: skip
    found = {}
    for row in connection.execute(query):
        words = " ".join(part for part in (row.ix_title, row.ix_author, row.text) if part)
        at_ms = row.ix_at_ms if row.ix_at_ms is not None else _at(row.created)
        found[row.id] = _Text(row.ix_patient or "", at_ms, words)
    gone = [one for one in ids if one not in found]
    if gone:
        connection.execute(sa.delete(document_text).where(document_text.c.document.in_(gone)))
    return found


def _transmissions(connection: sa.Connection, ids: list[str]) -> dict[str, _Text]:
    query = sa.select(_TRANSMISSION.id, _TRANSMISSION.ix_patient, _TRANSMISSION.ix_at_ms, _TRANSMISSION.ix_title)
    rows = connection.execute(query.where(_TRANSMISSION.id.in_(ids), _TRANSMISSION.annulled_op.is_(None)))
    return {row[0]: _Text(row[1] or "", row[2] or 0, row[3] or "") for row in rows}


_READ: Final = {"encounter": _encounters, "document": _documents, "transmission": _transmissions}


def _at(created: str | None) -> int:
    found = _CREATED.search(created or "")
    try:
        return round(dt.datetime.fromisoformat(found[1]).timestamp() * 1000) if found else 0
    except (ValueError, OverflowError):
        return 0


def searched_words(typed: str) -> list[str]:
    """Return the words that a search looks for: the most common ones fall out when others are left."""
    words = list(dict.fromkeys(fold(typed).split()))
    telling = [word for word in words if word not in TOO_COMMON]
    return (telling or words)[:MAX_WORDS]


def find_texts(
    connection: sa.Connection, typed: str, patients: Iterable[str] = (), limit: int = 30
) -> list[TextHit]:
    """Return the texts that have every word, newest first; in some files only when they are given.

    Whole words first; when these are few, words that begin so (four letters or more).
    """
    words = searched_words(typed)
    if not words:
        return []
    files = " OR ".join(f'"{file_word(patient)}"' for patient in sorted(patients))
    within = f" AND ({files})" if files else ""
    found = _matching(connection, [[word] for word in words], within, limit)
    if len(found) < limit:
        endings = [_begin_so(connection, word) for word in words]
        if any(len(some) > 1 for some in endings):
            known = set(found)
            found += [hit for hit in _matching(connection, endings, within, limit) if hit not in known]
    return sorted(found[:limit], key=lambda hit: (hit.at_ms, hit.key), reverse=True)


def _begin_so(connection: sa.Connection, word: str) -> list[str]:
    """Return the words that a typed one may stand for; FTS5 would read all the texts of a prefix first."""
    if len(word) < SHORTEST_BEGINNING:
        return [word]
    known = connection.execute(_BEGIN_SO, {"first": word, "end": f"{word}{{"}).scalars()
    return list(dict.fromkeys((word, *known)))


def _matching(connection: sa.Connection, words: list[list[str]], within: str, limit: int) -> list[TextHit]:
    each = (" OR ".join(f'"{form}"' for form in forms) for forms in words)
    match = " AND ".join(f"({forms})" for forms in each) + within
    return [TextHit(*row) for row in connection.execute(_FIND, {"words": match, "limit": limit})]
