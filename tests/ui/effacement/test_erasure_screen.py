# SPDX-License-Identifier: EUPL-1.2
"""Copie et effacement: the law in words, a reason, then the name typed again; nothing goes by one click."""

import pytest

from lgc_app.ui.effacement.screen import ErasureScreen
from lgc_app.ui.navigation import Desk
from lgc_app.ui.theme.look import Look
from lgc_core.model.staff import Role
from tests.support.cabinet import keep, open_test_cabinet
from tests.support.dossier import Wishes
from tests.support.record import make_patient
from tests.support.screen_checks import check_window
from tests.support.screen_window import LOOKS, empty_window, picture, settle, show_page


@pytest.fixture
def open_screen(qtbot, tasks, tmp_path):
    def open_it(role=Role.MEDECIN, name="light", *, followed=False):
        theme, size = LOOKS[name]
        look, wishes, cabinet = Look(theme), Wishes(), open_test_cabinet(tmp_path, role=role)
        patient = make_patient()
        keep(cabinet, patient)
        if followed:
            cabinet.problems.add_problem(patient.id, "Asthme")
        window = empty_window(look, tasks)
        qtbot.addWidget(window)
        copies: list[str] = []
        screen = ErasureScreen(Desk(cabinet, tasks, look, wishes), lambda: None, lambda: copies.append("copie"))
        show_page(window, screen.page, size)
        screen.show_patient(patient)
        settle(tasks)
        return window, screen, cabinet, patient, wishes, copies

    return open_it


def test_a_file_goes_in_two_steps_the_second_by_its_name(open_screen, tasks):
    _window, screen, cabinet, patient, wishes, copies = open_screen()
    assert "aucun soin" in screen.law.text()
    assert "1\u00a0identité" in screen.taken.text()
    assert "Les sauvegardes" in screen.limits.text()
    assert "la région confirme" in screen.limits.text()
    screen.copy.click()
    assert copies == ["copie"]
    assert not screen.erase_button.isVisible()
    screen.go_on.click()
    assert "motif" in screen.reason._wrong.text()
    screen.reason.set_text("Créé par erreur")
    screen.go_on.click()
    screen.name.set_text("Un autre")
    screen.erase_button.click()
    settle(tasks)
    assert patient.shown in screen.name._wrong.text().replace("\u00a0", " ")
    assert cabinet.patients.get(patient.id)
    screen.name.set_text(patient.shown.upper())
    screen.erase_button.click()
    settle(tasks)
    assert cabinet.patients.find("hoarau") == []
    assert wishes.asked == [("close", patient.id)]
    assert wishes.words[-1].startswith("Dossier effacé.")


def test_the_law_keeps_a_followed_file_and_says_until_when(open_screen):
    _window, screen, *_rest = open_screen(followed=True)
    assert "jusqu’au 23/11/2046" in screen.law.text()
    assert "1\u00a0problème" in screen.taken.text()
    assert not screen.reason.isVisible()
    assert not screen.go_on.isVisible()
    assert screen.copy.isVisible()


def test_who_may_not_erase_is_told_who_can(open_screen):
    _window, screen, *_rest = open_screen(Role.INFIRMIER)
    assert screen.who.isVisible()
    assert not screen.reason.isVisible()


@pytest.mark.parametrize("name", list(LOOKS))
def test_nothing_is_cut_in_any_look(open_screen, tasks, name):
    window, screen, *_rest = open_screen(name=name)
    screen.reason.set_text("Créé par erreur")
    screen.ask_name()
    settle(tasks)
    picture(window, f"effacement-{name}")
    check_window(window)
