# SPDX-License-Identifier: EUPL-1.2
"""What hands and machines do to a note: megabytes pasted, signs of every script, two tabs, a clock that moves."""

import datetime as dt

import pytest

from lgc_app.services.drafts import TextTooLongError
from lgc_core.errors import UserError
from lgc_core.model.seal import is_intact
from lgc_core.model.values.typed_when import typed_when
from tests.support.cabinet import a_followed_patient, keep, open_test_cabinet, store_of
from tests.support.record import AT

EVERY_SCRIPT = "Dit « ça va 🙂👩🏽‍⚕️ » · السعال منذ ثلاثة أيام · שיעול · 咳嗽 · mi tous dopi avansièr é̱̈"
PATIENT = a_followed_patient().id


@pytest.fixture
def cabinet(tmp_path):
    cabinet = open_test_cabinet(tmp_path)
    keep(cabinet, a_followed_patient())
    return cabinet


def typed(cabinet, encounter: str, text: str, code: str = "S") -> None:
    cabinet.drafts.keep(encounter, PATIENT, code, text, len(text))


def test_two_megabytes_pasted_are_refused_in_words_and_what_was_typed_is_signed(cabinet):
    note = cabinet.encounters.open_today(PATIENT).encounter.id
    typed(cabinet, note, "Toux depuis trois jours.")
    with pytest.raises(TextTooLongError, match="rien n’est effacé"):
        typed(cabinet, note, "x" * 2_000_000)
    cabinet.encounters.sign(note)
    assert cabinet.encounters.get(note).sections["S"] == "Toux depuis trois jours."


def test_emoji_and_words_from_right_to_left_are_kept_sealed_and_found(cabinet):
    note = cabinet.encounters.open_today(PATIENT).encounter.id
    typed(cabinet, note, EVERY_SCRIPT)
    cabinet.encounters.sign(note)
    signed = cabinet.encounters.get(note)
    assert signed.sections["S"] == EVERY_SCRIPT
    assert is_intact(signed.sealed)
    assert not signed.late
    for word in ("السعال", "שיעול", "avansièr"):
        assert [one.key for one in cabinet.texts.search(word)] == [f"encounter:{note}"], word


def test_two_tabs_on_one_patient_write_in_one_note_and_lose_no_section(cabinet):
    first = cabinet.encounters.open_today(PATIENT).encounter.id
    second = cabinet.encounters.open_today(PATIENT).encounter.id
    assert first == second
    typed(cabinet, first, "Toux.", "S")
    typed(cabinet, second, "Apyrétique.", "O")
    cabinet.drafts.cut()
    assert cabinet.encounters.get(first).sections == {"S": "Toux.", "O": "Apyrétique."}


@pytest.mark.parametrize("moved", [dt.timedelta(days=-1), dt.timedelta(days=3650), dt.timedelta(hours=-3)])
def test_a_clock_that_moves_hides_no_note(cabinet, moved):
    note = cabinet.encounters.open_today(PATIENT).encounter.id
    typed(cabinet, note, "Toux.")
    store_of(cabinet).now = lambda: AT + moved
    today = cabinet.encounters.today_of(PATIENT)
    waiting = [one.id for one in cabinet.encounters.unsigned_of(PATIENT)] + ([today.encounter.id] if today else [])
    assert waiting == [note]
    assert [one.text for one in cabinet.drafts.waiting()] == ["Toux."]
    cabinet.encounters.sign(note)
    assert is_intact(cabinet.encounters.get(note).sealed)


@pytest.mark.parametrize("text", ["31/02/2026", "00/00/0000", "12/13/2020", "29/02/2023", "2026-99", "9/9/99999"])
def test_an_impossible_date_is_no_date(text):
    assert typed_when(text) is None


@pytest.mark.parametrize("value", ["-3", "1e9", "0", "999999", "cent", "1,2,3", "٣٧", "NaN", "inf"])
def test_a_weight_that_nobody_has_is_refused_in_words_and_nothing_is_written(cabinet, value):
    with pytest.raises(UserError) as refused:
        cabinet.measures.record(PATIENT, {"poids": value})
    assert refused.value.sentence.endswith((".", "?"))
    (weight,) = (one for one in cabinet.measures.strip(PATIENT) if one.measure.key == "poids")
    assert weight.points == ()
