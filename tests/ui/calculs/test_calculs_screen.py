# SPDX-License-Identifier: EUPL-1.2
"""Calculators in the file: filled, recomputed at each key, whole in every look, typed values kept."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from lgc_app.ui.calculs.view import CalculsScreen
from lgc_app.ui.navigation import Desk
from lgc_app.ui.theme.look import Look
from tests.support.cabinet import a_followed_patient, keep, open_test_cabinet, two_years_of_laboratory
from tests.support.dossier import Wishes
from tests.support.record import make_patient
from tests.support.screen_checks import check_window
from tests.support.screen_window import LOOKS, empty_window, picture, settle, show_page
from tests.support.typing_keys import press, type_text


@pytest.fixture(scope="module")
def followed(tmp_path_factory):
    cabinet, patient = open_test_cabinet(tmp_path_factory.mktemp("calculs")), a_followed_patient()
    keep(cabinet, patient, *two_years_of_laboratory(patient.id))
    return cabinet, patient


@pytest.fixture
def open_calculs(qtbot, followed, tasks):
    def open_it(name="light"):
        theme, size = LOOKS[name]
        look, wishes = Look(theme), Wishes()
        window = empty_window(look, tasks)
        qtbot.addWidget(window)
        for kept in followed[0].form_drafts.begun("calculs:"):
            followed[0].form_drafts.keep(kept, {})  # of another test: the practice is shared
        screen = CalculsScreen(Desk(followed[0], tasks, look, wishes), lambda: None)
        show_page(window, screen.page, size)
        screen.show_patient(followed[1])
        settle(tasks)
        return window, screen, wishes

    return open_it


@pytest.mark.parametrize("name", ["light", "dark", "125pc"])
def test_the_longest_form_is_whole_in_every_look(open_calculs, name):
    window, screen, _wishes = open_calculs(name)
    check_window(window)
    picture(window, f"calculs-{name}")
    screen.list.choose("score2-diabete")
    settle(screen._desk.tasks)
    check_window(window)
    picture(window, f"calculs-score2-{name}")


def test_the_file_fills_the_form_and_the_result_comes_at_once(open_calculs):
    _window, screen, _wishes = open_calculs()
    assert screen.form.value.text() == "37\u00a0mL/min/1,73\u00a0m²"
    assert screen.form.fields["creatinine"].text() == "123,8"
    assert screen.form.reading.text() == "stade\u00a03b (KDIGO)"


def test_typing_recomputes_and_what_is_wrong_is_said_under_its_field(open_calculs):
    _window, screen, _wishes = open_calculs()
    screen.list.choose("cockcroft")
    assert screen.form.missing.text() == "Il manque\u00a0: poids."
    press(screen.list, Qt.Key.Key_Return, text="\r")
    assert QApplication.focusWidget() is screen.form.fields["weight"].editor
    type_text(screen.form.fields["weight"].editor, "70")
    assert screen.form.value.text() == "39\u00a0mL/min"
    type_text(screen.form.fields["weight"].editor, "00")
    assert screen.form.value.text() == "–"
    assert "entre 25 et 400" in screen.form.fields["weight"]._wrong.text()


def test_a_typed_value_survives_another_formula_and_a_new_result(open_calculs):
    _window, screen, _wishes = open_calculs()
    screen.list.choose("cockcroft")
    type_text(screen.form.fields["weight"].editor, "70")
    screen.list.choose("dfg")
    screen.refresh()
    settle(screen._desk.tasks)
    screen.list.choose("cockcroft")
    assert screen.form.fields["weight"].text() == "70"
    screen.clear()
    screen.show_patient(make_patient())
    settle(screen._desk.tasks)
    assert screen.form.fields["weight"].text() == ""
    screen.clear()
    screen.show_patient(screen_patient(screen))
    settle(screen._desk.tasks)
    assert screen.form.fields["weight"].text() == "70"
    assert screen.form.value.text() == "39\u00a0mL/min"


def screen_patient(screen):
    return screen._desk.cabinet.patients.get(a_followed_patient().id)


def test_the_result_is_copied_with_its_inputs_and_their_dates(open_calculs):
    _window, screen, wishes = open_calculs()
    screen.copy()
    assert QApplication.clipboard().text() == (
        "DFG, CKD-EPI 2009\u00a0: 37\u00a0mL/min/1,73\u00a0m², stade\u00a03b (KDIGO). "
        "Créatinine 123,8\u00a0µmol/L (du 17/11/2026)\u00a0; Âge 74\u00a0ans (née le 12/03/1952)\u00a0; "
        "Sexe femme (identité)."
    )
    assert wishes.words == ["Copié. Collez-le dans la note (Ctrl+V)."]
