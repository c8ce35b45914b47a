# SPDX-License-Identifier: EUPL-1.2
"""What the window prints: failsafe dossiers and the day of the front desk, each shown before."""

from collections.abc import Callable
from functools import partial
from typing import Final

from lgc_app.services.cabinet import Cabinet
from lgc_app.ui.navigation import Navigator
from lgc_app.ui.start.screens import Screens

FAILSAFE_FILE: Final = "dossier-de-secours.pdf"
DAY_FILE: Final = "rendez-vous-du-jour.pdf"


class PaperActs:
    """`front` gives the patient in front, "" when there is none."""

    def __init__(self, cabinet: Cabinet, screens: Screens, navigator: Navigator, front: Callable[[], str]) -> None:
        self._cabinet = cabinet
        self._screens = screens
        self._navigator = navigator
        self._front = front

    def failsafe(self) -> None:
        """Show the failsafe dossier of the patient in front; of tomorrow's whole agenda when nobody is."""
        patient = self._front()
        if not patient:
            self.failsafe_day()
            return
        make = self._cabinet.failsafe.of_patient
        back = partial(self._navigator.open_patient, patient)
        self._screens.show_paper(lambda: make(patient).pdf, FAILSAFE_FILE, back)

    def failsafe_day(self) -> None:
        """Show the failsafe dossier of tomorrow's whole agenda."""
        make = self._cabinet.failsafe.of_day
        self._screens.show_paper(lambda: make().pdf, FAILSAFE_FILE, self._home)

    def day(self) -> None:
        """Show today's agenda without medical words."""
        self._screens.show_paper(self._cabinet.day_sheet.of_day, DAY_FILE, self._home)

    def _home(self) -> None:
        self._navigator.show(self._screens.home)
