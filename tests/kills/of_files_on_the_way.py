# SPDX-License-Identifier: EUPL-1.2
"""Killed while a file goes piece by piece from a post to the region, or comes back."""

import hashlib
import random
from collections.abc import Sequence
from itertools import count
from pathlib import Path

from lgc_app.vault.attachments import AttachmentStore, BlobRef
from lgc_core.pieces.cut import PIECE, Held, count_of
from sync_server.services.arrivals import Announced, Arrivals
from sync_server.services.blob_store import BlobStore
from tests.kills.of_the_record import KEY
from tests.kills.scene import Say

_PARTITION = "cabinet:a"


class ChunkScene:
    """Each piece that was acknowledged is still held, and what is left to move makes the very same file."""

    name = "blob chunk"

    def prepare(self, folder: Path) -> None:
        (folder / "attachments").mkdir()

    def work(self, folder: Path, say: Say) -> None:
        region, safe = _region(folder), _safe(folder)
        for number in count():
            content = _content(number)
            file, ref = _announced(content), _ref(content)
            for at, piece in enumerate(_cut(content)):
                region.put(file, at, hashlib.sha256(piece).hexdigest(), piece)
                say(f"up {number} {at}")
            for at, piece in enumerate(region.store.stream(_PARTITION, ref.sha256)):
                safe.take(ref, at, piece)
                say(f"down {number} {at}")
            safe.finish(ref)
            say(f"whole {number} 0")

    def faults(self, folder: Path, said: Sequence[str]) -> list[str]:
        region, safe, found = _region(folder), _safe(folder), []
        for line in said:
            verb, number, at = line.split()
            content = _content(int(number))
            ref = _ref(content)
            if verb == "up" and not region.held(_announced(content)).has(int(at)):
                found.append("the region lost a piece that it acknowledged")
            elif verb == "down" and not (safe.has(ref) or safe.held(ref).has(int(at))):
                found.append("the post lost a piece that came")
            elif verb == "whole" and safe.get(ref) != content:
                found.append("a file that came whole is another one")
        last = int(said[-1].split()[1]) if said else 0
        return found + [fault for number in (last, last + 1) for fault in _go_on(region, safe, _content(number))]


def _go_on(region: Arrivals, safe: AttachmentStore, content: bytes) -> list[str]:
    """Move what is left of a file, as the next exchange would."""
    file, ref = _announced(content), _ref(content)
    held = region.finish(file)
    pieces = _cut(content)
    while run := held.next_run(1):
        held = region.put(file, run.start, hashlib.sha256(pieces[run.start]).hexdigest(), pieces[run.start])
    if not region.store.has(_PARTITION, ref.sha256):
        return ["the region does not have the file whole"]
    came = Held.whole(ref.size) if safe.has(ref) else safe.held(ref)
    while run := came.next_run(1):
        start = run.start * PIECE
        piece = b"".join(region.store.stream(_PARTITION, ref.sha256, start, start + PIECE))
        came = safe.take(ref, run.start, piece)
    if not safe.has(ref) and safe.finish(ref) != "whole":
        return ["the pieces that came are not the file"]
    return [] if safe.get(ref) == content else ["another file came"]


def _region(folder: Path) -> Arrivals:
    return Arrivals(folder / "arriving", BlobStore(folder / "blobs", b"k" * 32))


def _safe(folder: Path) -> AttachmentStore:
    return AttachmentStore(folder / "attachments", KEY)


def _content(number: int) -> bytes:
    return random.Random(number).randbytes(4 * PIECE + 1000)


def _cut(content: bytes) -> list[bytes]:
    return [content[at * PIECE : (at + 1) * PIECE] for at in range(count_of(len(content)))]


def _announced(content: bytes) -> Announced:
    return Announced(_PARTITION, "poste-1", hashlib.sha256(content).hexdigest(), len(content))


def _ref(content: bytes) -> BlobRef:
    return BlobRef(hashlib.sha256(content).hexdigest(), len(content))
