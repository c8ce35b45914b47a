# SPDX-License-Identifier: EUPL-1.2
"""What a person likes on this post (widths of panes...): in the encrypted file, never synced."""

from typing import Final

from lgc_app.services.session import Session
from lgc_app.services.settings import read_setting, write_setting

FILE_PANES: Final = "file_panes"
_LONGEST: Final = 1000


class Preferences:
    """Texts by name, for the person at the screen."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def read(self, name: str) -> str:
        """Return what was kept, "" for nothing."""
        return read_setting(self._session.store.engine, self._key(name))

    def write(self, name: str, value: str) -> None:
        """Keep a short text.

        Raises:
            ValueError: when it is no preference but a document.
        """
        if len(value) > _LONGEST:
            raise ValueError("a preference is short")
        write_setting(self._session.store.engine, self._key(name), value)

    def _key(self, name: str) -> str:
        return f"preference:{self._session.staff.id}:{name}"
