# SPDX-License-Identifier: EUPL-1.2
"""Health of each regional flow: done and refused today, last success; counts only."""

from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa

from sync_server.services.clock import now_ms
from sync_server.services.french import local_day
from sync_server.tables import flow_day

EXCHANGES: Final = "échanges"
DMP: Final = "dmp"
PATIENT_WEB: Final = "patient"
FLOWS: Final = {EXCHANGES: "Échanges des cabinets", DMP: "Dépôts DMP (bac à sable)", PATIENT_WEB: "Vue patient"}

_COUNT: Final = sa.text(
    "INSERT INTO flow_day (flow, day, done, refused, success_ms)"
    " VALUES (:flow, :day, :done, :refused, :success_ms)"
    " ON CONFLICT (flow, day) DO UPDATE SET done = flow_day.done + excluded.done,"
    " refused = flow_day.refused + excluded.refused,"
    " success_ms = coalesce(excluded.success_ms, flow_day.success_ms)"
)
_AMBER_MS: Final = 3600 * 1000
_RED_MS: Final = 4 * _AMBER_MS


@dataclass(frozen=True)
class Flow:
    """A flow as the console shows it."""

    name: str
    words: str
    done: int
    refused: int
    success_ms: int | None

    def mood(self, now: int) -> str:
        """Return `ok`, `warn` after an hour without success, `danger` after four, `neutral` before the first."""
        if self.success_ms is None:
            return "neutral"
        silent = now - self.success_ms
        return "danger" if silent > _RED_MS else "warn" if silent > _AMBER_MS else "ok"


def count(connection: sa.Connection, flow: str, done: int = 0, refused: int = 0) -> None:
    """Add to today's counts of a flow."""
    now = now_ms()
    success = now if done else None
    row = {"flow": flow, "day": local_day(now), "done": done, "refused": refused, "success_ms": success}
    connection.execute(_COUNT, row)


def today(connection: sa.Connection) -> list[Flow]:
    """Return every flow with today's counts and its last success."""
    day = local_day(now_ms())
    counts = {r.flow: r for r in connection.execute(sa.select(flow_day).where(flow_day.c.day == day))}
    last = sa.select(flow_day.c.flow, sa.func.max(flow_day.c.success_ms).label("at")).group_by(flow_day.c.flow)
    success = {r.flow: r.at for r in connection.execute(last)}
    return [
        Flow(
            name,
            words,
            counts[name].done if name in counts else 0,
            counts[name].refused if name in counts else 0,
            success.get(name),
        )
        for name, words in FLOWS.items()
    ]
