# SPDX-License-Identifier: EUPL-1.2
"""The table of results: one line an analysis, one unit a line, nothing guessed."""

from decimal import Decimal

import pytest

from lgc_app.services.session import ForbiddenError
from lgc_core.model.observation import Observation, Value
from lgc_core.model.staff import Role
from lgc_core.model.values import Concept, Quantity
from tests.support.cabinet import a_result, keep, open_test_cabinet, two_years_of_kidneys
from tests.support.record import make_patient


@pytest.fixture
def cabinet(tmp_path):
    return open_test_cabinet(tmp_path)


@pytest.fixture
def patient(cabinet):
    found = make_patient()
    keep(cabinet, found)
    return found


def _series(cabinet, patient, key):
    return next(one for one in cabinet.biology.of(patient).series if one.key == key)


def test_creatinines_in_mass_and_in_amount_are_one_line_in_micromoles(cabinet, patient):
    keep(cabinet, *two_years_of_kidneys(patient.id))
    line = _series(cabinet, patient, "creatinine")
    assert line.unit == "µmol/L"
    assert [one.words for one in line.results] == ["96", "99", "104", "112", "124"]
    assert line.results[-1].received == "14,0\u00a0mg/L"
    assert line.reference == "45 à 84"
    assert {one.flag for one in line.results} == {"haut"}


def test_the_filtration_is_computed_beside_its_creatinine(cabinet, patient):
    keep(cabinet, *two_years_of_kidneys(patient.id))
    table = cabinet.biology.of(patient)
    assert [one.key for one in table.series] == ["creatinine", "dfg"]
    dfg = table.series[1]
    assert dfg.kind == "calcul"
    assert dfg.results[-1].words == str(table.filtrations[-1].ml_min)
    assert dfg.results[-1].flag == "bas"
    assert table.age_at(table.filtrations[-1].on) == "74\u00a0ans"


def test_two_units_that_cannot_be_converted_are_two_lines(cabinet, patient):
    keep(
        cabinet,
        a_result(patient.id, "2823-3", "Potassium", "4.4", "mmol/L", "2026-01-10"),
        a_result(patient.id, "2823-3", "Potassium", "172", "mg/L", "2026-03-10"),
    )
    lines = [one for one in cabinet.biology.of(patient).series if one.name == "Potassium"]
    assert [(one.unit, [r.words for r in one.results]) for one in lines] == [
        ("mg/L", ["172"]),
        ("mmol/L", ["4,4"]),
    ]


def test_mass_and_amount_of_a_known_substance_are_one_line_in_the_usual_unit(cabinet, patient):
    keep(
        cabinet,
        a_result(patient.id, "2345-7", "Glycémie", "1.10", "g/L", "2026-01-10"),
        a_result(
            patient.id, "14749-6", "Glycémie", "6.2", "mmol/L", "2026-03-10", low="3.9", high="6.1", flags=("H",)
        ),
    )
    line = _series(cabinet, patient, "glycemie")
    assert (line.unit, line.reference) == ("g/L", "0,703 à 1,10")
    assert [(one.words, one.received) for one in line.results] == [("1,10", ""), ("1,12", "6,2\u00a0mmol/L")]
    assert line.results[-1].flag == "haut"
    assert line.bounds == (Decimal("0.703"), Decimal("1.10"))


def test_one_unit_alone_is_shown_as_it_came(cabinet, patient):
    keep(cabinet, a_result(patient.id, "14749-6", "Glycémie", "6.2", "mmol/L", "2026-03-10"))
    line = _series(cabinet, patient, "glycemie")
    assert (line.unit, line.results[0].words, line.results[0].received) == ("mmol/L", "6,2", "")


def test_hba1c_in_both_units_is_one_line_in_percent(cabinet, patient):
    keep(
        cabinet,
        a_result(patient.id, "59261-8", "HbA1c", "53", "mmol/mol", "2025-03-10"),
        a_result(patient.id, "4548-4", "HbA1c", "7.4", "%", "2026-03-10"),
    )
    line = _series(cabinet, patient, "hba1c")
    assert [(one.words, one.received) for one in line.results] == [("7,00", "53\u00a0mmol/mol"), ("7,4", "")]


def test_a_prefix_is_converted_with_the_digits_that_came(cabinet, patient):
    keep(
        cabinet,
        a_result(patient.id, "718-7", "Hémoglobine", "114", "g/L", "2026-01-10"),
        a_result(patient.id, "718-7", "Hémoglobine", "11.9", "g/dL", "2026-03-10"),
    )
    line = _series(cabinet, patient, "hemoglobine")
    assert [(one.words, one.received) for one in line.results] == [("11,4", "114\u00a0g/L"), ("11,9", "")]


def test_digits_and_comparators_stay_as_received_and_a_bound_is_no_point(cabinet, patient):
    bound = Value(quantity=Quantity(value="5.0", unit="mg/L", comparator="<"))
    keep(
        cabinet,
        a_result(patient.id, "1988-5", "CRP", bound, "mg/L", "2026-02-01"),
        a_result(patient.id, "3016-3", "TSH", "1.950", "m[IU]/L", "2026-02-01"),
    )
    crp, tsh = _series(cabinet, patient, "crp"), _series(cabinet, patient, "tsh")
    assert (crp.results[0].words, crp.results[0].value) == ("<\u00a05,0", None)
    assert (tsh.results[0].words, tsh.results[0].value) == ("1,950", Decimal("1.950"))


@pytest.mark.parametrize(
    ("value", "flags", "expected"),
    [
        ("6.3", (), "haut"),
        ("6.3", ("HH",), "critique haut"),
        ("6.3", ("AA",), "critique haut"),
        ("2.4", ("AA",), "critique bas"),
        ("4.4", ("A",), "anormal"),
        ("4.4", ("AA",), "critique"),
        ("2.4", (), "bas"),
        ("4.4", (), ""),
        ("6.3", ("N",), ""),
    ],
)
def test_the_laboratory_flags_first_and_its_range_after(cabinet, patient, value, flags, expected):
    result = a_result(
        patient.id, "2823-3", "Potassium", value, "mmol/L", "2026-02-01", low="3.5", high="5.1", flags=flags
    )
    keep(cabinet, result)
    assert _series(cabinet, patient, "potassium").results[0].flag == expected


def test_a_corrected_result_is_replaced_by_its_correction(cabinet, patient):
    wrong = a_result(patient.id, "2823-3", "Potassium", "63", "mmol/L", "2026-02-01")
    right = a_result(patient.id, "2823-3", "Potassium", "6.3", "mmol/L", "2026-02-01", corrects=wrong.id)
    keep(cabinet, wrong, right)
    assert [one.words for one in _series(cabinet, patient, "potassium").results] == ["6,3"]


def test_measures_taken_here_are_series_too(cabinet, patient):
    cabinet.measures.record(patient.id, {"ta": "162/84", "poids": "71,4"})
    pressure, weight = _series(cabinet, patient, "pas"), _series(cabinet, patient, "poids")
    assert (pressure.group, pressure.kind, pressure.unit) == ("Mesures", "mesure", "mmHg")
    assert (pressure.results[0].flag, pressure.reference) == ("haut", "90 à 140")
    assert weight.results[0].words == "71,4"
    assert "Dr Maëlle Ethève" in weight.results[0].origin


def test_an_analysis_of_no_table_keeps_the_words_of_its_laboratory(cabinet, patient):
    result = a_result(patient.id, "99999-9", "Recherche de zinc", "0", "", "2026-02-01")
    found = Value(concept=Concept(text="Absence"))
    keep(cabinet, a_result(patient.id, "99999-9", "Recherche de zinc", found, "", "2026-03-01"), result)
    line = _series(cabinet, patient, "99999-9")
    assert (line.name, line.group) == ("Recherche de zinc", "Autres résultats")
    assert line.results[-1].words == "Absence"


def test_another_patient_s_results_stay_with_them(cabinet, patient):
    other = make_patient("BÈGUE", "Jean Noël", usual="BÈGUE")
    keep(cabinet, other, a_result(other.id, "2823-3", "Potassium", "4.4", "mmol/L", "2026-02-01"))
    assert cabinet.biology.of(patient).series == ()


def test_a_secretary_does_not_read_results(tmp_path, patient):
    with pytest.raises(ForbiddenError):
        open_test_cabinet(tmp_path, role=Role.SECRETAIRE).biology.of(patient)


def test_an_observation_without_a_date_is_in_no_column(cabinet, patient):
    undated = a_result(patient.id, "2823-3", "Potassium", "4.4", "mmol/L", "2026-02-01")
    fields = {name: getattr(undated, name) for name in undated.__struct_fields__}
    from lgc_core.model.values import When

    keep(cabinet, Observation(**(fields | {"at": When(missing="UNK")})))
    assert cabinet.biology.of(patient).series == ()
