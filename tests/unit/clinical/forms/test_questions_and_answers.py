# SPDX-License-Identifier: EUPL-1.2
"""Forms as data: frozen, answerable, sourced; what is typed and what it says, kind by kind."""

import datetime as dt
import hashlib

import msgspec
import pytest

from lgc_core.clinical.forms.answers import WrongAnswerError, alert_of, told, typed_of, value_of, words_of
from lgc_core.clinical.forms.known import BY_ID, FORMS, proposed_forms
from lgc_core.clinical.forms.question import choice, day, number, text, yes_no
from lgc_core.clinical.vitals import BY_KEY
from lgc_core.model.form import FormAnswer
from lgc_core.model.words import fold

TODAY = dt.date(2026, 11, 23)

WIDEST = 17
"""Letters of an answer that its box has room for, two columns wide at 1366."""

FROZEN = {
    "diabete-type-2@1": "08e22ae769a2",
    "hypertension@1": "77fe05608bf1",
    "fievre-dengue@1": "6f45df23a919",
    "renouvellement@1": "66ad951314f6",
    "aptitude-sport@1": "48286e23d85a",
}
"""First digits of SHA-256: a form that changes is a new version, answers keep the questions that they answer."""


def print_of(form):
    asked = [(one.code, one.words, one.kind, one.options, one.unit, one.measure) for one in form.questions]
    return hashlib.sha256(msgspec.json.encode(asked)).hexdigest()[:12]


def test_no_version_of_a_form_ever_changes():
    assert {form.id: print_of(form) for form in FORMS} == FROZEN


@pytest.mark.parametrize("form", BY_ID.values(), ids=lambda form: form.id)
def test_a_form_can_be_answered_and_says_what_it_rests_on(form):
    codes = [one.code for one in form.questions]
    assert len(set(codes)) == len(codes)
    assert form.source
    assert all(fold(word) == word for word in form.reasons)
    for one in form.questions:
        assert (one.kind == "choix") == bool(one.choices)
        assert not one.measure or one.measure in BY_KEY
        assert set(one.alerts) <= {*one.options, *([""] if one.alert_from is not None else [])}
        letters = [fold(option)[0] for option in one.options]
        assert one.kind != "oui-non" or len(set(letters)) == len(letters)
        assert max(map(len, one.options), default=0) <= WIDEST
        for option in one.options:
            assert typed_of(value_of(one, option, TODAY)) == option


@pytest.mark.parametrize(
    ("motif", "names"),
    [
        ("Suivi DT2 et HTA", ["diabete-type-2", "hypertension"]),
        ("Fièvre\u00a0; dengue ?", ["fievre-dengue"]),
        ("renouvellement d’ordonnance", ["renouvellement"]),
        ("licence, sport", ["aptitude-sport"]),
        ("toux " * 1000, []),
        ("", []),
    ],
)
def test_the_words_of_a_reason_propose_a_form(motif, names):
    assert [form.name for form in proposed_forms(motif)] == names


@pytest.mark.parametrize(
    ("question", "typed", "words"),
    [
        (yes_no("q", "Tabac"), " oui ", "oui"),
        (choice("q", "Sel", "réduit", "habituel"), "réduit", "réduit"),
        (number("q", "Moyenne", "mm[Hg] mmHg", "60 280"), "134,5", "134,5\u00a0mmHg"),
        (day("q", "Bilan"), "2/2026", "02/2026"),
        (text("q", "Lesquels"), "une \n tisane", "une tisane"),
        (text("q", "Lesquels"), "  ", ""),
    ],
)
def test_an_answer_reads_as_it_was_typed(question, typed, words):
    assert words_of(value_of(question, typed, TODAY)) == words


@pytest.mark.parametrize(
    ("question", "typed", "said"),
    [
        (yes_no("q", "Tabac"), "peut-être", "répondez oui, non"),
        (choice("q", "Sel", "réduit", "habituel"), "trop", "répondez réduit, habituel"),
        (number("q", "Moyenne", "mm[Hg] mmHg", "60 280"), "13.5.2", "écrivez un nombre"),
        (number("q", "Moyenne", "mm[Hg] mmHg", "60 280"), "13", "entre 60 et 280\u00a0mmHg"),
        (day("q", "Bilan"), "31/02/2026", "écrivez une date"),
        (day("q", "Bilan"), "24/11/2026", "futur"),
        (text("q", "Lesquels"), "x" * 2001, "2000 caractères"),
    ],
)
def test_what_is_no_answer_is_refused_in_words(question, typed, said):
    with pytest.raises(WrongAnswerError) as refused:
        value_of(question, typed, TODAY)
    assert said in refused.value.sentence


def test_an_answer_says_what_it_calls_for():
    home = BY_ID["hypertension@1"].question("automesure-systolique")
    assert [bool(alert_of(home, value_of(home, typed, TODAY))) for typed in ("134", "135", "")] == [
        False, True, False,
    ]  # fmt: skip
    signs = [BY_ID["fievre-dengue@1"].question(code) for code in ("vomissements", "foie", "eruption")]
    given = [
        FormAnswer(
            id=one.code, encounter="e", patient="p", form="fievre-dengue@1", question=one.code,
            value=value_of(one, "oui", TODAY),
        )
        for one in signs
    ]  # fmt: skip
    (form,) = told(given, ())
    assert form.text == (
        "Vomissements persistants\u00a0: oui\u00a0; Foie augmenté (plus de 2\u00a0cm)\u00a0: oui\u00a0; "
        "Éruption\u00a0: oui.\n"
        "À noter\u00a0: Signe d’alerte de dengue (OMS)\u00a0: surveillance rapprochée, discuter l’hôpital."
    )


def test_a_form_of_a_later_version_is_told_by_its_codes():
    later = FormAnswer(
        id="a", encounter="e", patient="p", form="plaie@3", question="taille",
        value=value_of(text("q", "Taille"), "2 cm", TODAY),
    )  # fmt: skip
    (form,) = told([later], ())
    assert (form.title, form.text) == ("Formulaire plaie@3", "taille\u00a0: 2 cm.")
