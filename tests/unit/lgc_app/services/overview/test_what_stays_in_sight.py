# SPDX-License-Identifier: EUPL-1.2
"""The banner and the papers say a pregnancy and the clearance for doses by themselves."""

import datetime as dt

import pytest

from lgc_app.services.failsafe_sheet import one_booklet
from lgc_app.ui.dossier.banner import banner_of
from lgc_app.ui.theme.theme import Tone
from tests.support.cabinet import a_result, keep, open_test_cabinet
from tests.support.pdf_words import words_of
from tests.support.record import AT, make_patient


@pytest.fixture(scope="module")
def cabinet(tmp_path_factory):
    return open_test_cabinet(tmp_path_factory.mktemp("sight"))


@pytest.fixture
def patient(cabinet):
    made = make_patient()
    keep(cabinet, made)
    return made


def seen(cabinet, patient):
    return cabinet.overviews.of(cabinet.patients.get(patient.id))


def plain(words):
    return words.replace("\u00a0", " ")


def test_a_pregnancy_added_as_a_problem_is_in_the_banner_and_on_the_failsafe_paper(cabinet):
    young = make_patient("PAYET", "Anne", "1996-05-02", "PAYET")
    keep(cabinet, young)
    assert banner_of(seen(cabinet, young)).pregnancy is None
    cabinet.problems.add_problem(young.id, "Grossesse")
    banner = banner_of(seen(cabinet, young))
    assert plain(banner.pregnancy.words) == "Grossesse, depuis 23/11/2026"
    assert banner.pregnancy in banner.lasting
    essentials = cabinet.failsafe.essentials(young)
    paper = one_booklet(cabinet.session.practice, cabinet.session.stamp(), AT, essentials)
    assert "Grossesse, depuis 23/11/2026" in plain(words_of(paper))


def test_the_clearance_is_computed_from_the_last_creatinine_and_weight(cabinet, patient):
    assert seen(cabinet, patient).clearance is None
    keep(cabinet, a_result(patient.id, "14682-9", "Créatinine", "120", "umol/L", "2026-11-17"))
    without = seen(cabinet, patient).clearance
    assert (without.ml_min, without.to_check) == (None, True)
    assert "pas de poids au dossier" in without.words
    cabinet.measures.record(patient.id, {"poids": "68,5"})
    found = seen(cabinet, patient).clearance
    # (140 - 74) x 68.5 x 1.04 / 120
    assert found.ml_min == 39
    assert plain(found.words) == "Clairance (Cockcroft) 39 mL/min, poids 68,5 kg du 23/11/2026"
    assert "Clairance (Cockcroft) 39" in plain(words_of(cabinet.failsafe.of_patient(patient.id).pdf))


def test_an_old_weight_or_creatinine_is_said_beside_the_clearance(cabinet, patient):
    keep(
        cabinet,
        a_result(patient.id, "14682-9", "Créatinine", "120", "umol/L", "2026-02-03"),
        a_result(patient.id, "29463-7", "Poids", "70", "kg", "2025-11-02", category="vital"),
        a_result(patient.id, "29463-7", "Poids", "7", "kg", "2062-11-02", category="vital"),
    )
    found = seen(cabinet, patient).clearance
    assert found.to_check
    assert plain(found.words).endswith("poids 70 kg du 02/11/2025 ; créatinine et poids de plus de 6 mois")


def test_a_stale_filtration_is_amber_whatever_its_value(cabinet, patient):
    keep(cabinet, a_result(patient.id, "14682-9", "Créatinine", "60", "umol/L", "2026-02-03"))
    assert banner_of(seen(cabinet, patient)).renal.tone is Tone.WARN
    assert seen(cabinet, patient).filtrations[-1].on == dt.date(2026, 2, 3)
