# SPDX-License-Identifier: EUPL-1.2
"""Shows a PDF as pixels from the reading room, never from a file in clear; says so when it cannot be shown."""

from functools import partial
from typing import Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QStackedWidget

from lgc_app.services.opened_document import LeftError, OpenedDocument, PagePixels, UnshownPageError
from lgc_app.services.reading_room import ReadingRoom
from lgc_app.ui.tasks import Tasks
from lgc_app.ui.theme.look import Look
from lgc_app.ui.widgets.empty_state import EmptyState
from lgc_app.ui.widgets.page_scroll import PageScroll
from lgc_app.ui.words import tr
from lgc_core.errors import OutsideError, UserError

_SENTENCE, _PAGES, _WAITING = 0, 1, 2
_SLOW_MS: Final = 400
"""A document that opens sooner does not say that it is being opened."""

_QUIET_MS: Final = 700
"""After a page: the next process is made ready while one reads."""

Trouble = UserError | OutsideError


class PdfView(QStackedWidget):
    """Pages as wide as the room up to paper, or a sentence. `opened` once there is one or the other."""

    opened = Signal()

    def __init__(self, look: Look, name: str, tasks: Tasks, room: ReadingRoom) -> None:
        super().__init__()
        self._tasks, self._room = tasks, room
        self._document: OpenedDocument | None = None
        self._turn = 0
        self._is_opening = self._is_asking = False
        self._sentence = EmptyState(look, "")
        self.pages = PageScroll(look, name)
        for part in (self._sentence, self.pages, EmptyState(look, tr("Ouverture du document…"))):
            self.addWidget(part)
        self.setCurrentIndex(_PAGES)
        self._slow = QTimer(self, interval=_SLOW_MS, singleShot=True)
        self._slow.timeout.connect(partial(self.setCurrentIndex, _WAITING))
        self._quiet = QTimer(self, interval=_QUIET_MS, singleShot=True)
        self._quiet.timeout.connect(self._prepare)
        self.pages.moved.connect(self._ask)

    @property
    def page_count(self) -> int:
        """Count the pages of the document shown."""
        return self.pages.page_count

    @property
    def sentence(self) -> str:
        """Give why the document is not shown, "" when it is."""
        return self._sentence.sentence if self.currentIndex() == _SENTENCE else ""

    @property
    def is_settled(self) -> bool:
        """Tell whether all that is in sight is there: the pages, or the sentence."""
        return not self._is_opening and (bool(self.sentence) or self.pages.is_drawn)

    def show_pdf(self, untrusted_pdf: bytes) -> None:
        """Open a document in a process of its own; its pages come by themselves."""
        self.clear()
        self._is_opening = True
        self._slow.start()
        call = partial(_opened, self._room, untrusted_pdf)
        self._tasks.fetch(call, partial(self._on_opened, self._turn), owner=self)

    def clear(self) -> None:
        """Forget the document, and stop what reads it."""
        document, self._document = self._document, None
        self._turn += 1
        self._is_opening = self._is_asking = False
        self._slow.stop()
        self.pages.show_sizes(())
        self.setCurrentIndex(_PAGES)
        if document is not None:
            self._let_go(document)

    def _on_opened(self, turn: int, opened: OpenedDocument | Trouble | None) -> None:
        if turn != self._turn:
            if isinstance(opened, OpenedDocument):
                self._let_go(opened)
            return
        self._is_opening = False
        self._slow.stop()
        if isinstance(opened, OpenedDocument):
            self._document = opened
            self.pages.show_sizes(opened.sizes)
            self.setCurrentIndex(_PAGES)
            self._ask()
        elif opened is not None:
            self._say(opened)
        self.opened.emit()

    def _ask(self) -> None:
        """Ask for one page; the next one is asked for when it came, and is the one wanted then."""
        wanted = self.pages.wanted()
        if self._document is None or self._is_asking or wanted is None:
            return
        self._is_asking = True
        number, width = wanted
        call = partial(_drawn, self._document, number, width)
        self._tasks.fetch(call, partial(self._on_drawn, self._turn, number), owner=self)

    def _on_drawn(self, turn: int, number: int, drawn: PagePixels | Trouble | None) -> None:
        if turn != self._turn:
            return
        self._is_asking = False
        if isinstance(drawn, PagePixels):
            self.pages.put(number, drawn)
            self._quiet.start()
        elif isinstance(drawn, UnshownPageError):
            self.pages.put_trouble(number, tr(drawn.sentence))
        elif drawn is not None:
            self.clear()
            self._say(drawn)
            self.opened.emit()
            return
        self._ask()

    def _say(self, trouble: Trouble) -> None:
        self._sentence.say(tr("{why}", why=trouble.sentence))
        self.setCurrentIndex(_SENTENCE)

    def _let_go(self, document: OpenedDocument) -> None:
        document.leave()
        self._tasks.fetch(document.close, lambda _nothing: None, owner=self)

    def _prepare(self) -> None:
        self._tasks.fetch(self._room.prepare, lambda _nothing: None, owner=self)


def _opened(room: ReadingRoom, untrusted_pdf: bytes) -> OpenedDocument | Trouble | None:
    try:
        return room.open(untrusted_pdf)
    except (UserError, OutsideError) as trouble:
        return trouble
    except LeftError:
        return None


def _drawn(document: OpenedDocument, number: int, width: int) -> PagePixels | Trouble | None:
    try:
        return document.page(number, width)
    except (UserError, OutsideError) as trouble:
        return trouble
    except LeftError:
        return None
