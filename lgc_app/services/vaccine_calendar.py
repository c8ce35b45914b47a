# SPDX-License-Identifier: EUPL-1.2
"""The vaccination calendar in force on this post: the one of the software, or an edition that was installed."""

from typing import Final

from lgc_app.services.session import Session
from lgc_app.services.settings import read_setting, write_setting
from lgc_core.clinical.vaccination.calendar_2025 import CALENDAR_2025
from lgc_core.clinical.vaccination.edition import BadEditionError, Edition, read_edition, write_edition
from lgc_core.model.rights import Right

_SETTING: Final = "vaccine_calendar"


class VaccineCalendar:
    """Reads, installs and gives out editions; each post has its own until the `ref` partition carries them."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._seen: tuple[str, Edition] = ("", CALENDAR_2025)

    def current(self) -> Edition:
        """Return the edition in force; one that this version cannot read any more gives way to the software's."""
        text = read_setting(self._session.store.engine, _SETTING)
        if text != self._seen[0]:
            try:
                self._seen = (text, read_edition(text.encode()) if text else CALENDAR_2025)
            except BadEditionError:
                self._seen = (text, CALENDAR_2025)
        return self._seen[1]

    def install(self, untrusted: bytes) -> Edition:
        """Put an edition in force on this post.

        Raises:
            BadEditionError: it cannot be trusted; the former one stays.
        """
        self._session.require(Right.MANAGE_PRACTICE)
        edition = read_edition(untrusted)
        write_setting(self._session.store.engine, _SETTING, write_edition(edition).decode())
        return edition

    def restore(self) -> Edition:
        """Come back to the calendar of the software."""
        self._session.require(Right.MANAGE_PRACTICE)
        write_setting(self._session.store.engine, _SETTING, "")
        return self.current()

    def exported(self) -> bytes:
        """Return the edition in force as JSON, to be read, changed and installed again."""
        return write_edition(self.current())
