# SPDX-License-Identifier: EUPL-1.2
"""Run a benchmark: python -m tests.bench NAME [--json FILE]."""

import argparse
import sys
from pathlib import Path

from tests.bench import app, sync
from tests.bench.rows import show

BENCHMARKS = {"app": app.measure, "sync": sync.measure}


def main() -> int:
    """Measure what was named."""
    parser = argparse.ArgumentParser(prog="dev.py bench")
    parser.add_argument("name", choices=sorted(BENCHMARKS))
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    return show(BENCHMARKS[asked.name](), asked.json)


if __name__ == "__main__":
    sys.exit(main())
