# SPDX-License-Identifier: EUPL-1.2
"""Documents from outside, looked at through pixels and words that processes of their own make of them.

Nothing in the window's process takes a PDF or a picture apart. Each document has its own process, so that one that
takes it over sees no other patient. One process that has read nothing is kept ready for the next document.
"""

import contextlib
import threading
import weakref

from lgc_app.reading_room import wire
from lgc_app.services.opened_document import (
    ANSWER_SECONDS,
    LeftError,
    OpenedDocument,
    PagePixels,
    UnshownDocumentError,
    UnshownPageError,
    Untrusted,
)
from lgc_app.services.reader_process import ReaderProcess, RoomMissingError


class ReadingRoom:
    """One for an open practice; may be used on any thread, `close` at the lock."""

    def __init__(self, seconds: float = ANSWER_SECONDS) -> None:
        self._seconds = seconds
        self._guard = threading.Lock()
        self._ready: ReaderProcess | None = None
        self._opened: weakref.WeakSet[OpenedDocument] = weakref.WeakSet()
        self._closed = False

    def prepare(self) -> None:
        """Keep a process ready, 38 MB that have read nothing: the next document opens at once."""
        if self._closed or self._ready is not None:
            return
        with contextlib.suppress(RoomMissingError):
            self._keep(ReaderProcess())

    def open(self, untrusted: Untrusted, kind: bytes = wire.PDF) -> OpenedDocument:
        """Open a document; the caller leaves it.

        Raises:
            UnshownDocumentError: it cannot be shown. RoomMissingError: the room does not start on this post.
            LeftError: the practice is locked.
        """
        document = OpenedDocument(self._taken(), untrusted, kind, self._seconds)
        with self._guard:
            self._opened.add(document)
        if self._closed:
            document.close()
            raise LeftError
        return document

    def picture(self, untrusted_jpeg: bytes) -> PagePixels | None:
        """Return a JPEG from outside as large as it is, None when it does not read."""
        return self._first(untrusted_jpeg, wire.PICTURE, 0)

    def first_page(self, untrusted: Untrusted, width: int) -> PagePixels | None:
        """Return the first page of a PDF about `width` pixels wide, None when it does not read."""
        return self._first(untrusted, wire.PDF, width)

    def words(self, untrusted_pdf: bytes) -> str:
        """Return the words of a PDF, empty when it has none, cannot be read, or takes too long.

        Raises:
            RoomMissingError: the room does not start on this post.
        """
        try:
            document = OpenedDocument(ReaderProcess(), untrusted_pdf, wire.PDF, self._seconds)
        except (UnshownDocumentError, LeftError):
            return ""
        try:
            return document.words()
        finally:
            document.close()

    def close(self) -> None:
        """Stop every process: a locked post reads nothing."""
        with self._guard:
            self._closed = True
            ready, self._ready = self._ready, None
            opened = list(self._opened)
        for document in opened:
            document.close()
        if ready is not None:
            ready.end()

    def _keep(self, made: ReaderProcess) -> None:
        with self._guard:
            if not self._closed and self._ready is None:
                self._ready = made
                return
        made.end()

    def _taken(self) -> ReaderProcess:
        if self._closed:
            raise LeftError
        with self._guard:
            ready, self._ready = self._ready, None
        return ready if ready is not None and ready.is_alive else ReaderProcess()

    def _first(self, untrusted: Untrusted, kind: bytes, width: int) -> PagePixels | None:
        try:
            document = self.open(untrusted, kind)
            try:
                return document.page(0, width or round(document.sizes[0].width))
            finally:
                document.close()
        except (UnshownDocumentError, UnshownPageError, LeftError, RoomMissingError):
            return None
