# SPDX-License-Identifier: EUPL-1.2
"""« Personnes »: what is wrong stands at its field, what is typed waits, what is done is taken back."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from lgc_app.services.people_form import PersonForm
from lgc_app.ui.personnes.screen import PeopleScreen
from lgc_app.ui.theme.look import Look
from lgc_core.model.staff import Role
from tests.support.cabinet import open_test_cabinet
from tests.support.one_screen import OneScreen
from tests.support.screen_checks import check_window
from tests.support.screen_window import LOOKS
from tests.support.typing_keys import type_text

NURSE = PersonForm(family="Nativel", given="Lucie", role="infirmier")


@pytest.fixture
def open_screen(qtbot, tasks, tmp_path):
    def open_it(name="light"):
        theme, size = LOOKS[name]
        made = OneScreen(PeopleScreen, open_test_cabinet(tmp_path, role=Role.MEDECIN), tasks, Look(theme))
        qtbot.addWidget(made.window)
        made.show(size)
        made.screen.load()
        made.settle()
        return made

    return open_it


def typed(field, words):
    field.editor.selectAll()
    type_text(field.editor, words)


def sentences(made):
    return [row.sentence for row in made.screen.view.rows.rows if not row.header]


def save(made):
    """Save again at once: the action itself is deaf for a moment after it fired."""
    made.screen.save()
    made.settle()


def wrong(field):
    return field._wrong.text().replace("\u00a0", " ")


def add_nurse(made):
    staff, _changes = made.cabinet.people.add(NURSE)
    made.screen.load()
    made.settle()
    made.screen.view.rows.choose(staff)
    made.settle()
    return staff


def test_somebody_is_typed_refused_at_the_field_then_added(open_screen):
    made = open_screen()
    fields = made.screen.view.fields
    made.trigger("people-new")
    typed(fields.given, "Loïc")
    made.trigger("people-save")
    assert wrong(fields.family) == "Écrivez le nom."
    typed(fields.family, "Payet")
    fields.role.set_text("remplacant")
    fields.role.changed.emit("remplacant")
    save(made)
    assert wrong(fields.family) == ""
    assert "a un dernier jour" in wrong(fields.last_day)
    assert not fields.replaces.isHidden()
    typed(fields.last_day, "30/11/2026")
    fields.replaces.set_text(made.cabinet.session.staff.id)
    save(made)
    assert "Loïc Payet, Remplaçant · jusqu’au 30/11/2026 · pas de carte ici" in sentences(made)
    assert "Sa carte reste à ajouter" in made.wishes.words[-1]
    assert not made.screen.view.dirty
    assert not made.screen.view.cards.isHidden()


def test_a_departure_is_told_and_taken_back_by_ctrl_z(open_screen):
    made = open_screen()
    add_nurse(made)
    made.screen.view.end.click()
    made.settle()
    assert any("parti le" in one for one in sentences(made))
    assert "terminé" in made.wishes.words[-1]
    assert made.screen.view.end.isHidden()
    made.undo()
    assert "Lucie Nativel, Infirmier · pas de carte ici" in sentences(made)


def test_a_role_that_changes_is_taken_back(open_screen):
    made = open_screen()
    staff = add_nurse(made)
    made.screen.view.fields.role.set_text("secretaire")
    made.trigger("people-save")
    assert "Lucie Nativel, Secrétaire · pas de carte ici" in sentences(made)
    made.undo()
    assert "Lucie Nativel, Infirmier · pas de carte ici" in sentences(made)
    assert made.screen.view._told.text().count("\n") == 2
    assert made.cabinet.people.history(staff)


def test_ones_own_access_has_no_end_and_says_who_may(open_screen):
    made = open_screen()
    assert made.screen.view.end.isHidden()
    assert "(vous)" in made.screen.view.name.text()
    made.screen.view.fields.role.set_text("admin")
    made.trigger("people-save")
    assert "une autre personne qui tient le cabinet" in made.wishes.words[-1]


def test_what_is_typed_is_neither_lost_nor_written_by_going_elsewhere(open_screen):
    made = open_screen()
    staff = add_nurse(made)
    typed(made.screen.view.fields.family, "Nativel-Payet")
    made.screen.view.rows.choose(made.cabinet.session.staff.id)
    made.settle()
    assert made.screen.view.rows.current_key() == staff
    assert made.screen.view.fields.family.text() == "Nativel-Payet"
    assert "Ctrl+Z" in made.wishes.words[-1]
    assert made.screen.screen.undo()
    assert made.screen.view.fields.family.text() == "Nativel"


def test_what_a_lock_leaves_unwritten_comes_back(open_screen, tasks, qtbot):
    made = open_screen()
    staff = add_nurse(made)
    typed(made.screen.view.fields.family, "Hoarau")
    made.screen.keep()
    made.settle()
    again = OneScreen(PeopleScreen, made.cabinet, tasks, Look(LOOKS["light"][0]))
    qtbot.addWidget(again.window)
    again.show()
    again.screen.load()
    again.settle()
    assert again.screen.view.fields.family.text() == "Hoarau"
    assert again.screen.view.dirty
    again.trigger("people-save")
    assert made.cabinet.people.typed() is None
    assert any(
        one.staff.id == staff and one.staff.name.family == "Hoarau" for one in made.cabinet.people.all().here
    )


def test_a_card_that_did_not_open_leads_to_its_person_or_to_a_new_line(open_screen):
    made = open_screen()
    me = made.cabinet.session.staff
    made.screen.propose("Ethève", "Maëlle", me.ps_id)
    assert made.screen.view.rows.current_key() == me.id
    made.screen.propose("Ramassamy", "Jean", "899700521235")
    fields = made.screen.view.fields
    assert (fields.family.text(), fields.given.text(), fields.number.text()) == (
        "Ramassamy",
        "Jean",
        "99700521235",
    )
    assert made.screen.view.dirty


def test_the_card_of_somebody_is_asked_of_the_window(open_screen):
    made = open_screen()
    staff = add_nurse(made)
    asked = []
    made.screen.card_asked.connect(lambda *said: asked.append(said))
    made.screen.view.cards.add.setFocus()
    QTest.keyClick(made.screen.view.cards.add, Qt.Key.Key_Space)
    made.trigger("people-new")
    made.trigger("people-card")
    assert asked == [(staff, "Lucie Nativel")]
    assert "Enregistrez d’abord" in made.wishes.words[-1]


@pytest.mark.parametrize("name", list(LOOKS))
def test_nothing_is_cut_in_any_look(open_screen, name):
    made = open_screen(name)
    add_nurse(made)
    check_window(made.window)
