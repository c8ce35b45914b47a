# SPDX-License-Identifier: EUPL-1.2
"""A measure taken outside a consultation says its number in the history, both pressures as one."""

import datetime as dt

import pytest

from lgc_app.ui.dossier.banner import banner_of
from lgc_app.ui.dossier.history import lines_of
from lgc_app.ui.theme.theme import Tone
from lgc_core.model.ids import new_id
from lgc_core.model.procedure import Procedure
from lgc_core.model.values import Concept, on_day
from tests.support.cabinet import a_result, keep, open_test_cabinet
from tests.support.record import make_patient

TODAY = dt.date(2026, 11, 23)


@pytest.fixture
def cabinet(tmp_path):
    return open_test_cabinet(tmp_path)


def test_lone_measures_are_one_line_with_their_numbers(cabinet):
    patient = make_patient()
    keep(cabinet, patient)
    cabinet.measures.record(patient.id, {"ta": "148/82", "pouls": "92", "temperature": "38,2"})
    keep(cabinet, a_result(patient.id, "2823-3", "Potassium", "4.4", "mmol/L", "2026-11-01"))
    today = cabinet.session.now().date()
    titles = [line.title.replace("\u00a0", " ") for line in lines_of(cabinet.timelines.of(patient.id), today)]
    assert titles == ["Mesures : TA 148/82 mmHg, FC 92/min, T 38,2 °C", "Biologie : potassium"]
    assert "tension systolique" in lines_of(cabinet.timelines.of(patient.id), today)[0].folded


def test_an_old_creatinine_is_said_to_be_old_in_the_banner(cabinet):
    patient = make_patient()
    keep(cabinet, patient, a_result(patient.id, "14682-9", "Créatinine", "104", "umol/L", "2026-02-03"))
    seen = cabinet.overviews.of(patient)
    assert seen.renal_words.replace("\u00a0", " ") == (
        "DFG 46 mL/min (CKD-EPI 2009) · stade 3a · 03/02/2026, il y a 9 mois, à contrôler avant d’adapter une dose"
    )
    assert banner_of(seen).renal.tone is Tone.WARN


def test_a_creatinine_dated_in_the_future_is_not_the_last_one(cabinet):
    patient = make_patient()
    keep(
        cabinet,
        patient,
        a_result(patient.id, "14682-9", "Créatinine", "104", "umol/L", "2026-11-03"),
        a_result(patient.id, "14682-9", "Créatinine", "60", "umol/L", "2062-03-12"),
    )
    seen = cabinet.overviews.of(patient)
    assert [one.creatinine_umol for one in seen.filtrations] == [104]
    assert "créatinine datée du 12/03/2062, à vérifier" in seen.renal_words
    assert banner_of(seen).renal.tone is Tone.WARN
    assert cabinet.calculations.known(patient)["analyte:creatinine"].typed.startswith("104")
    assert cabinet.calculations.known(patient)["filtration"].typed == str(seen.filtrations[0].ml_min)


def test_a_history_longer_than_one_part_of_the_answer_is_whole_and_in_order(cabinet):
    patient = make_patient()
    acts = [
        Procedure(id=new_id(), patient=patient.id, code=Concept(text=f"Acte {rank}"), when=on_day(TODAY))
        for rank in range(403)
    ]
    keep(cabinet, patient, *acts)
    assert [entry.id for entry in cabinet.timelines.of(patient.id)] == sorted(
        (one.id for one in acts), reverse=True
    )
