# SPDX-License-Identifier: EUPL-1.2
"""Courrier by keys: a few letters of a model, Entrée, F8, Ctrl+P; what is typed survives leaving the screen."""

import pytest
from PySide6.QtCore import Qt

from lgc_app.demo.cast import HOARAU
from lgc_app.demo.seed import seed
from lgc_app.ui.courrier.view import CourrierScreen
from lgc_app.ui.navigation import Desk
from lgc_app.ui.theme.look import Look
from tests.support.cabinet import open_test_cabinet
from tests.support.dossier import Wishes
from tests.support.screen_checks import check_window
from tests.support.screen_window import LOOKS, empty_window, picture, settle, show_page
from tests.support.typing_keys import press, type_text


@pytest.fixture(scope="module")
def cabinet(tmp_path_factory):
    made = open_test_cabinet(tmp_path_factory.mktemp("courrier"))
    seed(made.session.store, count=12)
    return made


@pytest.fixture
def open_letters(qtbot, cabinet, tasks):
    def open_it(name="light"):
        theme, size = LOOKS[name]
        look, wishes = Look(theme), Wishes()
        window = empty_window(look, tasks)
        qtbot.addWidget(window)
        screen = CourrierScreen(Desk(cabinet, tasks, look, wishes), lambda: None)
        show_page(window, screen.page, size)
        screen.show_patient(HOARAU)
        settle(tasks)
        return window, screen, wishes

    return open_it


def choose(screen, tasks, letters):
    type_text(screen.search.editor, letters)
    press(screen.search.editor, Qt.Key.Key_Return, text="\r")
    settle(tasks)


def test_a_letter_takes_a_few_letters_and_ends_in_the_file(open_letters, cabinet, tasks):
    _window, screen, wishes = open_letters()
    choose(screen, tasks, "kin")
    assert screen.text.text().startswith("Pour Mme HOARAU Marie-Josette")
    assert screen._editor.textCursor().selectedText() == "[au cabinet ou à domicile]"
    screen.print_out()
    settle(tasks)
    assert "Complétez d’abord" in screen.text._wrong.text()
    for words in ("au cabinet", "épaule droite", "retrouver le geste", "capsulite"):
        screen.next_place()
        screen._editor.insertPlainText(words)
    screen.print_out()
    settle(tasks)
    (place, document) = wishes.asked[-1]
    assert place == "document"
    assert cabinet.documents.get(document).title == "Ordonnance de masso-kinésithérapie"
    assert wishes.words[-1].startswith("Gardé dans le dossier.")
    assert screen.text.text() == ""


def test_what_is_typed_is_there_after_leaving_and_a_change_of_model_can_be_undone(open_letters, cabinet, tasks):
    _window, screen, wishes = open_letters()
    choose(screen, tasks, "libre")
    screen._editor.insertPlainText("Merci de le revoir")
    screen.clear()
    settle(tasks)
    assert screen.text.text() == ""
    screen.show_patient(HOARAU)
    settle(tasks)
    assert "Merci de le revoir" in screen.text.text()
    choose(screen, tasks, "sport")
    assert "Merci" not in screen.text.text()
    wishes.undo()
    settle(tasks)
    assert "Merci de le revoir" in screen.text.text()
    assert "Merci de le revoir" in cabinet.letters.waiting(HOARAU.id).text


def test_the_model_being_written_is_the_one_lit_in_the_list(open_letters, tasks):
    _window, screen, wishes = open_letters()
    screen.choose("confrere")
    settle(tasks)
    assert screen.list.current_key() == "confrere"
    screen.choose("libre")
    settle(tasks)
    assert screen.list.current_key() == "libre"
    wishes.undo()
    assert screen.list.current_key() == "confrere"
    screen.clear()
    screen.show_patient(HOARAU)
    settle(tasks)
    assert screen.list.current_key() == "confrere"


@pytest.mark.parametrize("name", list(LOOKS))
def test_nothing_is_cut_in_any_look(open_letters, tasks, name):
    window, screen, _wishes = open_letters(name)
    choose(screen, tasks, "avis")
    picture(window, f"courrier-{name}")
    check_window(window)
