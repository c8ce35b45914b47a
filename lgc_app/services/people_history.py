# SPDX-License-Identifier: EUPL-1.2
"""What happened to the line of a person, told from the log itself: it can neither be forgotten nor rewritten."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import msgspec
import sqlalchemy as sa

from lgc_app.services.staffing import ROLE_WORDS
from lgc_core.model.staff import Staff, StaffCard
from lgc_core.model.values import PersonName, When
from lgc_core.model.values.when import REUNION
from lgc_core.oplog.clock import milliseconds
from lgc_core.oplog.operation import Op, decode
from lgc_core.store import queries
from lgc_core.store.tables import op as op_table

MOST: Final = 200
_NBSP: Final = "\u00a0"


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """One gesture on a line; `at` is local time."""

    at: dt.datetime
    by: str
    what: str


def history_of(connection: sa.Connection, staff: str) -> list[Happened]:
    """Return the gestures on a line, newest first; at most 200."""
    where = (op_table.c.entity_id == staff, op_table.c.result != "quarantined")
    query = sa.select(op_table.c.body).where(*where).order_by(op_table.c.hlc)
    told: list[Happened] = []
    known: dict[str, str] = {}
    names: dict[str, str] = {}
    for body in connection.execute(query).scalars():
        op = decode(body)
        try:
            words = _words(op, known)
        except msgspec.ValidationError:
            words = "Changement d’une version plus récente."
        known |= {name: change.text for name, change in op.fields.items()}
        if words:
            at = dt.datetime.fromtimestamp(milliseconds(op.hlc) / 1000, REUNION)
            told.append(Happened(at=at, by=_name(connection, op.actor, names), what=words))
    return told[::-1][:MOST]


def _words(op: Op, known: Mapping[str, str]) -> str:
    if op.kind == "create":
        role = _role(op.fields["role"].text, "") if "role" in op.fields else ""
        return f"Ajouté au cabinet. {role}".strip()
    said = [_SAID[name](change.text, known.get(name, "")) for name, change in op.fields.items() if name in _SAID]
    return " ".join(one for one in said if one)


def _role(now: str, _before: str) -> str:
    role = msgspec.json.decode(now, type=str)
    return f"Rôle{_NBSP}: {_ROLES.get(role, role)}."


def _last_day(now: str, _before: str) -> str:
    day = msgspec.json.decode(now, type=str)
    return f"Dernier jour{_NBSP}: {When(text=day).display()}." if day else "Sans date de fin."


def _person_name(now: str, _before: str) -> str:
    return f"Nom{_NBSP}: {msgspec.json.decode(now, type=PersonName).shown}."


def _cards(now: str, before: str) -> str:
    known = msgspec.json.decode(before or "[]", type=list[StaffCard])
    changed = [one for one in msgspec.json.decode(now, type=list[StaffCard]) if one not in known]
    return " ".join(f"{one.label or 'Carte'} {'retirée' if one.until else 'ajoutée'}." for one in changed)


_ROLES: Final = {role.value: words for role, words in ROLE_WORDS.items()}
_SAID: Final[dict[str, Callable[[str, str], str]]] = {
    "role": _role,
    "valid_to": _last_day,
    "name": _person_name,
    "ps_id": lambda _now, _before: "Numéro noté.",
    "cards": _cards,
}


def _name(connection: sa.Connection, actor: str, names: dict[str, str]) -> str:
    if actor not in names:
        staff = queries.get(connection, Staff, actor)
        names[actor] = staff.name.shown if staff else ("La région" if actor == "server" else "Auteur inconnu")
    return names[actor]
