# SPDX-License-Identifier: EUPL-1.2
"""What the window and the reading room say to one another, and the sizes that both hold to. No Qt here.

The room says READY. The window sends one document: a kind (1 byte), a length (8 bytes), the bytes. The room
answers with its pages, then to each question: WORDS alone, or PAGE with a number, a width and a height. An answer
is a verdict (1 byte), a length (4 bytes) and that many bytes. All numbers are big-endian.
"""

import struct
from typing import Final

READY: Final = b"LIRE"

PDF: Final = b"P"
PICTURE: Final = b"I"
DOCUMENT: Final = struct.Struct(">cQ")

WORDS: Final = b"W"
PAGE: Final = b"R"
QUESTION: Final = struct.Struct(">cIII")
"""Kind, page from 0, width and height in pixels; the three are 0 for WORDS."""

ANSWER: Final = struct.Struct(">cI")
GOOD: Final = b"+"
DAMAGED: Final = b"-"
LOCKED: Final = b"L"
TOO_MANY_PAGES: Final = b"M"
SIZE: Final = struct.Struct(">ff")
"""Width and height of a page, in points (1/72 inch)."""

MAX_PAGES: Final = 2_000
"""A whole hospital file has some hundreds of pages."""

WORD_PAGES: Final = 300
MAX_CHARACTERS: Final = 400_000
MAX_WORDS: Final = 4 * MAX_CHARACTERS
"""Bytes of words: four a character at most."""

MAX_SIDE: Final = 10_000
MAX_PIXELS: Final = 24_000_000
"""An A4 page at 480 dots an inch; 96 MB."""

PIXEL: Final = 4
"""Bytes of a pixel: blue, green, red and one that says nothing (QImage.Format_RGB32 on a PC)."""

MAX_POINTS: Final = 14_400.0
"""Side of the largest page: 200 inches (ISO 32000-1, annex C.2)."""

ROOM: Final = 512 * 1024 * 1024
"""Bytes that the room may write to beside the document itself."""

PIECE: Final = 1024 * 1024
"""Bytes read at once: a document is never twice in the room."""
