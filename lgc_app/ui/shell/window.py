# SPDX-License-Identifier: EUPL-1.2
"""The window: page 0 is the lock screen, page 1 the frame. Locking covers everything in the same event."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QWidget

from lgc_app.ui.actions import EVERYWHERE, Action, Actions
from lgc_app.ui.application import dress
from lgc_app.ui.tasks import Tasks
from lgc_app.ui.theme.look import Look
from lgc_app.ui.unlock.view import UnlockView
from lgc_app.ui.widgets.restyle import set_mark
from lgc_app.ui.words import tr

if TYPE_CHECKING:
    from lgc_app.ui.shell.palette import Search
    from lgc_app.ui.shell.rail import RailItem
    from lgc_app.ui.shell.screen import Screen

LOCK_PAGE, FRAME_PAGE = 0, 1
SMALLEST_WIDTH, SMALLEST_HEIGHT = 1000, 560
# a second F1 within this shows all keys; the first one helps on the screen
_SECOND_F1_MILLISECONDS = 600


class Window(QMainWindow):
    """Owns the registry, the keys and the frame. `locked` comes after the cover is on screen.

    With `bare` only the lock screen is there, to be on screen sooner; `furnish` then brings the frame.
    """

    locked = Signal()
    closing = Signal()

    def __init__(
        self,
        look: Look,
        tasks: Tasks,
        unlock: UnlockView,
        items: "Sequence[RailItem]",
        search: "Search",
        *,
        title: str,
        bare: bool = False,
    ) -> None:
        super().__init__()
        self.look = look
        self.actions_known = Actions()
        self.unlock = unlock
        self._root = QStackedWidget()
        self._root.addWidget(unlock)
        self.setCentralWidget(self._root)
        set_mark(self._root, "ground", "window")
        self.setWindowTitle(title)
        self._f1 = QTimer(self, singleShot=True, interval=_SECOND_F1_MILLISECONDS)
        look.dressing.connect(self._restyle)
        self._restyle()
        if not bare:
            self.furnish(tasks, items, search)

    def furnish(self, tasks: Tasks, items: "Sequence[RailItem]", search: "Search") -> None:
        """Build the frame, the palette and the keys behind the lock screen."""
        # a quarter of the start: these come once the lock screen is on the glass
        from lgc_app.ui.keys import Keys  # noqa: PLC0415 -- see above
        from lgc_app.ui.shell.frame import Frame  # noqa: PLC0415 -- see above
        from lgc_app.ui.shell.overlay import Overlay  # noqa: PLC0415 -- see above
        from lgc_app.ui.shell.palette import Palette  # noqa: PLC0415 -- see above
        from lgc_app.ui.shell.panes import Panes  # noqa: PLC0415 -- see above
        from lgc_app.ui.widgets.toast import ToastStack  # noqa: PLC0415 -- see above

        self.frame = Frame(self.look, items, self.actions_known.trigger)
        self._root.addWidget(self.frame)
        self.toasts = ToastStack(self, self.look, self.frame.content)
        self.palette_box = Palette(self, self.look, tasks, search, self._reachable)
        self.overlay = Overlay(self, self.look)
        self._panes = Panes(self.frame)
        self.keys = Keys(self, self.actions_known)
        self._listen()
        self.actions_known.add(self._own_actions())

    @property
    def is_locked(self) -> bool:
        """Say whether the lock screen covers the window."""
        return self._root.currentIndex() == LOCK_PAGE

    @property
    def is_open(self) -> bool:
        """Say whether the frame is in sight: neither locked nor covered."""
        return self._root.currentIndex() == FRAME_PAGE

    def add_screen(self, screen: "Screen") -> None:
        """Take a screen and its actions.

        Raises:
            KeyClashError: when one of its keys is taken.
        """
        self.actions_known.add(screen.actions)
        self.frame.add(screen)

    def remove_screen(self, where: str) -> None:
        """Destroy a screen and forget its actions."""
        self.frame.remove(where)
        self.actions_known.remove_scope(where)

    def show_cover(self, cover: QWidget) -> None:
        """Put a page over everything without locking: keys dead, nothing of a patient in sight."""
        self.keys.silence()
        self._close_veils()
        self.toasts.clear()
        if self._root.indexOf(cover) < 0:
            self._root.addWidget(cover)
        self._root.setCurrentWidget(cover)

    def show_screen(self, where: str) -> None:
        """Bring a screen to the front; its keys become live."""
        screen = self.frame.show_screen(where, self._undo)
        if self.is_open:
            self.keys.speak(where)
            stop = screen.first or self._panes.first_of(screen.panes)
            (stop or screen.widget).setFocus()

    def show_locked(self, reason: str) -> None:
        """Cover everything now: keys dead, toasts gone, nothing of a patient left in sight or in the title."""
        self.keys.silence()
        self._close_veils()
        self.toasts.clear()
        self.unlock.wipe()
        self.unlock.panel.show_reason(reason)
        self._root.setCurrentIndex(LOCK_PAGE)
        self.unlock.take_focus()
        self.repaint()
        self.locked.emit()

    def _close_veils(self) -> None:
        """Close the palette, the overlay of the keys and the form that stands over a page: it names people."""
        from lgc_app.ui.shell.veil import Veil  # noqa: PLC0415 -- see furnish

        self.palette_box.close()
        self.overlay.close()
        for veil in self.findChildren(Veil):
            veil.close_veil()

    def forget_patients(self) -> None:
        """Destroy what shows a patient; called once the drafts are saved."""
        self.frame.banner.clear()
        self.frame.top_bar.show_patients((), "")
        for screen in self.frame.screens:
            if screen.patient:
                self.remove_screen(screen.where)

    def show_open(self, where: str) -> None:
        """Lift the cover and show a screen."""
        self._root.setCurrentIndex(FRAME_PAGE)
        self.show_screen(where)

    def say(self, words: str, undo: Callable[[], None] | None = None, *, about: str = "") -> None:
        """Tell in a toast, with ten seconds to undo; news about the same thing takes its place."""
        if self.is_open:  # over a cover, or the lock screen, it would say something of the record
            self.toasts.say(words, undo, about=about)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Let the application finish its writes."""
        self.closing.emit()
        super().closeEvent(event)

    def _own_actions(self) -> list[Action]:
        everywhere = tr("Partout")
        self._undo = Action("undo", tr("Annuler"), "Ctrl+Z", EVERYWHERE, self._on_undo, "undo", everywhere)
        keys = (
            ("search", tr("Chercher patient ou action"), "Ctrl+K", self._on_search, "search", everywhere),
            ("redo", tr("Rétablir"), "Ctrl+Y", self._on_redo, "", everywhere),
            ("help", tr("Aide sur cet écran"), "F1", self._on_help, "help", everywhere),
            ("next-pane", tr("Volet suivant"), "F6", self._panes.go_next, "", everywhere),
            ("previous-pane", tr("Volet précédent"), "Shift+F6", self._panes.go_back, "", everywhere),
            ("full-screen", tr("Plein écran"), "F11", self._on_full_screen, "", everywhere),
        )
        made = [Action(name, words, key, EVERYWHERE, do, icon, head) for name, words, key, do, icon, head in keys]
        return [*made, self._undo]

    def _listen(self) -> None:
        self.frame.top_bar.search_asked.connect(self._on_search)
        self.keys.long_alt.held.connect(self._on_all_keys)
        self.keys.long_alt.released.connect(self.overlay.close)

    def _reachable(self) -> list[Action]:
        current = self.frame.current
        known = self.actions_known.reachable(current.where if current else EVERYWHERE)
        return [action for action in known if action.is_offered]

    def _on_search(self) -> None:
        content = self.frame.banner.content
        self.palette_box.open(content.name if content and self.frame.banner.isVisible() else "")

    def _on_help(self) -> None:
        if self._f1.isActive():
            self._f1.stop()
            self._on_all_keys()
            return
        self._f1.start()
        current = self.frame.current
        help_words = current.help_words if current else ""
        self.say(help_words or tr("F1 de nouveau : toutes les touches de cet écran."))

    def _on_all_keys(self) -> None:
        if self.is_open and self.isActiveWindow():
            self.overlay.open(self._reachable(), self.frame.current.words if self.frame.current else "")

    def _on_undo(self) -> None:
        current = self.frame.current
        if current is not None and current.undo is not None and current.undo():
            return
        if not self.toasts.undo():
            self.say(tr("Rien à annuler."))

    def _on_redo(self) -> None:
        current = self.frame.current
        if current is None or current.redo is None or not current.redo():
            self.say(tr("Rien à rétablir."))

    def _on_full_screen(self) -> None:
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def _restyle(self) -> None:
        dress(self.look, self)
        self.setMinimumSize(SMALLEST_WIDTH, SMALLEST_HEIGHT)
