# SPDX-License-Identifier: EUPL-1.2
"""A structured form inside the note: its questions on two columns, and what the answers call for, in words."""

import datetime as dt
from collections.abc import Collection, Mapping
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from lgc_app.services.forms import Before
from lgc_app.ui.dossier.form_row import FormRow
from lgc_app.ui.theme.fonts import TextRole
from lgc_app.ui.theme.look import Look
from lgc_app.ui.widgets.button import Button, ButtonKind
from lgc_app.ui.widgets.text import Text
from lgc_app.ui.words import tr
from lgc_core.clinical.forms.answers import WrongAnswerError, alert_of, value_of
from lgc_core.clinical.forms.question import Form

_COLUMNS = 2


class FormBlock(QFrame):
    """`typed` and `answered` carry the code of a question; `withdrawn` and `left` are of the whole form."""

    typed = Signal(str)
    answered = Signal(str)
    withdrawn = Signal()
    left = Signal()

    def __init__(self, look: Look, form: Form, today: dt.date) -> None:
        super().__init__()
        self._look = look
        self.form = form
        self._today = today
        self.setProperty("card", "quiet")
        self.setAccessibleName(tr("Formulaire {title}", title=form.title))
        self.setToolTip(form.source)
        self.rows = {one.code: FormRow(look, one, self) for one in form.questions}
        self.remove = Button(look, tr("Retirer"), ButtonKind.LINK, small=True)
        self.remove.setAccessibleName(tr("Retirer le formulaire {title}", title=form.title))
        self._alert_icon = QLabel()
        self._alerts = Text(look, "", TextRole.DENSE, "warn", wrap=True)
        self._build()
        self._listen()
        self.say_alerts()
        look.follow(self._restyle)

    @property
    def alerts(self) -> str:
        """Give what the answers call for, one line each."""
        return self._alerts.text()

    def take_keys(self, code: str = "") -> None:
        """Put the keyboard in a question, the first one by default."""
        row = self.rows.get(code) or next(iter(self.rows.values()))
        row.editor.setFocus(Qt.FocusReason.TabFocusReason)

    def show_answers(self, answers: Mapping[str, str], but: Collection[str] = ()) -> None:
        """Show what is written, but never over what is being typed, or is on its way (`but`)."""
        for code, row in self.rows.items():
            if code not in but and not row.waits and row.text() != answers.get(code, ""):
                row.show_answer(answers.get(code, ""))
        self.say_alerts()

    def show_before(self, before: Mapping[str, Before]) -> None:
        """Show the answers of the last time under the questions."""
        for code, row in self.rows.items():
            row.set_before(before.get(code))

    def set_tab_order(self, before: QWidget) -> None:
        """Let Tab come from a widget and go through the questions, then to what followed that widget."""
        for widget in (*(row.editor for row in self.rows.values()), self.remove):
            QWidget.setTabOrder(before, widget)
            before = widget

    def say_alerts(self) -> None:
        """Say what the answers in view call for."""
        said: dict[str, None] = {}
        for row in self.rows.values():
            try:
                words = alert_of(row.question, value_of(row.question, row.text(), self._today))
            except WrongAnswerError:
                continue
            if words:
                said[words] = None
        self._alerts.setText("\n".join(said))
        self._alerts.setVisible(bool(said))
        self._alert_icon.setVisible(bool(said))

    def set_writable(self, *, writable: bool) -> None:
        """Let the questions be answered, or not."""
        self.remove.setEnabled(writable)
        for row in self.rows.values():
            row.set_writable(writable=writable)

    def _listen(self) -> None:
        self.remove.clicked.connect(self.withdrawn)
        for code, row in self.rows.items():
            row.typed.connect(partial(self.typed.emit, code))
            row.answered.connect(partial(self._on_answered, code))
            row.left.connect(self.left)

    def _on_answered(self, code: str) -> None:
        self.say_alerts()
        self.answered.emit(code)

    def _build(self) -> None:
        head = QHBoxLayout()
        head.addWidget(Text(self._look, self.form.title, TextRole.DENSE_MEDIUM))
        head.addStretch()
        head.addWidget(self.remove)
        questions = QWidget()
        self._grid = QGridLayout(questions)
        self._grid.setContentsMargins(0, 0, 0, 0)
        for at, row in enumerate(self.rows.values()):
            line, column = divmod(at, _COLUMNS)
            self._grid.addWidget(row.words, line, column * 2, Qt.AlignmentFlag.AlignVCenter)
            self._grid.addWidget(row.editor, line, column * 2 + 1, Qt.AlignmentFlag.AlignVCenter)
        for column in range(_COLUMNS):
            self._grid.setColumnStretch(column * 2, 3)
            self._grid.setColumnStretch(column * 2 + 1, 2)
        alerts = QHBoxLayout()
        alerts.addWidget(self._alert_icon, 0, Qt.AlignmentFlag.AlignTop)
        alerts.addWidget(self._alerts, 1)
        self._column = QVBoxLayout(self)
        self._column.addLayout(head)
        self._column.addLayout(alerts)
        self._column.addWidget(questions)

    def _restyle(self) -> None:
        px = self._look.px
        self._column.setContentsMargins(px(12), px(6), px(12), px(8))
        self._column.setSpacing(px(5))
        self._grid.setHorizontalSpacing(px(10))
        self._grid.setVerticalSpacing(px(4))
        icon = self._look.pixmap("alert", self._look.colour("warn"), 16, self.devicePixelRatioF())
        self._alert_icon.setPixmap(icon)
