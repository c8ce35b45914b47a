# SPDX-License-Identifier: EUPL-1.2
"""A region that keeps files in memory, for tests of what moves them."""

import hashlib

from lgc_core.pieces.cut import PIECE, Held, count_of
from lgc_core.sync.errors import NoNetworkError, SyncRefusedError


class Keeper:
    """A region in memory; every request of number `cuts` is cut, each takes `seconds`."""

    def __init__(self):
        self.files, self.pieces, self.heard = {}, {}, []
        self.seconds, self.now, self.cuts, self.refuses = 0.0, 0.0, 0, ""

    def _hear(self, what):
        self.heard.append(what)
        self.now += self.seconds
        if self.cuts and len(self.heard) % self.cuts == 0:
            raise NoNetworkError
        if self.refuses == what[0]:
            raise SyncRefusedError("Le serveur n’a plus de place.")

    def send_file(self, content):
        self._hear(("send_file", len(content)))
        self.files[hashlib.sha256(content).hexdigest()] = content

    def receive_file(self, sha256):
        self._hear(("receive_file", sha256))
        return self.files.get(sha256)

    def look(self, sha256, size):
        self._hear(("look", sha256))
        held = Held(size)
        for number in self.pieces.get(sha256, {}):
            held = held.plus(number)
        return held

    def send_pieces(self, sha256, size, first, pieces):
        self._hear(("send_pieces", len(pieces)))
        kept = self.pieces.setdefault(sha256, {})
        kept |= {first + at: piece for at, piece in enumerate(pieces)}
        if len(kept) == count_of(size):
            self.files[sha256] = b"".join(kept[number] for number in sorted(kept))
        held = Held(size)
        for number in kept:
            held = held.plus(number)
        return held

    def receive_range(self, sha256, size, start, length):
        self._hear(("receive_range", length // PIECE))
        content = self.files.get(sha256)
        return None if content is None else content[start : start + length]
