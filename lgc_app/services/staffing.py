# SPDX-License-Identifier: EUPL-1.2
"""Who works in the practice, and who is at the screen."""

from collections.abc import Iterable

import msgspec
import sqlalchemy as sa

from lgc_app.vault.attempts import Way
from lgc_app.vault.session import Opening
from lgc_core.errors import UserError
from lgc_core.model.staff import Role, Staff
from lgc_core.store import queries
from lgc_core.store.tables import ENTITY_TABLES

_TABLE = ENTITY_TABLES[Staff].c
_MEDICAL = frozenset({Role.MEDECIN, Role.REMPLACANT, Role.INFIRMIER})


class StrangerError(UserError):
    """The card opens the file but names nobody of the practice."""

    def __init__(self) -> None:
        super().__init__(
            "Cette carte n’ouvre pas ce cabinet. "
            "Une personne déjà inscrite peut l’ajouter\u00a0: Réglages, Personnes."
        )


def everybody(connection: sa.Connection) -> list[Staff]:
    """Return the people of the practice, in the order they came."""
    return queries.find(connection, Staff, order=_TABLE.id)


def person_of(connection: sa.Connection, opening: Opening) -> Staff:
    """Return who opened the vault.

    A recovery code opens as the first doctor: it lies in the practice's safe. A passphrase never gives more than
    the front desk, whoever owns it.

    Raises:
        StrangerError: when nobody fits.
    """
    people = everybody(connection)
    if opening.way is Way.RECOVERY:
        return _first(one for one in people if one.role is Role.MEDECIN)
    known = _first(one for one in people if opening.person and opening.person in (one.ps_id, one.id))
    if opening.way is Way.PASSPHRASE and known.role in _MEDICAL:
        return msgspec.structs.replace(known, role=Role.SECRETAIRE)
    return known


def _first(people: Iterable[Staff]) -> Staff:
    for person in people:
        return person
    raise StrangerError
