# SPDX-License-Identifier: EUPL-1.2
"""The application: shows the lock screen as early as it can, and only then brings in all the rest."""

import datetime as dt
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from lgc_app.ui.collector import spare_what_lives
from lgc_app.ui.shell.window import Window
from lgc_app.ui.start.presentation import Presentation
from lgc_app.ui.start.unforeseen import Unforeseen
from lgc_app.ui.tasks import Tasks
from lgc_app.ui.theme.look import Look
from lgc_app.ui.unlock.view import UnlockView
from lgc_app.ui.words import tr

if TYPE_CHECKING:
    from lgc_app.context import AppContext
    from lgc_app.ui.shell.palette_row import PaletteRow
    from lgc_app.ui.start.flow import Flow, Pace

# the half second of imports would take the processor from the first painting of the window
_FIRST_PAINT_MS = 30

# as lgc_core.model.values.when says it, which is not imported before the window shows
_REUNION = dt.timezone(dt.timedelta(hours=4))


class Application(QObject):
    """One window of one post. `make_context` runs off the GUI thread, once the window is on screen.

    `ready` comes when the readers are watched; `flow` is there from then on.
    """

    ready = Signal()

    def __init__(
        self,
        make_context: "Callable[[], AppContext]",
        folder: Path,
        *,
        look: Look | None = None,
        place: str = "",
        pace: "Pace | None" = None,
        clock: Callable[[], dt.datetime] = lambda: dt.datetime.now(_REUNION),
    ) -> None:
        super().__init__()
        self._make_context = make_context
        self._pace = pace
        self.presentation = Presentation(folder)
        self.look = look or Look(self.presentation.last())
        self.unforeseen = Unforeseen(folder, self._say)
        self.tasks = Tasks(self.show_error)
        self.flow: Flow | None = None
        unlock = UnlockView(self.look, place, clock)
        title = tr("Pack Sérénité · {place}", place=place) if place else tr("Pack Sérénité")
        self.window = Window(self.look, self.tasks, unlock, (), self._find, title=title, bare=True)
        self.window.closing.connect(self._on_closing)
        self._hook_before = sys.excepthook

    def start(self, *, maximised: bool = True) -> None:
        """Show the lock screen, then bring in the rest without holding it up."""
        sys.excepthook = self.unforeseen.hook
        if maximised:
            self.window.showMaximized()
        else:
            self.window.show()
        QTimer.singleShot(_FIRST_PAINT_MS, self, self._load)

    def show_error(self, error: BaseException) -> None:
        """Say an error in place of nobody; behind a lock nothing is said, a bug is still written down."""
        if self.window.is_locked:
            from lgc_core.errors import LgcError  # noqa: PLC0415 -- light, but only here

            if not isinstance(error, LgcError):
                self.unforeseen.note(error)
            return
        self.unforeseen.show(error)

    def _say(self, words: str) -> None:
        if not self.window.is_locked:
            self.window.say(words)

    def _find(self, typed: str) -> "Sequence[PaletteRow]":
        return self.flow.find(typed) if self.flow is not None else ()

    def _load(self) -> None:
        self.tasks.fetch(self._bring_in, self._on_loaded, failed=self._on_not_loaded)

    def _bring_in(self) -> "AppContext":
        import lgc_app.ui.start.flow  # noqa: F401, PLC0415 -- half a second of imports, after the window shows

        return self._make_context()

    def _on_loaded(self, context: "AppContext") -> None:
        from lgc_app.ui.start.flow import Flow, Pace  # noqa: PLC0415 -- brought in by _bring_in

        spare_what_lives()
        self.window.furnish(self.tasks, (), self._find)
        self.flow = Flow(self.window, self.tasks, context, self._pace or Pace(), self.show_error)
        self.presentation.offer(self.window, self.look, self.flow)
        self.flow.begin()
        self.ready.emit()

    def _on_not_loaded(self, error: BaseException) -> None:
        from lgc_app.ui.unlock.presenter import UnlockPresenter  # noqa: PLC0415 -- already there: the view uses it
        from lgc_core.errors import OutsideError, UserError  # noqa: PLC0415 -- light, but only here

        if isinstance(error, UserError | OutsideError):
            sentence = error.sentence
        else:
            reference = self.unforeseen.note(error)
            sentence = tr("Ce poste ne peut pas démarrer. Appelez le support : {reference}.", reference=reference)
        presenter = UnlockPresenter()
        presenter.closed(sentence)
        self.window.unlock.show_content(presenter.content)

    def _on_closing(self) -> None:
        self.window.hide()
        if self.flow is not None:
            self.flow.close()
        self.tasks.close()
        sys.excepthook = self._hook_before
