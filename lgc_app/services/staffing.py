# SPDX-License-Identifier: EUPL-1.2
"""Who works in the practice, and who is at the screen."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Final

import msgspec
import sqlalchemy as sa

from lgc_app.vault.attempts import Way
from lgc_app.vault.session import Opening
from lgc_core.codes import PROFESSION
from lgc_core.errors import UserError
from lgc_core.model.rights import Right, may
from lgc_core.model.staff import Role, Staff
from lgc_core.model.values import Concept, coded
from lgc_core.store import queries
from lgc_core.store.tables import ENTITY_TABLES

ROLE_WORDS: Final[dict[Role, str]] = {
    Role.MEDECIN: "médecin",
    Role.INFIRMIER: "infirmier",
    Role.SECRETAIRE: "secrétaire",
    Role.REMPLACANT: "remplaçant",
    Role.ADMIN: "administrateur",
}
PROFESSIONS: Final[dict[Role, Concept | None]] = {
    Role.MEDECIN: coded("Médecin généraliste", PROFESSION, "G15_10/SM54"),
    Role.REMPLACANT: coded("Médecin généraliste", PROFESSION, "G15_10/SM54"),
    Role.INFIRMIER: coded("Infirmier", PROFESSION, "G15_60"),
    Role.SECRETAIRE: None,
    Role.ADMIN: None,
}
"""The profession written beside a role until somebody says more (ANS, JDV J01)."""

_KEEPERS: Final = (Role.MEDECIN, Role.INFIRMIER)
_TABLE = ENTITY_TABLES[Staff].c


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


def has_ended(staff: Staff, day: dt.date) -> bool:
    """Tell whether the last day of a membership is past."""
    return bool(staff.valid_to) and day.isoformat() > staff.valid_to


def keeps_the_practice(staff: Staff, people: Sequence[Staff], day: dt.date) -> bool:
    """Tell whether somebody manages the practice without the role for it: a nurse, where no doctor is.

    A practice of nurses has nobody else to add a colleague.
    """
    here = [one for one in people if not has_ended(one, day)]
    return staff.role is Role.INFIRMIER and not any(may(one.role, Right.MANAGE_PRACTICE) for one in here)


def person_of(connection: sa.Connection, opening: Opening, day: dt.date) -> Staff:
    """Return who opened the vault.

    A recovery code, which lies in the practice's safe, opens as the first doctor who is still here, else as the
    first nurse. Were they all gone, it opens as the one who left last: nobody can lock the practice out of its own
    record. A passphrase never gives more than the front desk, whoever owns it.

    Raises:
        StrangerError: when nobody fits.
    """
    people = sorted(everybody(connection), key=lambda one: has_ended(one, day))
    if opening.way is Way.RECOVERY:
        return _keeper(people, day)
    known = _first(one for one in people if opening.person and opening.person in (one.ps_id, one.id))
    if opening.way is Way.PASSPHRASE:
        return msgspec.structs.replace(known, role=Role.SECRETAIRE)
    return known


def _keeper(people: Sequence[Staff], day: dt.date) -> Staff:
    keepers = [one for role in _KEEPERS for one in people if one.role is role]
    for one in keepers:
        if not has_ended(one, day):
            return one
    last = _first(sorted(keepers, key=lambda one: one.valid_to, reverse=True))
    return msgspec.structs.replace(last, valid_to="")


def _first(people: Iterable[Staff]) -> Staff:
    for person in people:
        return person
    raise StrangerError
