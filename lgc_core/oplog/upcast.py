# SPDX-License-Identifier: EUPL-1.2
"""Read operations of every version in the shapes of one: pure steps from a version to the next, bodies untouched.

The text of an operation is for ever what its author stored: it is hashed and chained. What the merge sees is that
text brought up to date, the same at the region and on every post of one version. A step stays here for 24 months
at least (sync-protocol.md, Schema negotiation). A version that only adds fields, kinds or entities needs no step:
what a post does not know it keeps verbatim in `extra` or sets aside, and folds again once it was upgraded.

Versions: 1, the first; 2, operations of kind `resolve` and narratives merged by lines.
"""

from collections.abc import Callable, Mapping
from typing import Final

import msgspec

from lgc_core.oplog.operation import SCHEMA_VERSION, Op, decode

Step = Callable[[Op], Op]
"""Bring an operation from its version to the next one; it changes fields and nothing else."""

STEPS: Final[Mapping[int, Step]] = {}
"""By the version that is left behind. No field has changed its shape so far."""

OLDEST: Final = 1
"""The oldest version whose posts may pull."""


class Schema(msgspec.Struct, frozen=True, kw_only=True):
    """What one version of the code reads and writes.

    Attributes:
        oldest: posts below it still push, and pull again after an update.
    """

    version: int = SCHEMA_VERSION
    oldest: int = OLDEST
    steps: Mapping[int, Step] = STEPS

    def read(self, body: bytes | str) -> Op:
        """Read an operation in the shapes of this version; one of a later version is left as it is.

        Raises:
            msgspec.ValidationError: when it is none.
        """
        return self.up(decode(body))

    def up(self, op: Op) -> Op:
        """Bring an operation up to this version."""
        if op.sv >= self.version or not self.steps:
            return op
        for version in range(op.sv, self.version):
            step = self.steps.get(version)
            if step is not None:
                op = step(op)
        return op

    def changed_since(self, version: int) -> bool:
        """Tell whether a step lies between a version and this one: rows made then have older shapes."""
        return any(version <= step < self.version for step in self.steps)


CURRENT: Final = Schema()
