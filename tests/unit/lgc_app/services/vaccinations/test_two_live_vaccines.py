# SPDX-License-Identifier: EUPL-1.2
"""Two live vaccines: the same day, or four weeks apart; the day from which it is possible is said."""

import datetime as dt

import pytest
from msgspec import structs

from lgc_app.services.typed_dose import LiveVaccineError, NewDose
from lgc_core.model.ids import new_id
from tests.support.cabinet import keep, open_test_cabinet
from tests.support.record import make_patient

AGO = {"today": 0, "a day": 1, "four weeks less a day": 27, "four weeks": 28}


@pytest.fixture(scope="module")
def practice(tmp_path_factory):
    return open_test_cabinet(tmp_path_factory.mktemp("live"))


@pytest.fixture
def give(practice):
    """Give a vaccine some days ago, then another today; say what was answered."""
    child = structs.replace(make_patient("RIVIERE", "Léa", "2021-05-02", "RIVIERE"), id=new_id())
    keep(practice, child)
    today = practice.session.now().date()

    def given(first, second, days, **more):
        day = f"{today - dt.timedelta(days=days):%d/%m/%Y}"
        practice.vaccinations.add(child.id, NewDose(vaccine=first, day=day, declared=days > 0))
        try:
            practice.vaccinations.add(child.id, NewDose(vaccine=second, **more))
        except LiveVaccineError as refused:
            return refused.sentence
        return ""

    return given


@pytest.mark.parametrize(
    ("first", "second", "ago", "asks"),
    [
        ("Priorix", "Varivax", "today", False),
        ("Priorix", "Varivax", "a day", True),
        ("Stamaril", "M-M-RVaxPro", "four weeks less a day", True),
        ("Stamaril", "M-M-RVaxPro", "four weeks", False),
        ("Varicelle", "Fièvre jaune", "a day", True),
        ("Ixchiq", "Priorix", "a day", True),
        ("BCG AJVaccines", "Priorix", "a day", True),
        ("Rotarix", "BCG AJVaccines", "a day", False),
        ("Priorix", "Vivotif", "a day", False),
        ("Boostrixtetra", "Priorix", "a day", False),
        ("Priorix", "Bexsero", "a day", False),
    ],
)
def test_two_live_vaccines_are_given_together_or_four_weeks_apart(practice, give, first, second, ago, asks):
    said = give(first, second, AGO[ago])
    assert bool(said) is asks
    if asks:
        possible = practice.session.now().date() - dt.timedelta(days=AGO[ago]) + dt.timedelta(days=28)
        assert f"Possible à partir du {possible:%d/%m/%Y}." in said


def test_a_reason_keeps_it_and_an_old_one_told_is_only_a_fact(practice, give):
    assert give("Priorix", "Stamaril", 3, reason="départ demain en Guyane") == ""
    yesterday = f"{practice.session.now().date() - dt.timedelta(days=1):%d/%m/%Y}"
    assert give("Varivax", "BCG AJVaccines", 3, day=yesterday, declared=True) == ""
