# SPDX-License-Identifier: EUPL-1.2
"""One dressed QApplication for the tests of the window, and the gallery to test its parts on."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import QEvent, QSize
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from lgc_app.ui.application import make_application
from lgc_app.ui.gallery.window import gallery_window
from lgc_app.ui.tasks import Tasks
from lgc_app.ui.theme.look import Look
from lgc_app.ui.theme.theme import Theme
from tests.support.post_window import PostWindow, keyring_of, make_template
from tests.support.vault import using_keyring

# Waits are for a condition, not for a speed: a loaded machine gets the time it needs
QtBot.waitUntil.__kwdefaults__["timeout"] = 30_000


@pytest.fixture(autouse=True)
def _dressed(qapp, monkeypatch):
    """Dress the application, once the window before is gone: Qt asks every living widget.

    Widgets that qtbot closes are held until it has: the collector takes a window that nobody holds apart, piece by
    piece, while Qt still sends it events.
    """
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    make_application()
    held, add = [], QtBot.addWidget

    def hold(bot, widget, **more):
        held.append(widget)
        add(bot, widget, **more)

    monkeypatch.setattr(QtBot, "addWidget", hold)
    yield
    held.clear()


@pytest.fixture
def look(qapp):
    return Look(Theme())


@pytest.fixture
def errors():
    return []


@pytest.fixture
def tasks(qapp, errors):
    made = Tasks(errors.append)
    yield made
    made.close()


@pytest.fixture(scope="session")
def post_template(tmp_path_factory):
    """Make one post for all tests; each works on its own copy."""
    return make_template(tmp_path_factory.mktemp("post"))


@pytest.fixture
def post(tmp_path, qapp, post_template):
    """Give a post whose window is not open yet; closed at the end whatever happens."""
    with using_keyring(keyring_of(post_template)):
        made = PostWindow(tmp_path, post_template)
        yield made
        made.close()


@pytest.fixture
def open_gallery(qtbot, tasks):
    """Open the gallery's window in a theme and a size; gives it back shown and unlocked on a screen."""

    def open_it(theme: Theme | None = None, size: tuple[int, int] = (1366, 738), screen: str = "file"):
        window, presenter = gallery_window(Look(theme or Theme()), tasks)
        window.presenter = presenter
        qtbot.addWidget(window)
        window.resize(QSize(*size))
        window.show()
        window.activateWindow()
        if screen:
            window.show_open(screen)
        QTest.qWait(20)
        return window

    return open_it
