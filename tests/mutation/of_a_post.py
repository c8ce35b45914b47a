# SPDX-License-Identifier: EUPL-1.2
# ruff: noqa: E501  the text of a bug is that of a line, whole
"""Bugs of a post's side: queue, cursor, rewind, rebase, seals, clock, and the unit of work."""

from typing import Final

from tests.mutation.mutant import Mutant

_E = "sync/exchange.py"
_N = "sync/cursors.py"
_F = "sync/fold.py"
_H = "sync/history.py"
_B = "store/outbox.py"
_U = "store/unit_of_work.py"
_Z = "sync/seals.py"

OF_A_POST: Final = (
    Mutant(
        "what is answered leaves the queue before it is seen in the order",
        _E,
        "outbox.mark(connection, answered, outbox.ACKNOWLEDGED)",
        "outbox.settle(connection, answered)",
    ),
    Mutant(
        "acknowledged before it is sent",
        _E,
        "for waiting in batch], outbox.SENT)",
        "for waiting in batch], outbox.ACKNOWLEDGED)",
    ),
    Mutant(
        "what the region left unanswered is taken as answered",
        _E,
        "self._acknowledge(partition, answered)\n",
        "self._acknowledge(partition, answered)\n            with self._store.writing() as connection:\n                outbox.settle(connection, list(sent))\n",
    ),
    Mutant(
        "an answer about nothing is trusted",
        _E,
        "            if not answered:\n                raise UnansweredError\n",
        "",
    ),
    Mutant(
        "the rewound cursor keeps its place",
        _E,
        "            rewind(connection, self._store.post.device, now, names)\n"
        "            write_cursor(connection, partition, Cursor(epoch=epoch))",
        "            at = self._cursor(partition)\n"
        "            rewind(connection, self._store.post.device, now, names)\n"
        "            write_cursor(connection, partition, msgspec.structs.replace(at, epoch=epoch))",
    ),
    Mutant(
        "places of another life are kept",
        "store/rewind.py",
        "    connection.execute(placed)\n",
        "",
    ),
    Mutant(
        "own operations are not offered again",
        "store/rewind.py",
        "    outbox.enqueue_all_of(connection, device, at, partitions)\n",
        "",
    ),
    Mutant(
        "a new epoch is an error like another",
        _E,
        "except (EpochChangedError, RegionForgotError) as changed:",
        "except RegionForgotError as changed:",
    ),
    Mutant(
        "a region that forgot is an error like another",
        _E,
        "except (EpochChangedError, RegionForgotError) as changed:",
        "except EpochChangedError as changed:",
    ),
    Mutant(
        "after a rewind the post waits for the next exchange to offer",
        _E,
        "moved = self._again(partition)",
        "moved = Moved()",
    ),
    Mutant("the chain is not checked", _N, "return links[-1].hex() == response.chain", "return True"),
    Mutant(
        "a shorter log is not noticed",
        _N,
        'return response.head == at.seq and response.chain in ("", at.chain.hex())',
        "return True",
    ),
    Mutant("another log of the same length is not noticed", _N, 'and response.chain in ("", at.chain.hex())', ""),
    Mutant(
        "the cursor does not move",
        _E,
        "            write_cursor(connection, partition, at)\n            self._pace",
        "            self._pace",
    ),
    Mutant(
        "the cursor moves before the rows, in a transaction of its own",
        _E,
        "    def _apply(self, partition: str, some: tuple[PulledOp, ...], at: Cursor) -> Changes:\n",
        "    def _apply(self, partition: str, some: tuple[PulledOp, ...], at: Cursor) -> Changes:\n        self._keep_cursor(partition, at)\n",
    ),
    Mutant("the cursor is one too far", _E, "seq=some[-1].seq, chain=link", "seq=some[-1].seq + 1, chain=link"),
    Mutant("the cursor is one too short", _E, "seq=some[-1].seq, chain=link", "seq=some[-1].seq - 1, chain=link"),
    Mutant("the chain kept is that of the whole answer", _E, "link = links[done - 1]", "link = links[0]"),
    Mutant(
        "only the first page is pulled", _E, "response.ops[-1].seq >= response.head", "response.ops[-1].seq >= 0"
    ),
    Mutant(
        "what the region lost is not offered again",
        _E,
        "return outbox.offer_again(connection, partition)",
        "return 0",
    ),
    Mutant(
        "the life of the region is not learnt before the first push",
        _E,
        "if self._cursor(partition).epoch:",
        "if partition:",
    ),
    Mutant(
        "pushes do not say under which epoch",
        _E,
        "epoch=self._cursor(partition).epoch,\n                sv",
        'epoch="",\n                sv',
    ),
    Mutant(
        "the read trail is not pushed",
        _E,
        "self._push(self._store.post.cabinet) + self._push(trail(self._store.post.practice))",
        "self._push(self._store.post.cabinet)",
    ),
    Mutant("lines that are never pulled wait for ever", _E, "kind_of(partition) == TRAIL", "not partition"),
    Mutant(
        "a batch loses its last operation",
        _E,
        "            done += len(some)\n",
        "            done += len(some) + 1\n",
    ),
    Mutant(
        "a clock ten years ahead is followed",
        _E,
        "elif is_well_formed(op.hlc) and milliseconds(op.hlc) < limit:",
        "elif is_well_formed(op.hlc):",
    ),
    Mutant("clocks of others are not followed", _E, "post.clock.observe(op.hlc)", "is_well_formed(op.hlc)"),
    Mutant("long notes leave in one push", _E, "MAX_BYTES * 3 // 4", "MAX_BYTES * 64"),
    Mutant(
        "a known operation keeps no place",
        _F,
        "                self._reorder(one, op, known[op.op_id])\n",
        "                continue\n",
    ),
    Mutant("no rebase", _F, "elif op.entity_id in in_flight or key in self._refold:", "elif key in self._refold:"),
    Mutant(
        "what is in flight disappears while others write",
        _F,
        "            self._keep(op, applied)\n            self._states[key] = applied.state\n\n    def _applied",
        "            self._keep(op, applied)\n\n    def _applied",
    ),
    Mutant(
        "conflicts and merged texts pile up at each refolding",
        "store/log.py",
        "    for table in (conflict, merged_text):\n",
        "    for table in ():\n",
    ),
    Mutant(
        "a merged text is no base for the next writer of this post",
        _F,
        "            return log.merged_value(self._connection, op_id, field)  # merged in this order, or never\n",
        "            return None\n",
    ),
    Mutant("a decision closes nothing", "store/log.py", "        if ids:\n", "        if not ids:\n"),
    Mutant(
        "old versions stay at a refolding",
        _F,
        "        self._connection.execute(sa.delete(field_version).where(field_version.c.entity_id.in_(entity_ids)))\n",
        "",
    ),
    Mutant(
        "refolding goes by the clock",
        _H,
        "in sorted(lines)]",
        "in sorted(lines, key=lambda one: one.hlc)]",
    ),
    Mutant(
        "refolding puts what is in flight first",
        _H,
        "in sorted(lines)]",
        "in sorted(lines, key=lambda one: (not one.is_in_flight, one))]",
    ),
    Mutant(
        "refolding applies what was set aside",
        _H,
        'if result != "quarantined" and (',
        "if (",
    ),
    Mutant(
        "the queue is never emptied",
        _F,
        "        outbox.settle(self._connection, [op.op_id for _, op in ops if op.op_id in known])\n",
        "",
    ),
    Mutant(
        "own words that got a place are not folded again",
        _F,
        "            self._connection.execute(sa.delete(quarantine_table).where(gone))\n"
        "        self._refold.add((op.entity_type, op.entity_id))\n",
        "            self._connection.execute(sa.delete(quarantine_table).where(gone))\n",
    ),
    Mutant(
        "own words are folded again only if they had another place",
        _F,
        "        self._refold.add((op.entity_type, op.entity_id))\n\n    def _apply",
        "        if seq is not None or result:\n"
        "            self._refold.add((op.entity_type, op.entity_id))\n\n    def _apply",
    ),
    Mutant(
        "own words are folded again only if they never had a place",
        _F,
        "        self._refold.add((op.entity_type, op.entity_id))\n\n    def _apply",
        "        if not result:\n            self._refold.add((op.entity_type, op.entity_id))\n\n    def _apply",
    ),
    Mutant(
        "values that came later count as seen",
        _F,
        "return place is not None and place < seq",
        "return place is not None",
    ),
    Mutant("nothing came before", _F, "return place is not None and place < seq", "return False"),
    Mutant(
        "conflicts are not kept here",
        _F,
        "            log.insert_conflicts(self._connection, op, applied.conflicts)\n",
        "",
    ),
    Mutant(
        "an operation set aside by the region is applied here",
        _F,
        "        if one.quarantine:\n            log.insert_quarantine(self._connection, op, one.quarantine, one.seq, self._place_of(op))\n        elif op",
        "        if op",
    ),
    Mutant(
        "what the region set aside is not shown here",
        _F,
        "        if one.quarantine:\n            log.insert_quarantine(self._connection, op, one.quarantine, one.seq, self._place_of(op))\n        else:",
        "        if not one.quarantine:",
    ),
    Mutant(
        "what the region itself forgot stays in sight",
        _H,
        " and (seq is not None or device != SERVER)",
        "",
    ),
    Mutant("only the first entities are folded again", _F, "range(0, len(ids), _AT_ONCE)", "range(0, 1)"),
    Mutant(
        "what the region says anew under the same id is not heard",
        _F,
        "        if op.device == SERVER:  # its id",
        "        if False:  # its id",
    ),
    Mutant(
        "what the region itself made and forgot stays in sight",
        _E,
        "forgotten = self._fold(connection, partition).refold_forgotten()",
        "forgotten = NOTHING",
    ),
    Mutant(
        "what is set aside again keeps the reason of an older life",
        "store/log.py",
        "changed = place if known == reason != HELD else place | fresh",
        "changed = place",
    ),
    Mutant(
        "a creation that was refused stays visible",
        _F,
        "                states.remove(self._connection, state)\n",
        "",
    ),
    Mutant("search does not learn what came", _F, "        search.index(self._connection, changed)\n", ""),
    Mutant(
        "own operations come back in disorder",
        _B,
        ".order_by(outbox.c.dev_seq)\n        .limit(limit)",
        ".order_by(outbox.c.dev_seq.desc())\n        .limit(limit)",
    ),
    Mutant(
        "what was sent without an answer is not sent again",
        _B,
        "_UNANSWERED: Final = (WAITING, SENT)",
        "_UNANSWERED: Final = (WAITING,)",
    ),
    Mutant("what was acknowledged before a restore is not offered again", _B, '"OR REPLACE"', '"OR IGNORE"'),
    Mutant(
        "nothing is ever in flight", _B, "return {row[0] for row in rows}", "return {row[0] for row in rows[:0]}"
    ),
    Mutant(
        "what the region lost is taken for waiting already",
        _B,
        "lost = (outbox.c.state == ACKNOWLEDGED, outbox.c.op_id.in_(own))",
        "lost = (outbox.c.state == WAITING, outbox.c.op_id.in_(own))",
    ),
    Mutant("a save is not queued", _U, "        outbox.enqueue(self.connection, self._ops, self.at)\n", ""),
    Mutant(
        "a save is not logged",
        _U,
        "        log.insert_ops(self.connection, [log.op_line(op) for op in self._ops])\n",
        "",
    ),
    Mutant("only the last operation of a gesture is kept", _U, "self._ops.append(op)", "self._ops = [op]"),
    Mutant(
        "changes do not say what the writer saw",
        _U,
        "Change(v=msgspec.Raw(text.encode()), base=state.version(name))",
        "Change(v=msgspec.Raw(text.encode()))",
    ),
    Mutant(
        "changes say that the writer saw the creation only",
        _U,
        "Change(v=msgspec.Raw(text.encode()), base=state.version(name))",
        "Change(v=msgspec.Raw(text.encode()), base=state.created_op)",
    ),
    Mutant(
        "a deletion does not say what the writer saw", _U, "change(reason, base=state.last_op)", "change(reason)"
    ),
    Mutant(
        "rows are written without the log's transaction",
        _U,
        "        states.save(self.connection, self._dirty.values())\n",
        "",
    ),
    Mutant(
        "words after the seal count as before it",
        _Z,
        "return sign.seq is not None and sign.seq < seq",
        "return sign.seq is not None and sign.seq > seq",
    ),
    Mutant(
        "own words before one's own seal count as after it",
        _Z,
        "sign.device == op.device and sign.dev_seq < op.dev_seq",
        "sign.device == op.device",
    ),
    Mutant(
        "own words after one's own seal count as before it",
        _Z,
        "(sign.device == op.device and sign.dev_seq < op.dev_seq)",
        "False",
    ),
    Mutant(
        "a seal that was set aside counts",
        _Z,
        'if op.kind == "sign" and not one.quarantine]',
        'if op.kind == "sign"]',
    ),
    Mutant(
        "the counter of a post starts again",
        "store/identity.py",
        "self._dev_seq = max(last[0] or 0, int(floor.get(DEV_SEQ_FLOOR) or 0))",
        "self._dev_seq = int(floor.get(DEV_SEQ_FLOOR) or 0)",
    ),
    Mutant(
        "the clock of a post starts again",
        "store/identity.py",
        'HybridClock(device, max(last[1] or "", floor.get(HLC_FLOOR, "")))',
        'HybridClock(device, floor.get(HLC_FLOOR, ""))',
    ),
    Mutant("the clock goes back with the wall", "oplog/clock.py", "if now > self._ms:", "if now != self._ms:"),
    Mutant(
        "the clock does not follow",
        "oplog/clock.py",
        "self._ms, self._counter = max(seen, (self._ms, self._counter))",
        "self._ms, self._counter = self._ms, self._counter",
    ),
)
