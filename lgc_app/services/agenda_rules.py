# SPDX-License-Identifier: EUPL-1.2
"""Absences and reserved hours that come back, and who has a column in the agenda."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from lgc_app.services.once_more import write_once_more
from lgc_app.services.one_line import one_line
from lgc_app.services.session import Session
from lgc_app.services.staffing import everybody
from lgc_core.errors import UserError
from lgc_core.model.agenda_rule import AgendaRule, Rhythm, RuleKind
from lgc_core.model.ids import new_id
from lgc_core.model.rights import Right
from lgc_core.model.staff import Role, Staff
from lgc_core.store import queries
from lgc_core.store.changes import Changes

_SEEING: Final = frozenset({Role.MEDECIN, Role.INFIRMIER, Role.REMPLACANT})


class ImpossibleHoursError(UserError):
    """Hours or days that end before they begin."""

    def __init__(self) -> None:
        super().__init__("La fin est avant le début. Vérifiez les jours et les heures.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Closure:
    """Hours of one day when somebody is away or kept for something."""

    rule: str
    staff: str
    kind: RuleKind
    words: str
    start: dt.datetime
    end: dt.datetime


class AgendaRules:
    """The hours of the people of the practice."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def people(self) -> list[Staff]:
        """Return who receives patients now, in the order they came."""
        today = self._session.now().date().isoformat()
        with self._session.store.reading() as connection:
            found = everybody(connection)
        return [one for one in found if one.role in _SEEING and not (one.valid_to and one.valid_to < today)]

    def all(self) -> list[AgendaRule]:
        """Return every rule that still lives."""
        with self._session.store.reading() as connection:
            return queries.find(connection, AgendaRule)

    def closures(self, first: dt.date, days: int) -> list[Closure]:
        """Return the hours of some days in a row when somebody is away or kept."""
        zone = self._session.now().tzinfo
        assert zone is not None
        wanted = [first + dt.timedelta(days=step) for step in range(days)]
        rules = [rule for rule in self.all() if rule.kind != "ouverture"]
        return [_closure(rule, day, zone) for rule in rules for day in wanted if rule.covers(day)]

    def add(
        self,
        staff: str,
        kind: RuleKind,
        first: dt.date,
        last: dt.date | None,
        *,
        hours: tuple[str, str] = ("", ""),
        rhythm: Rhythm | None = None,
        label: str = "",
    ) -> Changes:
        """Write an absence or reserved hours.

        Raises:
            ImpossibleHoursError: the end is before the beginning, or an hour is none. LongLineError: a page.
        """
        self._session.require(Right.MANAGE_AGENDA)
        if (last and last < first) or not _are_hours(*hours):
            raise ImpossibleHoursError
        rule = AgendaRule(
            id=new_id(), staff=staff, kind=kind, label=one_line(label), first=first.isoformat(),
            last=last.isoformat() if last else "", opens=hours[0], closes=hours[1], rhythm=rhythm,
        )  # fmt: skip
        with self._session.store.unit_of_work(self._session.author) as uow:
            uow.create(rule)
        return uow.changes

    def end(self, rule: str) -> Changes:
        """Take a rule back; it stays among what was annulled."""
        self._session.require(Right.MANAGE_AGENDA)
        with self._session.store.unit_of_work(self._session.author) as uow:
            uow.annul(AgendaRule, rule, "retirée de l’agenda")
        return uow.changes

    def write_again(self, rule: str) -> Changes:
        """Write a rule that was taken back once more, as another one: what was annulled stays so.

        Raises:
            LookupError: it never was here.
        """
        self._session.require(Right.MANAGE_AGENDA)
        return write_once_more(self._session, AgendaRule, rule)


def _closure(rule: AgendaRule, day: dt.date, zone: dt.tzinfo) -> Closure:
    start, end = rule.hours(day, zone)
    words = rule.label or ("Absent" if rule.kind == "absence" else "Réservé")
    return Closure(rule=rule.id, staff=rule.staff, kind=rule.kind, words=words, start=start, end=end)


def _are_hours(opens: str, closes: str) -> bool:
    try:
        begin = dt.time.fromisoformat(opens) if opens else dt.time.min
        end = dt.time.fromisoformat(closes) if closes else dt.time.max
    except ValueError:
        return False
    return begin < end
