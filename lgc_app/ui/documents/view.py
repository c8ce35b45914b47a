# SPDX-License-Identifier: EUPL-1.2
"""The document viewer, opened from the timeline, a result or a problem."""

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from lgc_app.services.cabinet import Cabinet
from lgc_app.services.documents import DocumentView
from lgc_app.ui.actions import Action
from lgc_app.ui.documents.pane import DocumentPane
from lgc_app.ui.documents.presenter import DocumentContent, content_of
from lgc_app.ui.shell.screen import Screen
from lgc_app.ui.tasks import Tasks
from lgc_app.ui.theme.fonts import TextRole
from lgc_app.ui.theme.look import Look
from lgc_app.ui.theme.theme import Tone
from lgc_app.ui.widgets.drawing import PillContent
from lgc_app.ui.widgets.pill import Pill
from lgc_app.ui.widgets.restyle import set_mark
from lgc_app.ui.widgets.text import ShrinkingText
from lgc_app.ui.words import count, tr
from lgc_core.errors import OutsideError, UserError

WHERE = "document"


class DocumentScreen(QWidget):
    """One document of the patient whose banner stands above; `back` returns to the file."""

    def __init__(self, cabinet: Cabinet, tasks: Tasks, look: Look, back: Callable[[], None]) -> None:
        super().__init__()
        self._cabinet = cabinet
        self._tasks = tasks
        self._look = look
        self._wanted = ""
        self.content: DocumentContent | None = None
        self.title = ShrinkingText(look, "", TextRole.SECTION)
        self.meta = ShrinkingText(look, "", TextRole.DENSE, "text2")
        self._pages = Pill(look, PillContent(""))
        self._aside = Pill(look, PillContent(tr("Mis de côté"), Tone.DANGER, "to-mend"))
        self.pane = DocumentPane(look, tr("Document"))
        set_mark(self, "ground", "surface")
        self.setAccessibleName(tr("Document"))
        self._build()
        self.page = self._page(back)
        look.follow(self._restyle)

    def show_document(self, document: str) -> None:
        """Open a document by its id; the last one asked for wins."""
        self._wanted = document
        self._tasks.read(
            lambda: (document, self._cabinet.documents.open(document)), self._on_open, failed=self._on_trouble
        )

    def clear(self) -> None:
        """Forget the document in view."""
        self._wanted = ""
        self.content = None
        self.pane.clear()
        self._say("", "")

    def _on_open(self, opened: tuple[str, DocumentView]) -> None:
        document, view = opened
        if document != self._wanted:
            return
        self.content = content_of(view)
        self._say(self.content.title, self.content.meta)
        self.pane.show_content(self.content)
        pages = self.pane.page_count
        self._pages.set_content(PillContent(count(pages, "page", "pages")))
        self._pages.setVisible(pages > 0)
        self._aside.setVisible(self.content.set_aside)

    def _on_trouble(self, error: BaseException) -> None:
        if not isinstance(error, UserError | OutsideError):
            raise error
        self._say(tr("Document"), "")
        self.pane.show_sentence(tr("{why}", why=error.sentence))

    def _say(self, title: str, meta: str) -> None:
        self.title.set_words(title)
        self.meta.set_words(meta)
        self._pages.hide()
        self._aside.hide()

    def _page(self, back: Callable[[], None]) -> Screen:
        documents = tr("Documents")
        actions = (Action("document-back", tr("Retour au dossier"), "", WHERE, back, "back", documents, bar=True),)
        return Screen(
            WHERE,
            tr("document"),
            self,
            actions,
            (self.pane,),
            "patients",
            banner=True,
            patient=True,
            help_words=tr("Le document tel qu’il est arrivé. F6 entre dans la page, Alt+← revient au dossier."),
        )

    def _build(self) -> None:
        head = QFrame()
        head.setProperty("edge", "bottom")
        set_mark(head, "ground", "surface")
        self._head = head
        self._row = QHBoxLayout(head)
        self._row.addWidget(self.title)
        self._row.addWidget(self._pages)
        self._row.addWidget(self._aside)
        self._row.addWidget(self.meta, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(self.pane, 1)

    def _restyle(self) -> None:
        px = self._look.px
        self._head.setFixedHeight(px(45))
        self._row.setContentsMargins(px(14), 0, px(14), 0)
        self._row.setSpacing(px(10))
