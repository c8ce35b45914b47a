# SPDX-License-Identifier: EUPL-1.2

"""Bugs of the server's side: order, lock, epoch, chain, answers, and the log it shares with posts."""

from typing import Final

from tests.mutation.mutant import Mutant

_A = "sync/arbiter.py"
_L = "store/log.py"
_S = "store/states.py"

OF_THE_REGION: Final = (
    Mutant("numbers with holes", _A, "            seq += 1\n", "            seq += 2\n"),
    Mutant("an operation offered twice is taken twice", _A, "if op.op_id in known:", "if op.op_id in ():"),
    Mutant("a double within one push is not seen", _A, "            known[op.op_id] = seq\n", ""),
    Mutant("any epoch will do", _A, "if epoch and row.epoch != epoch:", "if epoch and not row.epoch:"),
    Mutant("the cursor is given again", _A, "op_table.c.seq > request.after", "op_table.c.seq >= request.after"),
    Mutant("the cursor skips one", _A, "op_table.c.seq > request.after", "op_table.c.seq > request.after + 1"),
    Mutant("pull is ordered by clock", _A, ".order_by(op_table.c.seq)", ".order_by(op_table.c.hlc)"),
    Mutant(
        "the chain forgets what came before in the push",
        _A,
        "result, link = self._one(body, op, seq, link)\n",
        "result, link = self._one(body, op, seq, row.chain)\n",
    ),
    Mutant(
        "the chain given is that of the head",
        _A,
        "last = rows[-1][2].hex() if rows",
        "last = head.chain.hex() if rows",
    ),
    Mutant("an operation of another post is taken", _A, "if op.device != self._device:", "if not op.device:"),
    Mutant(
        "an operation of another partition is taken",
        _A,
        "if op.partition != self._request.partition:",
        "if not op.partition:",
    ),
    Mutant("rows are not saved", _A, "states.add(self._connection, [one", "list([one"),
    Mutant("only the first row is saved", _A, "if key not in self._stored])", "if key not in self._stored][:1])"),
    Mutant(
        "a push does not see its own changes",
        _A,
        "self._states[key] = self._dirty[key] = applied.state",
        "self._dirty[key] = applied.state",
    ),
    Mutant(
        "conflicts are not kept",
        _A,
        "log.keep(self._connection, op, applied)",
        "self._dirty[key] = applied.state",
    ),
    Mutant(
        "what is set aside is not kept",
        _A,
        "log.insert_quarantine(self._connection, op, reason, seq, place)",
        "self._states.setdefault(key, None)",
    ),
    Mutant(
        "one poisoned operation stops the push",
        _A,
        "        if reason:\n",
        "        if reason:\n            raise ForeignPartitionError\n        if reason:\n",
    ),
    Mutant("rights are not asked", _A, "        return self._refuse(op)\n", '        return ""\n'),
    Mutant("the fuse never blows", _A, "self._reasons |= dict.fromkeys(held, HELD)", "self._reasons |= {}"),
    Mutant(
        "a decision of the region is not noted",
        _A,
        "            log.settle_held(self._connection, op)\n",
        "            pass\n",
    ),
    Mutant("the lock of the partition is not taken", _A, "self._request.epoch, _LOCK)", "self._request.epoch)"),
    Mutant(
        "the head's chain is not moved",
        _A,
        'chain=sa.bindparam("link")',
        'chain=sa.func.coalesce(partition_table.c.chain, sa.bindparam("link"))',
    ),
    Mutant(
        "the head is not moved",
        _A,
        'seq=sa.bindparam("last")',
        'seq=sa.func.coalesce(partition_table.c.seq, sa.bindparam("last"))',
    ),
    Mutant(
        "a restore does not change the epoch",
        _A,
        "sa.update(partition_table).values(epoch=new_id())",
        "sa.update(partition_table).values(epoch=partition_table.c.epoch)",
    ),
    Mutant("posts are not told what was set aside", _A, "quarantine=row[3]", 'quarantine=""'),
    Mutant("a seal is not seen", _A, "return state.sealed_id is not None", "return False"),
    Mutant(
        "a seal on disk is not seen", _A, "return log.sealed_on_disk(self._connection, entity_id)", "return False"
    ),
    Mutant("an answer has one result too few", _A, "results=tuple(results)", "results=tuple(results[:-1])"),
    Mutant(
        "results are given out of place",
        _A,
        "return OpResult(op_id=op.op_id, outcome=outcome, seq=seq, reason=reason), link",
        "return OpResult(op_id=op.op_id, outcome=outcome, seq=seq + 1, reason=reason), link",
    ),
    Mutant("pages are longer than asked", _A, "min(request.limit, MAX_OPS)", "MAX_OPS"),
    Mutant("the head told is the cursor", _A, "head=head.seq", "head=request.after"),
    Mutant("pull mixes partitions", _A, "op_table.c.partition == request.partition, ", ""),
    Mutant("all clocks are equal", _L, "return found or FIRST_HLC", "return FIRST_HLC"),
    Mutant(
        "older values are not looked up",
        _L,
        "self._under_way.get(op_id) or find_op(self._connection, op_id, self._read)",
        "self._under_way.get(op_id)",
    ),
    Mutant(
        "the batch is not looked up",
        _L,
        "self._under_way.get(op_id) or find_op(self._connection, op_id, self._read)",
        "find_op(self._connection, op_id, self._read)",
    ),
    Mutant("a conflict keeps the wrong loser", _L, "loser_value=one.loser_value", "loser_value=one.winner_value"),
    Mutant("a conflict forgets who lost", _L, "loser_op=one.loser_op", "loser_op=one.winner_op"),
    Mutant("unknown fields are dropped", _S, "canonical(state.extra) if state.extra else None", "None"),
    Mutant(
        "unknown fields are not read back",
        _S,
        'msgspec.json.decode(common["extra"]) if common["extra"] else {}',
        "{}",
    ),
    Mutant(
        "versions of fields are not saved",
        _S,
        "        if state.versions\n",
        "        if not state.versions\n",
    ),
    Mutant("versions of fields are not read", _S, "versions=versions,", "versions={},"),
    Mutant(
        "a deletion is not saved",
        _S,
        "        state.annulled_op,\n        state.sealed_id,",
        "        None,\n        state.sealed_id,",
    ),
    Mutant(
        "a seal is not saved",
        _S,
        "        state.annulled_op,\n        state.sealed_id,",
        "        state.annulled_op,\n        None,",
    ),
    Mutant(
        "the last operation is not saved",
        _S,
        "        state.last_op,\n        state.annulled_op,",
        "        state.created_op,\n        state.annulled_op,",
    ),
    Mutant("the chain does not hold the body", "sync/chain.py", "+ body.encode()", ""),
    Mutant("the chain does not hold the past", "sync/chain.py", "hashlib.sha256(chain + ", "hashlib.sha256("),
)
