# SPDX-License-Identifier: EUPL-1.2
"""How a file is cut: pieces of 256 KiB, which ones an end holds, and what to move next (docs/protocol.md, Files).

One grid for both ends: a chunk on the wire is one to four whole pieces, so that a post changes from 1 MiB to 256
KiB on a bad line without starting again.
"""

from dataclasses import dataclass
from typing import Final

PIECE: Final = 256 * 1024
"""Bytes of every piece but the last: what a cut line loses at most."""

CHUNK_PIECES: Final = 4
"""Pieces of a chunk on a good line: 1 MiB."""

LARGEST: Final = 256 * 1024 * 1024
"""Bytes of the largest file of a practice: a scan of some hundred pages."""


def count_of(size: int) -> int:
    """Return how many pieces a file of `size` bytes has; an empty file is one empty piece."""
    return max(1, -(-size // PIECE))


def length_of(size: int, number: int) -> int:
    """Return the bytes of piece `number` (from 0) of a file of `size` bytes."""
    return min(PIECE, size - number * PIECE)


@dataclass(frozen=True, slots=True)
class Held:
    """Which pieces of a file of `size` bytes an end holds: bit n of `bits` is piece n."""

    size: int
    bits: int = 0

    @classmethod
    def whole(cls, size: int) -> "Held":
        """Return every piece."""
        return cls(size, (1 << count_of(size)) - 1)

    @classmethod
    def from_hex(cls, size: int, untrusted: str) -> "Held":
        """Read the text of `hex`.

        Raises:
            ValueError: when it is no such text, or names a piece past the end.
        """
        if len(untrusted) > count_of(size) // 4 + 1:
            raise ValueError("more pieces than the file has")
        bits = int(untrusted, 16)
        if not 0 <= bits < 1 << count_of(size):
            raise ValueError("more pieces than the file has")
        return cls(size, bits)

    @property
    def hex(self) -> str:
        """Return the bits in hexadecimal."""
        return f"{self.bits:x}"

    @property
    def is_whole(self) -> bool:
        """Tell whether no piece lacks."""
        return self.bits == (1 << count_of(self.size)) - 1

    @property
    def bytes(self) -> int:
        """Return how many bytes are held."""
        last = count_of(self.size) - 1
        short = PIECE - length_of(self.size, last) if self.has(last) else 0
        return self.bits.bit_count() * PIECE - short

    def has(self, number: int) -> bool:
        """Tell whether a piece is held."""
        return bool(self.bits >> number & 1)

    def plus(self, number: int) -> "Held":
        """Return the same with one piece more."""
        return Held(self.size, self.bits | 1 << number)

    def minus(self, number: int) -> "Held":
        """Return the same with one piece less."""
        return Held(self.size, self.bits & ~(1 << number))

    def next_run(self, most: int) -> range:
        """Return the first pieces that lack, at most `most` in a row; empty when the file is whole."""
        missing = ~self.bits & (1 << count_of(self.size)) - 1
        if not missing:
            return range(0)
        first = (missing & -missing).bit_length() - 1
        end = first + 1
        while end < first + most and end < count_of(self.size) and not self.has(end):
            end += 1
        return range(first, end)
