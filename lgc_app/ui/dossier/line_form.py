# SPDX-License-Identifier: EUPL-1.2
"""The form of one line of the file, in the place of the line: nothing is asked that its kind does not have."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLineEdit, QVBoxLayout, QWidget

from lgc_app.services.line_rows import KIND_WORDS, ORDER, STATUSES, LineForm, LineKind
from lgc_app.ui.dossier.suggesting import Suggesting
from lgc_app.ui.theme.look import Look
from lgc_app.ui.widgets.button import Button, ButtonKind
from lgc_app.ui.widgets.choice_field import ChoiceField
from lgc_app.ui.widgets.field import Field
from lgc_app.ui.widgets.flow_layout import FlowLayout
from lgc_app.ui.widgets.text_area import TextArea
from lgc_app.ui.words import tr
from lgc_core.clinical.frequent_problems import (
    FREQUENT,
    FREQUENT_HABITS,
    FREQUENT_OPERATIONS,
    FREQUENT_RISKS,
)
from lgc_core.model.words import fold

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_SHORT = ("since", "until", "ald", "relative")
_WORDS = {"since": "Depuis", "until": "Jusqu’à", "ald": "ALD n°", "relative": "Qui"}
_HAS: dict[LineKind, tuple[str, ...]] = {
    "problème": ("since", "until", "ald"),
    "antécédent": ("since", "until", "ald"),
    "chirurgie": ("since",),
    "familial": ("since", "relative"),
    "risque": ("since", "until"),
    "habitude": ("since",),
    "allergie": ("since",),
}


def suggestions(kind: str, typed: str = "") -> list[str]:
    """Return the frequent words of a kind that contain every word typed; those that begin so first."""
    problems = [concept.text for concept in FREQUENT.values()]
    lists = {
        "chirurgie": FREQUENT_OPERATIONS,
        "habitude": FREQUENT_HABITS,
        "risque": FREQUENT_RISKS,
        "allergie": (),
    }
    wanted = fold(typed)
    found = [one for one in lists.get(kind, problems) if all(part in fold(one) for part in wanted.split())]
    return sorted(found, key=lambda one: not fold(one).startswith(wanted))


class LineEditor(QFrame):
    """`asked` wants it written, `over` the line closed today, `removed` it taken out, `closed` nothing at all."""

    asked = Signal()
    over = Signal()
    removed = Signal()
    closed = Signal()
    typed = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.line = ""
        self.shown: LineForm | None = None  # the line as it was when it was opened
        self.setProperty("card", "quiet")
        self.setAccessibleName(tr("Modifier la ligne"))
        self.kind = ChoiceField(look, tr("Genre"), [(one, KIND_WORDS[one]) for one in ORDER])
        self.words = Field(look, tr("Nom"))
        assert isinstance(self.words.editor, QLineEdit)
        self.suggesting = Suggesting(look, self.words.editor, lambda text: suggestions(self.kind.text(), text))
        self.status = ChoiceField(look, tr("État"), [(one, one.capitalize()) for one in STATUSES["problème"]])
        self.fields = {name: Field(look, tr(_WORDS[name])) for name in _SHORT}
        self.comment = Field(look, tr("Commentaire"), editor=TextArea(look, tr("Commentaire")))
        self.save = Button(look, tr("Enregistrer"), small=True, key="Return")
        self.end = Button(look, tr("Résolu"), ButtonKind.LINK, small=True)
        self.remove = Button(look, tr("Retirer"), ButtonKind.LINK, small=True)
        self.close_button = Button(look, tr("Fermer"), ButtonKind.LINK, small=True, key="Escape")
        self._build()
        self._listen()
        look.follow(self._restyle)

    def open(self, line: str, form: LineForm, saved: LineForm | None = None) -> None:
        """Show a line, "" for a new one, and take the keyboard; `saved` is what is on the disk."""
        self.line = line
        self.shown = saved or form
        self.kind.set_text(form.kind)
        self.words.set_text(form.words)
        self.status.set_text(form.status)
        for name, field in self.fields.items():
            field.set_text(getattr(form, name))
        self.comment.set_text(form.comment)
        self.show_error("", "")
        self._fit()
        self.show()
        self.words.editor.setFocus()

    def form(self) -> LineForm:
        """Give what is in the form."""
        kind: LineKind = self.kind.text()  # type: ignore[assignment]  # the choices are ORDER
        has = _HAS[kind]
        short = {name: field.text().strip() for name, field in self.fields.items() if name in has}
        status = self.status.text() if len(STATUSES[kind]) > 1 else "actif"
        return LineForm(kind=kind, words=self.words.text(), status=status, comment=self.comment.text(), **short)

    @property
    def dirty(self) -> bool:
        """Tell whether something typed is not written."""
        return self.shown is not None and not self.isHidden() and self.form() != self.shown

    def show_error(self, at: str, sentence: str) -> None:
        """Say what is wrong beside its field ("since", "comment"...; the name for anything else)."""
        named = {"words": self.words, "comment": self.comment, **self.fields}
        wrong = named.get(at, self.words) if sentence else None
        for field in named.values():
            field.set_error(sentence if field is wrong else "")
        if wrong is not None:
            wrong.editor.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Write on Entrée (Maj+Entrée for a new line of the comment), close on Échap."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == Qt.KeyboardModifier.NoModifier
            if event.key() in _ENTER and plain:
                if not event.isAutoRepeat():
                    self.asked.emit()
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.closed.emit()
                return True
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        kind: LineKind = self.kind.text()  # type: ignore[assignment]  # the choices are ORDER
        for name, field in self.fields.items():
            field.setVisible(name in _HAS[kind])
        statuses = STATUSES[kind]
        chosen = self.status.text()
        blocked = self.status.editor.blockSignals(True)
        self.status.editor.clear()
        for one in statuses:
            self.status.editor.addItem(tr(one.capitalize()), one)
        self.status.editor.blockSignals(blocked)
        self.status.set_text(chosen)
        self.status.setVisible(len(statuses) > 1)
        self.end.setVisible(bool(self.line) and "résolu" in statuses and self.status.text() != "résolu")
        self.remove.setVisible(bool(self.line))
        label = (
            tr("Réponse") if kind == "habitude" else tr("Réaction") if kind == "allergie" else tr("Commentaire")
        )
        self.comment.set_label(label)

    def _on_kind(self) -> None:
        self._fit()
        self.typed.emit()

    def _listen(self) -> None:
        self.save.clicked.connect(self.asked)
        self.end.clicked.connect(self.over)
        self.remove.clicked.connect(self.removed)
        self.close_button.clicked.connect(self.closed)
        self.kind.changed.connect(self._on_kind)
        self.status.changed.connect(self.typed)
        for field in (self.words, self.comment, *self.fields.values()):
            field.changed.connect(self.typed)
            field.editor.installEventFilter(self)
        self.words.editor.installEventFilter(self.suggesting)  # the last one put in sees the keys first
        for choice in (self.kind, self.status):
            choice.editor.installEventFilter(self)

    def _build(self) -> None:
        self._column = QVBoxLayout(self)
        self._grid = QGridLayout()
        for at, part in enumerate((self.status, *self.fields.values())):
            self._grid.addWidget(part, at // 2, at % 2)
        buttons = QWidget()
        self._buttons = FlowLayout()
        buttons.setLayout(self._buttons)
        for button in (self.save, self.end, self.remove, self.close_button):
            self._buttons.addWidget(button)
        for part in (self.words, self.suggesting, self.kind):
            self._column.addWidget(part)
        self._column.addLayout(self._grid)
        self._column.addWidget(self.comment)
        self._column.addWidget(buttons)

    def _restyle(self) -> None:
        px = self._look.px
        self._column.setContentsMargins(px(8), px(6), px(8), px(8))
        self._column.setSpacing(px(6))
        self._grid.setSpacing(px(6))
