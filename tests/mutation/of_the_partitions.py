# SPDX-License-Identifier: EUPL-1.2

"""Bugs of who may use which partition: entitlements, claims by card, purge, circles of care, held deletions."""

from typing import Final

from tests.mutation.mutant import Mutant

_P = "sync/partitions.py"
_C = "sync/circle_seals.py"
_H = "sync/holding.py"
_F = "oplog/fuse.py"
_E = "services/entitlements.py"
_D = "services/dossiers.py"
_S = "sync_server"

OF_THE_PARTITIONS: Final = (
    Mutant(
        "a post forgets what the region does not have yet",
        _P,
        "    if outbox.unanswered(connection, partition, 1, 1):\n        return False\n",
        "",
    ),
    Mutant(
        "the rows of a partition stay",
        _P,
        "connection.execute(sa.delete(table).where(table.c.partition == partition))\n    for",
        "pass\n    for",
    ),
    Mutant(
        "the log of a partition stays",
        _P,
        "(conflict, merged_text, quarantine, op_table, cursor)",
        "(conflict, merged_text, quarantine, cursor)",
    ),
    Mutant(
        "the cursor of a partition stays",
        _P,
        "(conflict, merged_text, quarantine, op_table, cursor)",
        "(conflict, merged_text, quarantine, op_table)",
    ),
    Mutant(
        "what waits of a partition stays in the queue",
        _P,
        "sa.delete(outbox_table).where(outbox_table.c.op_id.in_(own))",
        "sa.select(outbox_table)",
    ),
    Mutant(
        "a partition that was only pulled is not held",
        _P,
        "for query in (known, written)",
        "for query in (written,)",
    ),
    Mutant(
        "a claim is good for any post",
        _P,
        'b"\\n".join((b"LGC-PERSON/1", practice.encode(), device.encode(), certificate))',
        'b"\\n".join((b"LGC-PERSON/1", certificate))',
    ),
    Mutant(
        "only the first partition that waits is named",
        _P,
        ".distinct().order_by(op_table.c.partition)).scalars())",
        ".distinct().order_by(op_table.c.partition)).scalars())[:1]",
    ),
    Mutant("whoever left keeps their partition", _E, "if not one.valid_to or one.valid_to >= today}", "}", _S),
    Mutant("the last day is not a day", _E, "one.valid_to >= today", "one.valid_to > today", _S),
    Mutant(
        "the staff of any practice opens a person's partition",
        _E,
        "here = (_STAFF.partition == cabinet(post.practice), _STAFF.ix_ps_id.in_(granted))",
        "here = (_STAFF.ix_ps_id.in_(granted),)",
        _S,
    ),
    Mutant(
        "a card shown once is good on every post",
        _E,
        "sa.select(person_grant.c.person).where(person_grant.c.device == post.id)\n    granted",
        "sa.select(person_grant.c.person)\n    granted",
        _S,
    ),
    Mutant(
        "a revoked post is told of its partitions", _E, "    if post.revoked:\n        return Allowed()\n", "", _S
    ),
    Mutant(
        "whoever asked is in the circle",
        _E,
        'if row.ix_status == "membre" and row.annulled_op is None}\n    left',
        'if row.ix_status != "parti" and row.annulled_op is None}\n    left',
        _S,
    ),
    Mutant(
        "whoever left a circle keeps it",
        _E,
        'left = {row.partition for row in rows if row.ix_status == "parti" or row.annulled_op is not None}',
        "left = set()",
        _S,
    ),
    Mutant(
        "whoever asks is told that it has ended",
        _E,
        'if row.ix_status == "parti" or row.annulled_op',
        'if row.ix_status != "membre" or row.annulled_op',
        _S,
    ),
    Mutant(
        "editions are not told", _E, "open=(*sorted(editions), *people, *circles)", "open=(*people, *circles)", _S
    ),
    Mutant(
        "the read trail is pulled",
        _E,
        "return partition == cabinet(post.practice) or",
        "return partition in (cabinet(post.practice), trail(post.practice)) or",
        _S,
    ),
    Mutant("posts write editions", _E, "if kind_of(untrusted_partition) != REF and", "if", _S),
    Mutant(
        "what a person wrote goes to their colleagues",
        _E,
        'return Place(untrusted_partition, "droit retiré")',
        'return Place(home, "droit retiré")',
        _S,
    ),
    Mutant(
        "a foreign partition is opened",
        _E,
        'return Place(home, "partition étrangère")',
        "return Place(untrusted_partition)",
        _S,
    ),
    Mutant(
        "a circle is not told of a push",
        _E,
        "return sorted({post.practice, *found})",
        "return [post.practice]",
        _S,
    ),
    Mutant(
        "every seal is good",
        _D,
        "if hmac.compare_digest(self._mac(practice, seal.dossier, seal.opened_at), seal.mac):",
        "if seal.mac:",
        _S,
    ),
    Mutant(
        "a seal is good for every practice",
        _C,
        "LGC-CIRCLE/1\\0{practice}\\0{dossier_id}",
        "LGC-CIRCLE/1\\0{dossier_id}",
    ),
    Mutant("a younger circle keeps its members", _D, "            self._put_out(key)\n", "            pass\n", _S),
    Mutant(
        "a younger circle wins", _D, "seal.opened_at < known.opened_at", "seal.opened_at > known.opened_at", _S
    ),
    Mutant("a seal opens to who was taken out", _D, "(is_elder or not self._was_out(key, practice))", "True", _S),
    Mutant(
        "a circle that is not the practice's any more stays open",
        _D,
        '            self._move(practice, request, state="en attente")\n            return\n',
        "            return\n",
        _S,
    ),
    Mutant(
        "the founder asks like the others",
        _D,
        '        if not self._has_members(key):\n            self._say(key, practice, "membre")\n        elif',
        "        if",
        _S,
    ),
    Mutant(
        "an identity that is not qualified opens a dossier",
        _D,
        "return found[0].ins if status is IdentityStatus.QUALIFIEE else None",
        "return found[0].ins",
        _S,
    ),
    Mutant("seals are not shown", "sync/greeting.py", "if seals else hello", "if False else hello"),
    Mutant(
        "seals of closed requests are shown",
        _C,
        "            found[op.entity_id] = read_seal(op.cause)\n",
        "            found[op.entity_id] = read_seal(op.cause) or found.get(op.entity_id)\n",
    ),
    Mutant(
        "another hour is the same operation",
        "services/region_writer.py",
        "state.last_op, *told)",
        "state.last_op, *sorted(values))",
        _S,
    ),
    Mutant(
        "what the fuse held before does not count",
        _H,
        "len(keys | _just_held(connection, ops[0], at))",
        "len(keys)",
    ),
    Mutant("the region's own deletions are held", _H, "if not keys or ops[0].device == SERVER:", "if not keys:"),
    Mutant(
        "the dead are counted with the living",
        _H,
        "table.c.partition == partition, table.c.annulled_op.is_(None)",
        "table.c.partition == partition",
    ),
    Mutant(
        "the fuse counts what was never alive",
        _F,
        "if key in states and states[key].annulled_op is None",
        "if True",
    ),
    Mutant(
        "an administrator decides what was not shown",
        _H,
        "op_table.c.device == device, op_table.c.seq <= upto)",
        "op_table.c.device == device)",
    ),
    Mutant(
        "a refusal takes out all the same", _F, 'kind="annul" if verdict == CONFIRMED else "set"', 'kind="annul"'
    ),
    Mutant(
        "the decision of an administrator sees everything",
        _F,
        "fields=held.fields if verdict == CONFIRMED else {}",
        "fields={} if verdict == CONFIRMED else held.fields",
    ),
)
