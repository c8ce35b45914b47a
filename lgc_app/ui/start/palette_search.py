# SPDX-License-Identifier: EUPL-1.2
"""What the palette finds beside actions: patients; and when there is none, the way to admit one."""

import datetime as dt
from collections.abc import Callable, Sequence
from functools import partial
from typing import Protocol

from lgc_app.services.cabinet import Cabinet
from lgc_app.ui.shell.palette_row import PaletteRow
from lgc_app.ui.theme.typography import short_date
from lgc_app.ui.words import tr
from lgc_core.model.patient import age_shown
from lgc_core.model.rights import Right, may
from lgc_core.store.search import PatientLine

_SHOWN = 20


class Opens(Protocol):
    """What the palette asks of the open practice."""

    def open_patient(self, patient: str) -> None:
        """Open a file."""

    def admit(self, typed: str = "") -> None:
        """Open the form of a new patient."""

    def last_patients(self) -> Sequence[tuple[str, str]]:
        """Give (id, name) of the last patients."""


class PaletteSearch:
    """Runs on the thread of the vault; the handlers it gives run on the GUI thread."""

    def __init__(self, cabinet: Cabinet, work: Opens) -> None:
        self._cabinet = cabinet
        self._work = work
        self._admits = may(cabinet.session.staff.role, Right.EDIT_IDENTITY)

    def find(self, typed: str) -> Sequence[PaletteRow]:
        """Give the rows under the actions."""
        if not typed.strip():
            return [self._row(name, "", patient) for patient, name in self._work.last_patients()]
        today = self._cabinet.session.now().date()
        lines = self._cabinet.patients.find(typed, _SHOWN)
        if lines:
            return [self._row(line.shown, about(line, today), line.patient_id) for line in lines]
        if not self._admits:
            return ()
        words = tr("Rien trouvé. Créer le patient « {typed} » ?", typed=typed.strip())
        return (
            PaletteRow(
                tr("Patients"), words, partial(self._work.admit, typed.strip()), icon="add", last_resort=True
            ),
        )

    def _row(self, name: str, soft: str, patient: str) -> PaletteRow:
        handler: Callable[[], None] = partial(self._work.open_patient, patient)
        return PaletteRow(tr("Patients"), name, handler, soft, "person")


def about(line: PatientLine, today: dt.date) -> str:
    """Say what tells two namesakes apart: "74 ans · 12/03/1952 · née GRONDIN"."""
    try:
        born = short_date(dt.date.fromisoformat(line.birth_date))
    except ValueError:
        born = line.birth_date
    birth_name = ""
    if line.born_as:
        birth_name = tr("né {name}", name=line.born_as) if line.sex == "M" else tr("née {name}", name=line.born_as)
    return " · ".join(words for words in (tr(age_shown(line.birth_date, today)), born, birth_name) if words)
