# SPDX-License-Identifier: EUPL-1.2
"""Cut the power at a moment of a traced process, open what is left, and look for every promise."""

import os
import random
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path
from typing import Final

from lgc_app.vault.attachments import AttachmentStore, BlobRef
from lgc_app.vault.slot_file import SlotFile
from lgc_core.errors import LgcError
from tests.kills.of_files import SlotScene
from tests.kills.of_the_record import KEY
from tests.kills.of_the_sync import PushScene
from tests.power.trace import Event, cut, read_trace
from tests.power.work import prepare

CUTS_OF_A_TRACE: Final = 250
"""Cuts of one recorded stretch of work; the next ones have a stretch of their own."""

ROOT: Final = Path(__file__).parents[2]
SHIM: Final = Path(__file__).with_name("shim.c")


class NoCompilerError(Exception):
    """gcc is missing: this form of the proof needs it, on Linux."""


def has_compiler() -> bool:
    """Tell whether the recording layer can be built here."""
    return sys.platform == "linux" and shutil.which("gcc") is not None


def played(item: int) -> tuple[dict[str, int], list[str]]:
    """Cut once and say what was found.

    Raises:
        NoCompilerError: without gcc.
    """
    start, events = _recorded(item // CUTS_OF_A_TRACE)
    moment = random.Random(item).randint(0, len(events))
    files, promised = cut(start, events, moment, item)
    with tempfile.TemporaryDirectory(prefix="cut") as name:
        folder = Path(name)
        (folder / "attachments").mkdir()
        for path, content in files.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(content)
        faults = faults_of(folder, promised)
    return {"cuts": 1, "promises": len(promised)}, [f"after {moment} events: {fault}" for fault in faults]


def faults_of(folder: Path, promised: list[str]) -> list[str]:
    """Open what a cut left, as the next start would, and return what does not hold."""
    safe = AttachmentStore(folder / "attachments", KEY)
    found = []
    slots = []
    for line in promised:
        match line.split():
            case ["kept", sha256, size]:
                found += _unread(safe, BlobRef(sha256, int(size)))
            case ["slot", identifier]:
                slots.append(identifier)
    try:
        found += SlotScene().faults(folder, slots)
        found += PushScene().faults(folder, [line for line in promised if not line.startswith(("kept", "slot"))])
        SlotFile(folder).load()
    except LgcError as error:
        found.append(f"{type(error).__name__} at the next start")
    return found


def _unread(safe: AttachmentStore, ref: BlobRef) -> list[str]:
    try:
        safe.get(ref)
    except LgcError as error:
        return [f"a promised attachment: {type(error).__name__}"]
    return []


@cache
def _start() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="power"))
    prepare(folder)
    return folder


@cache
def _shim() -> Path:
    if not has_compiler():
        raise NoCompilerError
    library = Path(tempfile.mkdtemp(prefix="shim")) / "shim.so"
    subprocess.run(["gcc", "-O2", "-shared", "-fPIC", "-o", library, SHIM, "-ldl"], check=True)
    return library


@cache
def _recorded(seed: int) -> tuple[dict[str, bytes], list[Event]]:
    """Run a stretch of work under the recording layer; return the files it began with and all it did."""
    with tempfile.TemporaryDirectory(prefix="traced") as name:
        folder, trace = Path(name) / "files", Path(name) / "trace"
        shutil.copytree(_start(), folder)
        start = {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        layer = {"LD_PRELOAD": str(_shim()), "POWER_FOLDER": str(folder), "POWER_TRACE": str(trace)}
        subprocess.run(
            [sys.executable, "-m", "tests.power.work", str(folder), str(seed)], check=True, cwd=ROOT,
            env=os.environ | layer | {"PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "smartcard")))},
        )  # fmt: skip
        return start, read_trace(trace, folder)
