# SPDX-License-Identifier: EUPL-1.2
"""Long form of the proof: `dev.py soak [--minutes N] [--json FILE] [--only FORM]`; the same FILE goes on."""

import argparse
import os
import sys
import time
from collections.abc import Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from pathlib import Path

from tests.soak.forms import FORMS, Form, Played, play
from tests.soak.ledger import Ledger

SAVE_EVERY_S = 10.0
Task = tuple[Form, int]


def main() -> int:
    """Play until the time is over or everything asked for was played; say which items failed."""
    parser = argparse.ArgumentParser(prog="dev.py soak")
    parser.add_argument("--minutes", type=float, default=float("inf"))
    parser.add_argument("--json", type=Path)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--only", choices=[form.name for form in FORMS], action="append")
    asked = parser.parse_args()
    wanted = [form for form in FORMS if not asked.only or form.name in asked.only]
    forms = [form for form in wanted if form.is_possible()]
    for form in wanted:
        if form not in forms:
            print(f"NOT {form.name}: not played here, it needs {form.needs}")
    ledger = Ledger(asked.json)
    until = time.monotonic() + asked.minutes * 60
    with ProcessPoolExecutor(asked.jobs, max_tasks_per_child=400) as pool:
        _run(pool, forms, ledger, until, asked.jobs)
    ledger.save()
    _show(forms, ledger)
    return 0 if ledger.report()["ok"] else 1


def _run(pool: ProcessPoolExecutor, forms: Sequence[Form], ledger: Ledger, until: float, jobs: int) -> None:
    under_way: dict[Future[tuple[Played, float]], Task] = {}
    saved = time.monotonic()
    while True:
        while len(under_way) < 2 * jobs and time.monotonic() < until:
            task = _next(forms, ledger, list(under_way.values()))
            if task is None:
                break
            under_way[pool.submit(play, task[0].name, task[1])] = task
        if not under_way:
            return
        done, _ = wait(under_way, return_when=FIRST_COMPLETED)
        for future in done:
            form, item = under_way.pop(future)
            played, seconds = future.result()
            ledger.add(form, item, played, seconds)
            if played[1]:
                print(f"{form.name} {item}: {played[1][:3]}", flush=True)
        if time.monotonic() - saved > SAVE_EVERY_S:
            saved = time.monotonic()
            ledger.save()


def _next(forms: Sequence[Form], ledger: Ledger, under_way: Sequence[Task]) -> Task | None:
    """Return an item of the form that is the furthest behind, None when all are done."""
    shares = {form.name: ledger.share(form, sum(one is form for one, _ in under_way)) for form in forms}
    form = min(forms, key=lambda one: shares[one.name])
    if shares[form.name] >= 1:
        return None
    return form, ledger.next_item(form, {item for one, item in under_way if one is form})


def _show(forms: Sequence[Form], ledger: Ledger) -> None:
    for form in forms:
        line = ledger.report()["forms"].get(form.name)
        if line is None:
            continue
        played = line["next"] + len(line["ahead"])
        counts = ", ".join(f"{count} {name}" for name, count in line["counts"].items())
        mark = "ok " if not line["faults"] else "NOT"
        print(f"{mark} {form.name}: {played} of {form.items} {form.says}; {len(line['faults'])} failed; {counts}")


if __name__ == "__main__":
    sys.exit(main())
