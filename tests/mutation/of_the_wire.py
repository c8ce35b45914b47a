# SPDX-License-Identifier: EUPL-1.2

"""Bugs of what the region decides by its own clock, of the fuse, and of versions."""

from typing import Final

from tests.mutation.mutant import Mutant

_FUSE = "oplog/fuse.py"
_CLOCK = "oplog/clock.py"
_HOLD = "sync/holding.py"
_READ = "sync/reread.py"

OF_THE_WIRE: Final = (
    Mutant("no clock is ever bounded", _CLOCK, "if hlc[:12] <= self._limit or", "if hlc or"),
    Mutant("bounded clocks lose their order", _CLOCK, "        self._count += 1\n", ""),
    Mutant("a bounded clock is not told to posts", "sync/arbiter.py", "hlc=clock_moved(row[1], row[4])", 'hlc=""'),
    Mutant("the chain holds no verdict", "sync/chain.py", " + verdict.encode()", ""),
    Mutant("the chain does not say what was held", "sync/chain.py", "if reason == HELD else", "if HELD == 0 else"),
    Mutant("a refusal deletes all the same", _FUSE, 'if verdict == CONFIRMED else "set"', 'if verdict else "set"'),
    Mutant("a decision forgets what its author saw", _FUSE, "fields=held.fields if", "fields={} if"),
    Mutant("anybody may decide", _FUSE, "if op.device != SERVER or not op.cause:", "if not op.cause:"),
    Mutant("the ceiling of the fuse is gone", _FUSE, "return min(self.most, ", "return max(self.most, "),
    Mutant("a batch in two pushes is two", _HOLD, "len(keys | _just_held(connection, ops[0], at))", "len(keys)"),
    Mutant("what was annulled already counts again", _FUSE, " and states[key].annulled_op is None", ""),
    Mutant("steps are not climbed", "oplog/upcast.py", "op = step(op)", "step(op)"),
    Mutant("an old post may pull", "sync/arbiter.py", "request.sv < self._schema.oldest", "request.sv < 0"),
    Mutant("what was not read stays unread", _READ, "    return fold.refold(keys)", "    return fold.refold([])"),
    Mutant("fields now known stay aside", _READ, "if known & set(", "if not known | set("),
    Mutant("older shapes stay as they were", _READ, "if about.sv < version and", "if about.sv > version and"),
)
