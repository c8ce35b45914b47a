# SPDX-License-Identifier: EUPL-1.2
"""What the palette finds beside actions: patients, words inside the texts, the way to admit whom nobody knows."""

import datetime as dt
from collections.abc import Callable, Sequence
from functools import partial
from typing import Final, Protocol

from lgc_app.services.cabinet import Cabinet
from lgc_app.services.texts import FoundText
from lgc_app.ui.shell.palette_row import PaletteRow
from lgc_app.ui.theme.typography import short_date
from lgc_app.ui.words import tr
from lgc_app.ui.words.people import about
from lgc_core.model.rights import Right, may
from lgc_core.model.values.when import REUNION

_SHOWN = 20
_IN_TEXTS: Final = "texte "
"""What is typed before words to be looked for inside consultations and documents."""

_SHORTEST: Final = 4


class Opens(Protocol):
    """What the palette asks of the open practice."""

    def open_patient(self, patient: str) -> None:
        """Open a file."""

    def open_document(self, document: str) -> None:
        """Show a document of the patient in front."""

    def show(self, where: str) -> None:
        """Show a screen."""

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
        self._reads = may(cabinet.session.staff.role, Right.READ_RECORD)

    def find(self, typed: str) -> Sequence[PaletteRow]:
        """Give the rows under the actions."""
        if not typed.strip():
            return [self._row(name, "", patient) for patient, name in self._work.last_patients()]
        if self._reads and typed.lower().startswith(_IN_TEXTS):
            return self._in_texts(typed[len(_IN_TEXTS) :].strip())
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

    def _in_texts(self, words: str) -> Sequence[PaletteRow]:
        if len(words) < _SHORTEST:
            return ()
        return [self._text_row(one) for one in self._cabinet.texts.find(words, limit=_SHOWN)]

    def _text_row(self, found: FoundText) -> PaletteRow:
        day = short_date(dt.datetime.fromtimestamp(found.at_ms / 1000, REUNION).date())
        who = found.shown or tr("À classer")
        soft = " · ".join(part for part in (day, _inside(found)) if part)
        icon = "document" if found.is_document else "draft"
        act = partial(self._open_text, found)
        return PaletteRow(tr("Dans les textes"), who, act, soft, icon, below=found.words)

    def _open_text(self, found: FoundText) -> None:
        kind, _, identifier = found.key.partition(":")
        if not found.patient:
            self._work.show("reception")
            return
        self._work.open_patient(found.patient)
        if kind == "document":
            self._work.open_document(identifier)

    def _row(self, name: str, soft: str, patient: str) -> PaletteRow:
        handler: Callable[[], None] = partial(self._work.open_patient, patient)
        return PaletteRow(tr("Patients"), name, handler, soft, "person")


def _inside(found: FoundText) -> str:
    """Say that the words stand inside a document, and in which one."""
    return tr("dans le document « {title} »", title=found.title) if found.is_document else ""
