# SPDX-License-Identifier: EUPL-1.2
"""The context at the right: problems, treatment, renal function, allergies; added to where they are shown."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from lgc_app.services.antecedents import FileLine
from lgc_app.services.overview import Line, Overview
from lgc_app.ui.dossier.circle_section import CircleSection
from lgc_app.ui.dossier.context_section import ContextSection
from lgc_app.ui.dossier.due_section import DueSection
from lgc_app.ui.dossier.line_form import suggestions
from lgc_app.ui.dossier.pane import Pane
from lgc_app.ui.dossier.renal import renal_curve
from lgc_app.ui.dossier.suggesting import Suggesting
from lgc_app.ui.theme.fonts import TextRole
from lgc_app.ui.theme.look import Look
from lgc_app.ui.widgets.button import Button, ButtonKind
from lgc_app.ui.widgets.curve import Curve
from lgc_app.ui.widgets.field import Field
from lgc_app.ui.widgets.restyle import set_mark
from lgc_app.ui.widgets.scroll_page import ScrollPage
from lgc_app.ui.widgets.text import Text
from lgc_app.ui.words import tr


class ContextPane(Pane):
    """`curve_asked` wants the results, `none_said` no allergy, `versions_asked` the two versions of a line.

    `suggesting_made` carries the list under the field of a new problem, made with it.
    """

    curve_asked = Signal()
    none_said = Signal()
    versions_asked = Signal(str)
    suggesting_made = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__("left", tr("Contexte"))
        self._look = look
        none = tr("Aucun noté.")
        self.problems = ContextSection(
            look, tr("Problèmes"), add=tr("Nouveau problème"), empty=none, kind="problème"
        )
        self.history = ContextSection(
            look, tr("Antécédents"), add=tr("Nouvel antécédent"), empty=none, kind="antécédent", quick=False
        )
        self.habits = ContextSection(
            look, tr("Risques, mode de vie"), add=tr("Mode de vie"), empty=none, kind="habitude", quick=False
        )
        self.treatments = ContextSection(look, tr("Traitement"), empty=tr("Aucun noté."))
        self.renal = ContextSection(look, tr("Fonction rénale"))
        self.allergies = ContextSection(look, tr("Allergies"), add=tr("Nouvelle allergie"), kind="allergie")
        self.due = DueSection(look)
        self.circle = CircleSection(look)
        self.sections = (self.problems, self.history, self.habits, self.allergies)
        self.curve = Curve(look, tr("Fonction rénale"), compact=True)
        self._formula = Text(look, "", TextRole.CAPTION, "text2", wrap=True)
        self.clearance = Text(look, "", TextRole.CAPTION, wrap=True)
        self._results = Button(look, tr("Courbe"), ButtonKind.LINK, small=True)
        self.no_allergy = Button(look, tr("Aucune connue"), ButtonKind.LINK, small=True)
        self._said = Text(look, "", TextRole.DENSE, "text2", wrap=True)
        self._build()
        for section in (self.problems, self.treatments, self.allergies):
            section.versions_asked.connect(self.versions_asked)
        self._results.clicked.connect(self.curve_asked)
        self.no_allergy.clicked.connect(self.none_said)

    def show_overview(self, overview: Overview, lines: Sequence[FileLine] = ()) -> None:
        """Show what the file knows now."""
        disputed = {"problème": overview.problems, "allergie": overview.allergy_lines}
        for section in self.sections:
            here = [_shown(line) for line in lines if _shelf(line) == section.kind]
            section.show_lines(_with_both(here, disputed.get(section.kind, ())))
        self.treatments.show_lines(overview.treatments)
        self._show_renal(overview)
        known = overview.allergy_state == "connues"
        self._said.setText(overview.allergy_words)
        self._said.setVisible(not known)
        self.no_allergy.setVisible(overview.allergy_state == "inconnu")

    def _show_renal(self, overview: Overview) -> None:
        known = bool(overview.filtrations)
        self.curve.setVisible(known)
        self._formula.setText(
            tr("DFG, mL/min/1,73 m² ({formula})", formula=overview.filtrations[-1].formula)
            if known
            else tr("Pas de créatinine au dossier.")
        )
        self.clearance.setText(overview.clearance.words if overview.clearance else "")
        self.clearance.setVisible(overview.clearance is not None)
        if known:
            self.curve.show_content(renal_curve(overview.filtrations))

    def bring_in(self, widget: QWidget) -> None:
        """Scroll until the whole of a widget is in sight, once it has its place."""
        self._page.ensureWidgetVisible(widget, 0, self._look.px(8))

    def section_of(self, line: FileLine) -> ContextSection:
        """Give the section that shows a line."""
        return next(section for section in self.sections if section.kind == _shelf(line))

    def _build(self) -> None:
        self.problems.field_made.connect(self._offer_problems)
        self.renal.add_verb(self._results)
        self.renal.add_below(self._formula)
        self.renal.add_below(self.curve)
        self.renal.add_below(self.clearance)
        self.curve.hide()
        self.allergies.add_verb(self.no_allergy)
        self.allergies.add_below(self._said)
        page = QWidget()
        set_mark(page, "ground", "surface")
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for section in (
            self.problems, self.treatments, self.renal, self.due, self.allergies, self.circle, self.history,
            self.habits,
        ):  # fmt: skip
            column.addWidget(section)
        column.addStretch()
        self._page = ScrollPage(page)
        self.column.addWidget(self._page)

    def _offer_problems(self, field: Field) -> None:
        """Put a list under the field, which sees its keys before the section."""
        assert isinstance(field.editor, QLineEdit)
        suggesting = Suggesting(self._look, field.editor, lambda typed: suggestions("problème", typed))
        self.problems.add_under_field(suggesting)
        self.suggesting_made.emit(suggesting)


def _shelf(line: FileLine) -> str:
    """Return the kind of the section of a line: what is over stands among the antecedents."""
    kind = line.form.kind
    if kind in ("risque", "habitude"):
        return "habitude"
    if kind == "allergie" or (kind == "problème" and not line.closed):
        return kind
    return "antécédent"


def _with_both(lines: Sequence[Line], known: Sequence[Line]) -> list[Line]:
    """Put the words of every version in the place of a line in dispute; one that somebody removed is shown too."""
    both = {one.id: one for one in known if one.versions > 1}
    there = {one.id for one in lines}
    return [both.get(one.id, one) for one in lines] + [one for key, one in both.items() if key not in there]


def _shown(line: FileLine) -> Line:
    comment = "" if line.form.kind == "habitude" else line.form.comment
    return Line(
        id=line.id, words=line.shown, aside=line.aside, versions=line.versions, comment=comment, faded=line.closed
    )
