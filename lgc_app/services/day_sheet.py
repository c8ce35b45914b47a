# SPDX-License-Identifier: EUPL-1.2
"""« Imprimer la journée »: a day of the agenda on paper, for the front desk, without a medical word."""

import datetime as dt
from collections.abc import Sequence

from interop.pdf.people import letterhead, telecom_words
from interop.pdf.render import render_sections
from interop.pdf.reports import long_date
from interop.pdf.sheet import Grid, Sheet, SheetSection, Text
from lgc_app.services.agenda import Agenda, DayLine
from lgc_app.services.agenda_rules import AgendaRules
from lgc_app.services.session import Session
from lgc_core.model.patient import Patient
from lgc_core.model.rights import Right
from lgc_core.store import queries

_OFF = frozenset({"annulé"})


class DaySheet:
    """Prints a day of the agenda, one table for each practitioner."""

    def __init__(self, session: Session, agenda: Agenda, rules: AgendaRules) -> None:
        self._session = session
        self._agenda = agenda
        self._rules = rules

    def of_day(self, day: dt.date | None = None) -> bytes:
        """Return the PDF/A of a day, today unless said."""
        self._session.require_role(Right.MANAGE_AGENDA)
        now = self._session.now()
        wanted = day or now.date()
        lines = [line for line in self._agenda.day(wanted) if line.status not in _OFF]
        people = {one.id: one.name.shown for one in self._rules.people()}
        phones = self._phones(lines)
        sections = [
            SheetSection(title=people.get(staff, "Autre"), blocks=(_table(lines, staff, phones),))
            for staff in dict.fromkeys(line.staff for line in lines)
        ]
        nobody = SheetSection(title="", blocks=(Text(words="Aucun rendez-vous ce jour."),))
        practice = self._session.practice
        sheet = Sheet(
            title="Rendez-vous du jour",
            letterhead=letterhead(practice.organisation),
            dated=f"{long_date(dt.datetime.combine(wanted, dt.time()))}, imprimé le {now:%d/%m/%Y} à {now:%H:%M}",
            sections=tuple(sections) or (nobody,),
            created=now,
            footer=f"{practice.name} – rendez-vous du {wanted:%d/%m/%Y}",
        )
        return render_sections(sheet)

    def _phones(self, lines: Sequence[DayLine]) -> dict[str, str]:
        with self._session.store.reading() as connection:
            known = queries.by_ids(connection, Patient, {line.patient for line in lines})
        return {key: _numbers(one) for key, one in known.items()}


def _numbers(patient: Patient) -> str:
    found = (telecom_words(one) for one in patient.telecoms if one.kind == "tel")
    return ", ".join(words.partition("\u00a0: ")[2] for words in found)


def _table(lines: Sequence[DayLine], staff: str, phones: dict[str, str]) -> Grid:
    rows = tuple(
        (line.time, f"{line.minutes} min", line.shown, line.age, phones.get(line.patient, ""), line.status, "")
        for line in lines
        if line.staff == staff
    )
    titles = ("Heure", "Durée", "Patient", "Âge", "Téléphone", "État", "Noté à la main")
    return Grid(titles=titles, rows=rows, widths=(1, 1, 3, 1.1, 2, 1, 1.8))
