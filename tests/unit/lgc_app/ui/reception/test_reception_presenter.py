# SPDX-License-Identifier: EUPL-1.2
"""What is proposed, what is ticked, and when a reason is asked."""

import datetime as dt

import pytest

from interop.cda.read.proposal import Proposal
from lgc_app.ui.reception.findings import findings_of, known_words, taken, value_words
from lgc_app.ui.reception.presenter import UnreadableDayError, content_of, line_of, typed_label
from lgc_core.model.observation import Observation, Value
from lgc_core.model.values import Concept, Quantity, Range, When
from tests.support.cabinet import keep, open_test_cabinet
from tests.support.cda import a_patient, a_problem, a_vsm, an_absence
from tests.support.record import make_patient

TODAY = dt.date(2026, 11, 23)


def _result(identifier, words="Potassium", parent="", **more):
    fields = {
        "value": Value(quantity=Quantity(value="6.3", unit="mmol/L")),
        "at": When(text="2026-11-17"),
        "flags": ("HH",),
    } | more
    draft = Observation(
        id=identifier, patient="", category="bio", code=Concept(text=words), parent=parent, **fields
    )
    return Proposal(draft=draft, section="Biochimie", words=words, locator="/x")


@pytest.fixture
def cabinet(tmp_path):
    return open_test_cabinet(tmp_path)


def test_a_panel_is_shown_by_its_parts_and_taken_with_them():
    panel = _result("panel", "Ionogramme", shape="panel", value=None, flags=())
    inner = _result("inner", "Sous-groupe", "panel", shape="panel", value=None, flags=())
    potassium, sodium = _result("k", parent="inner"), _result("na", "Sodium", "panel")
    everything = (panel, inner, potassium, sodium)
    assert [one.words for one in findings_of(everything, frozenset())] == [
        "Potassium 6,3\u00a0mmol/L ↑↑",
        "Sodium 6,3\u00a0mmol/L ↑↑",
    ]
    assert taken(everything, [potassium]) == [panel, inner, potassium]
    assert taken(everything, []) == []


def test_what_the_file_knows_and_what_is_doubtful_is_left_unticked(cabinet):
    patient = a_patient()
    known = a_problem("Diabète sucré de type 2", "E11", patient=patient.id)
    keep(cabinet, patient, known)
    words = known_words(cabinet.overviews.of(patient))
    again = Proposal(draft=a_problem("diabete SUCRÉ de type 2", "E11"), section="P", words="", locator="/1")
    doubtful = Proposal(draft=_result("k").draft, section="B", words="", locator="/2", remarks=("À voir.",))
    absent = Proposal(draft=an_absence("allergie"), section="A", words="", locator="/3")
    lines = findings_of((again, doubtful, absent), words)
    assert [one.ticked for one in lines] == [False, False, False]
    assert lines[0].remarks == ("Déjà au dossier.",)
    assert lines[2].words == "Aucune allergie connue"


def test_nothing_is_ticked_when_the_document_may_be_somebody_else_s(cabinet):
    right, wrong = a_patient(), make_patient("TURPIN", "Gaston", "1960-01-02", usual="TURPIN")
    keep(cabinet, right, wrong)
    document = cabinet.inbox.receive(a_vsm())
    agreed = content_of(cabinet.inbox.propose(document.id, right.id), "normal", frozenset(), TODAY)
    other = content_of(cabinet.inbox.propose(document.id, wrong.id), "normal", frozenset(), TODAY)
    assert (agreed.warnings, agreed.verdict) == ((), "concordant")
    assert any(one.ticked for one in agreed.findings)
    assert other.verdict == "discordant"
    assert not any(one.ticked for one in other.findings)


def test_a_critical_result_asks_what_was_done(cabinet):
    keep(cabinet, a_patient())
    document = cabinet.inbox.receive(a_vsm())
    content = content_of(cabinet.inbox.propose(document.id), "critique", frozenset(), TODAY)
    assert content.is_critical
    assert content.warnings == ("Résultat critique\u00a0: indiquez ce qui a été fait avant de classer.",)


def test_a_line_of_the_list_is_a_sentence_for_the_ear(cabinet):
    cabinet.inbox.receive(a_vsm())
    (arrival,) = cabinet.inbox.waiting()
    assert line_of(arrival).sentence == "Courant, Synthèse médicale, HOARAU MARIE, Fichier"


@pytest.mark.parametrize(
    ("typed", "iso"),
    [
        ("3/11/2026", "2026-11-03"),
        ("23/11/2026", "2026-11-23"),
        ("11/2026", "2026-11"),
        ("2026", "2026"),
        ("", ""),
    ],
)
def test_a_date_is_read_as_people_write_it(typed, iso):
    assert typed_label("Titre", typed, "Bilan").date == iso


@pytest.mark.parametrize("typed", ["31/02/2026", "hier", "2026-11-03", "1/2/3/2026", "3/11/26"])
def test_a_date_that_is_none_is_refused(typed):
    with pytest.raises(UnreadableDayError):
        typed_label("Titre", typed, "Bilan")


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (Value(boolean=True), "oui"),
        (Value(integer=0), "0"),
        (Value(concept=Concept(text="Absence")), "Absence"),
        (Value(missing="UNK"), ""),
        (Value(text="trouble"), "trouble"),
        (Value(range=Range(high=Quantity(value="5", unit="g/L"))), "<\u00a05"),
    ],
)
def test_every_kind_of_value_has_its_words(value, words):
    draft = _result("x", value=value, flags=()).draft
    assert value_words(draft) == words
