# SPDX-License-Identifier: EUPL-1.2
"""One appointment as a file for the patient's own agenda (RFC 5545); it never says why one goes to the doctor."""

import datetime as dt

from sync_server.patient_web.file import Visit


def calendar(visit: Visit, practice_name: str, now: dt.datetime) -> bytes:
    """Return the file: one event, in UTC, lines ended by CRLF."""
    lines = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Pack Serenite//FR",
        "BEGIN:VEVENT",
        f"UID:{visit.id}",
        f"DTSTAMP:{now.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART:{_utc(visit.start_ms)}",
        f"DTEND:{_utc(visit.end_ms)}",
        "SUMMARY:Rendez-vous",
        f"LOCATION:{_escaped(practice_name)}",
        "END:VEVENT",
        "END:VCALENDAR",
    )
    return "\r\n".join((*lines, "")).encode()


def _utc(ms: int) -> str:
    return f"{dt.datetime.fromtimestamp(ms / 1000, dt.UTC):%Y%m%dT%H%M%SZ}"


def _escaped(text: str) -> str:
    """Escape a text value (RFC 5545, 3.3.11); a line break could add properties of its own."""
    for raw, safe in (("\\", "\\\\"), (";", "\\;"), (",", "\\,")):
        text = text.replace(raw, safe)
    return " ".join(text.split())[:60]
