# SPDX-License-Identifier: EUPL-1.2
"""The record of a traced process, and the disk that a power cut at one of its moments leaves.

The disk modelled: a write is certain once its file was flushed; before that each write is dropped, kept or torn
by sectors of 512 bytes, alone and in any order. A new name or a rename is certain once its folder was flushed
(or, for a new file, the file), and so is every one before it: a journal, as of ext4, XFS and NTFS, keeps a prefix.
"""

import random
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

SECTOR: Final = 512
_HEAD: Final = struct.Struct("<cIQQ")
_PROMISES: Final = "promises"


@dataclass(frozen=True, slots=True)
class Event:
    """One change; `kind` is C(reate) W(rite) T(runcate) S(ync) R(ename) U(nlink) M(kdir) or P(romise)."""

    kind: str
    path: str
    data: bytes
    offset: int


def read_trace(file: Path, folder: Path) -> list[Event]:
    """Read the record; paths are relative to the folder, "." being the folder itself."""
    return list(_events(file.read_bytes(), str(folder)))


def _events(record: bytes, folder: str) -> Iterator[Event]:
    at = 0
    while at < len(record):
        kind, path_size, size, offset = _HEAD.unpack_from(record, at)
        at += _HEAD.size
        path = record[at : at + path_size].decode()
        data = record[at + path_size : at + path_size + size]
        at += path_size + size
        name = path.removeprefix(folder).strip("/") or "."
        if name == _PROMISES:
            if kind == b"W":
                yield Event("P", name, data, 0)
        elif not name.endswith("-shm"):  # rebuilt at the first opening after a cut
            if kind == b"R":
                data = data.decode().removeprefix(folder).strip("/").encode()
            yield Event(kind.decode(), name, data, offset)


@dataclass(slots=True)
class _File:
    certain: bytearray = field(default_factory=bytearray)
    pending: list[Event] = field(default_factory=list)

    def flush(self) -> None:
        for event in self.pending:
            _apply(self.certain, event, None)
        self.pending.clear()

    def after_cut(self, rng: random.Random) -> bytes:
        left = bytearray(self.certain)
        for event in self.pending:
            fate = rng.random()
            if fate < 0.4:
                continue
            _apply(left, event, rng if fate > 0.8 else None)
        return bytes(left)


def _apply(content: bytearray, event: Event, torn: random.Random | None) -> None:
    if event.kind == "T":
        if event.offset <= len(content):
            del content[event.offset :]
        else:
            content.extend(bytes(event.offset - len(content)))
        return
    for start in range(0, len(event.data), SECTOR if torn else len(event.data)):
        if torn and torn.random() < 0.5:
            continue
        piece = event.data[start : start + SECTOR] if torn else event.data
        at = event.offset + start
        if at > len(content):
            content.extend(bytes(at - len(content)))
        content[at : at + len(piece)] = piece


class Disk:
    """Files as a process sees them, and what of them is certain."""

    def __init__(self, start: dict[str, bytes]) -> None:
        self._seen = {name: _File(bytearray(content)) for name, content in start.items()}
        self._certain = dict(self._seen)
        self._names: list[Event] = []
        self._moved: dict[int, _File] = {}

    def do(self, event: Event) -> None:
        """Follow one change."""
        match event.kind:
            case "C":
                self._seen[event.path] = _File()
                self._name(event, self._seen[event.path])
            case "W" | "T":
                self._seen[event.path].pending.append(event)
            case "R":
                self._seen[event.data.decode()] = self._seen.pop(event.path)
                self._name(event, self._seen[event.data.decode()])
            case "U":
                self._name(event, self._seen.pop(event.path))
            case "S":
                self._sync(event.path)

    def after_cut(self, rng: random.Random) -> dict[str, bytes]:
        """Return the files that are there once the power is back."""
        names = dict(self._certain)
        for event in self._names[: rng.randint(0, len(self._names))]:
            self._rename(names, event)
        return {name: file.after_cut(rng) for name, file in names.items()}

    def _name(self, event: Event, file: _File) -> None:
        self._moved[id(event)] = file
        self._names.append(event)

    def _sync(self, path: str) -> None:
        file = self._seen.get(path)
        if file is not None:
            file.flush()
            own = [
                n for n, event in enumerate(self._names) if event.kind == "C" and self._moved[id(event)] is file
            ]
        else:
            own = [n for n, event in enumerate(self._names) if _parent(event.path) == path]
        until = max(own, default=-1) + 1  # a journal is flushed from its beginning
        for event in self._names[:until]:
            self._rename(self._certain, event)
        del self._names[:until]

    def _rename(self, names: dict[str, _File], event: Event) -> None:
        if event.kind == "U":
            names.pop(event.path, None)
        elif event.kind == "R":
            names.pop(event.path, None)
            names[event.data.decode()] = self._moved[id(event)]
        else:
            names[event.path] = self._moved[id(event)]


def _parent(path: str) -> str:
    return path.rpartition("/")[0] or "."


def cut(
    start: dict[str, bytes], events: Sequence[Event], moment: int, seed: int
) -> tuple[dict[str, bytes], list[str]]:
    """Return the files left by a cut after so many events, and what had been promised by then."""
    disk = Disk(start)
    promised: list[str] = []
    for event in events[:moment]:
        if event.kind == "P":
            promised += event.data.decode().split("\n")[:-1]
        else:
            disk.do(event)
    return disk.after_cut(random.Random(seed)), promised
