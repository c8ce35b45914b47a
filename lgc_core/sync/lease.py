# SPDX-License-Identifier: EUPL-1.2
"""The lease of a post: how long it may write without hearing from the region (docs/decisions/0011). Pure.

Times are the region's, in UTC milliseconds. The clock of the post only ever adds to what was seen: set back, it
extends nothing; set more than a year ahead, it is not believed, and the region settles it.
"""

from typing import Annotated, Final, Literal

import msgspec

LEASE_DAYS: Final = 30
"""Days of writing without an exchange, unless the region says otherwise."""

WARN_BEFORE_DAYS: Final = 10
"""The warning begins this many days before the end: day 20 of 30."""

LONGEST_DAYS: Final = 365
DAY_MS: Final = 86_400_000
NOT_CREDIBLE_MS: Final = 366 * DAY_MS
"""A clock further than this from the last word of the region is a clock to be set, not an absence."""

CLOCK_LIMIT_MS: Final = DAY_MS
"""A clock wrong by more than this dates no signature (sync-protocol.md, Clock)."""

Phase = Literal["sans", "normal", "bientôt", "fini"]


class Lease(msgspec.Struct, frozen=True, kw_only=True):
    """What a post keeps in its vault.

    Attributes:
        exchanged_ms: the last exchange, by the region's clock.
        seen_ms: the latest time that was ever believed; it never goes back but by an exchange.
        skew_ms: the post's clock minus the region's, measured at that exchange.
    """

    exchanged_ms: int
    seen_ms: int
    skew_ms: int = 0
    days: Annotated[int, msgspec.Meta(ge=1, le=LONGEST_DAYS)] = LEASE_DAYS

    def seeing(self, wall_ms: int, ran_ms: int = 0) -> "Lease":
        """Return the lease after a look at the clock; `ran_ms` is how long this process ran since the last."""
        at_least = self.seen_ms + max(ran_ms, 0)
        told = wall_ms - self.skew_ms
        credible = told - self.exchanged_ms <= NOT_CREDIBLE_MS
        return msgspec.structs.replace(self, seen_ms=max(at_least, told if credible else at_least))

    def clock_error_ms(self, wall_ms: int) -> int:
        """Return by how much the post's clock is known to be wrong by more than a day, 0 when it is not.

        Behind the last exchange, or ahead by what was measured then and not set back since, or not credible. In
        doubt it is right: a clock never stops care (sync-protocol.md, rule f).
        """
        ahead = wall_ms - self.exchanged_ms
        if ahead < -CLOCK_LIMIT_MS or ahead > NOT_CREDIBLE_MS:
            return ahead
        return self.skew_ms if CLOCK_LIMIT_MS < self.skew_ms <= ahead else 0

    @property
    def offline_days(self) -> int:
        """Return the whole days since the last exchange."""
        return max(self.seen_ms - self.exchanged_ms, 0) // DAY_MS

    @property
    def left_days(self) -> int:
        """Return the days of writing that are left."""
        return max(self.days - self.offline_days, 0)

    @property
    def phase(self) -> Phase:
        """Return where the lease stands."""
        if not self.left_days:
            return "fini"
        return "bientôt" if self.left_days <= min(WARN_BEFORE_DAYS, self.days // 2) else "normal"


def begun(wall_ms: int, skew_ms: int = 0, days: int = LEASE_DAYS) -> Lease:
    """Return the lease of an exchange that just ended; whatever was seen before no longer counts."""
    at = wall_ms - skew_ms
    days = min(max(days, 1), LONGEST_DAYS)
    return Lease(exchanged_ms=at, seen_ms=at, skew_ms=skew_ms, days=days)
