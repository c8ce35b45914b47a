# SPDX-License-Identifier: EUPL-1.2
"""Write once more what was taken back: what was annulled stays so, the same words are another entity."""

from typing import TypeVar

import msgspec

from lgc_app.services.session import Session
from lgc_core.model.entity import Entity
from lgc_core.model.ids import new_id
from lgc_core.store import queries
from lgc_core.store.changes import Changes

E = TypeVar("E", bound=Entity)


def once_more(known: E) -> E:
    """Return the same words as an entity that nobody has written yet."""
    return msgspec.structs.replace(known, id=new_id(), created=None)


def write_once_more(session: Session, kind: type[Entity], entity_id: str) -> Changes:
    """Write what was taken back; whoever calls has asked the right.

    Raises:
        LookupError: it never was here.
    """
    with session.store.reading() as connection:
        known = queries.get_annulled(connection, kind, entity_id)
    if known is None:
        raise LookupError(entity_id)
    with session.store.unit_of_work(session.author) as uow:
        uow.create(once_more(known))
    return uow.changes
