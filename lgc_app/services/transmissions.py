# SPDX-License-Identifier: EUPL-1.2
"""Targeted transmissions: written in one go, kept at every key before, read by everybody who cares."""

import json
from dataclasses import dataclass, field
from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

from lgc_app.services.once_more import write_once_more
from lgc_app.services.session import Session
from lgc_core.errors import UserError
from lgc_core.model.ids import new_id
from lgc_core.model.note import MAX_SECTION_BYTES, clean_text
from lgc_core.model.rights import Right
from lgc_core.model.transmission import Transmission
from lgc_core.store import links, queries
from lgc_core.store.changes import Changes
from lgc_core.store.local_tables import visit_draft
from lgc_core.store.tables import ENTITY_TABLES
from lgc_core.store.unit_of_work import UnitOfWork

_TABLE = ENTITY_TABLES[Transmission].c
_SHOWN: Final = 20
WRONG_PLACE: Final = "écrite par erreur"


class EmptyTransmissionError(UserError):
    """Nothing was written."""

    def __init__(self) -> None:
        super().__init__("La transmission est vide. Écrivez une ligne, ou «\u00a0Sans changement\u00a0» (Ctrl+R).")


class LongTransmissionError(UserError):
    """A transmission is limited; the draft stays."""

    def __init__(self) -> None:
        super().__init__(
            "Texte trop long pour une transmission (256\u00a0Ko). Rien n’est effacé : raccourcissez-le."
        )


class NotYoursError(UserError):
    """Somebody else wrote it."""

    def __init__(self) -> None:
        super().__init__("Un collègue a écrit cette transmission : demandez-lui de la retirer.")


@dataclass(frozen=True, slots=True)
class Words:
    """The three boxes, and the focus that they are about."""

    data: str = ""
    actions: str = ""
    results: str = ""
    focus: str = ""
    measures: dict[str, str] = field(default_factory=dict)
    """Measures typed and not yet written, by key of the table of vitals."""

    @property
    def boxes(self) -> tuple[str, str, str, str]:
        """Return every text, in the order of its draft."""
        return self.data, self.actions, self.results, self.focus

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing was written."""
        return not any(part.strip() for part in (self.data, self.actions, self.results))


class Transmissions:
    """Writes and reads transmissions."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def keep(self, visit: str, patient: str, words: Words) -> str:
        """Write what is on the screen to the disk and return the instant.

        Raises:
            LongTransmissionError: above 256 KiB; the previous draft stays.
        """
        self._session.require(Right.KEEP_ROUND)
        boxes = [clean_text(one) for one in words.boxes]
        text = json.dumps([*boxes, words.measures])
        if len(text.encode()) > MAX_SECTION_BYTES:
            raise LongTransmissionError
        at = self._session.now().isoformat(timespec="seconds")
        keys = {"visit": visit, "author": self._session.staff.id}
        values = {"patient": patient, "text": text, "at": at}
        insert = sqlite.insert(visit_draft).values(keys | values)
        with self._session.store.writing() as connection:
            connection.execute(insert.on_conflict_do_update(index_elements=list(keys), set_=values))
        return at

    def draft(self, visit: str) -> Words:
        """Return what this person was typing for a visit, found again after a lock or a crash."""
        self._session.require_role(Right.KEEP_ROUND)
        with self._session.store.reading() as connection:
            query = sa.select(visit_draft.c.text).where(*self._mine(visit))
            text = connection.execute(query).scalar()
        return Words(*json.loads(text)) if text else Words()

    def write(self, patient: str, words: Words, *, visit: str = "", important: bool = False) -> Changes:
        """Write a transmission; its draft goes in the same transaction.

        Raises:
            EmptyTransmissionError: nothing was written.
        """
        self._session.require(Right.KEEP_ROUND)
        if words.is_empty:
            raise EmptyTransmissionError
        with self._session.store.unit_of_work(self._session.author) as uow:
            self.write_in(uow, patient, words, visit, important=important)
        return uow.changes

    def write_in(
        self, uow: UnitOfWork, patient: str, words: Words, visit: str, *, important: bool = False
    ) -> None:
        """Write a transmission in a gesture that holds more: the end of a visit.

        Raises:
            LongTransmissionError: above 256 KiB.
        """
        if sum(len(one.encode("utf-8", "replace")) for one in words.boxes) > MAX_SECTION_BYTES:
            raise LongTransmissionError
        uow.create(
            Transmission(
                id=new_id(),
                patient=patient,
                at=uow.at,
                focus=clean_text(words.focus).strip(),
                data=clean_text(words.data).strip(),
                actions=clean_text(words.actions).strip(),
                results=clean_text(words.results).strip(),
                important=important,
                visit=visit,
            )
        )
        uow.connection.execute(sa.delete(visit_draft).where(*self._mine(visit)))

    def withdraw(self, transmission: str, reason: str = WRONG_PLACE) -> Changes:
        """Take a transmission of one's own out of a file where it has no place; its history stays.

        Raises:
            NotYoursError: a colleague wrote it. LookupError: it is not here.
        """
        self._session.require(Right.KEEP_ROUND)
        with self._session.store.unit_of_work(self._session.author) as uow:
            known = uow.get(Transmission, transmission)
            if known is None:
                raise LookupError(transmission)
            if known.created is None or known.created.by.staff != self._session.staff.id:
                raise NotYoursError
            uow.annul(Transmission, transmission, reason)
        return uow.changes

    def write_again(self, transmission: str) -> Changes:
        """Write once more what was withdrawn, at its own moment.

        Raises:
            LookupError: it never was here.
        """
        self._session.require(Right.KEEP_ROUND)
        return write_once_more(self._session, Transmission, transmission)

    def of_patient(self, patient: str, limit: int = _SHOWN) -> list[Transmission]:
        """Return the transmissions of a patient, newest first, those that were mended left out."""
        self._session.require(Right.READ_RECORD)
        with self._session.store.reading() as connection:
            his = links.is_of(connection, _TABLE.ix_patient, patient)
            found = queries.find(connection, Transmission, his, order=_TABLE.ix_at_ms.desc(), limit=limit)
        mended = {one.corrects for one in found}
        return [one for one in found if one.id not in mended]

    def _mine(self, visit: str) -> tuple[sa.ColumnElement[bool], ...]:
        return visit_draft.c.visit == visit, visit_draft.c.author == self._session.staff.id
