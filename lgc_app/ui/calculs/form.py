# SPDX-License-Identifier: EUPL-1.2
"""The form of one formula: its fields as the record fills them, the result under them, the reference last."""

import json
from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from lgc_app.services.calculations import Known
from lgc_app.ui.calculs.presenter import Answer, answer, filled
from lgc_app.ui.reception.whole_words import WholeText
from lgc_app.ui.theme.fonts import TextRole
from lgc_app.ui.theme.look import Look
from lgc_app.ui.theme.theme import Tone
from lgc_app.ui.widgets.choice_field import ChoiceField
from lgc_app.ui.widgets.field import Field
from lgc_app.ui.widgets.note_frame import NoteFrame
from lgc_app.ui.widgets.restyle import set_mark
from lgc_app.ui.widgets.runs import Run
from lgc_app.ui.widgets.text import Text
from lgc_app.ui.words import tr
from lgc_core.clinical.calculators.formula import Formula, Input
from lgc_core.clinical.units import printed

_COLUMNS = 2
AnyField = Field | ChoiceField


class FormulaForm(QWidget):
    """One formula at a time; it computes at each key, without the vault. `typed` follows every value by hand."""

    typed = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._formula: Formula | None = None
        self._known: Mapping[str, Known] = {}
        self._by_hand: dict[tuple[str, str], str] = {}
        self.fields: dict[str, AnyField] = {}
        self.answer = Answer()
        self.title = Text(look, "", TextRole.SECTION)
        self.about = WholeText(look, "", TextRole.DENSE, "text2")
        self.value = Text(look, "", TextRole.NUMBER)
        self.reading = WholeText(look, "", TextRole.BODY, "text")
        self.missing = WholeText(look, "", TextRole.DENSE, "text2")
        self.warning = NoteFrame(look, Tone.WARN)
        self.reference = WholeText(look, "", TextRole.CAPTION, "text2")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        set_mark(self, "ground", "surface")
        self._build()
        look.follow(self._restyle)

    def show_formula(self, formula: Formula, known: Mapping[str, Known]) -> None:
        """Show a formula as the record fills it."""
        self._formula, self._known = formula, known
        self._drop_fields()
        self.title.setText(tr(formula.words))
        self.about.setText(tr(formula.about))
        self.reference.setText(tr("Référence : {reference}", reference=formula.reference))
        for place, wanted in enumerate(formula.inputs):
            field = self._field(wanted)
            self.fields[wanted.key] = field
            self._grid.addWidget(field, place // _COLUMNS, place % _COLUMNS, Qt.AlignmentFlag.AlignTop)
        self._compute()

    def clear(self) -> None:
        """Forget the patient."""
        self._formula, self._known, self.answer = None, {}, Answer()
        self._by_hand.clear()
        self._drop_fields()
        for words in (self.title, self.about, self.value, self.reading, self.missing, self.reference):
            words.setText("")
        self.warning.hide()

    @property
    def by_hand(self) -> str:
        """Give every value that a hand typed, of all formulas, as one text; "" for none."""
        return json.dumps([[*same, text] for same, text in self._by_hand.items()]) if self._by_hand else ""

    def type_again(self, by_hand: str) -> None:
        """Put back the values of `by_hand`."""
        self._by_hand = {(key, unit): text for key, unit, text in json.loads(by_hand or "[]")}
        if self._formula is not None:
            self.show_formula(self._formula, self._known)

    def first_missing(self) -> QWidget | None:
        """Give the editor to fill next."""
        wanted = self.answer.wrong or next(iter(self.fields), "")
        return self.fields[wanted].editor if wanted else None

    def _field(self, wanted: Input) -> AnyField:
        opening = filled(wanted, self._known)
        label = tr(wanted.words) if wanted.required else tr("{words} (facultatif)", words=wanted.words)
        field: AnyField
        if wanted.options:
            field = ChoiceField(self._look, label, wanted.options, empty=not wanted.default)
        else:
            others = ", ".join(printed(code) for code in wanted.units)
            hint = tr("ou en {units}", units=others) if others else ""
            field = Field(self._look, label, unit=wanted.unit_text, hint=hint)
        same = (wanted.key, wanted.unit)
        field.set_text(self._by_hand.get(same, opening.text))
        field.set_previous(tr("{origin}", origin=opening.origin))
        field.changed.connect(partial(self._on_typed, same))
        return field

    def _on_typed(self, same: tuple[str, str], text: str) -> None:
        """Keep what a hand typed: another formula, or a new result, does not take it away."""
        self._by_hand[same] = text
        self._compute()
        self.typed.emit()

    def _compute(self) -> None:
        if self._formula is None:
            return
        typed = {key: field.text() for key, field in self.fields.items()}
        self.answer = found = answer(self._formula, typed, self._known)
        for key, field in self.fields.items():
            # a field still empty is named under the form; only what was typed wrongly turns red
            wrong = found.sentence if key == found.wrong and typed[key] else ""
            if isinstance(field, Field):
                field.set_error(wrong)
        self.value.setText(found.value or "–")
        self.value.set_colour("warn" if found.is_notable else "text")
        self.reading.setText(found.reading)
        self.reading.setVisible(bool(found.reading))
        self.missing.setText("" if found.wrong and typed.get(found.wrong) else found.sentence)
        self.missing.setVisible(bool(self.missing.text()))
        self.warning.setVisible(bool(found.warnings))
        self.warning.set_runs((Run("\n".join(found.warnings)),))
        # wrapped words find their height in several passes: run them before the next picture
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)

    def _drop_fields(self) -> None:
        for field in self.fields.values():
            self._grid.removeWidget(field)
            field.hide()
            field.deleteLater()
        self.fields = {}

    def _build(self) -> None:
        self._column = QVBoxLayout(self)
        self._grid = QGridLayout()
        for at in range(_COLUMNS):
            self._grid.setColumnStretch(at, 1)
        self._column.addWidget(self.title)
        self._column.addWidget(self.about)
        self._column.addLayout(self._grid)
        for part in (self.value, self.reading, self.missing, self.warning):
            self._column.addWidget(part)
        self._column.addStretch()
        self._column.addWidget(self.reference)

    def _restyle(self) -> None:
        px = self._look.px
        self._column.setContentsMargins(px(16), px(12), px(16), px(12))
        self._column.setSpacing(px(10))
        self._grid.setHorizontalSpacing(px(16))
        self._grid.setVerticalSpacing(px(10))
        self.setMaximumWidth(px(900))
