# SPDX-License-Identifier: EUPL-1.2
"""Modèles et abréviations: read, written, removed, carried in one file, with real widgets."""

import pytest
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QAbstractButton

from lgc_app.services.templates import TemplateForm
from lgc_app.ui.modeles.screen import TemplateScreen
from lgc_app.ui.theme.look import Look
from lgc_app.ui.theme.theme import Theme
from lgc_app.ui.theme.tokens import ThemeName
from tests.support.cabinet import open_test_cabinet
from tests.support.one_screen import OneScreen
from tests.support.screen_checks import check_window
from tests.support.typing_keys import type_text


@pytest.fixture
def open_screen(qtbot, tasks, tmp_path):
    def open_it(theme=None, size=(1366, 738)):
        made = OneScreen(TemplateScreen, open_test_cabinet(tmp_path), tasks, Look(theme or Theme()))
        qtbot.addWidget(made.window)
        made.show(size)
        return made

    return open_it


def _sentences(made):
    return [row.sentence for row in made.screen.view.rows.rows]


def test_a_text_is_written_shown_removed_and_written_again(open_screen):
    made = open_screen()
    assert any(one.startswith(";tt, exemple") for one in _sentences(made))
    made.trigger("template-new")
    view = made.screen.view
    type_text(view.name.editor, ";dos 😀")
    made.trigger("template-save")
    assert "lettres" in view.name._wrong.text()
    view.name.set_text("dos")
    type_text(view.text.editor, "Lombalgie {poid} توقف")
    made.screen.save()
    made.settle()
    assert "variable connue" in view.text._wrong.text()
    view.text.set_text("Lombalgie {poids} توقف")
    made.screen.save()
    made.settle()
    assert any(one.startswith(";dos, Lombalgie") for one in _sentences(made))
    view.remove.click()
    made.settle()
    assert not any(one.startswith(";dos") for one in _sentences(made))
    made.undo()
    assert any(one.startswith(";dos, Lombalgie") for one in _sentences(made))


def test_one_button_alone_writes_the_text(open_screen):
    made = open_screen()
    buttons = [one for one in made.window.findChildren(QAbstractButton) if one.isVisible()]
    assert [one.text() for one in buttons if "Enregistrer" in one.text()] == ["Enregistrer le texte"]


def test_what_is_typed_is_written_when_one_goes_to_another_text(open_screen):
    made = open_screen()
    view = made.screen.view
    view.rows.choose("example:hta")
    view.text.editor.moveCursor(QTextCursor.MoveOperation.End)
    type_text(view.text.editor, " Ajout.")
    view.rows.choose("example:sport")
    made.settle()
    own = made.cabinet.templates.own()
    assert [(one.name, one.text[-6:]) for one in own] == [("Suivi d’hypertension", "Ajout.")]
    assert view.name.text() == "Certificat de sport"


def test_one_file_carries_the_texts_and_a_hostile_one_changes_nothing(open_screen, tmp_path):
    made = open_screen()
    made.cabinet.templates.save("", TemplateForm(kind="note", name="Lombalgie", text="# Motif\nLombalgie"))
    path = tmp_path / "modeles.json"
    made.screen.write_file(path)
    made.settle()
    made.settle()
    assert "Lombalgie" in path.read_text(encoding="utf-8")
    path.write_text(path.read_text(encoding="utf-8").replace("Motif\\nLomb", "Examen\\nLomb"), encoding="utf-8")
    made.screen.read_file(path)
    made.settle()
    made.settle()
    assert made.wishes.words[-1].startswith("Modèles\u00a0: 0 ajoutés, 1 remplacés")
    path.write_bytes(b"\x00" * 1000)
    made.screen.read_file(path)
    made.settle()
    made.settle()
    assert "n’est pas un fichier de modèles" in made.wishes.words[-1]
    assert [one.text for one in made.cabinet.templates.own()] == ["# Examen\nLombalgie"]


@pytest.mark.parametrize("look", ["dark", "large", "smallest"])
def test_the_screen_is_whole(open_screen, look):
    looks = {
        "dark": (Theme(ThemeName.DARK), (1366, 738)),
        "large": (Theme(ThemeName.LIGHT, 150), (1366, 738)),
        "smallest": (Theme(ThemeName.HIGH_CONTRAST), (1000, 560)),
    }
    made = open_screen(*looks[look])
    made.screen.view.rows.choose("example:fievre")
    made.settle()
    check_window(made.window)
