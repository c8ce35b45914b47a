# SPDX-License-Identifier: EUPL-1.2
"""Operations of the server itself: the few fields that only the region writes; posts pull them like any other."""

from typing import Any

import sqlalchemy as sa

from lgc_core.model.dispatch import Dispatch
from lgc_core.model.entity import Entity, entity_name, field_rules
from lgc_core.model.ids import derived_id
from lgc_core.model.invitation import Invitation
from lgc_core.oplog.clock import HybridClock
from lgc_core.oplog.merge import SERVER
from lgc_core.oplog.operation import SCHEMA_VERSION, Change, Kind, Op, change
from lgc_core.store import states
from lgc_core.store.identity import cabinet
from lgc_core.sync.arbiter import Arbiter
from sync_server.db import reading
from sync_server.services.clock import now_ms
from sync_server.services.french import local


def close_invitation(engine: sa.Engine, practice: str, invitation: str) -> None:
    """Say that an invitation was used."""
    used_at = local(now_ms()).isoformat(timespec="seconds")
    write_fields(engine, cabinet(practice), Invitation, invitation, {"used_at": used_at})


def move_dispatch(engine: sa.Engine, partition: str, dispatch: str, values: dict[str, Any]) -> None:
    """Move a dispatch to its next state."""
    write_fields(engine, partition, Dispatch, dispatch, values)


def create(engine: sa.Engine, partition: str, entity: Entity) -> None:
    """Append the creation of an entity by the region; the same entity twice is one operation."""
    given = {rule.name: getattr(entity, rule.name) for rule in field_rules(type(entity))}
    fields = {name: change(value) for name, value in given.items() if value is not None}
    target = (entity_name(type(entity)), entity.id)
    _append(engine, partition, "create", target, derived_id(SERVER, "create", entity.id), fields)


def write_fields(
    engine: sa.Engine, partition: str, kind: type[Entity], entity: str, values: dict[str, Any], cause: str = ""
) -> None:
    """Append one operation; the same values written twice from the same state are one operation.

    Other values are another one: a restored region writes another hour, and posts that know the first must see it.

    Raises:
        LookupError: when the entity is not there.
    """
    key = (entity_name(kind), entity)
    with reading(engine) as connection:
        state = states.load(connection, [key]).get(key)
    if state is None:
        raise LookupError(f"{key[0]} {entity}")
    fields = {name: change(value, base=state.version(name)) for name, value in values.items()}
    told = [f"{name}={fields[name].text}" for name in sorted(values)]
    _append(engine, partition, "set", key, derived_id(SERVER, entity, state.last_op, *told), fields, cause)


def _append(
    engine: sa.Engine,
    partition: str,
    kind: Kind,
    target: states.Key,
    op_id: str,
    fields: dict[str, Change],
    cause: str = "",
) -> None:
    op = Op(
        op_id=op_id,
        partition=partition,
        device=SERVER,
        dev_seq=now_ms(),
        hlc=HybridClock(SERVER).tick(),
        sv=SCHEMA_VERSION,
        actor=SERVER,
        kind=kind,
        entity_type=target[0],
        entity_id=target[1],
        fields=fields,
        cause=cause,
    )
    Arbiter(engine).write(partition, [op])
