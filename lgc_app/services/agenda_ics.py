# SPDX-License-Identifier: EUPL-1.2
"""An agenda as iCalendar (RFC 5545) for another calendar: hours and initials, never a reason nor a whole name."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from lgc_app.services.agenda import DayLine
from lgc_core.model.agenda_rule import REUNION_ZONE, AgendaRule
from lgc_core.model.values.when import REUNION

_LINE_OCTETS: Final = 75
"""RFC 5545 §3.1: longer lines are folded."""

_DAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_ZONE: Final = (
    "BEGIN:VTIMEZONE",
    f"TZID:{REUNION_ZONE}",
    "BEGIN:STANDARD",
    "DTSTART:19700101T000000",
    "TZOFFSETFROM:+0400",
    "TZOFFSETTO:+0400",
    "TZNAME:+04",
    "END:STANDARD",
    "END:VTIMEZONE",
)
_STATUS: Final = {"annulé": "CANCELLED", "absent": "CANCELLED"}


def calendar_bytes(title: str, lines: Iterable[DayLine], rules: Iterable[AgendaRule], now: dt.datetime) -> bytes:
    """Return the calendar of some appointments and rules; every event is private."""
    stamp = now.astimezone(dt.UTC).strftime("%Y%m%dT%H%M%SZ")
    content = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Pack Serenite//LGC//FR", "CALSCALE:GREGORIAN"]
    content += [f"X-WR-CALNAME:{_text(title)}", *_ZONE]
    for line in lines:
        content += _appointment(line, stamp)
    for rule in rules:
        if rule.kind != "ouverture":
            content += _rule(rule, stamp)
    content.append("END:VCALENDAR")
    return "".join(f"{folded}\r\n" for one in content for folded in _fold(one)).encode()


def _appointment(line: DayLine, stamp: str) -> Sequence[str]:
    start = dt.datetime.fromisoformat(line.start).astimezone(REUNION)
    initials = " ".join(f"{word[0]}." for word in line.shown.split())
    return (
        "BEGIN:VEVENT",
        f"UID:{line.id}@serenite",
        f"DTSTAMP:{stamp}",
        f"DTSTART;TZID={REUNION_ZONE}:{start:%Y%m%dT%H%M%S}",
        f"DURATION:PT{line.minutes}M",
        f"SUMMARY:{_text(f'Rendez-vous {initials}'.strip())}",
        f"STATUS:{_STATUS.get(line.status, 'CONFIRMED')}",
        "CLASS:PRIVATE",
        "END:VEVENT",
    )


def _rule(rule: AgendaRule, stamp: str) -> Sequence[str]:
    first = dt.date.fromisoformat(rule.first)
    start, end = rule.hours(first, REUNION)
    repeat = _repeat(rule)
    return (
        "BEGIN:VEVENT",
        f"UID:{rule.id}@serenite",
        f"DTSTAMP:{stamp}",
        f"DTSTART;TZID={REUNION_ZONE}:{start:%Y%m%dT%H%M%S}",
        f"DTEND;TZID={REUNION_ZONE}:{end:%Y%m%dT%H%M%S}",
        *([f"RRULE:{repeat}"] if repeat else []),
        f"SUMMARY:{'Absent' if rule.kind == 'absence' else 'Réservé'}",
        "CLASS:PRIVATE",
        "END:VEVENT",
    )


def _repeat(rule: AgendaRule) -> str:
    """Return the RRULE (RFC 5545 §3.3.10); UNTIL is the end of the last local day in UTC."""
    rhythm = rule.rhythm
    if rhythm is None and rule.first == rule.last:
        return ""
    weekly = rhythm is not None and rhythm.unit == "semaine"
    parts = [f"FREQ={'WEEKLY' if weekly else 'DAILY'}"]
    if rhythm is not None and rhythm.every > 1:
        parts.append(f"INTERVAL={rhythm.every}")
    if rhythm is not None and weekly and rhythm.weekdays:
        parts.append(f"BYDAY={','.join(_DAYS[day - 1] for day in sorted(set(rhythm.weekdays)))};WKST=MO")
    if rule.last:
        last = dt.datetime.combine(dt.date.fromisoformat(rule.last), dt.time(23, 59, 59), REUNION)
        parts.append(f"UNTIL={last.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}")
    return ";".join(parts)


def _text(words: str) -> str:
    """Escape a TEXT value (RFC 5545 §3.3.11)."""
    for plain, escaped in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r", ""), ("\n", "\\n")):
        words = words.replace(plain, escaped)
    return words


def _fold(line: str) -> Iterator[str]:
    """Cut a line at 75 octets, never inside a character; each next piece begins with a space."""
    piece, size = "", 0
    for letter in line:
        octets = len(letter.encode())
        if size + octets > _LINE_OCTETS:
            yield piece
            piece, size = " ", 1
        piece, size = piece + letter, size + octets
    yield piece
