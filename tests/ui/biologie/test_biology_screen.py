# SPDX-License-Identifier: EUPL-1.2
"""The table and its curve, by keys: whole in every look, nothing drawn that is not certain."""

import pytest
from PySide6.QtCore import Qt

from lgc_app.ui.biologie.view import BiologyScreen
from lgc_app.ui.theme.look import Look
from tests.support.cabinet import (
    a_followed_patient,
    a_result,
    keep,
    open_test_cabinet,
    patient_of_the_samples,
    sample,
    two_years_of_laboratory,
)
from tests.support.screen_checks import check_window
from tests.support.screen_window import LOOKS, empty_window, picture, settle, show_page
from tests.support.typing_keys import press


@pytest.fixture
def cabinet(tmp_path):
    return open_test_cabinet(tmp_path)


@pytest.fixture
def patient(cabinet):
    found = a_followed_patient()
    keep(cabinet, found)
    return found


@pytest.fixture
def followed(cabinet, patient):
    keep(cabinet, *two_years_of_laboratory(patient.id))
    return patient


@pytest.fixture
def open_biology(qtbot, cabinet, tasks):
    def open_it(patient, name="light", open_document=lambda _document: None):
        theme, size = LOOKS[name]
        look = Look(theme)
        window = empty_window(look, tasks)
        qtbot.addWidget(window)
        screen = BiologyScreen(cabinet, tasks, look, open_document)
        show_page(window, screen.page, size)
        screen.show_patient(patient)
        settle(tasks)
        return window, screen

    return open_it


@pytest.mark.parametrize("name", LOOKS)
def test_the_screen_is_whole_in_every_look(followed, open_biology, name):
    window, screen = open_biology(followed, name)
    screen.table.choose("dfg")
    check_window(window)
    picture(window, f"biology-{name}")


@pytest.mark.parametrize(("name", "dates"), [("125pc", 3), ("light", 5), ("1920", 5)])
def test_as_many_dates_as_there_is_room_for(followed, open_biology, name, dates):
    _window, screen = open_biology(followed, name)
    assert len(screen.shown.columns) == dates
    assert screen.shown.columns[0].words == "17/11/26"


def test_the_dfg_line_says_stage_fall_inputs_and_formula(followed, open_biology):
    _window, screen = open_biology(followed)
    assert screen.table.choose("dfg")
    assert screen.detail.last.text() == "37"
    assert screen.detail.state.text() == "stade 3b · −9 en 12\u00a0mois"
    assert screen.detail.alert.isVisible()
    notes = screen.detail.notes.accessibleName()
    assert "Calculé de la créatinine du 17/11/2026 (124\u00a0µmol/L), 74\u00a0ans, femme." in notes
    assert "CKD-EPI 2009" in notes
    assert len(screen.detail.curve._content.points) == 5


def test_a_conversion_is_told(followed, open_biology):
    _window, screen = open_biology(followed)
    screen.table.choose("creatinine")
    assert "Unité convertie\u00a0: 14,0\u00a0mg/L → 124\u00a0µmol/L." in screen.detail.notes.accessibleName()


def test_arrows_move_and_the_curve_follows(followed, open_biology):
    _window, screen = open_biology(followed)
    screen.table.setFocus()
    screen.table.choose("creatinine")
    press(screen.table, Qt.Key.Key_Down)
    assert screen.table.current_key() == "dfg"
    assert screen.detail.name.text() == "DFG"
    press(screen.table, Qt.Key.Key_Down)
    press(screen.table, Qt.Key.Key_Down)
    assert screen.table.current_key() == "potassium"
    assert screen.detail.state.text().startswith("critique, très au-dessus")


@pytest.mark.given
def test_enter_opens_the_document_that_a_result_came_in(cabinet, open_biology):
    patient = patient_of_the_samples()
    keep(cabinet, patient)
    document = cabinet.inbox.receive(sample("BIO-CR-BIO_2024.01_TSH_1.xml"))
    proposals = cabinet.inbox.propose(document.id, patient.id).proposals
    cabinet.inbox.file(document.id, patient.id, accepted=proposals)
    opened = []
    _window, screen = open_biology(patient, open_document=opened.append)
    screen.table.choose("tsh")
    press(screen.table, Qt.Key.Key_Return, text="\r")
    assert opened == [document.id]


def test_a_value_typed_here_has_no_document_and_says_so(cabinet, patient, open_biology):
    cabinet.measures.record(patient.id, {"poids": "71,4"})
    opened = []
    _window, screen = open_biology(patient, open_document=opened.append)
    screen.table.choose("poids")
    press(screen.table, Qt.Key.Key_Return, text="\r")
    assert opened == []
    assert "saisie ici" in screen.hidden.toolTip()


def test_older_dates_are_one_press_away_and_counted(followed, cabinet, open_biology, tasks):
    keep(cabinet, a_result(followed.id, "3016-3", "TSH", "2.1", "m[IU]/L", "2021-03-02", low="0.4", high="4"))
    _window, screen = open_biology(followed)
    assert screen.hidden.toolTip() == "1 analyse sans valeur à ces dates · 1 date plus ancienne"
    screen.older.click()
    assert [column.words for column in screen.shown.columns] == ["02/03/21"]
    assert [line.key for line in screen.shown.lines] == ["tsh"]
    screen.newer.click()
    assert len(screen.shown.columns) == 5


def test_the_filters_keep_what_they_say(followed, cabinet, open_biology):
    cabinet.measures.record(followed.id, {"ta": "162/84"})
    _window, screen = open_biology(followed)
    screen.pills["Mesures"].click()
    assert [line.key for line in screen.shown.lines] == ["pas", "pad"]
    screen.pills["Hors norme"].click()
    assert "plaquettes" not in [line.key for line in screen.shown.lines]
    assert "potassium" in [line.key for line in screen.shown.lines]


def test_a_measure_written_elsewhere_appears_at_once(patient, cabinet, open_biology, tasks):
    _window, screen = open_biology(patient)
    assert screen._stack.currentIndex() == 1
    tasks.write(lambda: cabinet.measures.record(patient.id, {"poids": "71,4"}))
    settle(tasks, lambda: bool(screen.shown.lines))
    assert screen.table.current_key() == "poids"


def test_a_bound_is_shown_and_told_to_be_off_the_curve(cabinet, patient, open_biology):
    from lgc_core.model.observation import Value
    from lgc_core.model.values import Quantity

    low = Value(quantity=Quantity(value="5", unit="mg/L", comparator="<"))
    keep(
        cabinet,
        a_result(patient.id, "1988-5", "CRP", "12", "mg/L", "2026-10-01"),
        a_result(patient.id, "1988-5", "CRP", low, "mg/L", "2026-11-01"),
    )
    _window, screen = open_biology(patient)
    screen.table.choose("crp")
    assert screen.detail.last.text() == "<\u00a05"
    assert len(screen.detail.curve._content.points) == 1
    assert "Hors de la courbe\u00a0: <\u00a05 (01/11/2026)." in screen.detail.notes.accessibleName()


def test_a_measure_typed_by_mistake_is_withdrawn_by_a_key_and_given_back(qtbot, cabinet, patient, tasks):
    cabinet.measures.record(patient.id, {"poids": "7"})
    said = []
    look = Look(LOOKS["light"][0])
    window = empty_window(look, tasks)
    qtbot.addWidget(window)
    screen = BiologyScreen(
        cabinet, tasks, look, lambda _document: None, lambda words, undo: said.append((words, undo))
    )
    show_page(window, screen.page, LOOKS["light"][1])
    screen.show_patient(patient)
    settle(tasks)
    assert screen.table.choose("poids")
    screen.withdraw()  # on the name of the line: no value is pointed at
    assert "Pointez" in screen.hidden.accessibleName() + screen.hidden.text()
    screen.table.setFocus()
    for _ in range(3):
        press(screen.table, Qt.Key.Key_Right)
    press(screen.table, Qt.Key.Key_Delete)
    settle(tasks)
    assert cabinet.measures.series(patient.id, "poids").last is None
    words, undo = said[-1]
    assert words.replace("\u00a0", " ") == "Poids 7 : retiré, l’historique le garde."
    undo()
    settle(tasks)
    assert str(cabinet.measures.series(patient.id, "poids").last.value) == "7"
