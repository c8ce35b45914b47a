# SPDX-License-Identifier: EUPL-1.2
"""Abbreviations, templates and fields to fill of the note in view."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QObject

from lgc_app.ui.dossier.centre import Centre
from lgc_app.ui.dossier.template_chooser import proposed
from lgc_app.ui.navigation import Desk
from lgc_app.ui.words import tr
from lgc_core.model.expansion import by_section, filled
from lgc_core.model.template import Template
from lgc_core.model.words import fold


class WritingAid(QObject):
    """Knows the texts of the practice and the variables of the patient: nothing is read while one types."""

    def __init__(self, desk: Desk, centre: Centre, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._centre = centre
        self._templates: Sequence[Template] = ()
        self._abbreviations: dict[str, str] = {}
        self._values: Mapping[str, str] = {}
        note = centre.note
        note.expand_by(self.expanded)
        note.template_chosen.connect(self._on_chosen)
        note.model.clicked.connect(self.open)

    def learn(self, templates: Sequence[Template], values: Mapping[str, str]) -> None:
        """Take what was read of the practice and of the patient."""
        self._templates, self._values = templates, values
        self._abbreviations = {fold(one.name): one.text for one in templates if one.kind == "abréviation"}

    def expanded(self, name: str) -> str:
        """Return the words of an abbreviation for this patient, "" when there is none of this name."""
        return filled(self._abbreviations.get(fold(name), ""), self._now())

    def open(self) -> None:
        """Show the templates, those of the reason first."""
        if self._centre.is_signed:
            self._centre.say(tr("Cette consultation est signée. Un modèle s’ajoute à la consultation en cours."))
            return
        motif = self._centre.note.first.toPlainText()[:500]
        self._centre.note.open_chooser(proposed(self._templates, motif))

    def next_field(self) -> None:
        """Go to the next field to fill."""
        if self._centre.is_signed or not self._centre.note.next_field():
            self._desk.navigator.say(tr("Aucun champ à remplir dans cette note."))

    def _on_chosen(self, key: str) -> None:
        template = next(one for one in self._templates if one.id == key)
        values = self._now()
        texts = {code: filled(text, values) for code, text in by_section(template.text).items()}
        self._centre.note.insert(texts)

    def _now(self) -> dict[str, str]:
        now = self._desk.cabinet.session.now()
        return {**self._values, "date": f"{now:%d/%m/%Y}", "heure": f"{now:%H:%M}"}
