# SPDX-License-Identifier: EUPL-1.2
"""Clinical time with exactly the precision given (model.md §2, Time)."""

import datetime as dt
import re
from typing import Final, Literal

import msgspec

Missing = Literal["", "UNK", "NA", "NASK", "ASKU", "MSK", "NI", "NAV", "OTH"]
Precision = Literal["", "year", "month", "day", "minute", "second"]

REUNION: Final = dt.timezone(dt.timedelta(hours=4))
"""Offset of La Réunion, without daylight saving; the default when a source gives none."""

_HL7: Final = re.compile(r"(\d{4})(\d\d)?(\d\d)?(?:(\d\d)(\d\d)(\d\d)?(?:\.\d{1,6})?)?([+-]\d{4}|Z)?\Z")
_EPOCH: Final = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_MILLISECOND: Final = dt.timedelta(milliseconds=1)
_LENGTHS: Final = {4: "year", 7: "month", 10: "day"}


class When(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A moment as known: ISO 8601 text cut at its precision, or the reason it is missing.

    Attributes:
        text: `2026`, `2026-11`, `2026-11-21`, `2026-11-21T10:42+04:00` or with seconds; for a malformed
            source value, the value as received (then `missing` is set).
        offset_assumed: true when the source gave hours without an offset.
    """

    text: str = ""
    missing: Missing = ""
    offset_assumed: bool = False

    @property
    def precision(self) -> Precision:
        """Return how finely the moment is known; empty when it is missing."""
        if self.missing:
            return ""
        if short := _LENGTHS.get(len(self.text)):
            return short  # type: ignore[return-value]  # the dictionary holds precisions only
        return "second" if self.text.count(":") > 2 or len(self.text) > len("2026-11-21T10:42+04:00") else "minute"

    @property
    def earliest(self) -> dt.datetime | None:
        """Return the first instant that the text may mean, the order of every list; None when it means none."""
        try:
            return self._first()
        except (ValueError, OverflowError):
            return None

    def _first(self) -> dt.datetime | None:
        if self.missing or not self.text:
            return None
        padded = self.text + "-01" * {"year": 2, "month": 1}.get(self.precision, 0)
        moment = dt.datetime.fromisoformat(padded)
        return moment if moment.tzinfo else moment.replace(tzinfo=REUNION)

    @property
    def earliest_ms(self) -> int | None:
        """Return the first possible instant in UTC milliseconds."""
        first = self.earliest
        return None if first is None else (first - _EPOCH) // _MILLISECOND

    @property
    def date(self) -> dt.date | None:
        """Return the local date, None below day precision."""
        if self.precision in ("", "year", "month") or self.earliest is None:
            return None
        return dt.date.fromisoformat(self.text[:10])

    def display(self) -> str:
        """Return the French form at the precision known: 2026, 11/2026, 21/11/2026, 21/11/2026 10:42."""
        if self.missing or not self.text:
            return self.text or "date inconnue"
        parts = self.text[:10].split("-")
        day = "/".join(reversed(parts))
        return f"{day} {self.text[11:16]}" if len(self.text) > 10 else day


class Interval(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """From a moment to another; both may be unknown or open."""

    start: When | None = None
    end: When | None = None


def on_day(day: dt.date) -> When:
    """Return a moment known to the day."""
    return When(text=day.isoformat())


def at_instant(moment: dt.datetime) -> When:
    """Return a moment known to the second, with its offset.

    Raises:
        ValueError: when the datetime has no offset.
    """
    if moment.tzinfo is None:
        raise ValueError("an instant needs its offset")
    return When(text=moment.isoformat(timespec="seconds"))


def from_hl7(untrusted_value: str) -> When:
    """Read an HL7 TS; a malformed one is kept as text and marked missing, never guessed."""
    value = untrusted_value.strip()
    match = _HL7.match(value)
    if not match:
        return When(text=value[:64], missing="UNK")
    year, month, day, hour, minute, second, offset = match.groups()
    text = "-".join(part for part in (year, month, day) if part)
    if hour is None or day is None:
        return _checked(When(text=text), value)
    text += f"T{hour}:{minute}" + (f":{second}" if second else "")
    text += _iso_offset(offset) if offset else "+04:00"
    return _checked(When(text=text, offset_assumed=not offset), value)


def _iso_offset(offset: str) -> str:
    return "+00:00" if offset == "Z" else f"{offset[:3]}:{offset[3:]}"


def _checked(when: When, source: str) -> When:
    return When(text=source[:64], missing="UNK") if when.earliest is None else when


def to_hl7(when: When) -> str | None:
    """Return the HL7 TS at the same precision, None when the moment is missing."""
    if when.missing or not when.text:
        return None
    day, _, clock = when.text.partition("T")
    if not clock:
        return day.replace("-", "")
    time, offset = clock[:-6], clock[-6:]
    return day.replace("-", "") + time.replace(":", "") + offset.replace(":", "")
