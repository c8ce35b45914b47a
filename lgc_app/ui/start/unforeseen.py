# SPDX-License-Identifier: EUPL-1.2
"""What nobody foresaw: a calm sentence with a reference, and in a file the places of the code, never a value."""

import datetime as dt
import os
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from lgc_app.ui.theme.typography import french
from lgc_app.ui.words import tr
from lgc_core.errors import OutsideError, UserError

FILE_NAME = "incidents.log"
_MAX_BYTES = 500_000
_FRAMES = 25


class Unforeseen:
    """Words an error for the person; writes a bug down, without the messages of exceptions: they may hold data."""

    def __init__(self, folder: Path, say: Callable[[str], None]) -> None:
        self._file = folder / FILE_NAME
        self._say = say

    def show(self, error: BaseException) -> None:
        """Say an error: its own sentence, or a reference for one that nobody foresaw."""
        if isinstance(error, UserError | OutsideError):
            self._say(french(error.sentence))
            return
        reference = self.note(error)
        self._say(
            tr(
                "Un imprévu est survenu. Votre texte est gardé. "
                "S’il revient, donnez cette référence au support : {reference}.",
                reference=reference,
            )
        )

    def note(self, error: BaseException) -> str:
        """Write where a bug happened and return its reference."""
        reference = os.urandom(3).hex()
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            if self._file.exists() and self._file.stat().st_size > _MAX_BYTES:
                self._file.replace(self._file.with_suffix(".1.log"))
            with self._file.open("a", encoding="utf-8") as stream:
                stream.write("\n".join(_lines(error, reference)) + "\n")
        except OSError:
            return f"{reference}-"  # the disk refuses: the sentence is still said
        return reference

    def hook(self, _kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
        """Take the place of sys.excepthook."""
        self.show(error)


def _lines(error: BaseException, reference: str) -> list[str]:
    told: list[str] = []
    seen: BaseException | None = error
    while seen is not None and len(told) < 4 * _FRAMES:
        head = f"{dt.datetime.now(dt.UTC):%Y-%m-%dT%H:%M:%SZ} {reference}" if seen is error else "  from"
        told.append(f"{head} {type(seen).__module__}.{type(seen).__qualname__}")
        frames = traceback.extract_tb(seen.__traceback__)[-_FRAMES:]
        told += [f"    {Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
        seen = seen.__cause__ or seen.__context__
    return told
