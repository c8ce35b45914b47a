# SPDX-License-Identifier: EUPL-1.2
"""The peer: Anki's sync server and client, from PyPI, in an environment that lives as long as the benchmark."""

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

OBJECTS: Final = 20_000
_CLIENT: Final = Path(__file__).with_name("anki_client.py")
_READY_S: Final = 15.0


@dataclass(frozen=True, slots=True)
class Anki:
    """Objects a second through Anki's own sync, on this machine, now; `why` says why there are none."""

    push: float = 0.0
    pull: float = 0.0
    why: str = ""


def measure() -> Anki:
    """Install, serve, push, pull; never fail: a peer that is not there is said in the row."""
    with tempfile.TemporaryDirectory(prefix="anki") as name:
        folder = Path(name)
        python = os.environ.get("ANKI_PYTHON") or str(folder / "venv" / "bin" / "python")
        try:
            if "ANKI_PYTHON" not in os.environ:
                _quietly(sys.executable, "-m", "venv", str(folder / "venv"))
                _quietly(python, "-m", "pip", "install", "-q", "anki")
            return _between(folder, python)
        except (subprocess.SubprocessError, OSError, ValueError) as error:
            return Anki(why=f"anki could not be measured here: {type(error).__name__}")


def _between(folder: Path, python: str) -> Anki:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = {"SYNC_USER1": "u:p", "SYNC_BASE": str(folder / "server"), "SYNC_HOST": "127.0.0.1"}
    environment = os.environ | settings | {"SYNC_PORT": str(port), "RUST_LOG": "error"}
    server = subprocess.Popen(
        [python, "-m", "anki.syncserver"], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _wait_for(port)
        told = subprocess.run(
            [python, str(_CLIENT), str(folder), f"http://127.0.0.1:{port}/", str(OBJECTS // 2)],
            check=True, capture_output=True, text=True, timeout=300,
        )  # fmt: skip
    finally:
        server.terminate()
        server.wait(10)
    rates = json.loads(told.stdout.strip().splitlines()[-1])
    return Anki(push=rates["push"], pull=rates["pull"])


def _wait_for(port: int) -> None:
    until = time.monotonic() + _READY_S
    while time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise OSError("the server of the peer does not answer")


def _quietly(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True, timeout=300)
