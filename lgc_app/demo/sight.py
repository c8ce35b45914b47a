# SPDX-License-Identifier: EUPL-1.2
"""What a person sees of a window: visible words, and the widget that bears a name."""

from collections.abc import Iterator

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

import lgc_app.ui  # noqa: F401  before PySide6: keeps Python alive (docs/decisions/0007)


def visible_widgets() -> Iterator[QWidget]:
    """Give every widget that is on the screen."""
    for top in QApplication.topLevelWidgets():
        if top.isVisible():
            yield top
            yield from (child for child in top.findChildren(QWidget) if child.isVisible())


def visible_words() -> str:
    """Return every visible word, one widget a line: labels, fields, rows of lists."""
    return "\n".join(filter(None, map(_words, visible_widgets())))


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
    for row in range(min(model.rowCount(), 400)):
        for column in range(model.columnCount(QModelIndex())):
            index = model.index(row, column)
            for role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.DisplayRole):
                said = index.data(role)
                if said:
                    yield str(said)
                    break


def accessible_name(widget: QWidget) -> str:
    """Return the name that a screen reader says."""
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name) if interface is not None else ""


def named(name: str) -> QWidget:
    """Return the visible widget whose accessible name or text is, begins with, or holds a name.

    Raises:
        LookupError: when nothing bears it.
    """
    seen = [(widget, accessible_name(widget) or _words(widget)) for widget in visible_widgets()]
    for fits in (lambda said: said == name, lambda said: said.startswith(name), lambda said: name in said):
        found = [widget for widget, said in seen if said and fits(said)]
        focusable = [widget for widget in found if widget.focusPolicy() != Qt.FocusPolicy.NoFocus]
        if focusable or found:
            return (focusable or found)[-1]
    raise LookupError(name)
