# SPDX-License-Identifier: EUPL-1.2
"""Key strokes kept on this post at once; operations are cut more rarely (model.md §2, Autosave).

A draft lives in the encrypted file within 250 ms of the last key. It becomes an operation on leaving the field,
after 60 s, on lock, card out, signature, change of patient or start of an exchange.
"""

from dataclasses import dataclass
from typing import Final, Literal

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

from lgc_app.services.session import Session
from lgc_core.errors import UserError
from lgc_core.model.note import MAX_SECTION_BYTES, NoteSection, SectionCode, clean_text, section_id
from lgc_core.model.rights import Right
from lgc_core.store.changes import NOTHING, Changes
from lgc_core.store.local_tables import local_draft
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


class Drafts:
    """Keeps and cuts drafts."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def keep(self, encounter: str, patient: str, code: DraftCode, typed: str, cursor: int) -> str:
        """Write what is on the screen to the disk and return the instant.

        Raises:
            TextTooLongError: above 256 KiB; the previous draft stays.
        """
        self._session.require(Right.WRITE_NOTE)
        text = clean_text(typed)
        if len(text.encode()) > MAX_SECTION_BYTES:
            raise TextTooLongError
        at = self._session.now().isoformat(timespec="seconds")
        values = {
            "encounter": encounter,
            "code": code,
            "patient": patient,
            "author": self._session.staff.id,
            "text": text,
            "cursor": cursor,
            "at": at,
        }
        insert = sqlite.insert(local_draft).values(values)
        with self._session.store.writing() as connection:
            connection.execute(insert.on_conflict_do_update(index_elements=["encounter", "code"], set_=values))
        return at

    def waiting(self) -> list[Draft]:
        """Return the drafts of the person at the screen: found again after a crash."""
        with self._session.store.reading() as connection:
            where = local_draft.c.author == self._session.staff.id
            rows = connection.execute(sa.select(*_COLUMNS).where(where).order_by(local_draft.c.at))
            return [Draft(*tuple(row)) for row in rows]

    def cut(self, encounter: str = "") -> Changes:
        """Make operations of the drafts, of one encounter or all, in one transaction."""
        wanted = [
            draft for draft in self.waiting() if encounter in ("", draft.encounter) and draft.code != ADDENDUM
        ]
        if not wanted:
            return NOTHING
        with self._session.store.unit_of_work(self._session.author) as uow:
            for draft in wanted:
                write_section(uow, draft)
            where = [local_draft.c.encounter == draft.encounter for draft in wanted]
            mine = local_draft.c.author == self._session.staff.id
            cut = sa.and_(mine, local_draft.c.code != ADDENDUM, sa.or_(*where))
            uow.connection.execute(sa.delete(local_draft).where(cut))
        return uow.changes

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
)


def write_section(uow: UnitOfWork, draft: Draft) -> None:
    """Write a draft into its section."""
    if draft.code == "complément":
        raise ValueError("a complement is added, not written into a section")
    key = section_id(draft.encounter, draft.code)
    known = uow.get(NoteSection, key)
    if known is None:
        uow.create(
            NoteSection(id=key, encounter=draft.encounter, patient=draft.patient, code=draft.code, text=draft.text)
        )
    elif known.text != draft.text:
        uow.set(NoteSection, key, text=draft.text)
