# SPDX-License-Identifier: EUPL-1.2
"""Réglages du cabinet: a choice is taken at once and taken back; who may not change it is told who can."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from lgc_app.ui.reglages.screen import SettingsScreen
from lgc_app.ui.theme.look import Look
from lgc_core.model.staff import Role
from tests.support.cabinet import a_followed_patient, keep, open_test_cabinet, two_years_of_kidneys
from tests.support.one_screen import OneScreen
from tests.support.screen_checks import check_window
from tests.support.screen_window import LOOKS


@pytest.fixture
def open_screen(qtbot, tasks, tmp_path):
    def open_it(role=Role.MEDECIN, name="light"):
        theme, size = LOOKS[name]
        made = OneScreen(SettingsScreen, open_test_cabinet(tmp_path, role=role), tasks, Look(theme))
        qtbot.addWidget(made.window)
        made.show(size)
        made.screen.load()
        made.settle()
        return made

    return open_it


def shown(cabinet, patient):
    words = cabinet.overviews.of(patient).renal_words.replace("\u00a0", " ")
    return words.partition(" · ")[0]


def test_the_equation_of_the_practice_is_chosen_named_beside_every_value_and_taken_back(open_screen):
    made = open_screen()
    patient = a_followed_patient()
    keep(made.cabinet, patient, *two_years_of_kidneys(patient.id))
    assert shown(made.cabinet, patient) == "DFG 37 mL/min (CKD-EPI 2009)"
    made.screen.equation.editor.setFocus()
    QTest.keyClick(made.screen.equation.editor, Qt.Key.Key_Down)
    made.settle()
    assert made.wishes.words[-1] == "DFG du cabinet\u00a0: CKD-EPI\u00a02021."
    assert shown(made.cabinet, patient) == "DFG 39 mL/min (CKD-EPI 2021)"
    names = {one.key: one.name for one in made.cabinet.biology.of(patient).series}
    assert names["dfg"] == "DFG (CKD-EPI\u00a02021)"
    assert made.cabinet.calculations.known(patient)["filtration"].origin.startswith("CKD-EPI\u00a02021")
    made.undo()
    assert made.screen.equation.text() == "2009"
    assert shown(made.cabinet, patient) == "DFG 37 mL/min (CKD-EPI 2009)"


def test_who_may_not_change_it_reads_it_and_who_can(open_screen):
    made = open_screen(Role.INFIRMIER)
    assert not made.screen.equation.editor.isEnabled()
    assert made.screen._who.isVisible()


@pytest.mark.parametrize("name", list(LOOKS))
def test_nothing_is_cut_in_any_look(open_screen, name):
    check_window(open_screen(name=name).window)
