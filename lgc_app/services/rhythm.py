# SPDX-License-Identifier: EUPL-1.2
"""How long a post waits before it talks to the region again."""

from typing import Final

EVERY_SECONDS: Final = 30.0
LONGEST_SECONDS: Final = 45.0
"""While cut. With the jitter it stays under a minute: no queue is stuck longer once the network is back (R4)."""

AFTER_A_WRITE_SECONDS: Final = 0.5
"""A save is often followed by another: they leave together; a colleague sees it within two seconds (P10)."""

JITTER: Final = 0.2
"""A thousand posts whose network returns together do not come back in the same second."""


def seconds_to_next(failures: int, every: float, draw: float) -> float:
    """Return the wait after so many failures in a row; `draw` in 0..1 spreads the posts."""
    wait = min(every * 2.0 ** max(failures - 1, 0), max(LONGEST_SECONDS, every))
    return wait * (1 - JITTER + 2 * JITTER * draw)
