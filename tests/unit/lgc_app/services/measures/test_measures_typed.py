# SPDX-License-Identifier: EUPL-1.2
"""Measures as hands type them: commas, « 148/82 », impossible values with their sentence, nothing half written."""

from decimal import Decimal

import pytest

from lgc_app.services.measures import ImpossibleMeasureError, ReceivedValueError, UnreadableMeasureError
from lgc_app.services.session import ForbiddenError
from lgc_core.clinical.vitals import MEASURES
from lgc_core.model.staff import Role
from tests.support.cabinet import a_result, keep, open_test_cabinet
from tests.support.record import make_patient


@pytest.fixture
def cabinet(tmp_path):
    return open_test_cabinet(tmp_path)


@pytest.fixture
def patient(cabinet):
    made = make_patient()
    keep(cabinet, made)
    return made.id


def sentence_of(cabinet, patient, **typed):
    with pytest.raises((ImpossibleMeasureError, UnreadableMeasureError)) as refused:
        cabinet.measures.record(patient, typed)
    assert all(series.last is None for series in cabinet.measures.strip(patient))
    return refused.value.sentence


def values(cabinet, patient, key):
    return [str(point.value) for point in cabinet.measures.series(patient, key).points]


@pytest.mark.parametrize("typed", ["148/82", " 148 / 82 ", "148-82", "148 82"])
def test_a_blood_pressure_is_typed_in_one_go(cabinet, patient, typed):
    cabinet.measures.record(patient, {"ta": typed})
    assert (values(cabinet, patient, "pas"), values(cabinet, patient, "pad")) == (["148"], ["82"])


@pytest.mark.parametrize(
    ("typed", "kept"), [("38,1", "38.1"), ("38.10", "38.10"), (" 37 ", "37"), ("3\u202f8,5", "38.5")]
)
def test_a_french_number_keeps_its_digits(cabinet, patient, typed, kept):
    cabinet.measures.record(patient, {"temperature": typed})
    assert values(cabinet, patient, "temperature") == [kept]


@pytest.mark.parametrize(
    ("key", "typed", "sentence"),
    [
        ("temperature", "83", "Température 83\u00a0°C impossible. Entre 25 et 45. Vouliez-vous 38,3\u00a0?"),
        ("temperature", "383", "Température 383\u00a0°C impossible. Entre 25 et 45. Vouliez-vous 38,3\u00a0?"),
        ("temperature", "9", "Température 9\u00a0°C impossible. Entre 25 et 45."),
        ("pouls", "720", "Pouls 720\u00a0/min impossible. Entre 20 et 300. Vouliez-vous 72\u00a0?"),
        ("ta", "82/148", "Tension 82/148 impossible. Vouliez-vous 148/82\u00a0?"),
        ("ta", "14/8", "Tension 14/8 impossible. Vouliez-vous 140/80\u00a0?"),
        ("ta", "120/120", "Tension 120/120 impossible."),
        ("ta", "beaucoup", "Tension\u00a0: écrivez deux nombres, par exemple 120/80."),
        ("poids", "soixante", "Poids\u00a0: écrivez un nombre, par exemple 2."),
    ],
)
def test_a_wrong_value_is_refused_with_what_was_meant(cabinet, patient, key, typed, sentence):
    assert sentence_of(cabinet, patient, **{key: typed}) == sentence


@pytest.mark.parametrize("typed", ["1e2", "--5", "٧٢", "72 kg", "NaN", "Infinity", "7" * 40, "1,2,3", "0x10"])
def test_what_is_no_number_is_never_stored(cabinet, patient, typed):
    sentence_of(cabinet, patient, poids=typed)


@pytest.mark.parametrize("measure", MEASURES, ids=lambda one: one.key)
@pytest.mark.parametrize("end", [0, 1])
def test_the_bounds_themselves_are_possible_and_one_step_outside_is_not(cabinet, patient, measure, end):
    bound = measure.possible[end]
    cabinet.measures.record(patient, {measure.key: str(bound)})
    assert values(cabinet, patient, measure.key) == [str(bound)]
    outside = bound + Decimal("0.01") * (1 if end else -1)
    with pytest.raises((ImpossibleMeasureError, UnreadableMeasureError)):
        cabinet.measures.record(patient, {measure.key: str(outside)})


def test_one_impossible_value_keeps_the_whole_set_out(cabinet, patient):
    sentence_of(cabinet, patient, ta="148/82", poids="72,5", temperature="83")


def test_empty_cells_write_nothing(cabinet, patient):
    cabinet.measures.record(patient, {"ta": " ", "poids": ""})
    assert all(series.last is None for series in cabinet.measures.strip(patient))


def test_the_body_mass_index_takes_the_last_weight_and_height(cabinet, patient):
    assert cabinet.measures.body_mass_index(patient) is None
    cabinet.measures.record(patient, {"poids": "70", "taille": "175"})
    assert cabinet.measures.body_mass_index(patient) == Decimal("22.9")


@pytest.mark.parametrize("role", [Role.SECRETAIRE, Role.ADMIN])
def test_the_front_desk_takes_no_measure(tmp_path, role):
    with pytest.raises(ForbiddenError, match="Votre rôle ne permet pas de saisir une mesure"):
        open_test_cabinet(tmp_path, role=role).measures.record("p", {"poids": "70"})


def test_the_ranges_of_adults_do_not_colour_a_child(cabinet):
    infant = make_patient("PAYET", "Lou", "2026-08-01", "")
    keep(cabinet, infant)
    cabinet.measures.record(infant.id, {"ta": "85/45", "pouls": "140", "temperature": "39,2"})
    found = {one.measure.key: one.last.is_unusual for one in cabinet.measures.strip(infant.id) if one.last}
    assert found == {"pas": False, "pad": False, "pouls": False, "temperature": True}
    table = {one.key: one for one in cabinet.biology.of(infant).series}
    assert (table["pouls"].results[-1].flag, table["pouls"].reference) == ("", "")
    assert table["temperature"].results[-1].flag == "haut"


def test_a_weight_received_in_grams_is_on_the_curve_in_kilograms(cabinet):
    infant = make_patient("PAYET", "Lou", "2026-08-01", "")
    born = a_result(infant.id, "29463-7", "Poids", "3250", "g", "2026-08-01", category="vital")
    tall = a_result(infant.id, "8302-2", "Taille", "0.50", "m", "2026-08-01", category="vital")
    keep(cabinet, infant, born, tall)
    assert values(cabinet, infant.id, "poids") == ["3.250"]
    assert cabinet.measures.series(infant.id, "taille").points[0].value == 50
    weights = next(one for one in cabinet.growths.of(infant).charts if one.indication.key == "poids")
    assert weights.points[0].value == 3.25


def test_a_measure_typed_by_mistake_is_withdrawn_and_feeds_nothing(cabinet, patient):
    keep(cabinet, a_result(patient, "14682-9", "Créatinine", "120", "umol/L", "2026-11-17"))
    wrong = cabinet.measures.record(patient, {"poids": "7", "ta": "300/20"})
    assert values(cabinet, patient, "poids") == ["7"]
    cabinet.measures.withdraw(cabinet.measures.series(patient, "poids").last.id)
    cabinet.measures.withdraw(cabinet.measures.series(patient, "pad").last.id)
    assert all(series.last is None for series in cabinet.measures.strip(patient))
    seen = cabinet.overviews.of(cabinet.patients.get(patient))
    assert "pas de poids" in seen.clearance.words
    cabinet.measures.write_again(wrong)
    assert (values(cabinet, patient, "poids"), values(cabinet, patient, "pas")) == (["7"], ["300"])


def test_measures_just_written_are_taken_back_in_one_gesture(cabinet, patient):
    cabinet.measures.take_back(cabinet.measures.record(patient, {"poids": "72", "ta": "148/82"}))
    assert all(series.last is None for series in cabinet.measures.strip(patient))


def test_a_value_that_came_in_a_report_stays_with_it(cabinet, patient):
    received = a_result(patient, "29463-7", "Poids", "72", "kg", "2026-11-17", category="vital")
    keep(cabinet, received)
    with pytest.raises(ReceivedValueError):
        cabinet.measures.withdraw(received.id)
    assert values(cabinet, patient, "poids") == ["72"]
