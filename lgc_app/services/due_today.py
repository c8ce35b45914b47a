# SPDX-License-Identifier: EUPL-1.2
"""What a file lacks today, each with where it is done: vaccines, screenings, follow-up, allergies."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

import sqlalchemy as sa

from lgc_app.services.overview import Overview
from lgc_app.services.screenings import Screenings
from lgc_app.services.session import Session
from lgc_app.services.vaccinations import Vaccinations
from lgc_core.clinical.follow_up import FOLLOW_UPS, FOLLOWED_LOINC, conditions_of
from lgc_core.clinical.renal import TOMORROW
from lgc_core.clinical.vaccination.schedule import plus_months
from lgc_core.model.observation import Observation
from lgc_core.model.rights import Right, may
from lgc_core.model.values.when import REUNION
from lgc_core.store import links
from lgc_core.store.tables import ENTITY_TABLES

DueKind = Literal["allergie", "mesure", "analyse", "lecture", "vaccin", "dépistage"]
_PRESSING: Final = frozenset({"en retard", "à faire"})
_TABLE = ENTITY_TABLES[Observation].c


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """One thing to do: `kind` says where, `words` what, `aside` since when or how late.

    An `analyse` is ordered by whoever may; to the others it is a `lecture`: what the file has of it. A `dépistage`
    has its `statement`: how a line of the file names it.
    """

    kind: DueKind
    words: str
    aside: str = ""
    statement: str = ""


class DueToday:
    """Builds the list; it reminds, and writes nothing."""

    def __init__(self, session: Session, vaccinations: Vaccinations, screenings: Screenings) -> None:
        self._session = session
        self._vaccinations = vaccinations
        self._screenings = screenings

    def of(self, known: Overview) -> tuple[Due, ...]:
        """Return what is due today, nothing after a death; the problems are those that the overview read."""
        self._session.require(Right.READ_RECORD)
        if known.deceased:
            return ()
        allergies = (Due(kind="allergie", words="Allergies à renseigner"),)
        asked = allergies if known.allergy_state == "inconnu" else ()
        return (*asked, *self._follow_up(known), *self._vaccines(known), *self._screened(known))

    def _vaccines(self, known: Overview) -> Iterator[Due]:
        for one in self._vaccinations.booklet(known.patient, known.noted).advice:
            if one.state in _PRESSING:
                words = ", ".join(part for part in (one.rule.words, one.dose_words) if part)
                yield Due(kind="vaccin", words=words, aside=one.state)

    def _screened(self, known: Overview) -> Iterator[Due]:
        for one in self._screenings.due(known.patient, known.noted):
            aside = f"dernier le {one.last:%d/%m/%Y}" if one.last else "aucun au dossier"
            yield Due(kind="dépistage", words=one.programme.words, aside=aside, statement=one.programme.statement)

    def _follow_up(self, known: Overview) -> Iterator[Due]:
        today = self._session.now().date()
        conditions = conditions_of(known.noted)
        if not conditions:
            return
        with self._session.store.reading() as connection:
            last = self._last_days(connection, known.patient.id, today)
        ordered: DueKind = "analyse" if may(self._session.staff.role, Right.CERTIFY) else "lecture"
        for one in FOLLOW_UPS:
            if not one.of & conditions:
                continue
            day = max((last[code] for code in one.loinc if code in last), default=None)
            if day is None or plus_months(day, one.months) <= today:
                aside = f"dernière le {day:%d/%m/%Y}" if day else "aucune au dossier"
                yield Due(kind="mesure" if one.is_measure else ordered, words=one.words, aside=aside)

    def _last_days(self, connection: sa.Connection, patient: str, today: dt.date) -> Mapping[str, dt.date]:
        """Return the last day of each result, by LOINC; one dated in the future counts for nothing."""
        until = dt.datetime.combine(today + TOMORROW, dt.time.max, REUNION)
        query = (
            sa.select(_TABLE.ix_code, sa.func.max(_TABLE.ix_at_ms))
            .where(
                links.is_of(connection, _TABLE.ix_patient, patient),
                _TABLE.ix_code.in_(FOLLOWED_LOINC),
                _TABLE.annulled_op.is_(None),
                _TABLE.ix_at_ms <= int(until.timestamp() * 1000),
            )
            .group_by(_TABLE.ix_code)
        )
        rows = connection.execute(query).all()
        return {code: dt.datetime.fromtimestamp(at_ms / 1000, REUNION).date() for code, at_ms in rows}
