# SPDX-License-Identifier: EUPL-1.2
"""Pill: an icon and a word on a tint; to read, or to press (filter, part of the status line)."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from lgc_app.ui.theme.look import Look
from lgc_app.ui.theme.theme import Tone
from lgc_app.ui.widgets.drawing import PILL_HEIGHT, PillContent, paint_focus_ring, paint_pill, pill_width

# design ui.md §7: targets of at least 28 px; the pill is drawn 22 high inside
_TARGET = 28


class Pill(QWidget):
    """A pill to read."""

    def __init__(self, look: Look, content: PillContent) -> None:
        super().__init__()
        self._look = look
        self._content = content
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        look.follow(self._restyle)
        self.set_content(content)

    @property
    def content(self) -> PillContent:
        """Give what the pill says."""
        return self._content

    def set_content(self, content: PillContent) -> None:
        """Say something else."""
        self._content = content
        self.setAccessibleName(content.words)
        self.setToolTip(content.words if pill_width(self._look, content) > self.maximumWidth() else "")
        self._restyle()

    def sizeHint(self) -> QSize:
        """Ask for the whole word."""
        return QSize(pill_width(self._look, self._content), self._look.px(PILL_HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 -- Qt's signature
        """Draw the pill."""
        painter = QPainter(self)
        paint_pill(painter, self.rect(), self._look, self._content)

    def _restyle(self) -> None:
        self.updateGeometry()
        self.update()


class PillButton(QAbstractButton):
    """A pill to press; a checkable one is a filter and turns to the accent tone when on."""

    def __init__(self, look: Look, content: PillContent, *, checkable: bool = False) -> None:
        super().__init__()
        self._look = look
        self._content = content
        self.setCheckable(checkable)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        look.follow(self._restyle)
        self.set_content(content)

    @property
    def content(self) -> PillContent:
        """Give what the pill says."""
        return self._content

    def set_content(self, content: PillContent) -> None:
        """Say something else."""
        self._content = content
        self.setText(content.words)
        self.setAccessibleName(content.words)
        self._restyle()

    def sizeHint(self) -> QSize:
        """Ask for the whole word, in a target that a finger can find."""
        return QSize(pill_width(self._look, self._content), self._look.px(_TARGET))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 -- Qt's signature
        """Draw the pill, and its ring with the focus."""
        painter = QPainter(self)
        height = self._look.px(PILL_HEIGHT)
        pill = QRect(0, (self.height() - height) // 2, self.width(), height)
        tone = Tone.ACCENT if self.isChecked() else self._content.tone
        paint_pill(painter, pill, self._look, PillContent(self._content.words, tone, self._content.icon))
        if self.hasFocus():
            paint_focus_ring(painter, pill, self._look, PILL_HEIGHT / 2)

    def _restyle(self) -> None:
        self.updateGeometry()
        self.update()
