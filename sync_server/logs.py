# SPDX-License-Identifier: EUPL-1.2
"""Structured logs: one JSON line an event, ids and codes only, never a name, a matricule, a text or a secret.

What an event may carry is a closed list; an exception leaves its type and the places it crossed, never its
message, because messages quote values.
"""

import datetime as dt
import json
import logging
import sys
import traceback
from typing import Final, TextIO

LOGGER: Final = logging.getLogger("serenite.server")

FIELDS: Final = frozenset(
    {"route", "method", "status", "ms", "request", "practice", "device", "count", "reason", "flow", "reference",
     "sent", "received", "state", "peer", "port"}
)  # fmt: skip
"""The only fields an event may carry."""


class JsonLines(logging.Formatter):
    """Print a record as one JSON object."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line; of a library's record only the logger's name is told, its text may quote a request."""
        line: dict[str, object] = {
            "time": dt.datetime.fromtimestamp(record.created, dt.UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
        }
        if record.name == LOGGER.name:
            line["event"] = record.getMessage()
            line |= getattr(record, "fields", {})
        else:
            line |= {"event": "library", "logger": record.name}
        if record.exc_info and record.exc_info[0] is not None:
            line["error"] = record.exc_info[0].__name__
            line["frames"] = frames_of(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False)


def frames_of(error: BaseException | None) -> list[str]:
    """Return `file:line function` of each frame, innermost last: enough to find a bug, no value quoted."""
    if error is None:
        return []
    stack = traceback.extract_tb(error.__traceback__)[-12:]
    return [f"{'/'.join(frame.filename.split('/')[-2:])}:{frame.lineno} {frame.name}" for frame in stack]


def event(name: str, level: int = logging.INFO, error: BaseException | None = None, **fields: object) -> None:
    """Write one event.

    Raises:
        ValueError: when a field is not in the closed list.
    """
    if unknown := set(fields) - FIELDS:
        raise ValueError(f"fields not allowed in a log: {sorted(unknown)}")
    LOGGER.log(level, name, exc_info=error, extra={"fields": fields})


def start_logs(stream: TextIO | None = None) -> None:
    """Send our events, and library warnings without their text, to a stream (standard error by default)."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    LOGGER.setLevel(logging.INFO)
