# SPDX-License-Identifier: EUPL-1.2
"""Key strokes kept on this post at once; operations are cut more rarely (model.md §2, Autosave).

A draft lives in the encrypted file within 250 ms of the last key. It becomes an operation on leaving the field,
after 60 s, on lock, card out, signature, change of patient or start of an exchange.
"""

from dataclasses import dataclass
from typing import Final, Literal

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

from lgc_app.services.draft_merge import merged
from lgc_app.services.personal_notes import write_own
from lgc_app.services.session import Session
from lgc_core.errors import UserError
from lgc_core.model.canonical import read
from lgc_core.model.encounter import Encounter
from lgc_core.model.note import (
    MAX_SECTION_BYTES,
    PRIVATE_SECTION,
    SECTION_TITLES,
    NoteSection,
    SectionCode,
    clean_text,
    section_id,
)
from lgc_core.model.rights import Right
from lgc_core.store import log
from lgc_core.store.changes import NOTHING, Changes
from lgc_core.store.local_tables import local_draft
from lgc_core.store.tables import ENTITY_TABLES, field_version
from lgc_core.store.unit_of_work import UnitOfWork

DraftCode = SectionCode | Literal["complément"]
ADDENDUM: Final = "complément"
"""A complement being typed to a signed note: kept like a section, never cut, gone when the complement is added."""


class TextTooLongError(UserError):
    """A section is limited; longer text is a document."""

    def __init__(self) -> None:
        super().__init__(
            "Texte trop long pour une note (256\u00a0Ko). Ajoutez-le comme document ; rien n’est effacé."
        )


@dataclass(frozen=True, slots=True)
class Draft:
    """What was typed in one section and not yet made an operation."""

    encounter: str
    code: DraftCode
    patient: str
    text: str
    cursor: int
    at: str
    base: str = ""
    """Operation whose text was on the screen at the first key, empty for a new section."""


class Drafts:
    """Keeps and cuts drafts."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def keep(self, encounter: str, patient: str, code: DraftCode, typed: str, cursor: int) -> str:
        """Write what is on the screen to the disk and return the instant.

        Raises:
            TextTooLongError: above 256 KiB; the previous draft stays.
        """
        self._session.require_role(Right.WRITE_NOTE)
        text = clean_text(typed)
        if len(text.encode()) > MAX_SECTION_BYTES:
            raise TextTooLongError
        at = self._session.now().isoformat(timespec="seconds")
        draft = Draft(encounter, code, patient, text, cursor, at)
        with self._session.store.writing() as connection:
            self._write(connection, draft)
        return at

    def _write(self, connection: sa.Connection, draft: Draft) -> None:
        """Keep a draft of this person; the version it was typed over is noted with its first key."""
        keys = {"encounter": draft.encounter, "code": draft.code, "author": self._session.staff.id}
        values = {"patient": draft.patient, "text": draft.text, "cursor": draft.cursor, "at": draft.at}
        base = _version(connection, section_id(draft.encounter, draft.code))
        insert = sqlite.insert(local_draft).values(keys | values | {"base": base})
        connection.execute(insert.on_conflict_do_update(index_elements=list(keys), set_=values))

    def waiting(self) -> list[Draft]:
        """Return the drafts of the person at the screen: found again after a crash."""
        with self._session.store.reading() as connection:
            return self._mine(connection)

    def _mine(self, connection: sa.Connection) -> list[Draft]:
        where = local_draft.c.author == self._session.staff.id
        rows = connection.execute(sa.select(*_COLUMNS).where(where).order_by(local_draft.c.at))
        return [Draft(*tuple(row)) for row in rows]

    def cut(self, encounter: str = "", *, always: bool = False) -> Changes:
        """Make operations of the drafts, of one encounter or all, in one transaction.

        Words typed into a note that was signed meanwhile, here or elsewhere, become the complement being typed.
        After the lease of the post they stay drafts until the next exchange, unless `always` (it is to be erased).
        """
        over = self._session.lease.is_over() and not always
        if over or not any(_is_wanted(draft, encounter) for draft in self.waiting()):
            return NOTHING
        with self._session.store.unit_of_work(self._session.author) as uow:
            for draft in self._mine(uow.connection):  # again: a key may have come in between
                if not _is_wanted(draft, encounter):
                    continue
                if draft.code == PRIVATE_SECTION and self._session.own_partition:
                    write_own(uow, self._session, draft.encounter, draft.patient, draft.text)
                    self._forget(uow, draft)
                elif uow.is_sealed(Encounter, draft.encounter):
                    self._propose(uow, draft)
                else:
                    write_section(uow, draft)
                    self._forget(uow, draft)
        return uow.changes

    def _propose(self, uow: UnitOfWork, draft: Draft) -> None:
        """Turn late words into the complement being typed, which is for all: private ones stay a draft."""
        if draft.code == PRIVATE_SECTION:
            return
        known = uow.get(NoteSection, section_id(draft.encounter, draft.code))
        words = _late_words(draft, known.text if known else "")
        if words:
            drafts = (one for one in self._mine(uow.connection) if one.encounter == draft.encounter)
            before = next((one.text for one in drafts if one.code == ADDENDUM), "")
            text = f"{before}\n{words}" if before else words
            late = Draft(draft.encounter, ADDENDUM, draft.patient, text, len(text), draft.at)
            self._write(uow.connection, late)
        self._forget(uow, draft)

    def forget(self, uow: UnitOfWork, draft: Draft) -> None:
        """Drop a draft in the transaction that takes its words over."""
        self._forget(uow, draft)

    def _forget(self, uow: UnitOfWork, draft: Draft) -> None:
        row = local_draft.c
        mine = (row.author == self._session.staff.id, row.encounter == draft.encounter, row.code == draft.code)
        uow.connection.execute(sa.delete(local_draft).where(*mine))

    def forget_addendum(self, uow: UnitOfWork, encounter: str) -> None:
        """Drop the complement that was being typed, in the transaction that adds it."""
        mine = local_draft.c.author == self._session.staff.id
        gone = sa.and_(mine, local_draft.c.encounter == encounter, local_draft.c.code == ADDENDUM)
        uow.connection.execute(sa.delete(local_draft).where(gone))


_COLUMNS = (
    local_draft.c.encounter,
    local_draft.c.code,
    local_draft.c.patient,
    local_draft.c.text,
    local_draft.c.cursor,
    local_draft.c.at,
    local_draft.c.base,
)
_SECTION = ENTITY_TABLES[NoteSection].c


def _is_wanted(draft: Draft, encounter: str) -> bool:
    return encounter in ("", draft.encounter) and draft.code != ADDENDUM


def _late_words(draft: Draft, signed: str) -> str:
    if draft.text.strip() == signed.strip():
        return ""
    added = draft.text.removeprefix(signed).lstrip(" \u00a0\n,;.").rstrip()
    return f"{SECTION_TITLES[draft.code]}\u00a0: {added}" if added else ""


def _version(connection: sa.Connection, section: str) -> str:
    """Return the operation whose text a section shows, empty when there is no section yet."""
    changed = sa.select(field_version.c.op_id).where(
        field_version.c.entity_id == section, field_version.c.field == "text"
    )
    created = sa.select(_SECTION.created_op).where(_SECTION.id == section)
    return connection.execute(changed).scalar() or connection.execute(created).scalar() or ""


def write_section(uow: UnitOfWork, draft: Draft) -> None:
    """Write a draft into its section, over the version that its author saw, else beside what came since."""
    if draft.code == "complément":
        raise ValueError("a complement is added, not written into a section")
    key = section_id(draft.encounter, draft.code)
    known = uow.get(NoteSection, key)
    if known is None:
        uow.create(
            NoteSection(id=key, encounter=draft.encounter, patient=draft.patient, code=draft.code, text=draft.text)
        )
        return
    text = draft.text
    if draft.base != uow.version(NoteSection, key, "text"):
        text = merged(_text_of(uow.connection, draft.base), known.text, draft.text)
    if known.text != text:
        uow.set(NoteSection, key, text=text)


def _text_of(connection: sa.Connection, op_id: str) -> str:
    """Return the text that an operation, or a merge, gave to a section; empty when there was none."""
    change = found.fields.get("text") if (found := log.find_op(connection, op_id)) else None
    text = log.merged_value(connection, op_id, "text") if change is None else change.text
    return "" if text is None else read(text, str)
