# SPDX-License-Identifier: EUPL-1.2
"""Find consultations, transmissions and documents by their words, in one file or in the whole practice.

A search over the practice shows words of files that nobody opened: each file shown leaves its line in the trail.
"""

import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa

from lgc_app.services.document_words import is_readable, pdf_of, words_of
from lgc_app.services.documents import original
from lgc_app.services.excerpt import excerpt
from lgc_app.services.files import FileAwaitedError, FileErasedError, Files
from lgc_app.services.reader_process import RoomMissingError
from lgc_app.services.reading_room import ReadingRoom
from lgc_app.services.session import Session
from lgc_app.services.trail import Trail
from lgc_core.errors import UserError
from lgc_core.model.document import Document
from lgc_core.model.encounter import Encounter
from lgc_core.model.entity import Entity
from lgc_core.model.form import FormAnswer
from lgc_core.model.note import PRIVATE_SECTION, Addendum, NoteSection
from lgc_core.model.patient import Patient
from lgc_core.model.rights import Right
from lgc_core.model.transmission import Transmission
from lgc_core.store import links, queries, text_search
from lgc_core.store.form_words import form_words
from lgc_core.store.local_tables import document_text, setting, text_index
from lgc_core.store.tables import ENTITY_TABLES
from lgc_core.store.text_search import TextHit
from lgc_core.sync.bootstrap import STATE as FILLING

SHOWN: Final = 30
_LEARNT: Final = "texts_learnt"
"""Setting of a post that indexed all the texts it had before it could search them."""

_PDF_READ: Final = "pdf_texts_learnt"
"""Setting of a post that reads the words of PDFs: what it had kept without words was learnt again."""

_ALL: Final = "1"
"""Value of a setting once nothing is left to learn; before, the last id that was (an id is longer)."""

_FORMS_READ: Final = "form_texts_learnt"
"""Setting of a post that finds the answers of forms: what it had indexed without them was learnt again."""

_LONGEST_SECONDS: Final = 20.0
"""Time that one quiet moment gives to files; the next one goes on."""

_SECTION = ENTITY_TABLES[NoteSection].c
_ADDENDUM = ENTITY_TABLES[Addendum].c
_ANSWER = ENTITY_TABLES[FormAnswer].c
_DOCUMENT = ENTITY_TABLES[Document].c
_TRANSMISSION = ENTITY_TABLES[Transmission].c
_TITLED: Final[dict[str, type[Entity]]] = {
    "encounter": Encounter,
    "document": Document,
    "transmission": Transmission,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundText:
    """One text that has the words; `key` is that of the history (`encounter:<id>`), `words` an excerpt of it."""

    key: str
    patient: str
    shown: str
    at_ms: int
    title: str
    words: str

    @property
    def is_document(self) -> bool:
        """Tell whether the words stand inside a document, not in what was written here."""
        return self.key.startswith("document:")


class Texts:
    """Searches the words of the record, and keeps them searchable."""

    def __init__(self, session: Session, files: Files, trail: Trail, room: ReadingRoom) -> None:
        self._session = session
        self._files = files
        self._trail = trail
        self._room = room
        self._told: set[str] = set()
        self._reads_pdf = True

    def find(self, typed: str, patient: str = "", limit: int = SHOWN) -> list[FoundText]:
        """Return the texts that have every word, newest first; of one file when it is given.

        A search over the practice leaves a line in the trail of each file that it shows, one for a session: who
        types searches at each letter.
        """
        found = self.search(typed, patient, limit)
        if not patient:
            shown = dict.fromkeys(one.patient for one in found if one.patient and one.patient not in self._told)
            self._trail.record_each(shown, "recherche de mots")
            self._told.update(shown)
        return found

    def search(self, typed: str, patient: str = "", limit: int = SHOWN) -> list[FoundText]:
        """Search without a line in the trail: for a file that is open, whose opening left one."""
        self._session.require(Right.READ_RECORD)
        with self._session.store.reading() as connection:
            files = links.members(connection, patient) if patient else frozenset[str]()
            hits = text_search.find_texts(connection, typed, files, limit)
            return _told(connection, hits, text_search.searched_words(typed))

    def keys(self, typed: str, patient: str, limit: int = 1_000) -> frozenset[str]:
        """Return the keys of the texts of one open file that have every word, for the filter of its history."""
        self._session.require(Right.READ_RECORD)
        with self._session.store.reading() as connection:
            hits = text_search.find_texts(connection, typed, links.members(connection, patient), limit)
        return frozenset(hit.key for hit in hits)

    def catch_up(self, limit: int = 200) -> int:
        """Learn what this post holds and could not search yet; return how many texts were learnt.

        Texts written before the search existed, those of a practice that was received, files that came since.
        """
        self._forget_unread()
        return self._learn_forms(limit) + self._learn_rows(limit) + self._learn_files(limit)

    def _learn_forms(self, limit: int) -> int:
        """Learn again, once, the consultations with forms that were indexed without their answers."""
        with self._session.store.reading() as connection:
            last = connection.execute(_setting(_FORMS_READ)).scalar() or ""
            if last == _ALL:
                return 0
            after = sa.select(_ANSWER.ix_encounter).distinct().where(_ANSWER.ix_encounter > last)
            found = connection.execute(after.order_by(_ANSWER.ix_encounter).limit(limit)).scalars().all()
        with self._session.store.writing() as connection:
            text_search.refresh(connection, [f"encounter:{one}" for one in found])
            connection.execute(_told_setting(_FORMS_READ, found[-1] if len(found) == limit else _ALL))
        return len(found)

    def _learn_rows(self, limit: int) -> int:
        with self._session.store.reading() as connection:
            if connection.execute(_setting(_LEARNT)).first() is not None:
                return 0
            keys = [key for part in _UNKNOWN for key in connection.execute(part.limit(limit)).scalars()]
            is_filling = connection.execute(_setting(FILLING)).first() is not None
            is_empty = connection.execute(sa.select(text_index.c.number).limit(1)).first() is None
        with self._session.store.writing() as connection:
            text_search.refresh(connection, keys)
            if not keys and not is_filling and not is_empty:
                connection.execute(_told_setting(_LEARNT))
        return len(keys)

    def _forget_unread(self) -> None:
        """Learn again, once, the documents that this post kept without words before it could read PDFs."""
        with self._session.store.reading() as connection:
            if connection.execute(_setting(_PDF_READ)).first() is not None:
                return
        with self._session.store.writing() as connection:
            connection.execute(sa.delete(document_text).where(document_text.c.text == ""))
            connection.execute(_told_setting(_PDF_READ))

    def _learn_files(self, limit: int) -> int:
        known = sa.select(document_text.c.document).where(document_text.c.document == _DOCUMENT.id)
        where = (~known.exists(), _DOCUMENT.read_state.is_(None) | (_DOCUMENT.read_state != '"quarantaine"'))
        with self._session.store.reading() as connection:
            waiting = queries.find(connection, Document, *where, order=_DOCUMENT.id.desc(), limit=limit)
        learnt = 0
        until = time.monotonic() + _LONGEST_SECONDS
        for document in waiting:
            text = self._text_of(document)
            if text is not None:
                with self._session.store.writing() as connection:
                    text_search.learn_document(connection, document.id, text)
                learnt += 1
            if time.monotonic() > until:
                break
        return learnt

    def _text_of(self, document: Document) -> str | None:
        """Return the words of a document's file, None while it has not arrived, or no PDF can be read."""
        file = original(document)
        if file is None or not is_readable(file.media, file.size):
            return ""
        try:
            content = self._files.bytes_to_send(file.blob)
            words = words_of(file.media, content)
            return self._words_of_pdf(pdf_of(file.media, content)) if words is None else words
        except FileAwaitedError:
            return None
        except (FileErasedError, UserError):
            return ""

    def _words_of_pdf(self, untrusted_pdf: bytes) -> str | None:
        if not self._reads_pdf:
            return None
        try:
            return self._room.words(untrusted_pdf)[: text_search.MAX_INDEXED]
        except RoomMissingError:
            self._reads_pdf = False  # until the next opening; the documents keep waiting
            return None


def _setting(key: str) -> sa.Select[Any]:
    return sa.select(setting.c.value).where(setting.c.key == key)


def _told_setting(key: str, value: str = _ALL) -> sa.Insert:
    return sa.insert(setting).prefix_with("OR REPLACE").values(key=key, value=value)


def _unknown(kind: str, identifier: sa.ColumnElement[str], annulled: sa.ColumnElement[str]) -> sa.Select[Any]:
    key = sa.literal(f"{kind}:") + identifier
    known = sa.select(text_index.c.number).where(text_index.c.key == key)
    return sa.select(key).distinct().where(annulled.is_(None), ~known.exists())


_UNKNOWN: Final = (
    _unknown("encounter", _SECTION.ix_encounter, _SECTION.annulled_op).where(
        _SECTION.code != f'"{PRIVATE_SECTION}"'
    ),
    _unknown("encounter", _ANSWER.ix_encounter, _ANSWER.annulled_op),
    _unknown("document", _DOCUMENT.id, _DOCUMENT.annulled_op),
    _unknown("transmission", _TRANSMISSION.id, _TRANSMISSION.annulled_op),
)


def _told(connection: sa.Connection, hits: Sequence[TextHit], words: Sequence[str]) -> list[FoundText]:
    people = queries.by_ids(connection, Patient, (hit.patient for hit in hits))
    by_kind: defaultdict[str, list[str]] = defaultdict(list)
    for hit in hits:
        kind, _, identifier = hit.key.partition(":")
        by_kind[kind].append(identifier)
    titles = {key: title for kind, ids in by_kind.items() for key, title in _titles(connection, kind, ids)}
    texts = {key: text for kind, ids in by_kind.items() for key, text in _TEXTS[kind](connection, ids).items()}
    return [
        FoundText(
            key=hit.key,
            patient=hit.patient,
            shown=people[hit.patient].shown if hit.patient in people else "",
            at_ms=hit.at_ms,
            title=titles.get(hit.key, ""),
            words=excerpt(texts.get(hit.key, ""), words),
        )
        for hit in hits
    ]


def _titles(connection: sa.Connection, kind: str, ids: list[str]) -> Iterable[tuple[str, str]]:
    table = ENTITY_TABLES[_TITLED[kind]].c
    rows = connection.execute(sa.select(table.id, table.ix_title).where(table.id.in_(ids)))
    return [(f"{kind}:{row[0]}", row[1] or "") for row in rows]


def _of_encounters(connection: sa.Connection, ids: list[str]) -> dict[str, str]:
    parts: defaultdict[str, list[str]] = defaultdict(list)
    sections = queries.find(connection, NoteSection, _SECTION.ix_encounter.in_(ids))
    addenda = queries.find(connection, Addendum, _ADDENDUM.ix_encounter.in_(ids))
    for section in sections:
        if section.code != PRIVATE_SECTION:
            parts[section.encounter].append(section.text)
    for addendum in addenda:
        parts[addendum.encounter].append(addendum.text)
    for encounter, words in form_words(connection, ids).items():
        parts[encounter].append(words)
    return {f"encounter:{identifier}": "\n".join(texts) for identifier, texts in parts.items()}


def _of_documents(connection: sa.Connection, ids: list[str]) -> dict[str, str]:
    rows = connection.execute(sa.select(document_text).where(document_text.c.document.in_(ids)))
    return {f"document:{row.document}": row.text for row in rows}


def _of_transmissions(connection: sa.Connection, ids: list[str]) -> dict[str, str]:
    rows = connection.execute(sa.select(_TRANSMISSION.id, _TRANSMISSION.ix_title).where(_TRANSMISSION.id.in_(ids)))
    return {f"transmission:{row[0]}": row[1] or "" for row in rows}


_TEXTS: Final = {"encounter": _of_encounters, "document": _of_documents, "transmission": _of_transmissions}
