# SPDX-License-Identifier: EUPL-1.2
"""The middle of a screen: the only part that scrolls, and only up and down."""

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtWidgets import QAbstractItemView, QApplication, QScrollArea, QWidget

from lgc_app.ui.widgets.field import Field


class ScrollPage(QScrollArea):
    """Holds a page; what takes the keyboard inside it is brought into sight."""

    def __init__(self, page: QWidget) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(page)
        self._lists: list[QAbstractItemView] = []
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._on_focus)

    def keep_in_sight(self, rows: QAbstractItemView) -> None:
        """Scroll to the chosen row of a list that stands whole in the page: it does not scroll by itself."""
        self._lists.append(rows)
        rows.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        rows.selectionModel().currentChanged.connect(lambda _index: self._show_soon(rows))

    def _show_soon(self, rows: QAbstractItemView) -> None:
        """Scroll once what moved the row has settled: where a field above it went, it stands elsewhere."""
        QTimer.singleShot(0, self, lambda: self._show_row(rows))

    def _show_row(self, rows: QAbstractItemView) -> None:
        page, index = self.widget(), rows.currentIndex()
        if rows.hasFocus() and index.isValid() and page is not None:
            QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
            place = rows.visualRect(index)
            at = rows.viewport().mapTo(page, place.center())
            self.ensureVisible(at.x(), at.y(), 0, place.height())

    def _on_focus(self, _before: QWidget | None, now: QWidget | None) -> None:
        if isinstance(now, QAbstractItemView) and now in self._lists:
            self._show_soon(now)  # its row and not all of it, which may be taller than the page
        elif now is not None and self.isAncestorOf(now):
            self._show_whole_field(now)
            self.ensureWidgetVisible(now, 0, self.fontMetrics().height())

    def _show_whole_field(self, editor: QWidget) -> None:
        """Bring a field with its heading and what is said under it, where all of it fits: Qt brings its caret."""
        field = editor.parentWidget()
        if isinstance(field, Field) and field.height() <= self.viewport().height():
            self.ensureWidgetVisible(field, 0, self.fontMetrics().height() // 2)
