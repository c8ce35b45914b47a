# SPDX-License-Identifier: EUPL-1.2
"""Run the short proof against one sown bug in a copy of the project, the quickest part first."""

import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.mutation.mutant import Mutant
from tests.mutation.of_a_post import OF_A_POST
from tests.mutation.of_the_merge import OF_THE_MERGE
from tests.mutation.of_the_partitions import OF_THE_PARTITIONS
from tests.mutation.of_the_region import OF_THE_REGION
from tests.mutation.of_the_rights import OF_THE_RIGHTS
from tests.mutation.of_the_wire import OF_THE_WIRE

ROOT: Final = Path(__file__).parents[2]
MUTANTS: Final[tuple[Mutant, ...]] = (
    OF_THE_REGION + OF_A_POST + OF_THE_MERGE + OF_THE_WIRE + OF_THE_RIGHTS + OF_THE_PARTITIONS
)
_OF_RIGHTS: Final = frozenset(OF_THE_RIGHTS + OF_THE_PARTITIONS)
"""What the tests of the rights see, soonest."""

COPIED: Final = (
    "lgc_core",
    "lgc_app",
    "sync_server",
    "migrations",
    "interop",
    "smartcard",
    "tests",
    "pyproject.toml",
)
_SEEDS: Final = (
    "import lgc_core, sys; from pathlib import Path; assert Path(lgc_core.__file__).is_relative_to(Path.cwd())\n"
    "from tests.simulation.run import play\n"
    "sys.exit(any(play(seed) for seed in range(int(sys.argv[1]), int(sys.argv[2]))))"
)
_LIMITED: Final = (
    "import os, resource, sys; limit = int(sys.argv[1])\n"
    "resource.setrlimit(resource.RLIMIT_CPU, (limit, limit + 5))\n"
    "os.execv(sys.executable, [sys.executable, *sys.argv[2:]])"
)
_WALL: Final = 10
"""Times its processor seconds that a step may last."""

_PYTEST: Final = ("-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "-p", "no:randomly")
_UNIT: Final = ("tests/unit/oplog", "tests/unit/sync", "tests/unit/store/test_unit_of_work.py")
_RIGHTS: Final = (
    "tests/unit/model/test_write_rights.py",
    "tests/unit/sync_server/test_author_rights.py",
    "tests/unit/sync_server/test_entitlements.py",
    "tests/unit/sync_server/test_region_writer.py",
    "tests/unit/lgc_app/services/circles",
)
_SLOW: Final = "whatever_the_order"
"""The simulation plays the same story with more faults."""

_CONTRACT: Final = ("tests/contract/test_sync_protocol.py", "-k", "TestInProcess")
_LOCK: Final = ("tests/unit/store/test_both_engines.py", "-k", "at_once")
STEPS: Final[tuple[tuple[str, float, tuple[str, ...]], ...]] = (
    ("simulation", 60.0, ("-c", _SEEDS, "0", "10")),
    ("unit", 120.0, (*_PYTEST, *_UNIT, "-k", f"not {_SLOW}")),
    ("rights", 120.0, (*_PYTEST, *_RIGHTS)),
    ("contract", 120.0, (*_PYTEST, *_CONTRACT)),
    ("simulation", 240.0, ("-c", _SEEDS, "10", "100")),
    ("engines", 120.0, (*_PYTEST, *_LOCK)),
)
"""What the suite runs of the sync core and how long it may take: the first step that fails has caught the bug."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one mutant: `by` names the step that caught it, empty when it survived."""

    mutant: Mutant | None
    by: str


def judge(mutant: Mutant | None) -> Verdict:
    """Sow one bug in a copy and run the proof against it; None sows nothing: the proof itself must then pass.

    Raises:
        StaleMutantError: when the bug cannot be sown in today's code.
    """
    with tempfile.TemporaryDirectory(prefix="mutant") as folder:
        copy = _copy(Path(folder))
        if mutant is not None:
            mutant.sow(copy / "lgc_core")
        steps = sorted(STEPS, key=lambda step: step[0] != "rights") if mutant in _OF_RIGHTS else STEPS
        return Verdict(
            mutant, next((name for name, longest, step in steps if not passes(copy, step, longest)), "")
        )


def passes(copy: Path, step: tuple[str, ...], longest: float) -> bool:
    """Tell whether a step sees nothing wrong; `longest` s of processor used up, or a hang, is something.

    The processor is what is counted: on a busy machine a bug must not be caught by the clock of the wall.
    """
    environment = os.environ | {"PYTHONPATH": f"{copy}{os.pathsep}{copy / 'smartcard'}"}
    try:
        done = subprocess.run(
            [sys.executable, "-c", _LIMITED, str(int(longest)), *step],
            cwd=copy,
            env=environment,
            check=False,
            timeout=_WALL * longest,
            capture_output=True,
        )
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0


def played(item: int) -> tuple[dict[str, int], list[str]]:
    """Return who caught a mutant, for the soak; a survivor is a fault of the proof. Item 0 sows nothing."""
    if item == 0:
        by = judge(None).by
        return {"sound code passes": 1}, [f"sound code fails: {by}"] if by else []
    mutant = MUTANTS[item - 1]
    verdict = judge(mutant)
    if not verdict.by:
        return {"survived": 1}, [f"survives: {mutant.name} ({mutant.file})"]
    return {"caught": 1, f"caught by {verdict.by}": 1}, []


def _copy(folder: Path) -> Path:
    for name in COPIED:
        source, target = ROOT / name, folder / name
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("ui"))
        else:
            shutil.copy(source, target)
    return folder
