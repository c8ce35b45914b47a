# SPDX-License-Identifier: EUPL-1.2
"""What every autosave of a screen shares: its pause, and what becomes of its answer."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, QTimer

from lgc_core.errors import OutsideError, UserError

KEEP_MILLISECONDS: Final = 100
"""Design, autosave: on the disk within 250 ms of a key; the rest of it is for the write itself."""
RETRY_MILLISECONDS: Final = 2_000
"""Before a write that was refused is tried again."""


class KeepTimer(QTimer):
    """Calls `keep` a moment after the first key; the keys that follow do not put it off."""

    def __init__(self, parent: QObject, keep: Callable[[], object]) -> None:
        super().__init__(parent, singleShot=True)
        self.timeout.connect(keep)

    def touch(self, *_anything: object) -> None:
        """Note that something was typed."""
        if not self.isActive():
            self.start(KEEP_MILLISECONDS)

    def again(self) -> None:
        """Try later: the write was refused."""
        self.start(RETRY_MILLISECONDS)


def nothing(*_answer: object) -> None:
    """Show nothing: the write of a draft is heard of only when it fails."""


def unkept(error: BaseException) -> None:
    """Try again at the next key: what is typed is still on the screen. A bug stays a bug."""
    if not isinstance(error, UserError | OutsideError):
        raise error
