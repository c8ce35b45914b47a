# SPDX-License-Identifier: EUPL-1.2
"""Both versions on screen, chosen by one key or reunited passage by passage; nothing typed is lost."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from lgc_app.ui.corriger.screen import CorrigerScreen
from lgc_app.ui.navigation import Desk
from lgc_app.ui.rapprocher.screen import RapprocherScreen
from lgc_app.ui.theme.look import Look
from lgc_core.model.note import NoteSection
from lgc_core.model.problem import Problem
from lgc_core.model.treatment import Treatment
from lgc_core.store import queries
from lgc_core.sync.arbiter import Arbiter
from tests.support.disputed import FIRST_END, SECOND_END, TwoPosts
from tests.support.dossier import Wishes
from tests.support.screen_checks import check_window
from tests.support.screen_window import LOOKS, empty_window, picture, settle, show
from tests.support.typing_keys import press, type_text


@pytest.fixture
def posts(tmp_path):
    return TwoPosts(tmp_path)


@pytest.fixture
def open_screen(qtbot, posts, tasks):
    def open_it(make=RapprocherScreen, name="light"):
        theme, size = LOOKS[name]
        look = Look(theme)
        window = empty_window(look, tasks)
        qtbot.addWidget(window)
        wishes = Wishes()
        made = make(Desk(posts.cabinet, tasks, look, wishes))
        window.add_screen(made.screen)
        show(window, made.screen.where, size)
        made.load()
        settle(tasks)
        return window, made, wishes

    return open_it


def _text(posts):
    with posts.here.reading() as connection:
        return queries.get(connection, NoteSection, posts.section).text


@pytest.mark.parametrize("name", LOOKS)
def test_two_versions_of_a_note_are_whole_in_every_look(posts, open_screen, name):
    posts.dispute_note()
    posts.dispute_posology()
    posts.dispute_job()
    window, made, _ = open_screen(name=name)
    made.view.list.choose(next(one.id for one in made._waiting if one.nature == "texte"))
    settle(made._desk.tasks)
    picture(window, f"rapprocher-{name}")
    check_window(window)
    made.view.list.choose(next(one.id for one in made._waiting if one.nature == "valeur clinique"))
    settle(made._desk.tasks)
    picture(window, f"rapprocher-valeur-{name}")
    check_window(window)


def test_each_passage_is_chosen_by_one_key_and_the_text_is_validated(posts, open_screen):
    posts.dispute_note()
    window, made, wishes = open_screen()
    editor = made.view.editor
    assert editor.passage_count == 3
    for key in (Qt.Key.Key_2, Qt.Key.Key_2, Qt.Key.Key_3):
        QTest.keyClick(window, Qt.Key.Key_F8)
        QTest.keyClick(editor, key)
    text = editor.toPlainText()
    assert "11 mm, fond propre, exsudat modéré" in text
    assert "8 mm" not in text
    assert FIRST_END in text
    assert SECOND_END in text
    QTest.keyClick(editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle(made._desk.tasks, lambda: bool(wishes.words))
    assert _text(posts) == text
    assert wishes.undo is not None
    wishes.undo()
    settle(made._desk.tasks, lambda: bool(made.view.list.rows))
    assert FIRST_END in _text(posts)
    assert SECOND_END not in _text(posts)


def test_words_typed_elsewhere_stay_when_a_passage_is_chosen(posts, open_screen):
    posts.dispute_note()
    _window, made, _ = open_screen()
    editor = made.view.editor
    editor.moveCursor(editor.textCursor().MoveOperation.Start)
    QTest.keyClicks(editor, "AVIS : ")
    editor.step(1)
    editor.choose(1)
    editor.step(1)
    editor.choose(1)
    assert editor.toPlainText().startswith("AVIS : Plaie du pied droit")
    assert "8 mm, fond propre, peu d’exsudat." in editor.toPlainText()
    assert "11 mm" not in editor.toPlainText()


def test_a_text_half_reunited_is_found_again_after_the_lock(posts, open_screen):
    posts.dispute_note()
    _window, made, _ = open_screen()
    QTest.keyClicks(made.view.editor, "commence ")
    made.keep()
    settle(made._desk.tasks)
    _window, again, _ = open_screen()
    assert again.view.editor.toPlainText().startswith("commence ")


def test_a_text_being_reunited_stays_on_screen_when_the_value_moves(posts, open_screen):
    posts.dispute_note()
    _window, made, wishes = open_screen()
    QTest.keyClicks(made.view.editor, "commence ")
    with posts.here.unit_of_work(posts.cabinet.session.author) as uow:
        uow.set(NoteSection, posts.section, text="Tout autre chose.")
    made.validate()
    settle(made._desk.tasks, lambda: bool(wishes.words))
    assert "a changé pendant votre lecture" in wishes.words[0]
    settle(made._desk.tasks, lambda: "Tout autre chose." in made.view.first.words.toPlainText())
    assert made.view.editor.toPlainText().startswith("commence ")
    made.validate()
    settle(made._desk.tasks, lambda: len(wishes.words) > 1)
    assert _text(posts).startswith("commence ")
    assert posts.cabinet.conflicts.waiting() == []


def test_a_clinical_value_is_kept_by_one_key_and_has_no_default(posts, open_screen):
    posts.dispute_posology()
    window, made, wishes = open_screen()
    made.validate()
    assert "Ctrl+1 ou Ctrl+2" in wishes.words.pop().replace("\u00a0", " ")
    control = Qt.KeyboardModifier.ControlModifier
    press(window, Qt.Key.Key_2, control, scan=11)  # the second key of the top row, whatever it prints
    settle(made._desk.tasks, lambda: bool(wishes.words))
    with posts.here.reading() as connection:
        assert queries.get(connection, Treatment, posts.treatment.id).posology.text == "1 le soir"
    assert made.view._pages.currentIndex() == 1


def test_escape_leaves_the_choice_for_later(posts, open_screen):
    posts.dispute_note()
    _window, made, wishes = open_screen()
    QTest.keyClick(made.view.editor, Qt.Key.Key_Escape)
    assert wishes.asked[-1] == ("show", "echanges")


@pytest.mark.parametrize("name", ["light", "dark", "125pc"])
def test_what_was_set_aside_is_offered_again_by_one_key(posts, open_screen, name):
    trusting = posts.arbiter
    posts.arbiter = Arbiter(
        trusting._engine, refuse=lambda one: "poste révoqué" if one.device == "poste-2" else ""
    )
    posts.both_write(lambda _uow: None, lambda uow: uow.set(Problem, posts.problem.id, status="résolu"))
    posts.arbiter = trusting
    window, made, wishes = open_screen(CorrigerScreen, name)
    picture(window, f"corriger-{name}")
    check_window(window)
    QTest.keyClick(made.view.reason.editor, Qt.Key.Key_Return)
    settle(made._desk.tasks)
    assert wishes.words == []
    type_text(made.view.reason.editor, "Déjà résolu")
    made.load()  # an exchange came
    settle(made._desk.tasks)
    assert made.view.reason.text() == "Déjà résolu"
    made._desk.tasks.keeping.emit()
    _window, again, _wishes = open_screen(CorrigerScreen, name)
    assert again.view.reason.text() == "Déjà résolu"
    made.offer()
    settle(made._desk.tasks, lambda: bool(wishes.words))
    assert not made.view.list.rows
