# SPDX-License-Identifier: EUPL-1.2
"""The process of one hostile document: given its bytes, asked for its pages, stopped when it takes too long.

It has no environment but its path, no file handle but its pipes, no argument about the document. What it
answers is checked for its size before anything is made of it: a document may have taken it over.
"""

import contextlib
import os
import subprocess
import sys
import threading
import weakref
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Final

from lgc_app.reading_room import wire
from lgc_core.errors import OutsideError

_PROGRAM: Final = "lgc_app.reading_room"
"""Named, not imported, but for the words of the pipes: it has the PDF library that the window must not have."""

_START_SECONDS: Final = 30.0
_ROOT: Final = Path(__file__).parents[2]
_KEPT: Final = ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH")


class RoomMissingError(OutsideError):
    """The reading room does not start on this post."""

    def __init__(self) -> None:
        super().__init__(
            "Ce document ne peut pas être affiché : la lecture ne démarre pas sur ce poste. Il est gardé."
            " Réessayez, puis redémarrez le poste."
        )


class BrokenError(Exception):
    """The process is gone: of what it read, of its limits, or of a lock."""


class ReaderProcess:
    """One process for one document; whoever makes it ends it, and it ends with its owner."""

    def __init__(self) -> None:
        self._process = _start()
        self.end = weakref.finalize(self, _end, self._process)
        try:
            with _bounded(self._process, _START_SECONDS):
                ready = _exactly(_pipe(self._process.stdout), len(wire.READY))
        except BrokenError:
            ready = b""
        if ready != wire.READY:
            self.end()
            raise RoomMissingError

    @property
    def is_alive(self) -> bool:
        """Tell whether it still runs."""
        return self._process.poll() is None

    def kill(self) -> None:
        """Stop it now, without waiting: who waits for an answer hears that it is gone."""
        self._process.kill()

    def give(self, kind: bytes, size: int, untrusted: Iterable[bytes], seconds: float) -> tuple[bytes, bytes]:
        """Give the document; return the verdict and the sizes of its pages.

        Raises:
            BrokenError: it died of it, or took longer.
        """
        with _bounded(self._process, seconds):
            self._send(wire.DOCUMENT.pack(kind, size), untrusted)
            return self._answer(wire.MAX_PAGES * wire.SIZE.size)

    def ask(self, question: bytes, most: int, seconds: float) -> tuple[bytes, bytes]:
        """Ask; return the verdict and what was answered, `most` bytes at most.

        Raises:
            BrokenError: it died of it, took longer, or said more.
        """
        with _bounded(self._process, seconds):
            self._send(question)
            return self._answer(most)

    def _send(self, head: bytes, content: Iterable[bytes] = ()) -> None:
        try:
            pipe = _pipe(self._process.stdin)
            pipe.write(head)
            for piece in content:
                pipe.write(piece)
            pipe.flush()
        except (OSError, ValueError):
            raise BrokenError from None

    def _answer(self, most: int) -> tuple[bytes, bytes]:
        pipe = _pipe(self._process.stdout)
        verdict, size = wire.ANSWER.unpack(_exactly(pipe, wire.ANSWER.size))
        if size > most:
            self.kill()
            raise BrokenError
        return verdict, _exactly(pipe, size)


def _start() -> "subprocess.Popen[bytes]":
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    try:
        return subprocess.Popen(  # noqa: S603  our own interpreter and module
            [sys.executable, "-s", "-m", _PROGRAM],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=_ROOT,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),  # Windows would show a black window
            env={**kept, "QT_QPA_PLATFORM": "offscreen", "PYTHONDONTWRITEBYTECODE": "1"},
        )
    except OSError:
        raise RoomMissingError from None


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.kill()
    for pipe in (process.stdin, process.stdout):
        with contextlib.suppress(OSError):
            _pipe(pipe).close()
    process.wait()


@contextlib.contextmanager
def _bounded(process: "subprocess.Popen[bytes]", seconds: float) -> Iterator[None]:
    """Kill the process when it takes longer: its pipes close, and who waits for them goes on."""
    watch = threading.Timer(seconds, process.kill)
    watch.daemon = True
    watch.start()
    try:
        yield
    finally:
        watch.cancel()


def _exactly(pipe: IO[bytes], size: int) -> bytes:
    try:
        content = pipe.read(size)
    except (OSError, ValueError):
        raise BrokenError from None
    if len(content) != size:
        raise BrokenError
    return content


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    assert pipe is not None
    return pipe
