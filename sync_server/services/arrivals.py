# SPDX-License-Identifier: EUPL-1.2
"""Files on their way from a post: pieces kept encrypted until the whole is there and is what its name says.

What arrives belongs to one post: two posts that send the same file do not disturb each other, and nobody learns
from the answer whether another practice has it. Bounded for each practice, and dropped when nobody goes on.
"""

import errno
import hashlib
import hmac
import shutil
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from lgc_core.errors import UserError
from lgc_core.pieces.arriving_file import ArrivingFile, sweep
from lgc_core.pieces.cut import LARGEST, Held, count_of, length_of
from lgc_core.pieces.sealed_file import length_at_rest
from sync_server.services.blob_store import BlobStore, is_hash, settle_folder

EXPIRY_S: Final = 14 * 24 * 3600
"""Two weeks without a piece: the post is gone; it begins again if it comes back."""

QUOTA_BYTES: Final = 2 * 1024**3
QUOTA_FILES: Final = 64
"""What one practice may have on its way at a time."""

KEPT_FREE_BYTES: Final = 256 * 1024**2
"""What files leave on the disk: operations come first."""

_STRIPES: Final = 64
_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class NoRoomError(UserError):
    """The disk or the practice's share is full: the post keeps its file and tries again later."""

    def __init__(self) -> None:
        super().__init__("Le serveur n’a plus de place pour ce fichier. Il reste sur ce poste et sera renvoyé.")


class NotAcceptedError(UserError):
    """What was announced cannot be: a name, a size, a piece past the end, bytes that are not those of the hash."""

    def __init__(self) -> None:
        super().__init__("Ce fichier est arrivé abîmé ou mal annoncé. Il sera renvoyé.")


@dataclass(frozen=True)
class Announced:
    """What a post says that it sends; checked by `announced`."""

    partition: str
    device: str
    sha256: str
    size: int


def announced(partition: str, device: str, untrusted_sha256: str, untrusted_size: str) -> Announced:
    """Check a name and a size.

    Raises:
        NotAcceptedError: no hash, no number, or more than a practice may send.
    """
    is_number = untrusted_size.isascii() and untrusted_size.isdigit() and len(untrusted_size) <= len(str(LARGEST))
    if not is_hash(untrusted_sha256) or not is_number or int(untrusted_size) > LARGEST:
        raise NotAcceptedError
    return Announced(partition, device, untrusted_sha256, int(untrusted_size))


@dataclass(frozen=True)
class Arrivals:
    """Files on their way, under one folder of the disk where the store is."""

    folder: Path
    store: BlobStore
    _locks: tuple[threading.Lock, ...] = field(
        default_factory=lambda: tuple(threading.Lock() for _ in range(_STRIPES))
    )

    def held(self, file: Announced) -> Held:
        """Return what is there of a file: all of it once it is kept."""
        if self.store.has(file.partition, file.sha256):
            return Held.whole(file.size)
        return self._arriving(file).held()

    def put(self, file: Announced, number: int, untrusted_sha256: str, untrusted_piece: bytes) -> Held:
        """Keep a piece; the last one makes the file available once the whole is proven.

        Raises:
            NotAcceptedError: the piece is not its hash or has no place, or the whole is not its name (dropped).
            NoRoomError: nothing was kept of this piece; what was held is still held.
        """
        if not 0 <= number < count_of(file.size) or len(untrusted_piece) != length_of(file.size, number):
            raise NotAcceptedError
        if not hmac.compare_digest(hashlib.sha256(untrusted_piece).hexdigest(), untrusted_sha256):
            raise NotAcceptedError
        with self._lock(file), _room():
            if self.store.has(file.partition, file.sha256):
                return Held.whole(file.size)
            arriving = self._arriving(file)
            if not arriving.is_begun():
                self._check_quota(file)
            self._check_room()
            held = arriving.put(number, untrusted_piece)
            return self._finish(file, arriving) if held.is_whole else held

    def finish(self, file: Announced) -> Held:
        """Prove a file all of whose pieces are held: killed between the last piece and the proof.

        Raises:
            NotAcceptedError: the whole is not its name (dropped). NoRoomError: the disk refuses.
        """
        with self._lock(file), _room():
            held = self.held(file)
            if self.store.has(file.partition, file.sha256) or not held.is_whole:
                return held
            return self._finish(file, self._arriving(file))

    def sweep(self, now: float | None = None) -> int:
        """Drop what nobody went on with; return how many files."""
        return sweep(self.folder, (time.time() if now is None else now) - EXPIRY_S)

    def _finish(self, file: Announced, arriving: ArrivingFile) -> Held:
        home = self.store.home(file.partition, file.sha256)
        outcome = arriving.finish(file.sha256, home)
        if outcome == "another":
            raise NotAcceptedError
        if outcome == "whole":
            settle_folder(home.parent)
            return Held.whole(file.size)
        return arriving.held()

    def _arriving(self, file: Announced) -> ArrivingFile:
        home = self.store.home(file.partition, file.sha256)
        path = self._of_practice(file.partition) / f"{self._named(file)}.{file.size}"
        return ArrivingFile(path, home.name.encode(), file.size, self.store.wrapping(file.partition))

    def _named(self, file: Announced) -> str:
        return self._keyed(f"arriving\0{file.partition}\0{file.device}\0{file.sha256}\0{file.size}")

    def _of_practice(self, partition: str) -> Path:
        return self.folder / self._keyed(f"practice\0{partition}")[:32]

    def _keyed(self, text: str) -> str:
        return hmac.new(self.store.key, text.encode(), hashlib.sha256).hexdigest()

    def _check_quota(self, file: Announced) -> None:
        sizes = [int(path.suffix[1:]) for path in _begun(self._of_practice(file.partition))]
        if len(sizes) >= QUOTA_FILES or sum(sizes) + file.size > QUOTA_BYTES:
            raise NoRoomError
        if shutil.disk_usage(self.store.folder.parent).free < KEPT_FREE_BYTES + length_at_rest(file.size):
            raise NoRoomError

    def _check_room(self) -> None:
        if shutil.disk_usage(self.store.folder.parent).free < KEPT_FREE_BYTES:
            raise NoRoomError

    def _lock(self, file: Announced) -> threading.Lock:
        return self._locks[int(file.sha256[:8], 16) % _STRIPES]


def _begun(folder: Path) -> Iterable[Path]:
    return (path for path in folder.glob("*") if path.suffix[1:].isdigit()) if folder.exists() else ()


@contextmanager
def _room() -> Iterator[None]:
    """Say a full disk, and any other refusal of it, as no room: the post keeps its file."""
    try:
        yield
    except OSError as error:
        raise NoRoomError from error
