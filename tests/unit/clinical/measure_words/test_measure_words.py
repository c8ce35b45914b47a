# SPDX-License-Identifier: EUPL-1.2
"""Measures read as a clinician writes them, digits as received."""

from msgspec import structs

from lgc_core.clinical.measure_words import measures_line
from lgc_core.clinical.vitals import BY_KEY
from lgc_core.model.ids import new_id
from lgc_core.model.observation import Observation, Value
from lgc_core.model.values import Concept, Quantity, When


def taken(key, value, at="2026-11-23T10:20:00+04:00", **more):
    measure = BY_KEY[key]
    quantity = Quantity(value=value, unit=measure.unit, unit_text=measure.unit_text)
    return Observation(
        id=new_id(), patient="p", category="vital", code=measure.concept, value=Value(quantity=quantity),
        at=When(text=at), **more,
    )  # fmt: skip


def test_the_line_of_a_whole_examination():
    found = [taken("poids", "82"), taken("pad", "82"), taken("spo2", "97"), taken("pas", "148"),
             taken("temperature", "38.2"), taken("pouls", "92"), taken("douleur", "3")]  # fmt: skip
    assert measures_line(found).replace("\u00a0", " ") == (
        "TA 148/82 mmHg, FC 92/min, T 38,2 °C, SpO₂ 97 %, poids 82 kg, EVA 3/10"
    )


def test_two_pressures_of_two_moments_are_two():
    later = "2026-11-23T10:35:00+04:00"
    found = [taken("pas", "160"), taken("pad", "90"), taken("pas", "142", later), taken("pad", "84", later)]
    assert measures_line(found).replace("\u00a0", " ") == "TA 160/90 mmHg, TA 142/84 mmHg"


def test_a_systolic_alone_keeps_its_name():
    assert measures_line([taken("pas", "148")]).replace("\u00a0", " ") == "Tension systolique 148 mmHg"


def test_weight_and_height_of_one_contact_give_the_index():
    line = measures_line([taken("poids", "71.4"), taken("taille", "160")]).replace("\u00a0", " ")
    assert line == "poids 71,4 kg, taille 160 cm, IMC 27,9 kg/m²"


def test_a_corrected_value_and_an_empty_one_are_left_out():
    wrong = taken("poids", "17.4")
    empty = structs.replace(taken("pouls", "60"), value=Value(missing="NASK"))
    assert measures_line([wrong, taken("poids", "71.40", corrects=wrong.id), empty]) == "poids\u00a071,40\u00a0kg"


def test_another_measure_is_written_as_it_was_named():
    waist = structs.replace(
        taken("taille", "94"),
        code=Concept(text="Tour de taille"),
        value=Value(quantity=Quantity(value="94", unit="cm")),
    )
    assert measures_line([waist]).replace("\u00a0", " ") == "Tour de taille 94 cm"


def test_nothing_measured_is_nothing_said():
    assert measures_line([]) == ""
