# SPDX-License-Identifier: EUPL-1.2
"""Réception in its real window, over a real practice with what arrived this morning."""

import pytest

from lgc_app.ui.navigation import Desk
from lgc_app.ui.reception.view import ReceptionScreen
from lgc_app.ui.theme.look import Look
from tests.support.cabinet import keep, open_test_cabinet
from tests.support.cda import a_patient, a_vsm
from tests.support.record import make_patient
from tests.support.screen_window import LOOKS, empty_window, settle, show


@pytest.fixture
def cabinet(tmp_path):
    return open_test_cabinet(tmp_path)


@pytest.fixture
def hoarau(cabinet):
    """Whom the documents of tests.support.cda are about."""
    patient = a_patient()
    keep(cabinet, patient, make_patient("TURPIN", "Gaston", "1960-01-02", usual="TURPIN"))
    return patient


@pytest.fixture
def vsm(cabinet, hoarau):
    return cabinet.inbox.receive(a_vsm())


@pytest.fixture
def open_reception(qtbot, cabinet, tasks):
    """Open the screen; gives (window, screen) once the first document is ready to be filed."""

    def open_it(name="light", *, ready=True):
        theme, size = LOOKS[name]
        look = Look(theme)
        window = empty_window(look, tasks)
        qtbot.addWidget(window)
        screen = ReceptionScreen(Desk(cabinet, tasks, look, window))
        window.add_screen(screen.page)
        show(window, "reception", size)
        settle(tasks, (lambda: screen.is_ready) if ready else None)
        return window, screen

    return open_it
