# SPDX-License-Identifier: EUPL-1.2
"""The file of HOARAU Marie-Josette in a real window, over real services."""

import datetime as dt
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtTest import QTest

from lgc_app.demo.cast import DOCTOR, HOARAU, PEOPLE, PRACTICE
from lgc_app.demo.seed import seed
from lgc_app.services.cabinet import Cabinet, make_cabinet
from lgc_app.services.session import Session, Signer
from lgc_app.ui.dossier.view import DossierScreen
from lgc_app.ui.navigation import Desk
from lgc_app.ui.shell.window import Window
from lgc_app.ui.tasks import Tasks
from lgc_app.ui.theme.look import Look
from lgc_app.vault.attachments import AttachmentStore
from lgc_app.vault.engine import close_database, create_database, open_database
from lgc_app.vault.keys import DatabaseKey
from lgc_core.model.staff import Staff
from lgc_core.store.local_tables import PATIENT_FTS, REF_FTS, TEXT_FTS, local
from lgc_core.store.store import Store
from lgc_core.store.tables import metadata
from tests.support.record import AT, add
from tests.support.screen_window import empty_window


class Wishes:
    """A navigator that remembers what a screen asked of the window."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []
        self.words: list[str] = []
        self.undo: Callable[[], None] | None = None
        self.kept: list[str] = []
        self.sheet: Callable[[], bytes] = bytes

    def open_patient(self, patient: str) -> None:
        self.asked.append(("patient", patient))

    def open_document(self, document: str) -> None:
        self.asked.append(("document", document))

    def open_biology(self, patient: str) -> None:
        self.asked.append(("biology", patient))

    def open_part(self, where: str, patient: str) -> None:
        self.asked.append((where, patient))

    def bring_together(self, entity: str) -> None:
        self.asked.append(("versions", entity))

    def show(self, where: str, *, item: str = "") -> None:
        self.asked.append(("show", f"{where} {item}".strip()))

    def close_patient(self, patient: str = "") -> None:
        self.asked.append(("close", patient))

    def show_paper(self, call: Callable[[], bytes], file: str) -> None:
        self.asked.append(("paper", file))
        self.sheet = call

    def say(self, words: str, undo: Callable[[], None] | None = None) -> None:
        self.words.append(words)
        self.undo = undo

    def saved(self, at: str) -> None:
        self.kept.append(at)


KEY = DatabaseKey.generate()


def tell_record(path: Path) -> None:
    """Write the demo's record, on the day of the mockups, in an encrypted file that tests copy."""
    engine = create_database(path, KEY)
    metadata.create_all(engine)
    local.create_all(engine)
    with engine.execution_options(write=True).begin() as connection:
        connection.exec_driver_sql(PATIENT_FTS)
        connection.exec_driver_sql(REF_FTS)
        connection.exec_driver_sql(TEXT_FTS)
    store = Store(engine, PRACTICE.id, "poste-1", lambda: AT)
    add(store, PRACTICE, *PEOPLE, author=DOCTOR.author)
    seed(store, 12)
    close_database(engine)


def open_record(
    path: Path, *, staff: Staff = DOCTOR, sign: Signer | None = None, now: dt.datetime = AT
) -> Cabinet:
    """Return the services over a copy of the record, with the connections of the real vault."""
    store = Store(open_database(path, KEY), PRACTICE.id, "poste-1", lambda: now)
    safe = AttachmentStore(path.parent / "pieces", KEY)
    return make_cabinet(Session(store, PRACTICE, staff, sign), safe, None, lambda _content: b"signature of a test")


def limit_pages(cabinet: Cabinet, pages: int) -> None:
    """Let the file grow to so many pages and no more: SQLite then says that the disk is full."""
    with ExitStack() as held:
        for _ in range(4):
            connection = held.enter_context(cabinet.session.store.engine.connect())
            connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")


class OpenFile:
    """A window with one file open in it, its own unless one is given."""

    def __init__(
        self,
        cabinet: Cabinet,
        tasks: Tasks,
        look: Look,
        patient: str = HOARAU.id,
        *,
        window: Window | None = None,
    ) -> None:
        self.cabinet, self.tasks, self.wishes = cabinet, tasks, Wishes()
        self.desk = Desk(cabinet, tasks, look, self.wishes)
        self.window = window or empty_window(look, tasks)
        frame = self.window.frame
        self.dossier = DossierScreen(self.desk, patient)
        self.dossier.banner_known.connect(frame.banner.show_patient)
        self.dossier.acts_changed.connect(frame.action_bar.say_again)
        tasks.changed.connect(self.dossier.refresh)
        self.window.add_screen(self.dossier.screen)

    @property
    def note(self):
        return self.dossier._centre.note

    @property
    def signed(self):
        return self.dossier._centre.signed

    @property
    def centre(self):
        return self.dossier._centre

    @property
    def history(self):
        return self.dossier._history

    @property
    def context(self):
        return self.dossier._context

    def show(self, size: tuple[int, int] = (1366, 738)) -> None:
        self.window.resize(QSize(*size))
        self.window.show()
        self.window.activateWindow()
        self.window.show_open(self.dossier.screen.where)
        self.settle()

    def settle(self) -> None:
        """Wait until every call came back and was shown."""
        for _ in range(400):
            QTest.qWait(5)
            if not self.tasks.waiting:
                QTest.qWait(5)
                if not self.tasks.waiting:
                    return
        raise AssertionError("the vault never came back")

    def trigger(self, name: str) -> None:
        """Do an action of the file by its short name."""
        action = next(one for one in self.dossier.screen.actions if one.id.endswith(f":{name}"))
        self.window.actions_known.trigger(action)
        self.settle()
