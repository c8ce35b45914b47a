# SPDX-License-Identifier: EUPL-1.2
"""The document viewer, opened from the timeline, a result or a problem."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from lgc_app.services.cabinet import Cabinet
from lgc_app.services.documents import DocumentView
from lgc_app.services.files import FileAwaitedError, Moving
from lgc_app.ui.actions import Action
from lgc_app.ui.documents.pane import DocumentPane
from lgc_app.ui.documents.presenter import DocumentContent, content_of, title_of
from lgc_app.ui.papier.printing import print_on_paper
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
_SMALL = 1024 * 1024
_LOOK_MILLISECONDS = 700
"""How often a file on its way is looked at."""


class DocumentScreen(QWidget):
    """One document of the patient whose banner stands above; `back` returns to the file."""

    def __init__(
        self,
        cabinet: Cabinet,
        tasks: Tasks,
        look: Look,
        back: Callable[[], None],
        say: Callable[[str], None] = lambda _words: None,
    ) -> None:
        super().__init__()
        self._say_in_toast = say
        self._cabinet = cabinet
        self._tasks = tasks
        self._look = look
        self._wanted = ""
        self.content: DocumentContent | None = None
        self.title = ShrinkingText(look, "", TextRole.SECTION)
        self.meta = ShrinkingText(look, "", TextRole.DENSE, "text2")
        self._pages = Pill(look, PillContent(""))
        self._aside = Pill(look, PillContent(tr("Mis de côté"), Tone.DANGER, "to-mend"))
        self.pane = DocumentPane(look, tr("Document"), tasks, cabinet.reading_room)
        self.pane.pages_known.connect(self._count_pages)
        self._looking = QTimer(self, interval=_LOOK_MILLISECONDS)
        self._looking.timeout.connect(self._look_at_coming)
        self.pane.coming.asked.connect(self._on_asked)
        set_mark(self, "ground", "surface")
        self.setAccessibleName(tr("Document"))
        self._build()
        self.page = self._page(back)
        look.follow(self._restyle)

    def show_document(self, document: str) -> None:
        """Open a document by its id; the last one asked for wins."""
        self._wanted = document
        self._looking.stop()
        self._tasks.read(
            lambda: (document, self._cabinet.documents.open(document)), self._on_open, failed=self._on_trouble
        )

    def clear(self) -> None:
        """Forget the document in view."""
        self._wanted = ""
        self._looking.stop()
        self.content = None
        self.pane.clear()
        self._say("", "")

    def print_out(self) -> None:
        """Print the pages in view as the reading room draws them, without a question."""
        untrusted_pdf = self.pane.untrusted_pdf
        if not untrusted_pdf:
            self._say_in_toast(tr("Rien à imprimer ici : ce document n’est pas un PDF affiché."))
            return
        call = partial(print_on_paper, self._cabinet.reading_room, untrusted_pdf)
        sent = tr("Document envoyé à l’imprimante.")
        self._tasks.fetch(call, lambda _nothing: self._say_in_toast(sent), owner=self)

    def _on_open(self, opened: tuple[str, DocumentView]) -> None:
        document, view = opened
        if document != self._wanted:
            return
        self.content = content_of(view)
        self._say(self.content.title, self.content.meta)
        self.pane.show_content(self.content)
        self._aside.setVisible(self.content.set_aside)

    def _count_pages(self) -> None:
        pages = self.pane.page_count
        self._pages.set_content(PillContent(count(pages, "page", "pages")))
        self._pages.setVisible(pages > 0)

    def _on_trouble(self, error: BaseException) -> None:
        if not isinstance(error, UserError | OutsideError):
            raise error
        if isinstance(error, FileAwaitedError) and error.moving is not None and error.moving.size > _SMALL:
            self._wait_for_file()
            return
        self._say(tr("Document"), "")
        self.pane.show_sentence(tr("{why}", why=error.sentence))

    def _wait_for_file(self) -> None:
        """Ask for the file before the others, and show what is known of the document meanwhile."""
        document, documents = self._wanted, self._cabinet.documents

        def known() -> tuple[str, str, bytes]:
            return document, title_of(documents.get(document)), documents.preview(document)

        self._tasks.read(known, self._on_known, owner=self)
        self._on_asked(wanted=True)

    def _on_known(self, known: tuple[str, str, bytes]) -> None:
        document, title, picture = known
        if document == self._wanted:
            self._say(title, tr("en cours de réception"))
            self.pane.show_coming(picture)
            self._look_at_coming()
            self._looking.start()

    def _on_asked(self, wanted: bool) -> None:
        document, documents = self._wanted, self._cabinet.documents
        self._tasks.write(lambda: documents.want(document, wanted=wanted), owner=self)

    def _look_at_coming(self) -> None:
        document, documents = self._wanted, self._cabinet.documents
        if document and self.isVisible():
            self._tasks.read(lambda: (document, documents.awaited(document)), self._on_coming, owner=self)

    def _on_coming(self, found: tuple[str, Moving | None]) -> None:
        document, moving = found
        if document != self._wanted or not self._looking.isActive():
            return
        if moving is None:
            self.show_document(document)
        else:
            self.pane.coming.show_moving(moving)

    def _say(self, title: str, meta: str) -> None:
        self.title.set_words(title)
        self.meta.set_words(meta)
        self._pages.hide()
        self._aside.hide()

    def _page(self, back: Callable[[], None]) -> Screen:
        documents = tr("Documents")
        rows = (
            ("document-back", tr("Retour au dossier"), "", back, "back"),
            ("document-print", tr("Imprimer le document"), "Ctrl+P", self.print_out, "print"),
        )
        actions = [
            Action(name, words, key, WHERE, do, icon, documents, bar=True) for name, words, key, do, icon in rows
        ]
        return Screen(
            WHERE,
            tr("document"),
            self,
            actions,
            (self.pane,),
            "patients",
            banner=True,
            patient=True,
            help_words=tr(
                "Le document tel qu’il est arrivé. F6 entre dans la page, Ctrl+P imprime, Alt+← revient."
            ),
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
