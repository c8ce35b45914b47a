# SPDX-License-Identifier: EUPL-1.2

"""Bugs of the merge: base versions, classes, deletions, seals, unknown fields."""

from typing import Final

from tests.mutation.mutant import Mutant

_M = "oplog/merge.py"

OF_THE_MERGE: Final = (
    Mutant(
        "every writer saw the current value",
        _M,
        "return change.base == current_op\n",
        "return current_op is not None\n",
    ),
    Mutant(
        "who gives no base saw everything",
        _M,
        "return change.base == current_op\n",
        "return change.base in (None, current_op)\n",
    ),
    Mutant(
        "no writer saw the current value",
        _M,
        "return change.base == current_op\n",
        "return change.base is None and current_op is None\n",
    ),
    Mutant("equal words are a conflict", _M, "if change.text == current:", "if change.text is current:"),
    Mutant(
        "the earlier hand is shown",
        _M,
        "return (self._op.hlc, self._op.op_id) > (",
        "return (self._op.hlc, self._op.op_id) < (",
    ),
    Mutant(
        "the later arrival is shown",
        _M,
        "return (self._op.hlc, self._op.op_id) > (self._around.hlc_of(current_op), current_op)",
        "return True",
    ),
    Mutant(
        "the clock decides clinical values",
        _M,
        "if merge is MergeClass.ADMINISTRATIVE and self._state.annulled_op is None",
        "if self._state.annulled_op is None",
    ),
    Mutant(
        "the loser is dropped",
        _M,
        "            self._lose(name, merge.value, current_op, current, change)\n",
        "            self._took_effect = self._took_effect or False\n",
    ),
    Mutant(
        "the loser wins and nothing is kept",
        _M,
        "            self._lose(name, merge.value, current_op, current, change)\n",
        "            self._win(name, change)\n",
    ),
    Mutant(
        "a deletion that missed an edit wins", _M, "if change.base != state.last_op:", "if change.base is None:"
    ),
    Mutant(
        "a second deletion is a conflict",
        _M,
        "    if state.annulled_op is not None:\n        return Applied(state=state)\n",
        "",
    ),
    Mutant(
        "an edit revives what was deleted",
        _M,
        "elif self._state.annulled_op is None and self._saw_current(",
        "elif self._saw_current(",
    ),
    Mutant(
        "edits are not counted as the last operation",
        _M,
        "last_op=self._op.op_id if self._took_effect else self._state.last_op",
        "last_op=self._state.last_op",
    ),
    Mutant(
        "edits without effect count as the last operation",
        _M,
        "last_op=self._op.op_id if self._took_effect else self._state.last_op",
        "last_op=self._op.op_id",
    ),
    Mutant(
        "a signed text can be changed",
        _M,
        "if rule is not None and rule.until_sealed and sealed_before:",
        "if rule is None and sealed_before:",
    ),
    Mutant(
        "the second signature replaces the first",
        _M,
        "if self._sealed_id is None:",
        "if self._sealed_id is None or change.text:",
    ),
    Mutant(
        "the second signature is dropped",
        _M,
        "            self._lose(SEAL_FIELD,",
        "            (lambda *_: None)(SEAL_FIELD,",
    ),
    Mutant(
        "unknown fields take the place of known ones",
        _M,
        "target = self._fields if name in self._rules else self._extra",
        "target = self._fields",
    ),
    Mutant(
        "unknown fields of a creation are dropped",
        _M,
        "extra={} if is_known else {",
        "extra={} if texts else {",
    ),
    Mutant("unknown fields of a change are dropped", _M, "            extra=self._extra,\n", ""),
    Mutant(
        "the version of a field is not moved",
        _M,
        "        target[name] = text\n        self._versions[name] = version\n",
        "        target[name] = text\n",
    ),
    Mutant(
        "equal words do not move the version",
        _M,
        "            self._versions[name] = self._op.op_id\n            self._took_effect |=",
        "            self._took_effect |=",
    ),
    Mutant(
        "a post writes fields of the server",
        _M,
        "if rule.writer is Writer.SERVER and self._op.device != SERVER:",
        "if rule.writer is Writer.ADMIN:",
    ),
    Mutant(
        "a post creates with fields of the server",
        _M,
        "if op.device != SERVER and _oversteps(kind, op):",
        "if op.device == SERVER and _oversteps(kind, op):",
    ),
    Mutant("facts can be changed", _M, "if self._is_write_once(rule) and", "if rule is None and"),
    Mutant(
        "an entity moves to another partition", _M, "if state.partition != op.partition:", "if not op.partition:"
    ),
    Mutant(
        "conflicts keep the winner twice",
        _M,
        "        winner_value=current,\n        loser_value=change.text,\n    )",
        "        winner_value=current,\n        loser_value=current,\n    )",
    ),
    Mutant(
        "two conflicts over one field are one",
        "oplog/resolution.py",
        'derived_id("conflict", entity_id, field, loser_op)',
        'derived_id("conflict", entity_id, field)',
    ),
    Mutant(
        "an unreadable value is applied",
        _M,
        "if applied.state is not state and applied.state is not None and not _fits(kind, applied.state):",
        "if applied.state is None and state is not None:",
    ),
    Mutant("an unknown gesture is a change", _M, "if op.kind not in KINDS:", "if not op.kind:"),
    Mutant("a change of something unknown creates it", _M, 'if op.kind != "create":', "if not op.kind:"),
    Mutant(
        "folding twice counts twice",
        _M,
        "if op.op_id in (state.created_op, state.annulled_op, state.last_op):",
        "if op.op_id == state.annulled_op:",
    ),
    Mutant(
        "a decision sees by equal words",
        _M,
        'if change.base == current_op or self._op.kind == "resolve":',
        "if change.base == current_op:",
    ),
    Mutant(
        "a merged narrative keeps the name of one hand",
        _M,
        'version = derived_id("merged", self._op.entity_id, name, current_op, self._op.op_id)',
        "version = self._op.op_id",
    ),
    Mutant(
        "the narrative of the other hand is dropped",
        _M,
        "text = _reunited(before, current, change.text)",
        "text = change.text",
    ),
    Mutant(
        "a decision with a conflict still closes",
        _M,
        "if self._conflicts or self._decision is None",
        "if self._decision is None",
    ),
)
