# SPDX-License-Identifier: EUPL-1.2
"""What a person sees of a window: visible words, and the widget that bears a name."""

from collections.abc import Iterator

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QLineEdit,
    QPlainTextEdit,
    QTableView,
    QTextEdit,
    QWidget,
)

import lgc_app.ui  # noqa: F401  before PySide6: keeps Python alive (docs/decisions/0007)

_ROWS = 400
"""Rows read of one list: more than any screen of the demo holds."""


def visible_widgets() -> Iterator[QWidget]:
    """Give every widget that is on the screen."""
    for top in QApplication.topLevelWidgets():
        if top.isVisible():
            yield top
            yield from (child for child in top.findChildren(QWidget) if child.isVisible())


def visible_words() -> str:
    """Return every visible word, one widget a line: labels, fields, rows of lists; plain spaces only."""
    return plain("\n".join(filter(None, map(_words, visible_widgets()))))


def plain(words: str) -> str:
    """Return words with plain spaces: a search does not care about the French ones."""
    return words.replace("\u00a0", " ").replace("\u202f", " ")


def _words(widget: QWidget) -> str:
    if isinstance(widget, QAbstractItemView):
        return "\n".join(_rows(widget))
    if isinstance(widget, QPlainTextEdit | QTextEdit):
        return widget.toPlainText()
    if isinstance(widget, QLineEdit):
        return widget.text()
    shown = getattr(widget, "text", None)
    said = shown() if callable(shown) else ""
    return said if isinstance(said, str) and said else accessible_name(widget)


def _rows(view: QAbstractItemView) -> Iterator[str]:
    model = view.model()
    columns = model.columnCount() if isinstance(view, QTableView) else 1
    for row in range(min(model.rowCount(), _ROWS)):
        for column in range(columns):
            said = _said(model.index(row, column))
            if said:
                yield said


def _said(index: QModelIndex) -> str:
    roles = (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.DisplayRole)
    return next((str(index.data(role)) for role in roles if index.data(role)), "")


def accessible_name(widget: QWidget) -> str:
    """Return the name that a screen reader says."""
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name) if interface is not None else ""


def named(name: str) -> QWidget:
    """Return the visible widget whose accessible name or text is, begins with, or holds a name.

    Raises:
        LookupError: when nothing bears it.
    """
    seen = [(widget, plain(accessible_name(widget) or _words(widget))) for widget in visible_widgets()]
    takes_keys = [pair for pair in seen if pair[0].focusPolicy() != Qt.FocusPolicy.NoFocus]
    for among in (takes_keys, seen):
        for fits in (str.__eq__, str.startswith, str.__contains__):
            found = [widget for widget, said in among if said and fits(said, name)]
            if found:
                return found[-1]
    raise LookupError(name)
