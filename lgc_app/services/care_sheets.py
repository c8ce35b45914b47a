# SPDX-License-Identifier: EUPL-1.2
"""The nurse's care sheet on paper: what is due and what was done, of one visit or of a whole round.

Before the visit its boxes are empty, to go on by hand in a power cut; after, it says what was done, by whom, when.
It is a sheet of care, never the « feuille de soins » that the Assurance maladie pays by.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Final

from interop.pdf.people import letterhead, telecom_words
from interop.pdf.render import render_sections
from interop.pdf.reports import long_date
from interop.pdf.sheet import Alert, Block, Grid, Sheet, SheetSection, Text
from lgc_app.services.overview import Overviews
from lgc_app.services.rounds import DueCare, Rounds, RoundStop, VisitKey, hour_words
from lgc_app.services.session import Session
from lgc_app.services.trail import Trail
from lgc_app.services.transmissions import Transmissions
from lgc_core.errors import UserError
from lgc_core.model.patient import Patient, age_shown
from lgc_core.model.rights import Right
from lgc_core.model.transmission import Transmission

TITLE: Final = "Feuille de soins infirmiers"
TRAIL_WORDS: Final = "feuille de soins imprimée"
_NOT_BILLING: Final = "Feuille de suivi des soins : elle ne sert pas au remboursement."
_STATES: Final = {
    "prévue": "À faire",
    "sur place": "Commencée",
    "faite": "Faite",
    "absente": "Patient absent",
    "refusée": "Soins refusés",
}
_NOTES: Final = 20
"""Transmissions looked through to find those of a visit."""


class NoVisitError(UserError):
    """Nothing is planned: there is nothing to print."""

    def __init__(self, day: dt.date) -> None:
        super().__init__(f"Aucune visite le {day:%d/%m/%Y}. Ajoutez un soin au plan, ou choisissez un autre jour.")


class CareSheets:
    """Makes care sheets; each patient printed leaves a line in the read trail before anything is given."""

    def __init__(
        self, session: Session, trail: Trail, rounds: Rounds, overviews: Overviews, transmissions: Transmissions
    ) -> None:
        self._session = session
        self._trail = trail
        self._rounds = rounds
        self._overviews = overviews
        self._transmissions = transmissions

    def of_day(self, day: dt.date | None = None) -> bytes:
        """Return the PDF/A of one's round of a day, today unless said, in its order.

        Raises:
            NoVisitError: nothing is planned.
        """
        self._session.require_role(Right.KEEP_ROUND)
        wanted = day or self._session.now().date()
        return self._sheet(wanted, self._rounds.day(wanted))

    def of_visit(self, key: VisitKey) -> bytes:
        """Return the PDF/A of one visit.

        Raises:
            NoVisitError: it is not in the round any more.
        """
        self._session.require_role(Right.KEEP_ROUND)
        wanted = dt.date.fromisoformat(key.day)
        return self._sheet(wanted, [one for one in self._rounds.day(wanted, mine=False) if one.key == key])

    def _sheet(self, day: dt.date, stops: Sequence[RoundStop]) -> bytes:
        if not stops:
            raise NoVisitError(day)
        sections = tuple(self._section(stop) for stop in stops)
        self._trail.record_each(list(dict.fromkeys(stop.key.patient for stop in stops)), TRAIL_WORDS)
        now, stamp, practice = self._session.now(), self._session.stamp(), self._session.practice
        dated = f"{long_date(dt.datetime.combine(day, dt.time()))}, imprimée le {now:%d/%m/%Y} à {now:%H:%M}"
        return render_sections(
            Sheet(
                title=TITLE,
                letterhead=letterhead(practice.organisation, stamp),
                dated=dated,
                sections=(*sections, SheetSection(title="", blocks=(Text(words=_NOT_BILLING, quiet=True),))),
                signature=(stamp.name.shown, "Signature\u00a0:", "", ""),
                created=now,
                footer=f"{practice.name} – soins du {day:%d/%m/%Y}",
            )
        )

    def _section(self, stop: RoundStop) -> SheetSection:
        patient = stop.patient
        age = age_shown(patient.traits.birth_date, self._session.now().date())
        title = f"{hour_words(stop)} – {patient.shown}, {age} – {_STATES[stop.status]}"
        allergies = Alert(words=self._overviews.of(patient).allergy_words)
        said = self._said(stop)
        return SheetSection(title=title, blocks=(allergies, *_where(stop), _table(stop), *_done(stop), *said))

    def _said(self, stop: RoundStop) -> Iterator[Block]:
        for one in self._transmissions.of_patient(stop.key.patient, _NOTES):
            if one.visit == stop.key.id:
                yield Text(words=_transmitted(one))


def _where(stop: RoundStop) -> Iterator[Block]:
    parts = [stop.place, *_phones(stop.patient)]
    if words := " · ".join(part for part in parts if part):
        yield Text(words=words, quiet=True)


def _phones(patient: Patient) -> list[str]:
    return [telecom_words(one) for one in patient.telecoms if one.kind == "tel"]


def _table(stop: RoundStop) -> Grid:
    done = {one.schedule: one.done for one in stop.done.cares} if stop.done else {}
    rows = tuple((_words(care), care.ordered, _mark(care, done, over=stop.is_over), "") for care in stop.cares)
    return Grid(titles=("Soin", "Prescription", "Fait", "Noté à la main"), rows=rows, widths=(3, 2, 0.8, 2))


def _words(care: DueCare) -> str:
    return f"{care.words} ({care.detail})" if care.detail else care.words


def _mark(care: DueCare, done: dict[str, bool], *, over: bool) -> str:
    if care.schedule in done:
        return "oui" if done[care.schedule] else "non"
    return "non" if over else ("oui" if care.ticked else "[\u00a0\u00a0\u00a0]")


def _done(stop: RoundStop) -> Iterator[Block]:
    if stop.done is not None and stop.status == "faite":
        at = dt.datetime.fromisoformat(stop.done.at)
        yield Text(words=f"Fait le {at:%d/%m/%Y} à {at:%H:%M} par {stop.done.by.name}.")


def _transmitted(one: Transmission) -> str:
    parts = (("Cible", one.focus), ("Données", one.data), ("Actions", one.actions), ("Résultats", one.results))
    return "\n".join(f"{title}\u00a0: {words}" for title, words in parts if words)
