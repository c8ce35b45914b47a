# SPDX-License-Identifier: EUPL-1.2
"""Fold again what an older version could not read, once the software was upgraded: a post, or the region."""

from collections.abc import Callable, Iterator
from typing import Final

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

from lgc_core.model.catalogue import BY_NAME, ENTITIES
from lgc_core.model.entity import entity_name, field_rules
from lgc_core.oplog.upcast import Schema
from lgc_core.store.changes import NOTHING, Changes
from lgc_core.store.local_tables import setting
from lgc_core.store.log import TO_MEND
from lgc_core.store.states import Key
from lgc_core.store.store import Store
from lgc_core.store.tables import ENTITY_TABLES, quarantine
from lgc_core.store.tables import op as op_table
from lgc_core.sync.fold import Fold

READ_AS: Final = "schema_read"
"""Setting of a post: the version in which its record was folded; none is the first."""

_FIRST: Final = 1
_BATCH: Final = 100


class _About(msgspec.Struct, frozen=True):
    """What of an operation says which entity it is about."""

    entity_type: str
    sv: int


_ABOUT: Final = msgspec.json.Decoder(_About)


def catch_up(store: Store, pause: Callable[[], None] = lambda: None) -> Changes:
    """Fold again what this post could not read before its upgrade; nothing when that was done."""
    version = str(store.schema.version)
    with store.reading() as connection:
        told = connection.execute(sa.select(setting.c.value).where(setting.c.key == READ_AS)).scalar()
        if told == version:
            return NOTHING
        keys = list(unread(connection, store.schema, int(told or _FIRST)))
    changes = NOTHING
    for some in _batches(keys):
        with store.writing() as connection:
            changes |= reread(connection, Fold(connection, read=store.schema.read), some)
        pause()
    with store.writing() as connection:
        insert = sqlite.insert(setting).values(key=READ_AS, value=version)
        connection.execute(insert.on_conflict_do_update(index_elements=["key"], set_={"value": version}))
    return changes


def catch_up_region(connection: sa.Connection, schema: Schema, since: int) -> int:
    """Do the same for every practice in the caller's transaction; return how many entities were folded again."""
    keys = list(unread(connection, schema, since))
    for some in _batches(keys):
        reread(connection, Fold(connection, read=schema.read, is_searched=False), some)
    return len(keys)


def _batches(keys: list[Key]) -> Iterator[list[Key]]:
    for start in range(0, len(keys), _BATCH):
        yield keys[start : start + _BATCH]


def reread(connection: sa.Connection, fold: Fold, keys: list[Key]) -> Changes:
    """Fold some entities again from their operations; what still cannot be read is set aside again."""
    ids = [entity_id for _, entity_id in keys]
    local = sa.select(op_table.c.op_id).where(op_table.c.entity_id.in_(ids), op_table.c.result != "quarantined")
    verdicts = sa.delete(quarantine).where(quarantine.c.op_id.in_(local), quarantine.c.state == TO_MEND)
    connection.execute(verdicts)
    return fold.refold(keys)


def unread(connection: sa.Connection, schema: Schema, since: int) -> Iterator[Key]:
    """Give the entities that an older version may have folded short, each once."""
    found: dict[Key, None] = {}
    for key in (*_set_aside_here(connection), *_with_fields_now_known(connection)):
        found[key] = None
    if schema.changed_since(since):
        found |= dict.fromkeys(_of_older_shapes(connection, schema.version))
    yield from found


def _set_aside_here(connection: sa.Connection) -> Iterator[Key]:
    """Give what only this version of the code set aside: the region had taken it."""
    query = sa.select(op_table.c.entity_id, op_table.c.body).join(
        quarantine, quarantine.c.op_id == op_table.c.op_id
    )
    for entity_id, body in connection.execute(query.where(op_table.c.result != "quarantined")):
        kind = _ABOUT.decode(body).entity_type
        if kind in BY_NAME:
            yield kind, entity_id


def _with_fields_now_known(connection: sa.Connection) -> Iterator[Key]:
    for kind in ENTITIES:
        table, known = ENTITY_TABLES[kind], {rule.name for rule in field_rules(kind)}
        for entity_id, extra in connection.execute(
            sa.select(table.c.id, table.c.extra).where(table.c.extra.is_not(None))
        ):
            if known & set(msgspec.json.decode(extra)):
                yield entity_name(kind), entity_id


def _of_older_shapes(connection: sa.Connection, version: int) -> Iterator[Key]:
    rows = connection.execution_options(yield_per=_BATCH).execute(sa.select(op_table.c.entity_id, op_table.c.body))
    for entity_id, body in rows:
        about = _ABOUT.decode(body)
        if about.sv < version and about.entity_type in BY_NAME:
            yield about.entity_type, entity_id
