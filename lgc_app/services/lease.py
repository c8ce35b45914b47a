# SPDX-License-Identifier: EUPL-1.2
"""How long this post may write without the region: renewed by each exchange, warned of, then reading only.

Reading, typing what is on the screen (it stays a draft), exchanging and exporting never ask it anything.
"""

import datetime as dt
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol

import msgspec
import sqlalchemy as sa

from lgc_app.services.settings import LEASE, read_setting, write_setting
from lgc_core.errors import UserError
from lgc_core.sync.lease import DAY_MS, Lease, Phase, begun

_KEPT_EVERY_MS: Final = 10 * 60_000
_NBSP: Final = "\u00a0"


class ReadOnlyError(UserError):
    """The lease is over: nothing is written until the next exchange."""

    def __init__(self, offline_days: int) -> None:
        super().__init__(
            f"Lecture seule{_NBSP}: hors ligne depuis {offline_days}{_NBSP}jours. Vos dossiers se lisent, rien "
            "n’est effacé. Rapprochez ce poste d’un réseau, ou exportez la file (Échanges)."
        )


class ClockWrongError(UserError):
    """The clock of the post is wrong by more than a day: a signature would bear a wrong date."""

    def __init__(self) -> None:
        super().__init__(
            "L’horloge de ce poste est fausse de plus d’un jour : une signature serait mal datée. Réglez l’heure "
            "de l’ordinateur, faites un échange, puis signez. Ce qui est écrit est gardé."
        )


@dataclass(frozen=True, slots=True)
class LeaseState:
    """What the window shows; `sans` for a post that knows no region."""

    phase: Phase
    offline_days: int = 0
    left_days: int = 0


WITHOUT_LEASE: Final = LeaseState("sans")


class Writing(Protocol):
    """Says whether this post may write now."""

    def require(self) -> None:
        """Refuse when it may not.

        Raises:
            ReadOnlyError: the lease is over.
        """
        ...

    def require_clock(self) -> None:
        """Refuse to date a signature by a clock that is known to be wrong.

        Raises:
            ClockWrongError: by more than a day.
        """
        ...

    def is_over(self) -> bool:
        """Tell whether the lease is over."""
        ...

    def look(self) -> LeaseState:
        """Look at the clock and return where the lease stands."""
        ...

    def renew(self, skew_ms: int, days: int) -> None:
        """Begin again after an exchange."""
        ...

    def end(self) -> None:
        """End now: the region revoked this post."""
        ...


class PostLease:
    """The lease of one open vault; safe from any thread."""

    def __init__(
        self,
        engine: sa.Engine,
        now: Callable[[], dt.datetime],
        *,
        enrolled: bool,
        ran: Callable[[], float] = time.monotonic,
    ) -> None:
        self._engine = engine
        self._now = now
        self._enrolled = enrolled
        self._ran = ran
        self._lock = threading.Lock()
        self._last_look = ran()
        self._lease = self._read()
        self._kept_ms = 0

    def renew(self, skew_ms: int, days: int) -> None:
        """Begin again after an exchange that went through both ways."""
        with self._lock:
            self._lease = begun(self._wall_ms(), skew_ms, days)
            self._last_look = self._ran()
            self._keep()

    def end(self) -> None:
        """End now: the region revoked this post. Only an exchange that goes through begins again."""
        with self._lock:
            gone = self._lease.seen_ms - self._lease.days * DAY_MS
            self._lease = msgspec.structs.replace(self._lease, exchanged_ms=gone)
            self._keep()

    def look(self) -> LeaseState:
        """Look at the clock, keep what was seen, and return where the lease stands."""
        if not self._enrolled:
            return LeaseState("sans")
        with self._lock:
            ran, self._last_look = self._ran() - self._last_look, self._ran()
            self._lease = self._lease.seeing(self._wall_ms(), int(ran * 1000))
            if self._lease.seen_ms - self._kept_ms >= _KEPT_EVERY_MS:
                self._keep()
            lease = self._lease
        return LeaseState(lease.phase, lease.offline_days, lease.left_days)

    def require(self) -> None:
        """Refuse to write once the lease is over.

        Raises:
            ReadOnlyError: until the next exchange.
        """
        state = self.look()
        if state.phase == "fini":
            raise ReadOnlyError(state.offline_days)

    def require_clock(self) -> None:
        """Refuse to date a signature by a clock that is known to be wrong.

        Raises:
            ClockWrongError: by more than a day.
        """
        with self._lock:
            wrong = self._enrolled and self._lease.clock_error_ms(self._wall_ms())
        if wrong:
            raise ClockWrongError

    def is_over(self) -> bool:
        """Tell whether the lease is over."""
        return self.look().phase == "fini"

    def _read(self) -> Lease:
        """Read what was kept; a post enrolled before leases existed begins now."""
        try:
            return msgspec.json.decode(read_setting(self._engine, LEASE), type=Lease)
        except msgspec.MsgspecError:
            return begun(self._wall_ms())

    def _keep(self) -> None:
        self._kept_ms = self._lease.seen_ms
        write_setting(self._engine, LEASE, msgspec.json.encode(self._lease).decode())

    def _wall_ms(self) -> int:
        return int(self._now().timestamp() * 1000)


class NoLease:
    """A post that may always write: it knows no region, or is a test's."""

    def require(self) -> None:
        """Refuse nothing."""

    def require_clock(self) -> None:
        """Believe the clock: no region says otherwise."""

    def is_over(self) -> bool:
        """Tell that nothing ends."""
        return False

    def look(self) -> LeaseState:
        """Tell that there is no lease."""
        return LeaseState("sans")

    def renew(self, skew_ms: int, days: int) -> None:
        """Renew nothing."""

    def end(self) -> None:
        """End nothing."""


NO_LEASE: Final = NoLease()
