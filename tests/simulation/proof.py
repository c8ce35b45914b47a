# SPDX-License-Identifier: EUPL-1.2
"""What must hold after healing, whatever happened before (sync-protocol.md, R1)."""

from collections import defaultdict

import msgspec
import sqlalchemy as sa

from lgc_core.model.catalogue import BY_NAME
from lgc_core.oplog.operation import ANNUL_FIELD, RESOLVED_FIELD, SEAL_FIELD, Op, decode
from lgc_core.store.identity import cabinet, trail
from lgc_core.store.local_tables import outbox
from lgc_core.store.tables import conflict, metadata
from lgc_core.store.tables import op as op_table
from lgc_core.sync.holding import Batch, batches
from tests.simulation.narratives import adds_only, lines_in_sight, lost_lines, merged_versions, parents_of
from tests.simulation.world import Post, World

RECORD = (*(name for name in BY_NAME if name != "audit_read"), "field_version", "conflict", "merged_text")

_OWN = "entity_id IN (SELECT entity_id FROM op WHERE partition = ?)"
_SELECT = {
    name: f"SELECT * FROM {name} WHERE {_OWN if name == 'field_version' else 'partition = ?'} ORDER BY 1, 2"
    for name in RECORD
}
"""Rendered by hand: twenty-five tables of every post, in every seed."""


def faults_of(world: World) -> list[str]:
    """Return every promise that does not hold; none is the proof."""
    server = world.server.arbiter._engine
    bodies = _bodies(server, world.practice)
    found = [fault for post in world.posts for fault in _of_post(post, _promised(world, post), bodies)]
    expected = _record(server, world.practice)
    found += [
        f"{post.device}: {name} differs"
        for post in world.posts
        for name, lines in _record(post.store.engine, world.practice).items()
        if lines != expected[name]
    ]
    found += [f"{one.count} deletions still wait" for one in _held(server)]
    return found + world.stuck + _order(server, world.practice) + _silent_losses(server, bodies)


def _held(server: sa.Engine) -> list[Batch]:
    with server.connect() as connection:
        return batches(connection)


def _promised(world: World, post: Post) -> dict[str, str]:
    """Return what the region must hold of a post: the read trail too, unless it was restored without a word."""
    if not world.is_silent:
        return post.saved
    return {one: body for one, body in post.saved.items() if not _is_trail(body)}


def _is_trail(body: str) -> bool:
    """Tell whether an operation is a line of the read trail: pushed, never pulled by a post."""
    return decode(body).partition.startswith("trail:")


def _of_post(post: Post, promised: dict[str, str], bodies: dict[str, str]) -> list[str]:
    here = _bodies(post.store.engine, post.store.post.practice)
    missing = [one for one, body in promised.items() if bodies.get(one) != body]
    found = [f"{post.device}: {decode(here[one]).entity_type} {one} is not on the server" for one in missing]
    kept = [one for one in post.saved if not (post.has_lost_a_disk and _is_trail(post.saved[one]))]
    found += [f"{post.device}: {one} was forgotten here" for one in kept if one not in here]
    shared = {one for one, body in bodies.items() if decode(body).partition.startswith("cabinet:")}
    found += [f"{post.device}: {one} never arrived" for one in shared - set(here)]
    found += [
        f"{post.device}: {one} has other words here" for one in shared & set(here) if here[one] != bodies[one]
    ]
    with post.store.reading() as connection:
        waiting = connection.execute(sa.select(sa.func.count()).select_from(outbox)).scalar_one()
    return [*found, f"{post.device}: {waiting} still wait"] if waiting else found


def _record(engine: sa.Engine, practice: str) -> dict[str, list[tuple[object, ...]]]:
    """Return every row of a practice, in order: what two equal records have equal."""
    partition = cabinet(practice)
    found: dict[str, list[tuple[object, ...]]] = {}
    with engine.connect() as connection:
        for name in RECORD:
            lines = connection.exec_driver_sql(_SELECT[name], (partition,))
            found[name] = [tuple(row) for row in lines]
        aside = metadata.tables["quarantine"].c
        query = sa.select(aside.op_id, aside.reason).where(aside.partition == partition).order_by(aside.op_id)
        found["quarantine"] = [tuple(row) for row in connection.execute(query)]
    return found


def _order(server: sa.Engine, practice: str) -> list[str]:
    names = [cabinet(practice), trail(practice)]
    with server.connect() as connection:
        query = sa.select(op_table.c.partition, op_table.c.seq).where(op_table.c.partition.in_(names))
        query = query.order_by(op_table.c.partition, op_table.c.seq)
        places = defaultdict(list)
        for partition, seq in connection.execute(query):
            places[partition].append(seq)
    return [f"{name}: holes in the order" for name, seqs in places.items() if seqs != [*range(1, len(seqs) + 1)]]


def _silent_losses(server: sa.Engine, bodies: dict[str, str]) -> list[str]:
    """Return values that nobody wrote over knowingly and that are neither shown nor kept in a conflict.

    Independent of the merge: it looks only at the operations, the values shown and the conflicts.
    """
    with server.connect() as connection:
        aside = set(connection.execute(sa.select(metadata.tables["quarantine"].c.op_id)).scalars())
        lost = {(row.loser_op, row.field): row for row in connection.execute(sa.select(conflict))}
        shown = _shown(connection)
        merged = {one: row for one, row in merged_versions(connection).items() if row.op_id in bodies}
    every = {one: decode(body) for one, body in bodies.items()}
    ops = {one: op for one, op in every.items() if one not in aside}
    seen = (
        _written_over(every)
        | parents_of(merged)
        | {(row.entity_id, row.field, row.loser_value) for row in lost.values()}
    )
    in_sight = lines_in_sight(shown, lost.values(), merged)
    found = lost_lines(merged, every) + [
        f"conflict over {field} keeps a value that {loser} did not write"
        for (loser, field), row in lost.items()
        if loser in ops and row.loser_value != _text(ops[loser], field) and field != SEAL_FIELD
    ]
    for op in ops.values():
        for field, change in op.fields.items():
            if field in (ANNUL_FIELD, SEAL_FIELD, RESOLVED_FIELD, "created"):
                continue
            kept = (op.op_id, field) in lost or shown.get((op.entity_id, field)) == change.text
            kept = kept or adds_only(op, field, in_sight[op.entity_id], every, merged)
            if not kept and (op.entity_id, field, change.text) not in seen and (op.op_id, field) not in seen:
                found.append(f"{op.entity_type}.{field} of {op.op_id} is silently lost")
    return found


def _written_over(ops: dict[str, Op]) -> set[tuple[str, ...]]:
    seen: set[tuple[str, ...]] = set()
    for op in ops.values():
        for field, change in op.fields.items():
            if change.base and (base := ops.get(change.base)):
                seen.add((change.base, field))
                if field in base.fields:
                    seen.add((op.entity_id, field, base.fields[field].text))
    return seen


def _text(op: Op, field: str) -> str | None:
    return op.fields[field].text if field in op.fields else None


def _shown(connection: sa.Connection) -> dict[tuple[str, str], str]:
    found = {}
    for name in BY_NAME:
        table = metadata.tables[name]
        for row in connection.execute(sa.select(table)).mappings():
            found.update({(row["id"], field): value for field, value in row.items()})
            unknown = msgspec.json.decode(row["extra"]) if row["extra"] else {}
            found.update({(row["id"], field): text for field, text in unknown.items()})
    return found


def _bodies(engine: sa.Engine, practice: str) -> dict[str, str]:
    query = sa.select(op_table.c.op_id, op_table.c.body)
    own = op_table.c.partition.in_([cabinet(practice), trail(practice)])
    with engine.connect() as connection:
        return {row[0]: row[1] for row in connection.execute(query.where(own))}
