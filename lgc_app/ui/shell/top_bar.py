# SPDX-License-Identifier: EUPL-1.2
"""The top bar: one box to look for anything, the open patients, who is here and with which card."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout

from lgc_app.ui.shell.patient_tab import OpenPatient, PatientTab
from lgc_app.ui.theme.fonts import TextRole
from lgc_app.ui.theme.look import Look
from lgc_app.ui.widgets.button import Button
from lgc_app.ui.widgets.drawing import (
    KEY_HEIGHT,
    BoxStyle,
    key_cap_width,
    paint_box,
    paint_focus_ring,
    paint_icon,
    paint_key_cap,
    paint_words,
)
from lgc_app.ui.widgets.restyle import set_mark
from lgc_app.ui.widgets.text import Text
from lgc_app.ui.words import tr

HEIGHT = 48
_SEARCH_WIDTH = 330
_KEY = "Ctrl+K"


class SearchBox(QAbstractButton):
    """Looks like a field, opens the palette: there is one place to type a search."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.setText(tr("Rechercher un patient ou une action"))
        self.setAccessibleName(tr("Rechercher un patient ou une action, Ctrl+K"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.IBeamCursor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        look.follow(self._restyle)

    def sizeHint(self) -> QSize:
        """Ask for the width of the design."""
        return QSize(self._look.px(_SEARCH_WIDTH), self._look.px(32))

    def minimumSizeHint(self) -> QSize:
        """Give up to the words and the key."""
        words = self._look.metrics(TextRole.DENSE).horizontalAdvance(self.text())
        return QSize(words + key_cap_width(self._look, _KEY) + self._look.px(60), self._look.px(32))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 -- Qt's signature
        """Draw the box, the glass, the words, the key."""
        painter, look, px = QPainter(self), self._look, self._look.px
        style = BoxStyle(look.colour("alt"), look.colour("control"), px(6))
        paint_box(painter, QRectF(self.rect()), style)
        soft = look.colour("text2")
        paint_icon(painter, QPointF(px(9), (self.height() - px(16)) / 2), look, "search", soft, 16)
        room = QRect(px(33), 0, self.width() - px(33), self.height())
        paint_words(painter, room, look, self.text(), TextRole.DENSE, soft)
        width, height = key_cap_width(look, _KEY), px(KEY_HEIGHT)
        cap = QRect(self.width() - width - px(8), (self.height() - height) // 2, width, height)
        paint_key_cap(painter, cap, look, _KEY)
        if self.hasFocus():
            paint_focus_ring(painter, self.rect(), look)

    def _restyle(self) -> None:
        self.setMaximumWidth(self._look.px(_SEARCH_WIDTH))
        self.updateGeometry()
        self.update()


class TopBar(QFrame):
    """Tells `search_asked`, `patient_chosen(key)`, `patient_closed(key)`, `patients_asked` (the one button)."""

    search_asked = Signal()
    patient_chosen = Signal(str)
    patient_closed = Signal(str)
    patients_asked = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.setProperty("edge", "bottom")
        set_mark(self, "ground", "surface")
        self.setAccessibleName(tr("Barre du haut"))
        self._search = SearchBox(look)
        self._search.clicked.connect(self.search_asked)
        self._tabs: list[PatientTab] = []
        self._gathered = Button(look, tr("Dossiers ouverts"), icon="folder-open")
        self._gathered.clicked.connect(self.patients_asked)
        self._name = Text(look, "", TextRole.DENSE_MEDIUM)
        self._card = Text(look, "", TextRole.CAPTION, "text2")
        self._card_icon = QLabel()
        self._build()
        look.follow(self._restyle)

    def show_user(self, name: str, card: str) -> None:
        """Say who is here: "Dr Maëlle Ethève", "Médecin · carte CPS présente"."""
        self._name.setText(name)
        self._card.setText(card)
        self._card_icon.setToolTip(card)

    def show_patients(self, patients: Sequence[OpenPatient], current: str) -> None:
        """Show the open files; `current` is the key of the one in view, "" for none."""
        for tab in self._tabs:
            self._files.removeWidget(tab)
            tab.hide()
            tab.deleteLater()
        self._tabs = [PatientTab(self._look, patient, current=patient.key == current) for patient in patients]
        for tab in self._tabs:
            self._files.addWidget(tab)
            tab.clicked.connect(partial(self._on_choose, tab.patient.key))
            tab.closed.connect(self.patient_closed)
        self._gathered.set_words(tr("{number} dossiers ouverts", number=len(patients)))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Gather the open files under one button when they do not fit."""
        super().resizeEvent(event)
        self._fit()

    def _on_choose(self, key: str, _checked: bool = False) -> None:
        self.patient_chosen.emit(key)

    def _fit(self) -> None:
        px = self._look.px
        user = max(self._name.sizeHint().width(), self._card.sizeHint().width()) + px(60)
        room = self.width() - user - px(40) - self._search.minimumSizeHint().width()
        fits = sum(tab.sizeHint().width() + px(8) for tab in self._tabs) <= room
        for tab in self._tabs:
            if tab.isHidden() == fits:
                tab.setVisible(fits)
        self._gathered.setVisible(bool(self._tabs) and not fits)

    def _build(self) -> None:
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._search)
        self._files = QHBoxLayout()
        self._files.addWidget(self._gathered)
        self._row.addLayout(self._files)
        self._row.addStretch(1)
        who = QVBoxLayout()
        who.setSpacing(0)
        who.addStretch()
        for text in (self._name, self._card):
            who.addWidget(text, 0, Qt.AlignmentFlag.AlignRight)
        who.addStretch()
        self._row.addLayout(who)
        self._row.addWidget(self._card_icon)

    def _restyle(self) -> None:
        px = self._look.px
        self.setFixedHeight(px(HEIGHT))
        self._row.setContentsMargins(px(12), 0, px(12), 0)
        self._row.setSpacing(px(10))
        self._files.setSpacing(px(8))
        ink = self._look.colour("accent")
        self._card_icon.setPixmap(self._look.pixmap("card", ink, 22, self.devicePixelRatioF()))
        self._fit()
