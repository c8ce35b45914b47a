# SPDX-License-Identifier: EUPL-1.2
"""The forms of the proof: what one item of each is, and how many are asked for."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from tests.kills import kill
from tests.mutation import judge
from tests.power import cuts
from tests.simulation import run, scale
from tests.soak import large_file

Played = tuple[dict[str, int], list[str]]
"""What happened, counted, and what did not hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One form; item `n` is always the same life."""

    name: str
    says: str
    items: int
    play: Callable[[int], Played]
    is_possible: Callable[[], bool] = lambda: True
    needs: str = ""


FORMS: tuple[Form, ...] = (
    Form(name="simulation", says="seeds of a practice's life", items=10_000, play=run.played),
    Form(name="kills", says="processes killed with SIGKILL", items=1_200, play=kill.played),
    Form(
        name="power",
        says="power cuts",
        items=3_500,
        play=cuts.played,
        is_possible=cuts.has_compiler,
        needs="gcc, on Linux",
    ),
    Form(name="mutation", says="bugs sown in the sync core", items=len(judge.MUTANTS) + 1, play=judge.played),
    Form(name="files", says="scans over a line that drops", items=20, play=large_file.played),
    Form(name="scale", says="shards of 100 posts for 30 days", items=10, play=scale.played),
)


def play(name: str, item: int) -> tuple[Played, float]:
    """Play one item in this process; return also its CPU seconds."""
    form = next(form for form in FORMS if form.name == name)
    started = time.process_time()
    return form.play(item), time.process_time() - started
