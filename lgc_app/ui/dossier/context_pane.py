# SPDX-License-Identifier: EUPL-1.2
"""The context at the right: problems, treatment, renal function, allergies; added to where they are shown."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from lgc_app.services.overview import Overview
from lgc_app.ui.dossier.context_section import ContextSection
from lgc_app.ui.dossier.pane import Pane
from lgc_app.ui.dossier.renal import renal_curve
from lgc_app.ui.theme.fonts import TextRole
from lgc_app.ui.theme.look import Look
from lgc_app.ui.widgets.button import Button, ButtonKind
from lgc_app.ui.widgets.curve import Curve
from lgc_app.ui.widgets.restyle import set_mark
from lgc_app.ui.widgets.scroll_page import ScrollPage
from lgc_app.ui.widgets.text import Text
from lgc_app.ui.words import tr


class ContextPane(Pane):
    """`curve_asked` wants the results, `none_said` no allergy, `versions_asked` the two versions of a line."""

    curve_asked = Signal()
    none_said = Signal()
    versions_asked = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__("left", tr("Contexte"))
        self._look = look
        self.problems = ContextSection(look, tr("Problèmes"), add=tr("Nouveau problème"), empty=tr("Aucun noté."))
        self.treatments = ContextSection(look, tr("Traitement"), empty=tr("Aucun noté."))
        self.renal = ContextSection(look, tr("Fonction rénale"))
        self.allergies = ContextSection(look, tr("Allergies"), add=tr("Nouvelle allergie"))
        self.curve = Curve(look, tr("Fonction rénale"), compact=True)
        self._formula = Text(look, tr("DFG, mL/min/1,73 m² (CKD-EPI 2009)"), TextRole.CAPTION, "text2", wrap=True)
        self._results = Button(look, tr("Courbe"), ButtonKind.LINK, small=True)
        self.no_allergy = Button(look, tr("Aucune connue"), ButtonKind.LINK, small=True)
        self._said = Text(look, "", TextRole.DENSE, "text2", wrap=True)
        self._build()
        for section in (self.problems, self.treatments, self.allergies):
            section.versions_asked.connect(self.versions_asked)
        self._results.clicked.connect(self.curve_asked)
        self.no_allergy.clicked.connect(self.none_said)

    def show_overview(self, overview: Overview) -> None:
        """Show what the file knows now."""
        self.problems.show_lines(overview.problems)
        self.treatments.show_lines(overview.treatments)
        self._show_renal(overview)
        self.allergies.show_lines(overview.allergy_lines)
        known = overview.allergy_state == "connues"
        self._said.setText(overview.allergy_words)
        self._said.setVisible(not known)
        self.no_allergy.setVisible(overview.allergy_state == "inconnu")

    def _show_renal(self, overview: Overview) -> None:
        known = bool(overview.filtrations)
        self.curve.setVisible(known)
        self._formula.setText(
            tr("DFG, mL/min/1,73 m² (CKD-EPI 2009)") if known else tr("Pas de créatinine au dossier.")
        )
        if known:
            self.curve.show_content(renal_curve(overview.filtrations))

    def _build(self) -> None:
        self.renal.add_verb(self._results)
        self.renal.add_below(self._formula)
        self.renal.add_below(self.curve)
        self.curve.hide()
        self.allergies.add_verb(self.no_allergy)
        self.allergies.add_below(self._said)
        page = QWidget()
        set_mark(page, "ground", "surface")
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for section in (self.problems, self.treatments, self.renal, self.allergies):
            column.addWidget(section)
        column.addStretch()
        self.column.addWidget(ScrollPage(page))
