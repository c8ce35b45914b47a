# SPDX-License-Identifier: EUPL-1.2
"""The widgets of « Modèles et abréviations »."""

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from lgc_app.services.templates import TemplateForm
from lgc_app.ui.kept_fields import AnyKept
from lgc_app.ui.kept_value import kept_tick
from lgc_app.ui.theme.fonts import TextRole
from lgc_app.ui.theme.look import Look
from lgc_app.ui.widgets.button import Button, ButtonKind
from lgc_app.ui.widgets.choice_field import ChoiceField
from lgc_app.ui.widgets.field import Field
from lgc_app.ui.widgets.restyle import set_mark
from lgc_app.ui.widgets.row_list import RowList
from lgc_app.ui.widgets.row_recipe import ROW_HEIGHT_TIMELINE, Cell, Recipe, Row, header_row
from lgc_app.ui.widgets.runs import Run
from lgc_app.ui.widgets.scroll_page import ScrollPage
from lgc_app.ui.widgets.text import Text
from lgc_app.ui.widgets.text_area import TextArea
from lgc_app.ui.widgets.tick_box import TickBox
from lgc_app.ui.words import tr
from lgc_core.model.expansion import LETTER_VARIABLES, VARIABLES
from lgc_core.model.template import Template, TemplateKind

_LIST = 300
_TEXT_LINES = 12
_KINDS = (
    ("abréviation", "Abréviation (dans une note)"),
    ("note", "Modèle de note"),
    ("courrier", "Courrier"),
    ("certificat", "Certificat"),
    ("ordonnance", "Ordonnance d’examens ou de soins"),
)
_TITLES = {
    "abréviation": "Abréviations",
    "note": "Modèles de notes",
    "courrier": "Courriers",
    "certificat": "Certificats",
    "ordonnance": "Ordonnances d’examens et de soins",
}
_OF_NOTES = ("abréviation", "note")


class TemplateView(QWidget):
    """A list, and a form; what is typed stays in the form until it is written."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._shown, self._was_mine = TemplateForm(kind="abréviation", name="", text=""), False
        set_mark(self, "ground", "surface")
        self.setAccessibleName(tr("Modèles et abréviations"))
        self.rows = RowList(look, tr("Textes du cabinet"), Recipe(height=ROW_HEIGHT_TIMELINE))
        self.kind = ChoiceField(look, tr("Genre"), _KINDS)
        self.name = Field(look, tr("Nom"))
        self.reason = Field(look, tr("Motifs"), hint=tr("proposé d’abord pour ces mots"))
        self.mine = TickBox(look, tr("Pour moi seul, sur tous mes postes"))
        self.text = Field(look, tr("Texte"), editor=TextArea(look, tr("Texte"), lines=_TEXT_LINES))
        self.remove = Button(look, tr("Retirer"), ButtonKind.LINK, small=True)
        self._help = Text(look, _help_words("note"), TextRole.DENSE, "text2", wrap=True)
        self.form_pane = QFrame()
        self._build()
        self.kind.changed.connect(self._fit)
        look.follow(self._restyle)

    @property
    def kept(self) -> dict[str, AnyKept]:
        """Give everything that a text being written is made of."""
        return {
            "kind": self.kind, "name": self.name, "reason": self.reason, "text": self.text,
            "mine": kept_tick(self.mine),
        }  # fmt: skip

    def came_back(self) -> None:
        """Show the fields of the kind that came back."""
        self._fit(self.kind.text())

    def show_list(self, templates: Sequence[Template], chosen: str, mine: frozenset[str] = frozenset()) -> None:
        """Show the texts by kind; those of the person alone are marked."""
        rows: list[Row] = []
        kind = ""
        for one in templates:
            if one.kind != kind:
                kind = one.kind
                rows.append(header_row(tr(_TITLES[kind])))
            rows.append(_row(one, mine=one.id in mine))
        self.rows.set_rows(rows)
        if chosen:
            self.rows.choose(chosen)

    def show_form(self, form: TemplateForm, *, own: bool, mine: bool = False) -> None:
        """Show a text; an example cannot be removed."""
        self._shown, self._was_mine = form, mine
        self.mine.setChecked(mine)
        self.kind.set_text(form.kind)
        for field, words in ((self.name, form.name), (self.reason, form.reason), (self.text, form.text)):
            field.set_text(words)
            field.set_error("")
        self.remove.setVisible(own)
        self._fit(form.kind)

    def settle(self, form: TemplateForm) -> None:
        """Note that a text is written."""
        self._shown, self._was_mine = form, self.mine.isChecked()
        self.show_error("", "")
        self.remove.show()

    def form(self) -> TemplateForm:
        """Give what is typed."""
        kind: TemplateKind = self.kind.text()  # type: ignore[assignment]  # the choices are the kinds
        return TemplateForm(kind=kind, name=self.name.text(), reason=self.reason.text(), text=self.text.text())

    @property
    def dirty(self) -> bool:
        """Tell whether something typed is not written."""
        return self.form() != self._shown or self.mine.isChecked() != self._was_mine

    def show_error(self, at: str, sentence: str) -> None:
        """Say what is wrong beside its field."""
        for name, field in (("name", self.name), ("reason", self.reason), ("text", self.text)):
            field.set_error(sentence if name == at else "")
            if name == at:
                field.editor.setFocus()

    def _fit(self, kind: str) -> None:
        self.reason.setVisible(kind != "abréviation")
        self.reason.set_hint(tr("proposé d’abord pour ces mots") if kind == "note" else tr("mots qui le trouvent"))
        self._help.setText(_help_words(kind))
        self.name.set_hint(tr("ce que l’on tape après « ; »") if kind == "abréviation" else "")

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        left = QFrame()
        left.setProperty("edge", "right")
        held = QVBoxLayout(left)
        held.setContentsMargins(0, 0, 0, 0)
        held.addWidget(self.rows)
        self._left = left
        set_mark(self.form_pane, "ground", "surface")
        self.form_pane.setAccessibleName(tr("Texte choisi"))
        self._column = QVBoxLayout(self.form_pane)
        buttons = QHBoxLayout()
        buttons.addWidget(self.mine)
        buttons.addStretch()
        buttons.addWidget(self.remove)
        for part in (self.kind, self.name, self.reason, self.text):
            self._column.addWidget(part)
        self._column.addLayout(buttons)
        self._column.addWidget(self._help)
        self._column.addStretch()
        row.addWidget(left)
        row.addWidget(ScrollPage(self.form_pane), 1)

    def _restyle(self) -> None:
        px = self._look.px
        self._left.setFixedWidth(px(_LIST))
        self._column.setContentsMargins(px(16), px(12), px(16), px(12))
        self._column.setSpacing(px(8))
        for part in (self.kind, self.name, self.reason, self.text):
            part.setMaximumWidth(px(760))


def _row(one: Template, *, mine: bool) -> Row:
    name = f";{one.name}" if one.kind == "abréviation" else one.name
    first = " ".join(line.removeprefix("# ") for line in one.text.split("\n"))
    first = " ".join(first.split())[:60]
    example = tr("exemple · ") if one.id.startswith("example:") else tr("pour moi · ") if mine else ""
    cell = Cell(
        (Run(name, TextRole.DENSE_MEDIUM),), (Run(f"{example}{first}", TextRole.CAPTION, "text2"),), "draft"
    )
    return Row(one.id, (cell,), f"{name}, {example}{first}")


def _help_words(kind: str) -> str:
    known = VARIABLES if kind in _OF_NOTES else LETTER_VARIABLES
    names = ", ".join(f"{{{name}}} ({words})" for name, words in known.items())
    if kind not in _OF_NOTES:
        return tr(
            "À compléter par la main : [durée], F8 passe au suivant, rien ne s’imprime tant qu’il en reste. "
            "Une première ligne « # Certificat médical » donne le titre de la feuille. Variables : {names}.",
            names=names,
        )
    return tr(
        "Champ à remplir : [durée], F3 passe au suivant. Dans un modèle, « # Examen » commence la section Examen. "
        "Variables : {names}.",
        names=names,
    )
