# SPDX-License-Identifier: EUPL-1.2
"""Checks that every screen passes in every theme and size (design ui.md §10): one call, `check_window`."""

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Final, TypeVar

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollBar,
    QSplitterHandle,
    QStackedWidget,
    QTextEdit,
    QWidget,
)

from lgc_app.ui.shell.rail import RailButton
from lgc_app.ui.shell.window import Window
from lgc_app.ui.theme.fonts import TextRole
from lgc_app.ui.widgets.tick_box import TickBox

LEAST_TARGET: Final = 28
"""Height of a button at 100 %, in px (ui.md §7)."""

_LONGEST_CHAIN: Final = 5000
_INSIDE_OF_OTHERS = (QScrollBar, QSplitterHandle)


def check_window(window: Window) -> None:
    """Fail with the list of every fault of what is on screen now."""
    faults = [fault for name in EVERYWHERE for fault in CHECKS[name](window)]
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
    for label in _shown(root, QLabel):
        if label.property("mayElide") or not label.text():
            continue
        if label.wordWrap():
            needed, room = label.heightForWidth(label.width()), label.height()
        else:
            needed, room = label.sizeHint().width(), label.width()
        if needed > room + 1:
            yield f"elided: {label.text()!r} needs {needed}, has {room}"


def overlaps(root: QWidget) -> Iterator[str]:
    """List the siblings of a layout that cover one another; veils, toasts and drawers are in none."""
    for parent in [root, *_shown(root, QWidget)]:
        layout = parent.layout()
        if layout is None:
            continue
        shown = [child for child in _children(parent) if layout.indexOf(child) >= 0 or _nested(layout, child)]
        for at, first in enumerate(shown):
            for second in shown[at + 1 :]:
                shared = first.geometry().intersected(second.geometry())
                if shared.width() > 1 and shared.height() > 1:
                    yield f"overlap: {_name(first)} and {_name(second)} in {_name(parent)}"


def unnamed(root: QWidget) -> Iterator[str]:
    """List what takes the keyboard and has no accessible name."""
    for widget in _shown(root, QWidget):
        takes_keys = widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        inner = isinstance(widget, _INSIDE_OF_OTHERS) or isinstance(widget.parentWidget(), QAbstractScrollArea)
        if takes_keys and not inner and not widget.accessibleName():
            yield f"unnamed: {_name(widget)} in {_name(widget.parentWidget())}"


W = TypeVar("W", bound=QWidget)


def _shown(root: QWidget, kind: type[W]) -> list[W]:
    """Give the widgets of a kind that are on screen; what a hidden screen holds is not even looked at."""
    found: list[W] = []
    waiting = _children(root)
    while waiting:
        widget = waiting.pop()
        if isinstance(widget, kind):
            found.append(widget)
        waiting += _children(widget)
    return found


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
    if not widget.isVisible():
        return False
    inner = isinstance(widget, _INSIDE_OF_OTHERS) or isinstance(widget.parentWidget(), QAbstractScrollArea)
    tabbed = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    page = isinstance(
        widget.parentWidget(), QStackedWidget
    )  # takes the keys of a screen that has nothing to choose
    return (
        tabbed and not inner and not page and widget.isVisible() and widget.isEnabled() and not widget.focusProxy()
    )


def small_targets(root: QWidget) -> Iterator[str]:
    """List the buttons that are smaller than a pointer wants (ui.md §7): 28 px at 100 %, words in a line apart."""
    least = LEAST_TARGET * root.look.theme.scale // 100 if isinstance(root, Window) else LEAST_TARGET
    for button in _shown(root, QAbstractButton):
        shown = not button.size().isEmpty() and not _is_decoration(button)
        if shown and button.height() < least - 1:
            yield f"small: {_name(button)} is {button.width()}x{button.height()}, wants {least}"


def wordless(root: QWidget) -> Iterator[str]:
    """List the buttons that show an icon alone and have no tooltip to say it (ui.md §7)."""
    for button in _shown(root, QAbstractButton):
        shown = not _is_decoration(button) and not isinstance(button, TickBox)
        if shown and not button.text() and not button.toolTip() and not _has_words(button):
            yield f"wordless: {_name(button)} in {_name(button.parentWidget())}"


def out_of_order(root: QWidget) -> Iterator[str]:
    """List where Tab goes back up within one layout: its order is the reading order (ui.md §7)."""
    chain = [widget for widget in _tab_chain(root) if _is_reached(widget)]
    for first, second in pairwise(chain):
        if first.parentWidget() is second.parentWidget() and _is_before(second, first):
            yield f"order: {_name(second)} comes after {_name(first)} in {_name(first.parentWidget())}"


def stale_ink(root: QWidget) -> Iterator[str]:
    """List the labels whose ink is none of the theme in force: they kept that of another one."""
    if not isinstance(root, Window):
        return
    inks = {colour.upper() for colour in root.look.theme.palette.values()}
    for label in _shown(root, QLabel):
        ink = label.palette().color(label.foregroundRole()).name().upper()
        if label.text() and ink not in inks:
            yield f"ink: {label.text()!r} is {ink}"
    for editor in [*_shown(root, QPlainTextEdit), *_shown(root, QTextEdit)]:
        yield from (f"ink: {words!r} is {ink}" for words, ink in _inked(editor.document()) if ink not in inks)


def _inked(document: QTextDocument) -> Iterator[tuple[str, str]]:
    """Give the pieces of a text that have an ink of their own."""
    block = document.begin()
    while block.isValid():
        pieces = block.begin()
        while not pieces.atEnd():
            made = pieces.fragment().charFormat()
            if made.foreground().style() is not Qt.BrushStyle.NoBrush:
                yield pieces.fragment().text(), made.foreground().color().name().upper()
            pieces += 1
        block = block.next()


def cut_words(root: QWidget) -> Iterator[str]:
    """List the words of the rail that are drawn with …, which no label can tell."""
    for button in _shown(root, RailButton):
        words = button.look.metrics(TextRole.CAPTION_STRONG).horizontalAdvance(button.item.words)
        if words > button.width():
            yield f"cut: {button.item.words!r} needs {words}, has {button.width()}"


def bugs_told(root: QWidget) -> Iterator[str]:
    """List what the window said of a bug of ours."""
    if isinstance(root, Window) and not root.is_locked:
        yield from (f"bug: {one.words}" for one in root.toasts.toasts if "imprévu" in one.words)


def same_keys(root: QWidget) -> Iterator[str]:
    """List the keys that two actions of the screen in front share."""
    if not isinstance(root, Window) or root.is_locked:
        return
    taken: dict[str, str] = {}
    for action in root._reachable():
        if action.key and taken.setdefault(action.key, action.id) != action.id:
            yield f"key: {action.key} is {taken[action.key]} and {action.id}"


def _is_decoration(button: QAbstractButton) -> bool:
    """Tell whether it is the icon of a field, which nothing happens to be done by."""
    return isinstance(button.parentWidget(), QLineEdit)


def _has_words(button: QAbstractButton) -> bool:
    return bool(getattr(button, "content", None) or getattr(button, "words", ""))


def _tab_chain(root: QWidget) -> list[QWidget]:
    chain, widget = [root], root.nextInFocusChain()
    while widget is not root and len(chain) < _LONGEST_CHAIN:
        chain.append(widget)
        widget = widget.nextInFocusChain()
    return chain


def _is_before(first: QWidget, second: QWidget) -> bool:
    """Tell whether one is wholly above, or on the same line and wholly left."""
    above = first.geometry().bottom() < second.geometry().top()
    below = first.geometry().top() > second.geometry().bottom()
    return above or (not below and first.geometry().right() < second.geometry().left())


CHECKS: Final[dict[str, Callable[[Window], Iterator[str]]]] = {
    "outside": bars_outside,
    "elided": elided_labels,
    "overlap": overlaps,
    "unnamed": unnamed,
    "small": small_targets,
    "wordless": wordless,
    "order": out_of_order,
    "keys": same_keys,
    "ink": stale_ink,
    "cut": cut_words,
    "bug": bugs_told,
}
EVERYWHERE: Final = ("outside", "elided", "overlap", "unnamed")
"""The checks of `check_window`: those that need nothing of the whole application."""
