# SPDX-License-Identifier: EUPL-1.2
"""Gestures over what two hands wrote: lines of one narrative, and decisions about conflicts."""

import random
from contextlib import suppress

import msgspec
import sqlalchemy as sa

from lgc_core.model.catalogue import BY_NAME
from lgc_core.model.encounter import Encounter
from lgc_core.model.note import NoteSection, section_id
from lgc_core.oplog.operation import ANNUL_FIELD, SEAL_FIELD
from lgc_core.oplog.resolution import Cited, Resolution
from lgc_core.store.tables import conflict
from lgc_core.store.unit_of_work import OwnOperationRefusedError, UnitOfWork

LINES = 8
"""Lines of a section: enough for hands to pass each other, few enough for them to meet."""


def write_line(rng: random.Random, uow: UnitOfWork, encounter: str, patient: str) -> None:
    """Change, add or drop a line of one section."""
    section = section_id(encounter, "P")
    known = uow.get(NoteSection, section)
    if known is None:
        text = "\n".join(f"ligne {number}" for number in range(LINES))
        uow.create(NoteSection(id=section, encounter=encounter, patient=patient, code="P", text=text))
        return
    lines = known.text.split("\n")
    at = rng.randrange(len(lines))
    match rng.choice(["change", "add", "drop"]):
        case "change":
            lines[at] = f"mots {rng.random()}"
        case "add":
            lines.insert(at, f"mots {rng.random()}")
        case _ if len(lines) > LINES // 2:
            del lines[at]
    uow.set(NoteSection, section, text="\n".join(lines))


def decide(rng: random.Random, uow: UnitOfWork) -> None:
    """Resolve one conflict, with either value or with the history alone; sometimes open a resolved one again."""
    state = rng.choice(["ouvert", "ouvert", "ouvert", "résolu"])
    query = sa.select(conflict).where(conflict.c.state == state).order_by(conflict.c.id)
    found = uow.connection.execute(query).all()
    if not found:
        return
    row = rng.choice(found)
    kind, cited = BY_NAME[row.entity_type], (Cited(winner=row.winner_op, loser=row.loser_op),)
    if state == "ouvert":
        values = {} if _is_closed_to_values(uow, row) else {row.field: _value(rng, row)}
        with suppress(
            OwnOperationRefusedError
        ):  # a version of a newer post: this one cannot write it, and says so
            uow.resolve(kind, row.entity_id, Resolution(field=row.field, closes=cited), **values)
    else:
        uow.resolve(kind, row.entity_id, Resolution(field=row.field, reopens=cited))


def _is_closed_to_values(uow: UnitOfWork, row: sa.Row[tuple[str, ...]]) -> bool:
    kind = BY_NAME[row.entity_type]
    if row.field in (ANNUL_FIELD, SEAL_FIELD) or row.merge == "D" or uow.get(kind, row.entity_id) is None:
        return True
    known = uow.get(kind, row.entity_id)
    parent = getattr(known, kind.aggregate) if kind.aggregate else row.entity_id
    return uow.is_sealed(Encounter, parent)


def _value(rng: random.Random, row: sa.Row[tuple[str, ...]]) -> object:
    text = rng.choice([row.winner_value, row.loser_value])
    return None if text is None else msgspec.json.decode(text)
