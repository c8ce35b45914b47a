# SPDX-License-Identifier: EUPL-1.2
"""Fork a child, let it work, kill it at a moment drawn from the seed, and look at what it left."""

import os
import random
import shutil
import signal
import tempfile
import time
from pathlib import Path
from typing import Final

from tests.kills.of_files import BackupScene, BlobScene, MigrateScene, SlotScene
from tests.kills.of_files_on_the_way import ChunkScene
from tests.kills.of_the_record import CaptureScene
from tests.kills.of_the_sync import AckScene, PullScene, PushScene
from tests.kills.scene import Scene

SCENES: Final[tuple[Scene, ...]] = (
    CaptureScene(), PushScene(), AckScene(), PullScene(), MigrateScene(), SlotScene(), BlobScene(), BackupScene(),
    ChunkScene(),
)  # fmt: skip
_READY: Final = "ready"
_LONGEST_S: Final = 0.12
_LONGEST_OF: Final = {"push": 0.4, "migrate": 0.4, "pull-apply": 0.3}
"""Work that begins late, or has one long stretch."""


def played(item: int) -> tuple[dict[str, int], list[str]]:
    """Kill once and say what was found; scenes take turns."""
    scene = SCENES[item % len(SCENES)]
    with tempfile.TemporaryDirectory(prefix="kill") as name:
        folder = Path(name) / "files"
        shutil.copytree(_prepared(scene), folder)
        said = run_and_kill(scene, folder, random.Random(item).random() * _LONGEST_OF.get(scene.name, _LONGEST_S))
        faults = [f"{scene.name}: {fault}" for fault in scene.faults(folder, said)]
    return {f"kills in {scene.name}": 1, f"promises in {scene.name}": len(said)}, faults


def run_and_kill(scene: Scene, folder: Path, after: float) -> list[str]:
    """Let a child work for a while, kill it, and return what it had promised."""
    reads, writes = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(reads)
            os.write(writes, f"{_READY}\n".encode())
            scene.work(folder, lambda line: os.write(writes, f"{line}\n".encode()) and None)
        finally:
            os._exit(1)
    os.close(writes)
    with os.fdopen(reads, encoding="utf-8") as said:
        assert said.readline().strip() == _READY
        time.sleep(after)
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        assert os.WIFSIGNALED(status), f"{scene.name}: the child ended by itself"
        return [line.strip() for line in said if line.endswith("\n")]


_PREPARED: dict[tuple[int, str], Path] = {}


def _prepared(scene: Scene) -> Path:
    """Make the starting files of a scene once in each process."""
    key = (os.getpid(), scene.name)
    if key not in _PREPARED:
        folder = Path(tempfile.mkdtemp(prefix="scene"))
        scene.prepare(folder)
        _PREPARED[key] = folder
    return _PREPARED[key]
