# SPDX-License-Identifier: EUPL-1.2
"""Checks that every screen passes in every theme and size (design ui.md §10): one call, `check_window`."""

from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QLabel,
    QScrollBar,
    QSplitterHandle,
    QStackedWidget,
    QWidget,
)

from lgc_app.ui.shell.window import Window

_INSIDE_OF_OTHERS = (QScrollBar, QSplitterHandle)


def check_window(window: Window) -> None:
    """Fail with the list of every fault of what is on screen now."""
    faults = [*bars_outside(window), *elided_labels(window), *overlaps(window), *unnamed(window)]
    assert not faults, "\n".join(faults)


def bars_outside(window: Window) -> Iterator[str]:
    """List the widgets of action bar, banner, status line, top bar and rail that are cut or outside the window."""
    frame = window.frame
    for bar in (frame.action_bar, frame.banner, frame.status_line, frame.top_bar, frame.rail):
        for child in [bar, *bar.findChildren(QWidget)]:
            if child.isVisible() and not _on_screen(child, window):
                yield f"outside: {_name(child)} {_place(child, window)} of {window.rect()}"


def elided_labels(root: QWidget) -> Iterator[str]:
    """List the labels that do not have the room of their words, unless they say `mayElide`."""
    for label in root.findChildren(QLabel):
        if not label.isVisible() or label.property("mayElide") or not label.text():
            continue
        if label.wordWrap():
            needed, room = label.heightForWidth(label.width()), label.height()
        else:
            needed, room = label.sizeHint().width(), label.width()
        if needed > room + 1:
            yield f"elided: {label.text()!r} needs {needed}, has {room}"


def overlaps(root: QWidget) -> Iterator[str]:
    """List the siblings of a layout that cover one another; veils, toasts and drawers are in none."""
    for parent in [root, *root.findChildren(QWidget)]:
        layout = parent.layout()
        if layout is None or not parent.isVisible():
            continue
        shown = [child for child in _children(parent) if layout.indexOf(child) >= 0 or _nested(layout, child)]
        for at, first in enumerate(shown):
            for second in shown[at + 1 :]:
                shared = first.geometry().intersected(second.geometry())
                if shared.width() > 1 and shared.height() > 1:
                    yield f"overlap: {_name(first)} and {_name(second)} in {_name(parent)}"


def unnamed(root: QWidget) -> Iterator[str]:
    """List what takes the keyboard and has no accessible name."""
    for widget in root.findChildren(QWidget):
        takes_keys = widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        inner = isinstance(widget, _INSIDE_OF_OTHERS) or isinstance(widget.parentWidget(), QAbstractScrollArea)
        if takes_keys and not inner and not widget.accessibleName():
            yield f"unnamed: {_name(widget)} in {_name(widget.parentWidget())}"


def _children(parent: QWidget) -> list[QWidget]:
    return [child for child in parent.children() if isinstance(child, QWidget) and child.isVisible()]


def _nested(layout, child: QWidget) -> bool:
    for at in range(layout.count()):
        inner = layout.itemAt(at).layout()
        if inner is not None and (inner.indexOf(child) >= 0 or _nested(inner, child)):
            return True
    return False


def _place(widget: QWidget, window: QWidget) -> QRect:
    return QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())


def _on_screen(widget: QWidget, window: QWidget) -> bool:
    bounds = window.rect()
    return bounds.contains(_place(widget, window)) or widget.size().isEmpty()


def _name(widget: QWidget | None) -> str:
    if widget is None:
        return "nothing"
    return f"{type(widget).__name__}({widget.accessibleName() or widget.objectName()})"


def without_ring(root: QWidget) -> Iterator[str]:
    """List what the Tab key reaches and that looks the same with the keyboard as without it (ui.md §7)."""
    for widget in root.findChildren(QWidget):
        if not _is_reached(widget):
            continue
        root.setFocus()
        before = widget.grab().toImage()
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        if widget.hasFocus() and widget.grab().toImage() == before:
            yield f"no ring: {_name(widget)} in {_name(widget.parentWidget())}"


def _is_reached(widget: QWidget) -> bool:
    inner = isinstance(widget, _INSIDE_OF_OTHERS) or isinstance(widget.parentWidget(), QAbstractScrollArea)
    tabbed = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    page = isinstance(
        widget.parentWidget(), QStackedWidget
    )  # takes the keys of a screen that has nothing to choose
    return (
        tabbed and not inner and not page and widget.isVisible() and widget.isEnabled() and not widget.focusProxy()
    )
