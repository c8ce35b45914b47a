# SPDX-License-Identifier: EUPL-1.2
"""Rows of a benchmark and their JSON."""

import json
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One figure; `ratio` is value divided by peer where there is one."""

    name: str
    value: float
    unit: str
    peer: float | None = None
    ratio: float | None = None
    target: str
    ok: bool


def percentile(seconds: Sequence[float], rank: int) -> float:
    """Return the percentile in milliseconds."""
    return round(statistics.quantiles(seconds, n=100)[rank - 1] * 1000, 3)


def timed(call: Callable[[], object], times: int) -> list[float]:
    """Return the wall time of each call, seconds."""
    found = []
    for _ in range(times):
        start = time.perf_counter()
        call()
        found.append(time.perf_counter() - start)
    return found


def at_most(name: str, value: float, unit: str, limit: float) -> Row:
    """Return a row held to an absolute limit."""
    return Row(name=name, value=value, unit=unit, target=f"<= {limit:g} {unit}", ok=value <= limit)


def against(name: str, value: float, unit: str, peer: float, limit: float) -> Row:
    """Return a row held to a multiple of its peer, measured in the same run."""
    ratio = round(value / peer, 2)
    return Row(
        name=name, value=value, unit=unit, peer=peer, ratio=ratio, target=f"<= {limit:g} x", ok=ratio <= limit
    )


def at_least(name: str, value: float, unit: str, limit: float) -> Row:
    """Return a row that must reach an absolute figure."""
    return Row(name=name, value=round(value), unit=unit, target=f">= {limit:g} {unit}", ok=value >= limit)


def beside(name: str, value: float, unit: str, peer: float, limit: float, *, most: bool = False) -> Row:
    """Return a row held to a share of its peer, measured in the same run: at least, or at most."""
    ratio = round(value / peer, 2)
    sign = "<=" if most else ">="
    is_ok = ratio <= limit if most else ratio >= limit
    target = f"{sign} {limit:g} x"
    return Row(
        name=name, value=round(value, 2), unit=unit, peer=round(peer, 2), ratio=ratio, target=target, ok=is_ok
    )


def show(rows: Sequence[Row], file: Path | None) -> int:
    """Print the rows and write their JSON; return 0 even when a target is missed: it is a measure, not a test."""
    for row in rows:
        mark = "ok " if row.ok else "NOT"
        ratio = f"  ({row.ratio} x of {row.peer})" if row.ratio is not None else ""
        print(f"{mark} {row.name}: {row.value} {row.unit}{ratio}  target {row.target}")  # noqa: T201
    if file is not None:
        file.write_text(json.dumps([asdict(row) for row in rows], indent=1) + "\n", "utf-8")
    return 0
