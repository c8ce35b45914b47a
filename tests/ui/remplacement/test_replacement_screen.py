# SPDX-License-Identifier: EUPL-1.2
"""The page of a remplaçant and the read trail on screen: what waits, what is left, who opened, nothing cut."""

from dataclasses import replace

import pytest
from msgspec import structs
from PySide6.QtCore import Qt

from lgc_app.demo.cast import HOARAU
from lgc_app.demo.seed import seed
from lgc_app.services.cabinet import make_cabinet
from lgc_app.ui.gallery.people import BANNER
from lgc_app.ui.navigation import Desk
from lgc_app.ui.remplacement.screen import ReplacementScreen
from lgc_app.ui.theme.look import Look
from lgc_app.ui.trace.view import TraceScreen
from lgc_core.model.ids import new_id
from lgc_core.model.staff import Role
from lgc_core.model.values import PersonName
from tests.support.cabinet import keep, open_test_cabinet
from tests.support.dossier import Wishes
from tests.support.screen_checks import check_window
from tests.support.screen_window import LOOKS, empty_window, picture, settle, show
from tests.support.typing_keys import press, type_text


@pytest.fixture(scope="module")
def locum(tmp_path_factory):
    doctor = open_test_cabinet(tmp_path_factory.mktemp("remplacement"))
    seed(doctor.session.store, count=12)
    staff = structs.replace(
        doctor.session.staff, id=new_id(), name=PersonName(family="Payet", given="Loïc", title="Dr"),
        role=Role.REMPLACANT, valid_to="2026-11-30", replaces=doctor.session.staff.id,
    )  # fmt: skip
    keep(doctor, staff)
    made = make_cabinet(replace(doctor.session, staff=staff), doctor.files.safe, None, lambda _content: b"s")
    made.patients.open(HOARAU.id)
    return made


@pytest.fixture
def open_page(qtbot, locum, tasks):
    def open_it(name, make, page):
        theme, size = LOOKS[name]
        look = Look(theme)
        window = empty_window(look, tasks)
        qtbot.addWidget(window)
        screen = make(Desk(locum, tasks, look, Wishes()))
        if page(screen).banner:
            window.frame.banner.show_patient(BANNER)
        window.add_screen(page(screen))
        show(window, page(screen).where, size)
        settle(tasks)
        return window, screen

    return open_it


@pytest.mark.parametrize("name", list(LOOKS))
def test_a_remplacant_sees_what_waits_and_leaves_a_line(open_page, tasks, locum, name):
    window, page = open_page(name, lambda desk: ReplacementScreen(desk, lambda: None), lambda one: one.page)
    tasks.changed.connect(page.refresh)
    assert page.title.text() == "Vous remplacez le\u00a0Dr Maëlle Ethève jusqu’au 30/11/2026 inclus."
    type_text(page.field.editor, f"Revoir la radio {name}")
    press(page.field.editor, Qt.Key.Key_Return, text="\r")
    settle(tasks)
    assert page.field.text() == ""
    assert f"Revoir la radio {name}" in locum.replacements.left()
    picture(window, f"remplacement-{name}")
    check_window(window)


@pytest.mark.parametrize("name", list(LOOKS))
def test_the_doctor_sees_who_opened_a_file(open_page, tasks, name):
    window, page = open_page(name, lambda desk: TraceScreen(desk, lambda: None), lambda one: one.page)
    page.show_patient(HOARAU)
    settle(tasks)
    assert "Trace intacte." in page.state.text()
    assert any("Dr Loïc Payet, Dossier" in row.sentence for row in page.list.rows)
    picture(window, f"trace-{name}")
    check_window(window)
