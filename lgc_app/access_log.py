# SPDX-License-Identifier: EUPL-1.2
"""Each attempt to open this post, one JSON line, kept beside the vault; never a code, never a patient."""

import contextlib
import json
from pathlib import Path

from lgc_app.vault.attempts import UnlockAttempt

FILE_NAME = "acces.jsonl"
# a few years of attempts; the file before is kept as acces.1.jsonl
_MAX_BYTES = 1_000_000


class AccessLog:
    """Appends attempts; a disk that refuses never keeps anybody out."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / FILE_NAME

    def write(self, attempt: UnlockAttempt) -> None:
        """Append one attempt."""
        line = {
            "at": attempt.at.isoformat(timespec="seconds"),
            "way": attempt.way.value,
            "outcome": attempt.outcome.value,
            "card": attempt.card_number,
            "person": attempt.id_nat,
            "tries_left": attempt.tries_left,
            "detail": attempt.detail,
        }
        with contextlib.suppress(OSError):
            self._make_room()
            with self._file.open("a", encoding="utf-8") as stream:
                stream.write(json.dumps({key: value for key, value in line.items() if value not in ("", None)}))
                stream.write("\n")

    def _make_room(self) -> None:
        if self._file.exists() and self._file.stat().st_size > _MAX_BYTES:
            self._file.replace(self._file.with_suffix(".1.jsonl"))
