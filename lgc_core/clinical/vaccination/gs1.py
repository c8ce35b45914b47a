# SPDX-License-Identifier: EUPL-1.2
"""The GS1 DataMatrix of a medicine box: product, lot, expiry, serial, in any order (GS1 General Specifications).

What a scanner types is hostile until read: bounded, no application identifier guessed. Elements of variable length
end with FNC1, sent as the group separator (ASCII 29); keyboards often send it as another sign, or not at all.
"""

import calendar
import datetime as dt
import re
from typing import Final

import msgspec

from lgc_core.errors import UserError

MAX_LENGTH: Final = 200
_SEPARATORS: Final = re.compile(r"[\x1d\x1e\u241d|]|<GS>|\{GS\}|\\x1d|\(FNC1\)|<FNC1>", re.IGNORECASE)
_SYMBOLOGY: Final = re.compile(r"\](?:d2|C1|e0|Q3)", re.IGNORECASE)
"""GS1 symbology identifiers: DataMatrix, 128, DataBar, QR (ISO/IEC 15424)."""

_GS: Final = "\x1d"
_FIXED: Final = {"01": 14, "02": 14, "11": 6, "13": 6, "15": 6, "17": 6}
_VARIABLE: Final = {"10": 20, "21": 20, "710": 20, "711": 20, "712": 20, "713": 20, "714": 20, "240": 30}
"""GS1 General Specifications, §3: lengths of the identifiers that a medicine carries; 71x are national numbers."""

_BRACKETED: Final = re.compile(r"\((\d{2,3})\)([^(]*)")
_PLAIN: Final = re.compile(r"[!-~]+\Z")
_LAST_OF_CENTURY: Final = 75
"""A year is at most 49 ahead or 50 behind (GS1 §7.12), counted from 2026."""

_FRENCH_PREFIX: Final = "03400"
"""A French medicine has the GTIN `0` + CIP 13, whose prefix is 3400 (ANSM, codification CIP)."""


class UnreadableCodeError(UserError):
    """The string is no GS1 code of a medicine; the sentence says what is wrong with it."""


class Scan(msgspec.Struct, frozen=True, kw_only=True):
    """What a code says; an empty text or None is not in it."""

    gtin: str = ""
    lot: str = ""
    expiry: dt.date | None = None
    serial: str = ""

    @property
    def cip13(self) -> str:
        """Return the CIP 13 of a French box, empty for another."""
        return self.gtin[1:] if self.gtin.startswith(_FRENCH_PREFIX) else ""


def looks_like_code(typed: str) -> bool:
    """Tell a scanned string from a name being typed."""
    text = _SYMBOLOGY.sub("", typed.strip(), 1)
    return bool(re.match(r"\(?(?:01|17|10|21)\)?\s?\d", text)) and sum(c.isdigit() for c in text) >= 12


def read_code(untrusted_typed: str) -> Scan:
    """Read a scanned or pasted string, raw or with bracketed identifiers.

    Raises:
        UnreadableCodeError: too long, not GS1, cut short, a wrong check digit or an impossible date.
    """
    text = untrusted_typed.strip(" \t\r\n\x1d")
    if len(text) > MAX_LENGTH:
        raise UnreadableCodeError("Code trop long pour une boîte. Scannez une seule boîte à la fois.")
    text = _SYMBOLOGY.sub("", text, 1)
    found = _bracketed(text) if text.startswith("(") else _raw(_SEPARATORS.sub(_GS, text))
    if "01" not in found:
        raise UnreadableCodeError("Pas de numéro de produit (01) dans ce code. Scannez le carré noir de la boîte.")
    expiry = found.get("17", "")
    return Scan(
        gtin=_checked(found["01"]),
        lot=found.get("10", ""),
        expiry=_date(expiry) if expiry else None,
        serial=found.get("21", ""),
    )


def _bracketed(text: str) -> dict[str, str]:
    found = dict(_BRACKETED.findall(_SEPARATORS.sub("", text).replace(" ", "")))
    for key, value in found.items():
        _refuse_bad(key, value)
    return found


def _raw(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    rest = text
    while rest:
        if rest[0] == _GS:
            rest = rest[1:]
            continue
        key, rest = _identifier(rest)
        value, rest = _element(key, rest)
        _refuse_bad(key, value)
        if found.setdefault(key, value) != value:
            raise UnreadableCodeError("Deux codes mêlés. Videz le champ et scannez de nouveau.")
    return found


def _identifier(rest: str) -> tuple[str, str]:
    for size in (2, 3):
        if rest[:size] in _FIXED or rest[:size] in _VARIABLE:
            return rest[:size], rest[size:]
    raise UnreadableCodeError(
        "Ce n’est pas le code d’une boîte de médicament. Scannez le carré noir, ou tapez le nom."
    )


def _element(key: str, rest: str) -> tuple[str, str]:
    if key in _FIXED:
        return rest[: _FIXED[key]], rest[_FIXED[key] :]
    value, _, after = rest.partition(_GS)
    return value, after


def _refuse_bad(key: str, value: str) -> None:
    size = _FIXED.get(key)
    if size is not None and (len(value) != size or not (value.isascii() and value.isdigit())):
        raise UnreadableCodeError("Code incomplet. Scannez de nouveau, sans bouger la boîte.")
    if size is None and (key not in _VARIABLE or not _PLAIN.match(value)):
        raise UnreadableCodeError("Code illisible. Scannez de nouveau, ou tapez le nom et le lot.")
    if size is None and len(value) > _VARIABLE[key]:
        raise UnreadableCodeError(
            "Le lecteur n’envoie pas le séparateur (FNC1)\u00a0: lot et numéro de série sont collés. "
            "Réglez le lecteur, ou tapez le lot."
        )


def _checked(gtin: str) -> str:
    """Return a GTIN whose check digit is right (GS1, §7.9)."""
    total = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(gtin[:-1]))
    if (10 - total % 10) % 10 != int(gtin[-1]):
        raise UnreadableCodeError("Numéro de produit faux (clé de contrôle). Scannez de nouveau.")
    return gtin


def _date(text: str) -> dt.date:
    """Return the day of an expiry; day 00 is the end of the month, the century is that of GS1 §7.12."""
    year, month, day = int(text[:2]), int(text[2:4]), int(text[4:])
    year += 1900 if year > _LAST_OF_CENTURY else 2000
    try:
        return dt.date(year, month, day or calendar.monthrange(year, month)[1])
    except (ValueError, calendar.IllegalMonthError):
        raise UnreadableCodeError(
            "Date de péremption impossible dans ce code. Tapez-la depuis la boîte."
        ) from None
