# SPDX-License-Identifier: EUPL-1.2
"""A document from outside that is open in a process of its own: asked for pages and words, answers checked."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from lgc_app.reading_room import wire
from lgc_app.services.reader_process import BrokenError, ReaderProcess
from lgc_core.errors import UserError
from lgc_core.pieces.cut import LARGEST

ANSWER_SECONDS: Final = 8.0
"""Longest time for one answer; a report of forty pages opens in a hundredth of it."""

_MOST_DEATHS: Final = 3
"""Pages that may kill the process before the whole document is given up."""

_MIB: Final = 1024 * 1024

Untrusted = bytes | Path
"""The bytes of a document, or a file that is read a piece at a time."""


class UnshownDocumentError(UserError):
    """The document cannot be shown: why, that it is kept, and what to do."""

    def __init__(self, why: str, what_to_do: str = "Demandez un nouvel envoi.") -> None:
        super().__init__(f"Ce document ne peut pas être affiché : {why}. Il est gardé tel quel. {what_to_do}")


class UnshownPageError(UserError):
    """One page cannot be shown; the others can."""

    def __init__(self) -> None:
        super().__init__("Cette page ne peut pas être affichée. Demandez un nouvel envoi du document.")


class LeftError(RuntimeError):
    """The document was left while it was asked: nobody waits for the answer any more."""


@dataclass(frozen=True, slots=True)
class PageSize:
    """Width and height on paper, in points (1/72 inch)."""

    width: float
    height: float

    def pixels(self, width: int) -> tuple[int, int]:
        """Return the pixels of a page about so wide, within what the room draws."""
        height = self.height / self.width * width
        ratio = min(1.0, wire.MAX_SIDE / max(width, height), (wire.MAX_PIXELS / (width * height)) ** 0.5)
        return max(round(width * ratio), 1), max(round(height * ratio), 1)


@dataclass(frozen=True, slots=True)
class PagePixels:
    """A page on white paper; `pixels` are rows of 4 bytes a pixel, as QImage.Format_RGB32 has them."""

    width: int
    height: int
    pixels: bytes


class OpenedDocument:
    """Its pages can be asked for on any thread, one question after the other; `leave` ends it.

    Raises:
        UnshownDocumentError: it gives no page.
    """

    def __init__(
        self,
        process: ReaderProcess,
        untrusted: Untrusted,
        kind: bytes = wire.PDF,
        seconds: float = ANSWER_SECONDS,
    ) -> None:
        self._process: ReaderProcess | None = process
        self._untrusted = untrusted
        self._kind = kind
        self._seconds = seconds
        self._one_question = threading.Lock()
        self._deaths = 0
        self._left = False
        self.sizes = self._given(process)

    def page(self, number: int, width: int) -> PagePixels:
        """Return a page (from 0) about `width` pixels wide.

        Raises:
            UnshownPageError: this page cannot be drawn. UnshownDocumentError: too many cannot.
            LeftError: the document was left. RoomMissingError: the room does not start any more.
        """
        across, down = self.sizes[number].pixels(width)
        expected = across * down * wire.PIXEL
        try:
            verdict, pixels = self._ask(wire.QUESTION.pack(wire.PAGE, number, across, down), expected)
        except BrokenError:
            raise UnshownPageError from None
        if verdict != wire.GOOD or len(pixels) != expected:
            raise UnshownPageError
        return PagePixels(across, down, pixels)

    def words(self) -> str:
        """Return the words of the first pages, empty when there are none or they take too long."""
        try:
            verdict, words = self._ask(wire.QUESTION.pack(wire.WORDS, 0, 0, 0), wire.MAX_WORDS)
        except (BrokenError, LeftError):
            return ""
        return words.decode("utf-8", "replace") if verdict == wire.GOOD else ""

    def leave(self) -> None:
        """Stop the process now, without waiting; what is asked comes to nothing."""
        self._left = True
        process = self._process
        if process is not None:
            process.kill()

    def close(self) -> None:
        """Leave, forget the document, and wait until the process is gone."""
        self.leave()
        with self._one_question:
            self._end()
            self._untrusted = b""

    def _ask(self, question: bytes, most: int) -> tuple[bytes, bytes]:
        with self._one_question:
            process = self._process if self._process is not None and not self._left else self._again()
            try:
                return process.ask(question, most, self._seconds)
            except BrokenError:
                self._end()
                if self._left:
                    raise LeftError from None
                self._deaths += 1
                raise

    def _again(self) -> ReaderProcess:
        """Read the document in a new process, after a page that killed the one before."""
        if self._left:
            raise LeftError
        if self._deaths >= _MOST_DEATHS:
            raise _too_much()
        self._process = ReaderProcess()
        self._given(self._process)
        return self._process

    def _given(self, process: ReaderProcess) -> tuple[PageSize, ...]:
        try:
            size = _size_of(self._untrusted)
            verdict, packed = process.give(self._kind, size, _pieces(self._untrusted), self._seconds)
            _refuse(verdict)
            return _sizes(packed)
        except BrokenError:
            self._end()
            if self._left:
                raise LeftError from None
            raise _too_much() from None
        except UserError:
            self._end()
            raise

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.end()


def _too_much() -> UnshownDocumentError:
    return UnshownDocumentError("l’ouvrir demande trop de temps ou de mémoire, ou il est abîmé")


def _refuse(verdict: bytes) -> None:
    if verdict == wire.GOOD:
        return
    if verdict == wire.LOCKED:
        raise UnshownDocumentError("il est protégé par un mot de passe", "Demandez un envoi sans mot de passe.")
    if verdict == wire.TOO_MANY_PAGES:
        most = f"{wire.MAX_PAGES:_}".replace("_", "\u202f")
        raise UnshownDocumentError(f"il a plus de {most}\u00a0pages", "Demandez un envoi en plusieurs parties.")
    raise UnshownDocumentError("il est abîmé ou incomplet")


def _sizes(untrusted: bytes) -> tuple[PageSize, ...]:
    """Check what the room says of its pages, for it may be taken over."""
    if not untrusted or len(untrusted) % wire.SIZE.size:
        raise UnshownDocumentError("il est abîmé ou incomplet")
    sizes = [PageSize(*one) for one in wire.SIZE.iter_unpack(untrusted)]
    if not all(1 <= side <= wire.MAX_POINTS for one in sizes for side in (one.width, one.height)):
        raise UnshownDocumentError("ses pages n’ont pas une taille de papier")
    return tuple(sizes)


def _size_of(untrusted: Untrusted) -> int:
    size = len(untrusted) if isinstance(untrusted, bytes) else _size_of_file(untrusted)
    if size > LARGEST:
        raise UnshownDocumentError(f"il dépasse {LARGEST // _MIB}\u00a0Mo", "Demandez un envoi plus léger.")
    return size


def _size_of_file(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        raise UnshownDocumentError("le fichier n’est plus lisible", "Vérifiez qu’il est encore là.") from None


def _pieces(untrusted: Untrusted) -> Iterator[bytes]:
    if isinstance(untrusted, bytes):
        yield untrusted
        return
    with untrusted.open("rb") as stream:
        while piece := stream.read(wire.PIECE):
            yield piece
