# SPDX-License-Identifier: EUPL-1.2
"""What is written down of each attempt to open: never a code, a cryptogram or a signature."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum


class Way(Enum):
    """How somebody tried to open."""

    CARD = "card"
    RECOVERY = "recovery"
    PASSPHRASE = "phrase"  # noqa: S105 - a way to open, not a password


class Outcome(Enum):
    """How it ended."""

    OPENED = "opened"
    REFUSED = "refused"
    UNAVAILABLE = "unavailable"


@dataclass(frozen=True)
class UnlockAttempt:
    """One attempt. `detail` names the kind of refusal, in the words of our error types."""

    at: datetime
    way: Way
    outcome: Outcome
    card_number: str = ""
    id_nat: str = ""
    tries_left: int | None = None
    detail: str = ""


Audit = Callable[[UnlockAttempt], None]
