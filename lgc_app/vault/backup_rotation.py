# SPDX-License-Identifier: EUPL-1.2
"""Which local backups are kept: the last 5, the last of each of 7 days, the last of each of 4 weeks.

At most 16 copies. The newest is always kept; nothing is removed before a newer one was verified.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Final

from lgc_app.vault.backup import Backup

LAST: Final = 5
DAYS: Final = 7
WEEKS: Final = 4


def worth_keeping(backups: Sequence[Backup]) -> set[Backup]:
    """Choose what stays; days and weeks are those of the machine's time zone."""
    newest_first = sorted(backups, key=lambda one: one.made, reverse=True)
    kept = set(newest_first[:LAST])
    kept |= set(_last_of_each(newest_first, lambda made: made.strftime("%Y-%m-%d"), DAYS))
    kept |= set(_last_of_each(newest_first, lambda made: made.strftime("%G-%V"), WEEKS))
    return kept


def _last_of_each(newest_first: Iterable[Backup], period: Callable[[datetime], str], number: int) -> list[Backup]:
    found: dict[str, Backup] = {}
    for backup in newest_first:
        found.setdefault(period(backup.made.astimezone()), backup)
    return list(found.values())[:number]
