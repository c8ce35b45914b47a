# SPDX-License-Identifier: EUPL-1.2
"""The real application on a real vault, with a simulated card in a simulated reader; driven by keys."""

import datetime as dt
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QWidget

from cps_simulator.box import CardBox
from cps_simulator.in_process import READER, SimulatedReaders
from lgc_app.bootstrap import open_cabinet
from lgc_app.context import AppContext
from lgc_app.demo.cast import DOCTOR, PRACTICE
from lgc_app.demo.posts import OWNERS, PIN, make_first_post, make_trust
from lgc_app.demo.region import DemoRegion
from lgc_app.demo.seed import seed
from lgc_app.services.session import Session
from lgc_app.ui.shell.window import Window
from lgc_app.ui.start.application import Application
from lgc_app.ui.start.at_work import AtWork
from lgc_app.ui.start.flow import Flow, Pace
from lgc_app.ui.theme.look import Look
from lgc_app.ui.theme.theme import Theme
from lgc_app.vault.credentials import add_card, add_passphrase
from lgc_app.vault.session import VaultSession
from lgc_core.store.store import now_here
from tests.support.typing_keys import press, type_text
from tests.support.vault import MemoryKeyring, using_keyring

PHRASE = "le letchi mûrit en décembre"


@dataclass(frozen=True)
class Template:
    """A post made once, copied for each test: making its keys and its record takes seconds."""

    folder: Path
    code: str
    keyring: dict[tuple[str, str], str]


def make_template(folder: Path, patients: int = 12) -> Template:
    """Make the first post of the demo practice, with its patients, and close it."""
    keyring = MemoryKeyring()
    with using_keyring(keyring):
        post = PostWindow(folder)
        made = make_first_post(post.context, post.readers.open(READER), "Bureau 1")
        seed(open_cabinet(post.context, made.vault).session.store, count=patients)
        made.vault.close()
    return Template(folder, made.recovery_code, keyring.held)


def keyring_of(template: Template) -> MemoryKeyring:
    """Give the keyring of the machine of a template."""
    keyring = MemoryKeyring()
    keyring.held.update(template.keyring)
    return keyring


class PostWindow:
    """One post of the demo practice, copied from a template; its window is opened by `open`."""

    def __init__(
        self,
        folder: Path,
        template: Template | None = None,
        *,
        region: DemoRegion | None = None,
        now: Callable[[], dt.datetime] = now_here,
    ) -> None:
        if template is not None:
            shutil.copytree(template.folder, folder, dirs_exist_ok=True)
        self.folder = folder
        self.code = template.code if template else ""
        self.box = CardBox(folder / "cards")
        self.readers = SimulatedReaders()
        self.card = self.box.card("doctor", OWNERS["doctor"])
        self.context = AppContext(
            folder=folder / "poste",
            readers=self.readers,
            trust=make_trust(folder / "crl", self.box.igc()),
            now=now,
            place=PRACTICE.name,
            region=region.practice_url if region else "",
            enrolment=region.public_url if region else "",
            authority_pem=region.authority_pem if region else "",
        )
        self.readers.insert(self.card)
        self.application: Application | None = None

    @contextmanager
    def vault(self) -> Iterator[VaultSession]:
        """Open the vault behind the window's back, before the window opens."""
        vault = VaultSession(self.context.folder, self.context.trust, lambda _attempt: None)
        try:
            vault.unlock_with_card(self.readers.open(READER), PIN)
            yield vault
        finally:
            vault.close()

    def let_in(self, owner: str) -> None:
        """Enrol another person's card."""
        other = SimulatedReaders()
        other.insert(self.box.card(owner, OWNERS[owner]))
        with self.vault() as vault:
            add_card(vault, other.open(READER), PIN)

    def give_phrase(self) -> None:
        """Give the doctor a phrase."""
        with self.vault() as vault:
            add_passphrase(vault, DOCTOR.ps_id, PHRASE)

    def open(
        self, *, pace: Pace | None = None, theme: Theme | None = None, size: tuple[int, int] = (1366, 738)
    ) -> Application:
        """Show the window; it watches the readers when this returns."""
        look = Look(theme) if theme else None
        made = Application(
            lambda: self.context,
            self.context.folder,
            look=look,
            place=PRACTICE.name,
            pace=pace or Pace(),
            clock=self.context.now,
        )
        made.window.resize(*size)
        made.start(maximised=False)
        made.window.activateWindow()
        QTest.qWaitForWindowActive(made.window, 5000)
        self.application = made
        self.until(lambda: made.flow is not None, "the flow")
        return made

    @property
    def window(self) -> Window:
        assert self.application is not None
        return self.application.window

    @property
    def flow(self) -> Flow:
        assert self.application is not None
        assert self.application.flow is not None
        return self.application.flow

    @property
    def work(self) -> AtWork:
        assert self.flow.work is not None
        return self.flow.work

    @property
    def session(self) -> Session:
        return self.work.cabinet.session

    @property
    def content(self):
        return self.flow.unlocking.view.content

    @property
    def said(self) -> str:
        """What the lock screen says under the code."""
        return f"{self.content.strong} {self.content.words}".strip().replace("\u00a0", " ")

    @property
    def toasts(self) -> list[str]:
        return [toast.words.replace("\u00a0", " ") for toast in self.application.window.toasts.toasts]

    def until(self, holds, what: str, seconds: float = 30) -> None:
        """Let Qt run until something holds."""
        QTest.qWait(1)
        for _ in range(int(seconds * 50)):
            if holds():
                return
            QTest.qWait(20)
        raise AssertionError(f"never came: {what}; the lock screen says {self.content}")

    def until_pin_asked(self) -> None:
        self.until(lambda: self.content.entry.name == "PIN" and not self.content.busy, "the question of the code")

    def type_pin(self, pin: str = PIN) -> None:
        """Type in the boxes, then Enter, once the card has answered."""
        self.until_pin_asked()
        entry = self.flow.unlocking.view.pin.focusProxy()
        for digit in pin:
            press(entry, Qt.Key(ord(digit)), text=digit)
        press(entry, Qt.Key.Key_Return)

    def unlock(self, pin: str = PIN) -> None:
        """Open by card, until a screen is there."""
        self.type_pin(pin)
        self.until_open()

    def until_open(self) -> None:
        assert self.application is not None
        window = self.application.window
        self.until(lambda: not window.is_locked, "the open practice")
        self.settle()

    def settle(self) -> None:
        """Wait for every question that is on its way."""
        assert self.application is not None
        tasks = self.application.tasks
        self.until(lambda: tasks.waiting == 0, "quiet")
        QTest.qWait(10)

    def until_locked(self) -> None:
        """Wait for the end of a lock: key gone, screens gone."""
        self.until(lambda: self.flow.door.cabinet is None, "the lock")
        self.settle()

    def close(self) -> None:
        """Close the window as a person does."""
        if self.application is not None:
            self.application.window.close()
            self.application.window.deleteLater()
            self.application = None
            QTest.qWait(1)


class Strays(QObject):
    """Notes every window that shows besides the one: a widget shown before it has a parent flashes on the desk.

    It sees every event of the application, in Python: only the test that asks the question makes one.
    """

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []
        QApplication.instance().installEventFilter(self)

    def eventFilter(self, watched, event):
        shown = event.type() is QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow()
        if shown and not isinstance(watched, Window):
            self.seen.append(f"{type(watched).__name__}({watched.accessibleName()})")
        return False


def first_text(root: QWidget, name: str) -> QPlainTextEdit:
    """Find the visible text of a section by its accessible name."""
    found = [one for one in root.findChildren(QPlainTextEdit) if one.accessibleName().startswith(name)]
    assert found, [one.accessibleName() for one in root.findChildren(QPlainTextEdit)]
    return found[0]


__all__ = ["PHRASE", "PostWindow", "Strays", "Template", "first_text", "press", "type_text"]
