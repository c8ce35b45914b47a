# SPDX-License-Identifier: EUPL-1.2
"""Long form: `python -m tests.simulation --seeds 10000 --json FILE`."""

import argparse
import json
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from tests.simulation.run import play


def main() -> int:
    """Play many seeds and say which failed."""
    parser = argparse.ArgumentParser(prog="python -m tests.simulation")
    parser.add_argument("--seeds", type=int, default=10_000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--steps", type=int, default=60)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    started = time.monotonic()
    seeds = range(asked.first, asked.first + asked.seeds)
    with ProcessPoolExecutor(asked.jobs) as pool:
        found = pool.map(play, seeds, [asked.steps] * len(seeds), chunksize=20)
        failed = {seed: faults for seed, faults in zip(seeds, found, strict=True) if faults}
    report = {
        "seeds": asked.seeds,
        "steps": asked.steps,
        "failed": failed,
        "seconds": round(time.monotonic() - started, 1),
        "ok": not failed,
    }
    text = json.dumps(report, indent=1, ensure_ascii=False)
    if asked.json:
        asked.json.write_text(text, encoding="utf-8")
    print(text)
    return 0 if report["ok"] else 1


if __name__ == "__main__":
    sys.exit(main())
