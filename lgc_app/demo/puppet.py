# SPDX-License-Identifier: EUPL-1.2
"""The orchestrator's hand on the application: starts it, gives orders, kills it."""

import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any, Final

from lgc_app.demo.report import StepFailedError

_ANSWER_S: Final = 60


class Puppet:
    """One application in a process of its own."""

    def __init__(self, settings: Path, log: Path) -> None:
        self._settings = settings
        self._log = log
        self._process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Start the application; it shows its lock page."""
        with self._log.open("a", encoding="utf-8") as log:
            self._process = subprocess.Popen(  # noqa: S603  our own interpreter and module
                [sys.executable, "-X", "faulthandler", "-m", "lgc_app.demo.stage", str(self._settings), "--play"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                env=os.environ | {"SERENITE_SIMULATION": "demo", "TZ": "Indian/Reunion"},
            )

    def kill(self) -> None:
        """Kill it as a power cut would: no word of farewell."""
        process = self._running()
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        self._close()

    def stop(self) -> int:
        """Close it as a person does and return its exit code."""
        if self._process is None:
            return 0
        assert self._process.stdin is not None
        self._process.stdin.close()
        try:
            code = self._process.wait(20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            code = self._process.wait()
        self._close()
        return code

    def press(self, keys: str) -> None:
        """Press keys in the widget that has the focus."""
        self._order(do="press", keys=keys)

    def type(self, text: str, into: str = "") -> None:
        """Type a text, in a named field when one is given."""
        self._order(do="type", text=text, into=into)

    def click(self, name: str) -> None:
        """Click on what bears a name."""
        self._order(do="click", name=name)

    def focus(self, name: str) -> None:
        """Put the keyboard in a named field."""
        self._order(do="focus", name=name)

    def wait(self, *words: str, gone: tuple[str, ...] = (), seconds: float = 20) -> None:
        """Wait until words are seen and others are not."""
        self._order(**{"do": "wait", "for": list(words), "gone": list(gone), "seconds": seconds})

    def words(self) -> str:
        """Return every visible word."""
        return str(self._order(do="words")["words"])

    def grab(self, file: Path) -> None:
        """Take a picture of the window."""
        self._order(do="grab", file=str(file))

    def size(self, width: int, height: int) -> None:
        """Give the window a size."""
        self._order(do="size", width=width, height=height)

    def call(self, name: str, *arguments: Any) -> Any:
        """Call what the stage offers: import_files, theme."""
        return self._order(**{"do": "call", "name": name, "with": list(arguments)})["value"]

    def _order(self, **order: Any) -> dict[str, Any]:
        process = self._running()
        assert process.stdin is not None
        assert process.stdout is not None
        late = threading.Timer(_ANSWER_S, process.kill)
        late.start()
        process.stdin.write(json.dumps(order) + "\n")
        process.stdin.flush()
        line = process.stdout.readline()
        late.cancel()
        if not line:
            raise StepFailedError(f"l’application s’est arrêtée pendant {order['do']} (voir {self._log.name})")
        answer: dict[str, Any] = json.loads(line)
        if not answer["ok"]:
            with self._log.open("a", encoding="utf-8") as log:
                log.write(f"--- {order}\n{answer.get('words', '')}\n")
            raise StepFailedError(f"{order['do']} {order.get('name', '')}: {answer.get('error', '')}")
        return answer

    def _running(self) -> subprocess.Popen[str]:
        if self._process is None:
            raise StepFailedError("l’application n’est pas lancée")
        return self._process

    def _close(self) -> None:
        assert self._process is not None
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                stream.close()
        self._process = None
