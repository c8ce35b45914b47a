# SPDX-License-Identifier: EUPL-1.2
"""Read trail: a line each time a file is opened, chained by hash, sent to the region and never altered."""

from collections.abc import Collection
from typing import Any

import sqlalchemy as sa

from lgc_app.services.session import Session
from lgc_core.model.audit import FIRST_LINK, AuditRead, ReadReason, link
from lgc_core.model.ids import new_id
from lgc_core.model.rights import Right
from lgc_core.store import links, queries
from lgc_core.store.identity import trail
from lgc_core.store.tables import ENTITY_TABLES, op

_TABLE = ENTITY_TABLES[AuditRead]


class Trail:
    """Writes and shows who looked at which file."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def record(self, patient: str, what: str, why: ReadReason = "soin") -> None:
        """Add a line for the person at the screen."""
        self.record_each((patient,), what, why)

    def record_each(self, patients: Collection[str], what: str, why: ReadReason = "soin") -> None:
        """Add a line about each of some files, in one transaction; nothing for none."""
        if not patients:
            return
        store = self._session.store
        with store.unit_of_work(self._session.author) as uow:
            last = self._last_link(uow.connection)
            for patient in patients:
                line = AuditRead(
                    id=new_id(),
                    at=uow.at,
                    by=self._session.author,
                    device=store.post.device,
                    patient=patient,
                    what=what,
                    why=why,
                    previous=last,
                    created=uow.provenance(),
                )
                uow.create(line)
                last = link(line)

    def of_patient(self, patient: str) -> list[AuditRead]:
        """Return the lines of this post about a person, linked files included, newest first."""
        self._session.require_role(Right.READ_TRAIL)
        with self._session.store.reading() as connection:
            where = links.is_of(connection, _TABLE.c.ix_patient, patient)
            return queries.find(connection, AuditRead, where, order=_TABLE.c.ix_at_ms.desc())

    def is_intact(self) -> bool:
        """Verify the chain of this post's lines."""
        self._session.require_role(Right.READ_TRAIL)
        expected = FIRST_LINK
        with self._session.store.reading() as connection:
            lines = {line.id: line for line in queries.find(connection, AuditRead)}
            for identifier in connection.execute(self._written().order_by(op.c.dev_seq)).scalars():
                if identifier not in lines or lines[identifier].previous != expected:
                    return False
                expected = link(lines.pop(identifier))
        return not lines

    def _last_link(self, connection: sa.Connection) -> str:
        last = connection.scalar(self._written().order_by(op.c.dev_seq.desc()).limit(1))
        found = queries.get(connection, AuditRead, last) if last else None
        return link(found) if found else FIRST_LINK

    def _written(self) -> sa.Select[Any]:
        """Return the lines of this post by the number of their operation: a clock set back changes no chain."""
        post = self._session.store.post
        return sa.select(op.c.entity_id).where(op.c.device == post.device, op.c.partition == trail(post.practice))
