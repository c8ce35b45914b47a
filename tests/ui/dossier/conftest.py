# SPDX-License-Identifier: EUPL-1.2
"""A file open in a window, over an encrypted record on the disk that stays when the window goes."""

import shutil

import pytest

from lgc_app.ui.theme.look import Look
from lgc_app.ui.theme.theme import Theme
from lgc_app.vault.engine import close_database
from tests.support.cabinet import store_of
from tests.support.dossier import OpenFile, open_record, tell_record


@pytest.fixture(scope="session")
def told_record(tmp_path_factory):
    """Tell the record once; each test works on its copy."""
    path = tmp_path_factory.mktemp("told") / "cabinet.db"
    tell_record(path)
    return path


@pytest.fixture
def record(told_record, tmp_path):
    return shutil.copy(told_record, tmp_path / "cabinet.db")


@pytest.fixture
def open_cabinet(record):
    """Open the services over the record of this test; every connection is closed at the end."""
    opened = []

    def open_it(**more):
        opened.append(open_record(record, **more))
        return opened[-1]

    yield open_it
    for cabinet in opened:
        close_database(store_of(cabinet).engine)


@pytest.fixture
def cabinet(open_cabinet):
    return open_cabinet()


@pytest.fixture
def open_file(qtbot, cabinet, tasks):
    """Open the file of HOARAU Marie-Josette (or another) in a theme and a size."""

    windows = []  # a window that nobody holds is taken apart by the collector while Qt still sends it events

    def open_it(theme: Theme | None = None, size=(1366, 738), **more) -> OpenFile:
        made = OpenFile(more.pop("cabinet", cabinet), tasks, Look(theme or Theme()), **more)
        qtbot.addWidget(made.window)
        made.show(size)
        windows.append(made)
        return made

    return open_it


@pytest.fixture
def file(open_file):
    return open_file()
