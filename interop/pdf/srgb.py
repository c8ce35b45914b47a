# SPDX-License-Identifier: EUPL-1.2
"""An ICC profile of sRGB, version 2.1: PDF/A-1 refuses the version 4 profiles that LittleCMS writes.

Structure: ICC.1:2001-04; primaries and curve: IEC 61966-2-1, adapted to the D50 of the connection space.
"""

import struct
from typing import Final

_D50: Final = (0.9642, 1.0, 0.8249)
_RED: Final = (0.43607, 0.22249, 0.01392)
_GREEN: Final = (0.38515, 0.71687, 0.09708)
_BLUE: Final = (0.14307, 0.06061, 0.71410)
_CURVE_POINTS: Final = 1024
_HEADER: Final = 128
_ENTRY: Final = 12


def srgb_profile() -> bytes:
    """Return the profile's bytes, about 2.5 kB."""
    curve = _curve()
    tags = (
        (b"desc", _description("sRGB IEC61966-2.1")),
        (b"cprt", b"text" + bytes(4) + b"Public domain\0"),
        (b"wtpt", _xyz(_D50)),
        (b"rXYZ", _xyz(_RED)),
        (b"gXYZ", _xyz(_GREEN)),
        (b"bXYZ", _xyz(_BLUE)),
        (b"rTRC", curve),
        (b"gTRC", curve),
        (b"bTRC", curve),
    )
    return _assembled(tags)


def _assembled(tags: tuple[tuple[bytes, bytes], ...]) -> bytes:
    offset = _HEADER + 4 + _ENTRY * len(tags)
    table, body = struct.pack(">I", len(tags)), b""
    places: dict[bytes, int] = {}
    for signature, content in tags:
        if content not in places:
            places[content] = offset + len(body)
            body += content + bytes(-len(content) % 4)
        table += signature + struct.pack(">II", places[content], len(content))
    return _header(_HEADER + len(table) + len(body)) + table + body


def _header(size: int) -> bytes:
    head = struct.pack(">I4sI4s4s4s", size, bytes(4), 0x02100000, b"mntr", b"RGB ", b"XYZ ")
    head += struct.pack(">6H", 2026, 1, 1, 0, 0, 0) + b"acsp" + bytes(28)
    head += b"".join(_fixed(part) for part in _D50)
    return head + bytes(_HEADER - len(head))


def _fixed(number: float) -> bytes:
    return struct.pack(">i", round(number * 65536))


def _xyz(triple: tuple[float, float, float]) -> bytes:
    return b"XYZ " + bytes(4) + b"".join(_fixed(part) for part in triple)


def _curve() -> bytes:
    points = (round(65535 * _linear(i / (_CURVE_POINTS - 1))) for i in range(_CURVE_POINTS))
    return b"curv" + bytes(4) + struct.pack(">I", _CURVE_POINTS) + struct.pack(f">{_CURVE_POINTS}H", *points)


def _linear(encoded: float) -> float:
    return encoded / 12.92 if encoded <= 0.04045 else float(((encoded + 0.055) / 1.055) ** 2.4)


def _description(text: str) -> bytes:
    ascii_text = text.encode("ascii") + b"\0"
    # Empty Unicode and Macintosh forms: 4 + 4, then 2 + 1 + 67 bytes (ICC.1:2001-04, 6.5.17).
    return b"desc" + bytes(4) + struct.pack(">I", len(ascii_text)) + ascii_text + bytes(78)
