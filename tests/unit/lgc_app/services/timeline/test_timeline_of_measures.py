# SPDX-License-Identifier: EUPL-1.2
"""A measure taken outside a consultation says its number in the history, both pressures as one."""

import pytest

from lgc_app.ui.dossier.history import lines_of
from tests.support.cabinet import a_result, keep, open_test_cabinet
from tests.support.record import make_patient


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
    assert "plus de 6\u00a0mois, à contrôler" in cabinet.overviews.of(patient).renal_words
