# SPDX-License-Identifier: EUPL-1.2
"""Move files between this post and the region, by pieces, in slices of time: operations never wait for them.

A cut line costs at most the pieces under way; what both ends hold is asked again and the rest goes on. Small
files go in one request. Documented in docs/protocol.md, Files.
"""

import contextlib
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Final, Protocol

from lgc_app.services.files import AWAITED, HERE, IN_REGION, Files, Moving
from lgc_app.services.receiving import Receiving
from lgc_app.vault.attachments import BlobRef
from lgc_core.errors import UserError
from lgc_core.pieces.cut import CHUNK_PIECES, PIECE, Held, length_of
from lgc_core.sync.errors import NoNetworkError, SyncRefusedError

SLICE_S: Final = 20.0
"""How long one exchange moves large files; the next one goes on with them after its operations."""

SMALL_SLICE_S: Final = 5.0
SMALL: Final = 1024 * 1024
"""Files up to here (previews, CDA documents) go before the operations that name them, and come first."""

DROPS: Final = 6
"""Drops in a row, with nothing moved between them, after which the line is said to be cut."""

_GOOD_CHUNKS: Final = 32
"""Chunks in a row that came through before chunks are large again: 8 MiB."""

_REST_S: Final = 0.2


class PieceRegion(Protocol):
    """The region as the keeper of files."""

    def send_file(self, content: bytes) -> None:
        """Send a small file under its hash."""
        ...

    def receive_file(self, sha256: str) -> bytes | None:
        """Return a small file, None when the region does not have it yet."""
        ...

    def look(self, sha256: str, size: int) -> Held:
        """Return what the region holds of a file."""
        ...

    def send_pieces(self, sha256: str, size: int, first: int, pieces: Sequence[bytes]) -> Held:
        """Send pieces in a row and return what the region holds then."""
        ...

    def receive_range(self, sha256: str, size: int, start: int, length: int) -> bytes | None:
        """Return some bytes of a file, None when the region does not have it yet."""
        ...


class Line:
    """What the last requests tell of the line: how many pieces to try at once, and when to give up."""

    def __init__(self) -> None:
        self.pieces = CHUNK_PIECES
        self.drops = self._came_through = 0

    def came_through(self) -> None:
        """Count a chunk that moved."""
        self.drops = 0
        self._came_through += 1
        if self._came_through >= _GOOD_CHUNKS:
            self.pieces = CHUNK_PIECES

    def dropped(self, error: NoNetworkError, patience: int = DROPS) -> None:
        """Count a drop: smaller chunks from now on.

        Raises:
            NoNetworkError: nothing moves any more.
        """
        self._came_through, self.pieces = 0, 1
        self.drops += 1
        if self.drops >= patience:
            self.drops = 0
            raise error


class Transfers:
    """Sends and receives the files of a post; used by one exchange at a time."""

    def __init__(
        self,
        files: Files,
        receiving: Receiving,
        clock: Callable[[], float] = time.monotonic,
        rest: Callable[[float], None] = time.sleep,
    ) -> None:
        self._files = files
        self._receiving = receiving
        self._clock = clock
        self._rest = rest
        self._line = Line()
        self._stopped = threading.Event()
        self._patience, self._yields = DROPS, True
        self._asides = 0
        self._swept = False
        self._counting = threading.Lock()

    @contextlib.contextmanager
    def aside(self) -> Iterator[None]:
        """End the slice under way after its chunk: operations want the line; files go on after them."""
        with self._counting:
            self._asides += 1
        try:
            yield
        finally:
            with self._counting:
                self._asides -= 1

    def stop(self) -> None:
        """End the slice under way after its chunk: the window closes or locks; the next start goes on."""
        self._stopped.set()

    def send_small(self, region: PieceRegion) -> None:
        """Send small files before the operations that name them; one that cannot leave never holds others back."""
        self._patience, self._yields = 1, False
        self._send(region, [one for one in self._files.moving(HERE) if one.size <= SMALL], SMALL_SLICE_S)

    def send_all(self, region: PieceRegion) -> None:
        """Send everything, however long it takes: this post leaves."""
        self._patience, self._yields = DROPS, False
        self._send(region, self._files.moving(HERE), float("inf"))

    def receive_small(self, region: PieceRegion) -> None:
        """Receive previews and small files."""
        self._patience, self._yields = DROPS, True
        self._receive(region, [one for one in self._files.moving(AWAITED) if one.size <= SMALL], SMALL_SLICE_S)

    def go_on(self, region: PieceRegion) -> bool:
        """Move large files for one slice, what somebody waits for first; tell whether something is left to move.

        Raises:
            NoNetworkError: the line is cut; all that moved is kept on both ends.
        """
        begun, self._patience, self._yields = self._clock(), DROPS, True
        self._sweep_once()
        coming = self._receiving.due(self._files.moving(AWAITED))
        wanted = [one for one in coming if one.wanted]
        try:
            left = self._receive(region, wanted, SLICE_S)
            left |= self._send(region, self._files.moving(HERE), SLICE_S - (self._clock() - begun))
            others = [one for one in coming if not one.wanted]
            return self._receive(region, others, SLICE_S - (self._clock() - begun)) or left
        finally:
            self._files.settle()

    def _sweep_once(self) -> None:
        if not self._swept:
            self._swept = True
            self._files.safe.sweep(time.time())

    def _is_over(self, until: float) -> bool:
        return self._stopped.is_set() or (self._asides > 0 and self._yields) or self._clock() >= until

    def _send(self, region: PieceRegion, files: Sequence[Moving], seconds: float) -> bool:
        """Send files until the time is over; tell whether one is left half-way."""
        until, left = self._clock() + seconds, False
        for one in files:
            if self._is_over(until):
                return True
            try:
                if self._send_one(region, one, until):
                    self._files.mark(one.sha256, IN_REGION)
                else:
                    left = True
            except (UserError, SyncRefusedError):
                continue  # damaged here or refused there: it stays in its state and is tried again
        return left

    def _send_one(self, region: PieceRegion, file: Moving, until: float) -> bool:
        if file.size <= PIECE:
            region.send_file(self._files.bytes_to_send(file.sha256))
            return True
        ref, held = BlobRef(file.sha256, file.size), None
        while held is None or not held.is_whole:
            if self._is_over(until):
                return False
            try:
                held = held or region.look(ref.sha256, ref.size)
                held = self._chunk_sent(region, ref, held)
            except NoNetworkError as error:
                self._line.dropped(error, self._patience)
                self._rest(_REST_S)
                if self._line.drops == 1:
                    held = None  # some of it may have arrived: look, once; then just try, the answer tells as much
            else:
                self._files.note_moved(ref.sha256, held.bytes)
        return True

    def _chunk_sent(self, region: PieceRegion, ref: BlobRef, held: Held) -> Held:
        run = held.next_run(self._line.pieces)
        if not run:
            return held
        held = region.send_pieces(ref.sha256, ref.size, run.start, self._files.safe.pieces(ref, run))
        self._line.came_through()
        return held

    def _receive(self, region: PieceRegion, files: Sequence[Moving], seconds: float) -> bool:
        """Receive files until the time is over; tell whether one is left half-way."""
        until, left = self._clock() + seconds, False
        for one in files:
            if self._is_over(until):
                return True
            try:
                left |= not self._receive_one(region, one, until)
            except (UserError, SyncRefusedError):
                continue  # no room here, or refused there: what came is kept, and it is asked again
        return left

    def _receive_one(self, region: PieceRegion, file: Moving, until: float) -> bool:
        """Receive a file; False when time ran out, True when it came or the region does not have it yet."""
        if file.size <= PIECE:
            content = region.receive_file(file.sha256)
            if content is not None:
                self._files.keep(content, file.media or "application/octet-stream", state=IN_REGION)
            return True
        ref = BlobRef(file.sha256, file.size)
        held = self._files.safe.held(ref)
        while not held.is_whole:
            if self._is_over(until) or (file.wanted and not self._files.is_wanted(ref.sha256)):
                return False
            try:
                came = self._chunk_received(region, ref, held)
            except NoNetworkError as error:
                self._line.dropped(error, self._patience)
                self._rest(_REST_S)
                continue
            if came is None:
                return True
            held = came
            self._files.note_moved(ref.sha256, held.bytes)
        outcome = self._files.safe.finish(ref)
        if outcome == "whole":
            self._files.mark(ref.sha256, IN_REGION)
        return (
            outcome != "missing"
        )  # a piece that a power cut took is asked again; another file, at the next exchange

    def _chunk_received(self, region: PieceRegion, ref: BlobRef, held: Held) -> Held | None:
        run = held.next_run(self._line.pieces)
        length = sum(length_of(ref.size, number) for number in run)
        content = region.receive_range(ref.sha256, ref.size, run.start * PIECE, length)
        if content is None:
            return None
        for number in run:
            at = (number - run.start) * PIECE
            held = self._files.safe.take(ref, number, content[at : at + length_of(ref.size, number)])
        self._line.came_through()
        return held
