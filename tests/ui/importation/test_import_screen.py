# SPDX-License-Identifier: EUPL-1.2
"""The import of a folder in its window: seen before, stopped, gone on with, filed only when sure."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from lgc_app.ui.importation.screen import ImportScreen
from lgc_app.ui.navigation import Desk
from lgc_app.ui.theme.look import Look
from tests.support.cda import a_patient, a_pdf, a_report, a_vsm
from tests.support.dossier import Wishes
from tests.support.folder_of_reports import ENTITIES, LETTER, PICTURE, practice_beside
from tests.support.screen_checks import check_window
from tests.support.screen_window import LOOKS, empty_window, picture, settle, show
from tests.support.typing_keys import press, type_text


@pytest.fixture
def cabinet(tmp_path):
    return practice_beside(tmp_path, a_patient())


@pytest.fixture
def folder(tmp_path) -> Path:
    made = tmp_path / "comptes-rendus"
    (made / "2024").mkdir(parents=True)
    for number in range(6):
        (made / "2024" / f"courrier-{number}.txt").write_text(LETTER.format(number=number), "utf-8")
    (made / "synthese.xml").write_bytes(a_vsm())
    (made / "piege.xml").write_bytes(ENTITIES)
    (made / "photo.jpeg").write_bytes(PICTURE)
    return made


@pytest.fixture
def open_import(qtbot, cabinet, tasks):
    def open_it(name="light"):
        theme, size = LOOKS[name]
        look = Look(theme)
        window = empty_window(look, tasks)
        qtbot.addWidget(window)
        wishes = Wishes()
        screen = ImportScreen(Desk(cabinet, tasks, look, wishes), wishes.open_document)
        window.add_screen(screen.page)
        screen.acts_changed.connect(window.frame.action_bar.say_again)
        show(window, "importer", size)
        screen.load()
        settle(tasks)
        return window, screen

    return open_it


def groups(screen) -> dict[str, str]:
    return {line.place: line.group for line in screen._lines.values()}


@pytest.mark.parametrize("name", ["light", "dark", "125pc"])
def test_the_screen_is_whole_in_every_look(open_import, folder, tasks, name):
    window, screen = open_import(name)
    check_window(window)
    screen.look_at(folder)
    settle(tasks, lambda: screen.runner.state == "prêt")
    check_window(window)
    picture(window, f"import-found-{name}")
    screen.go()
    settle(tasks, lambda: screen.runner.state == "fini")
    check_window(window)
    picture(window, f"import-done-{name}")


def test_what_a_folder_holds_is_said_before_anything_is_taken(open_import, cabinet, folder, tasks):
    _window, screen = open_import()
    screen.look_at(folder)
    settle(tasks, lambda: screen.runner.state == "prêt")
    assert "2 documents CDA, 6 textes, 1 autre fichier" in screen.view.found.text()
    assert cabinet.inbox.waiting() == []


def test_each_file_is_told_and_nothing_is_filed_without_a_person(open_import, cabinet, folder, tasks):
    _window, screen = open_import()
    screen.look_at(folder)
    settle(tasks, lambda: screen.runner.state == "prêt")
    screen.go()
    settle(tasks, lambda: screen.runner.state == "fini")
    found = groups(screen)
    assert found["synthese.xml"] == "à lire"
    assert found["piege.xml"] == "mis de côté"
    assert found["photo.jpeg"] == "refusés"
    assert found["2024/courrier-0.txt"] == "à attribuer"
    assert len(cabinet.inbox.waiting()) == 8
    assert "8 documents attendent dans Réception" in screen.view.progress.text()
    assert cabinet.folder_import.unfinished() == ""


def test_stopped_it_goes_on_where_it_was_and_a_new_window_proposes_to(open_import, cabinet, folder, tasks):
    _window, screen = open_import()
    screen.look_at(folder)
    settle(tasks, lambda: screen.runner.state == "prêt")
    stopping = screen.runner.moved.connect(lambda: len(screen.runner.taken) == 3 and screen.runner.stop())
    screen.go()
    settle(tasks, lambda: screen.runner.state == "arrêté")
    assert len(screen.runner.taken) in (3, 4)
    assert "ce qui est importé est gardé" in screen.view.progress.text()
    screen.runner.moved.disconnect(stopping)
    screen.stop()
    _other, again = open_import()
    assert again.view.cut.isVisible()
    again.resume()
    settle(tasks, lambda: again.runner.state == "fini")
    assert sorted(groups(again).values()).count("déjà là") in (3, 4)
    assert len(cabinet.inbox.waiting()) == 8
    assert cabinet.folder_import.unfinished() == ""


def test_what_is_certain_is_filed_in_one_gesture_and_taken_back_in_another(open_import, cabinet, tmp_path, tasks):
    folder = tmp_path / "consultations"
    folder.mkdir()
    (folder / "consultation.xml").write_bytes(a_report(a_pdf()))
    window, screen = open_import()
    screen.look_at(folder)
    settle(tasks, lambda: screen.runner.state == "prêt")
    screen.go()
    settle(tasks, lambda: screen.runner.state == "fini")
    assert groups(screen) == {"consultation.xml": "sûrs"}
    check_window(window)
    picture(window, "import-sure")
    screen.view.sure_button.click()
    settle(tasks, lambda: groups(screen) == {"consultation.xml": "classés"})
    assert cabinet.inbox.waiting() == []
    screen._desk.navigator.undo()
    settle(tasks, lambda: groups(screen) == {"consultation.xml": "sûrs"})
    assert len(cabinet.inbox.waiting()) == 1


def test_a_patient_named_gets_the_letters_and_never_what_is_to_be_read(open_import, cabinet, folder, tasks):
    _window, screen = open_import()
    screen.look_at(folder)
    settle(tasks, lambda: screen.runner.state == "prêt")
    type_text(screen.view.picker.field.editor, "hoarau")
    settle(tasks, screen.view.picker.found.isVisible)
    press(screen.view.picker.field.editor, Qt.Key.Key_Return, text="\r")
    settle(tasks, lambda: not screen.view.picker.is_searching)
    screen.go()
    settle(tasks, lambda: screen.runner.state == "fini")
    found = groups(screen)
    assert found["2024/courrier-0.txt"] == "classés"
    assert found["synthese.xml"] == "à lire"
    assert len(cabinet.inbox.waiting()) == 2
    assert "6 documents classés" in screen._desk.navigator.words[-1]
    screen._desk.navigator.undo()
    settle(tasks, lambda: len(cabinet.inbox.waiting()) == 8)


def test_a_file_of_the_list_opens_in_reception(open_import, cabinet, folder, tasks):
    _window, screen = open_import()
    screen.look_at(folder)
    settle(tasks, lambda: screen.runner.state == "prêt")
    screen.go()
    settle(tasks, lambda: screen.runner.state == "fini")
    press(screen.view.rows, Qt.Key.Key_Return, text="\r")
    ((kind, document),) = screen._desk.navigator.asked
    assert kind == "document"
    assert document in {one.document.id for one in cabinet.inbox.waiting()}


def test_a_folder_that_left_is_said_and_nothing_is_begun(open_import, cabinet, tmp_path, tasks):
    _window, screen = open_import()
    screen.look_at(tmp_path / "parti")
    settle(tasks, lambda: bool(screen._desk.navigator.words))
    assert "ne peut pas être lu" in screen._desk.navigator.words[-1]
    assert screen.runner.state == "rien"


def test_a_text_that_names_somebody_is_proposed_and_waits(open_import, cabinet, tmp_path, tasks):
    folder = tmp_path / "un"
    folder.mkdir()
    (folder / "cardio.txt").write_text("Mme Marie-Josette Hoarau, suivie pour hypertension.", "utf-8")
    _window, screen = open_import()
    screen.look_at(folder)
    settle(tasks, lambda: screen.runner.state == "prêt")
    screen.go()
    settle(tasks, lambda: screen.runner.state == "fini")
    assert groups(screen) == {"cardio.txt": "à confirmer"}
    (line,) = screen._lines.values()
    assert line.words.startswith("HOARAU Marie-Josette, d’après le texte.")
    assert not screen.view.sure.isVisible()
    assert len(cabinet.inbox.waiting()) == 1
