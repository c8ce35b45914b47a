# SPDX-License-Identifier: EUPL-1.2
"""A child's charts: whole in every look, points by keyboard, scores in words, nothing for an adult."""

import datetime as dt

import pytest
from msgspec import structs
from PySide6.QtCore import Qt

from lgc_app.services.session import ForbiddenError
from lgc_app.ui.croissance.view import GrowthScreen
from lgc_app.ui.navigation import Desk
from lgc_app.ui.theme.look import Look
from lgc_app.ui.theme.theme import Tone
from lgc_app.ui.widgets.drawing import PillContent
from lgc_app.ui.widgets.patient_banner import BannerContent
from lgc_core.clinical.vitals import BY_KEY
from lgc_core.model.ids import new_id
from lgc_core.model.observation import Observation, Value
from lgc_core.model.staff import Role
from lgc_core.model.values import Quantity, on_day
from tests.support.cabinet import a_followed_patient, keep, open_test_cabinet
from tests.support.dossier import Wishes
from tests.support.screen_checks import check_window
from tests.support.screen_window import LOOKS, empty_window, picture, settle, show
from tests.support.typing_keys import press

CHILD_BANNER = BannerContent(
    name="HOARAU Lina",
    sex_age="Fille, 20\u00a0mois",
    birth="10/03/2025, Saint-Leu",
    allergies=(PillContent("Aucune allergie connue (le 11/11/2026)", Tone.NEUTRAL),),
)
BIRTH = dt.date(2025, 3, 10)
TAKEN = (
    (0, "3.2", "49.5", "34.2"), (31, "4.1", "53.8", "36.9"),
    (62, "5.0", "57.2", "38.5"), (124, "6.5", "62.4", "41.0"),
    (276, "8.4", "70.9", "44.6"), (430, "9.3", "76.8", "46.0"), (611, "7.4", "82.0", "46.9"),
)  # fmt: skip


def measured(patient, key, value, day):
    measure = BY_KEY[key]
    return Observation(
        id=new_id(), patient=patient, category="vital", code=measure.concept, at=on_day(day),
        value=Value(quantity=Quantity(value=value, unit=measure.unit, unit_text=measure.unit_text)),
    )  # fmt: skip


@pytest.fixture(scope="module")
def practice(tmp_path_factory):
    cabinet = open_test_cabinet(tmp_path_factory.mktemp("croissance"))
    grown = a_followed_patient()
    child = structs.replace(
        grown, id=new_id(), traits=structs.replace(grown.traits, birth_date=BIRTH.isoformat(), sex="F")
    )
    keep(cabinet, grown, child)
    for days, *values in TAKEN:
        day = BIRTH + dt.timedelta(days=days)
        pairs = zip(("poids", "taille", "perimetre_cranien"), values, strict=True)
        keep(cabinet, *(measured(child.id, key, value, day) for key, value in pairs))
    return cabinet, child, grown


@pytest.fixture
def open_growth(qtbot, practice, tasks):
    def open_it(name="light", patient=None):
        theme, size = LOOKS[name]
        look = Look(theme)
        window = empty_window(look, tasks)
        window.frame.banner.show_patient(CHILD_BANNER)
        qtbot.addWidget(window)
        screen = GrowthScreen(Desk(practice[0], tasks, look, Wishes()), lambda: None)
        window.add_screen(screen.page)
        show(window, "croissance", size)
        screen.show_patient(patient or practice[1])
        settle(tasks)
        return window, screen

    return open_it


@pytest.mark.parametrize("name", ["light", "dark", "125pc"])
def test_the_chart_is_whole_in_every_look(open_growth, name):
    window, screen = open_growth(name)
    check_window(window)
    picture(window, f"croissance-{name}")
    screen.pills["taille"].click()
    check_window(window)
    picture(window, f"croissance-taille-{name}")


def test_the_last_measure_says_its_age_score_and_percentile(open_growth):
    # WHO, girls of 20 months: −3 Z is 7,5 kg and −2 Z 8,4 kg
    _window, screen = open_growth()
    assert screen.list.rows[0].sentence.replace("\u00a0", " ") == (
        "7,4 kg, à 20 mois, 11/11/2026, −3,1 Z, sous le 1ᵉʳ percentile"
    )
    assert screen.plot.spoken() == screen.list.rows[0].sentence


def test_arrows_move_in_the_chart_and_the_list_follows(open_growth):
    _window, screen = open_growth()
    screen.plot.setFocus()
    press(screen.plot, Qt.Key.Key_Home)
    assert screen.list.current_key() == "0"
    press(screen.plot, Qt.Key.Key_Right)
    assert screen.list.current_key() == "1"
    screen.list.choose("3")
    assert "4\u00a0mois" in screen.plot.spoken()


def test_the_mass_index_comes_from_the_days_when_both_were_measured(open_growth):
    _window, screen = open_growth()
    screen.pills["imc"].click()
    assert len(screen.chart.points) == len(TAKEN)
    assert screen.chart.points[0].words == "13,1"


def test_an_adult_without_measures_of_childhood_is_told_why_there_is_no_chart(open_growth, practice):
    window, screen = open_growth(patient=practice[2])
    assert "de la naissance à 19\u00a0ans" in screen.none.text()
    check_window(window)


def test_the_secretary_sees_no_chart(tmp_path):
    with pytest.raises(ForbiddenError):
        open_test_cabinet(tmp_path, role=Role.SECRETAIRE).growths.of(a_followed_patient())
