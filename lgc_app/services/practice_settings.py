# SPDX-License-Identifier: EUPL-1.2
"""What a practice chose for all its posts: today, the equation of the filtration that it shows."""

from lgc_app.services.renal import equation_of
from lgc_app.services.session import Session
from lgc_core.model.practice import FiltrationEquation, Practice
from lgc_core.model.rights import Right
from lgc_core.store.changes import NOTHING, Changes


class PracticeSettings:
    """Reads and changes the choices of the practice; shared by its posts at the next exchange."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def equation(self) -> FiltrationEquation:
        """Return the equation shown by this practice."""
        with self._session.store.reading() as connection:
            return equation_of(connection, self._session.practice.id)

    def choose_equation(self, equation: FiltrationEquation) -> Changes:
        """Show filtrations by another equation, old ones too: each is computed again from its creatinine."""
        self._session.require(Right.MANAGE_PRACTICE)
        if equation == self.equation():
            return NOTHING
        with self._session.store.unit_of_work(self._session.author) as uow:
            uow.set(Practice, self._session.practice.id, filtration=equation)
        return uow.changes
