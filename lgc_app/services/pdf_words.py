# SPDX-License-Identifier: EUPL-1.2
"""The words of a PDF, read by a process of its own: a hostile file takes its time, its memory, nothing more."""

import contextlib
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import IO, Final, Self

from lgc_core.errors import OutsideError

LARGEST_PDF: Final = 32 * 1024 * 1024
"""Bytes of a PDF that is opened for its words; a larger one is pictures."""

_PROGRAM: Final = "lgc_app.ui.pdf_words"
"""The reader: named, not imported, for it uses the PDF library of the window."""

_READY: Final = b"MOTS"
_SECONDS: Final = 8.0
"""Longest time for one PDF; a report of forty pages takes a tenth of a second."""

_START_SECONDS: Final = 30.0
_MOST_WORDS: Final = 4 * 400_000
"""Bytes of an answer: the characters that the reader may give, four bytes each at most."""

_ROOT: Final = Path(__file__).parents[2]


class PdfReaderMissingError(OutsideError):
    """The reader does not start on this post; PDFs wait, found by their titles."""

    def __init__(self) -> None:
        super().__init__("La lecture des PDF ne démarre pas sur ce poste. Ils sont trouvés par leur titre.")


class PdfReader:
    """Gives the words of one PDF after the other; used with `with`, the process ends with it."""

    def __init__(self, seconds: float = _SECONDS) -> None:
        self._seconds = seconds
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def words(self, untrusted_pdf: bytes) -> str:
        """Return the words of a PDF, empty when it has none, cannot be read, or takes too long.

        Raises:
            PdfReaderMissingError: the reader does not start.
        """
        if len(untrusted_pdf) > LARGEST_PDF:
            return ""
        process = self._running()
        try:
            with _bounded(process, self._seconds):
                _pipe(process.stdin).write(len(untrusted_pdf).to_bytes(8, "big") + untrusted_pdf)
                _pipe(process.stdin).flush()
                return _answer(_pipe(process.stdout))
        except (OSError, EOFError):
            self.close()  # it died of this file, or was stopped: the next one gets a new process
            return ""

    def close(self) -> None:
        """End the process."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        for pipe in (process.stdin, process.stdout):
            with contextlib.suppress(OSError):
                _pipe(pipe).close()
        process.wait()

    def _running(self) -> "subprocess.Popen[bytes]":
        if self._process is None:
            self._process = _start()
            try:
                with _bounded(self._process, _START_SECONDS):
                    ready = _exactly(_pipe(self._process.stdout), len(_READY))
            except (OSError, EOFError):
                ready = b""
            if ready != _READY:
                self.close()
                raise PdfReaderMissingError
        return self._process


def _start() -> "subprocess.Popen[bytes]":
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH") if name in os.environ}
    try:
        return subprocess.Popen(  # noqa: S603  our own interpreter and module
            [sys.executable, "-m", _PROGRAM],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=_ROOT,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),  # Windows would show a black window
            env={**kept, "QT_QPA_PLATFORM": "offscreen", "PYTHONDONTWRITEBYTECODE": "1"},
        )
    except OSError:
        raise PdfReaderMissingError from None


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


def _answer(pipe: IO[bytes]) -> str:
    size = int.from_bytes(_exactly(pipe, 4), "big")
    if size > _MOST_WORDS:
        raise EOFError
    return _exactly(pipe, size).decode("utf-8", "replace")


def _exactly(pipe: IO[bytes], size: int) -> bytes:
    content = pipe.read(size)
    if len(content) != size:
        raise EOFError
    return content


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    assert pipe is not None
    return pipe
