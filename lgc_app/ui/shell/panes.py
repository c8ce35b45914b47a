# SPDX-License-Identifier: EUPL-1.2
"""F6 goes from pane to pane and says where one is (the Windows convention)."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QApplication, QWidget

from lgc_app.ui.shell.frame import Frame
from lgc_app.ui.widgets.three_panes import ThreePanes


class Panes:
    """The panes of the screen in view, then action bar, status line, rail and top bar."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame

    def go_next(self) -> None:
        """Go to the next pane."""
        self._go(1)

    def go_back(self) -> None:
        """Go to the pane before."""
        self._go(-1)

    def first_of(self, panes: Sequence[QWidget]) -> QWidget | None:
        """Give the first widget of the panes of a screen that takes the keyboard."""
        return next((stop for pane in panes if (stop := first_stop(pane))), None)

    def _all(self) -> list[QWidget]:
        frame, current = self._frame, self._frame.current
        panes = [
            *(current.panes if current else ()),
            frame.action_bar,
            frame.status_line,
            frame.rail,
            frame.top_bar,
        ]
        return [pane for pane in panes if _drawer_of(pane) or (pane.isVisible() and first_stop(pane))]

    def _go(self, step: int) -> None:
        panes = self._all()
        if not panes:
            return
        focus = QApplication.focusWidget()
        here = next((at for at, pane in enumerate(panes) if pane is focus or _holds(pane, focus)), -step)
        pane = panes[(here + step) % len(panes)]
        drawer = _drawer_of(pane)
        if drawer:
            drawer.reveal(pane)
        stop = first_stop(pane)
        if stop:
            stop.setFocus()
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(pane, pane.accessibleName()))


def _drawer_of(pane: QWidget) -> ThreePanes | None:
    host = pane.parentWidget()
    return host if isinstance(host, ThreePanes) and host.is_drawer(pane) else None


def _holds(pane: QWidget, widget: QWidget | None) -> bool:
    return widget is not None and pane.isAncestorOf(widget)


def first_stop(pane: QWidget) -> QWidget | None:
    """Give the first widget of a pane, in tab order, that takes the keyboard."""
    if _takes_keys(pane):
        return pane
    stops = [child for child in pane.findChildren(QWidget) if _takes_keys(child)]
    return stops[0] if stops else None


def _takes_keys(widget: QWidget) -> bool:
    tab = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    return bool(tab) and widget.isVisible() and widget.isEnabled()
