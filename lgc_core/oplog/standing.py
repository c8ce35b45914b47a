# SPDX-License-Identifier: EUPL-1.2
"""What a person was in the practice at a time, from the operations on their Staff row. Pure.

A value stands from the time of its operation until that of another one whose writer saw it, or until a decision.
Two values that nobody decided about both stand, as both are shown. Around a change there is a day in which what
was before and what comes after both count: clocks of posts differ, and beyond a day a post does not sign at all.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import msgspec

from lgc_core.model.canonical import read
from lgc_core.model.ids import made_ms
from lgc_core.model.staff import Role
from lgc_core.model.values.when import REUNION
from lgc_core.oplog.clock import CLAMP_MS, milliseconds
from lgc_core.oplog.operation import Op

DAY_MS: Final = 24 * 3600 * 1000
GRACE_MS: Final = DAY_MS
"""By how much a clock may be off before the post that has it signs nothing (protocol.md, Clocks)."""


def written_ms(op: Op, now_ms: int) -> int:
    """Return when an operation says that it was written, UTC milliseconds, never later than now.

    The clock of a post never goes back once it was ahead; the id, made from the wall clock, tells better then.
    """
    told = min(milliseconds(op.hlc), now_ms + CLAMP_MS)
    return min(told, made_ms(op.op_id) or told)


@dataclass
class _Value:
    """One value of a field, from when to when it stood."""

    op_id: str
    text: str
    since: int
    until: int | None = None


@dataclass
class Standing:
    """A person of a practice through time.

    Attributes:
        cards: every identifier that this person had: a seal names one of them.
    """

    cards: set[str] = field(default_factory=set)
    _roles: list[_Value] = field(default_factory=list)
    _ends: list[_Value] = field(default_factory=list)

    @property
    def is_known(self) -> bool:
        """Tell whether the practice has this person at all."""
        return bool(self._roles)

    @property
    def is_constant(self) -> bool:
        """Tell whether this person was the same at all times, with no end."""
        return len(self._roles) == 1 and all(one.text == "" for one in self._ends)

    def learn(self, op: Op, at_ms: int) -> None:
        """Take in an operation on the person's row, in the order of the region."""
        if "ps_id" in op.fields:
            self.cards.add(_text(op, "ps_id"))
        _lay(self._roles, op, "role", at_ms)
        _lay(self._ends, op, "valid_to", at_ms)

    def roles_at(self, at_ms: int) -> set[Role]:
        """Return the roles that stood around a time."""
        return {Role(one.text) for one in _around(self._roles, at_ms) if one.text in _ROLES}

    def roles_until(self, at_ms: int) -> set[Role]:
        """Return every role that stood at some time until then."""
        return {Role(one.text) for one in self._roles if one.since <= at_ms + GRACE_MS and one.text in _ROLES}

    def has_ended(self, at_ms: int) -> bool:
        """Tell whether the last day was past, by every value that stood around that time."""
        ends = _around(self._ends, at_ms)
        return bool(ends) and all(one.text and at_ms > _end_ms(one.text) + GRACE_MS for one in ends)


_ROLES: Final = frozenset(role.value for role in Role)


def _lay(values: list[_Value], op: Op, name: str, at_ms: int) -> None:
    change = op.fields.get(name)
    if change is None:
        if op.kind == "create" and not values:
            values.append(_Value(op.op_id, "", at_ms))
        return
    text = _text(op, name)
    seen = {one.text for one in values if one.op_id == change.base} if change.base else {""}
    for one in values:
        if op.kind == "resolve" or one.op_id == change.base or one.text in seen:
            one.until = min(at_ms, one.until if one.until is not None else at_ms)
    values.append(_Value(op.op_id, text, at_ms))


def _around(values: Sequence[_Value], at_ms: int) -> list[_Value]:
    """Return the values that stood within a day of a time; before the first one, the first."""
    if not values:
        return []
    found = [
        one
        for one in values
        if one.since <= at_ms + GRACE_MS and (one.until is None or one.until >= at_ms - GRACE_MS)
    ]
    return found or [values[0]]


def _text(op: Op, name: str) -> str:
    try:
        return read(op.fields[name].text, str)
    except msgspec.ValidationError:
        return ""


def _end_ms(day: str) -> int:
    """Return the end of a last day in La Réunion, far away when it is no day."""
    try:
        after = dt.datetime.combine(dt.date.fromisoformat(day) + dt.timedelta(days=1), dt.time(), REUNION)
    except (ValueError, OverflowError):
        return 2**53
    return int(after.timestamp() * 1000)
