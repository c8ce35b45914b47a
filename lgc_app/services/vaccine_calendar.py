# SPDX-License-Identifier: EUPL-1.2
"""The vaccination calendar in force on this post: the one of the software, or an edition that was installed."""

from typing import Final

from lgc_app.services.installed_table import InstalledTable
from lgc_app.services.session import Session
from lgc_core.clinical.vaccination.calendar_2025 import CALENDAR_2025
from lgc_core.clinical.vaccination.edition import Edition, read_edition, write_edition

_SETTING: Final = "vaccine_calendar"


class VaccineCalendar(InstalledTable[Edition]):
    """Reads, installs and gives out calendars."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, _SETTING, CALENDAR_2025, read_edition, write_edition)
