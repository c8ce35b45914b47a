# SPDX-License-Identifier: EUPL-1.2
"""Megabytes, halves of a character and words of every script in the small fields: a clear answer."""

import datetime as dt

import pytest

from lgc_app.services.admission import read_form
from lgc_app.services.one_line import LongLineError, one_line
from lgc_app.services.rounds import ImpossibleDaysError
from lgc_app.services.transmissions import LongTransmissionError, Words
from lgc_core.errors import UserError
from tests.support.cabinet import keep, open_test_cabinet
from tests.support.record import AT, make_patient

SCRIPTS = "Toux 🙂👩🏽‍⚕️ السعال שיעול 咳嗽"
BROKEN = "Toux \ud83d\x00\x1b[2J\r\nfièvre"
PAGE = "x" * 2_000_000


@pytest.fixture(scope="module")
def cabinet(tmp_path_factory):
    return open_test_cabinet(tmp_path_factory.mktemp("lines"))


@pytest.fixture(scope="module")
def patient(cabinet):
    made = make_patient()
    keep(cabinet, made)
    return made.id


@pytest.fixture(scope="module")
def writers(cabinet, patient):
    staff = cabinet.session.staff.id
    today = AT.date()
    return {
        "reason": lambda text: cabinet.agenda.book(patient, AT, 15, text),
        "name": lambda text: cabinet.agenda.book("", AT, 15, "", name=text, phone=text),
        "absence": lambda text: cabinet.agenda_rules.add(staff, "absence", today, today, label=text),
        "care": lambda text: cabinet.rounds.plan(patient, text, ["08:00"], detail=text, ordered=text),
        "task": cabinet.tasks_to_do.add_line,
        "problem": lambda text: cabinet.problems.add_problem(patient, text),
        "transmission": lambda text: cabinet.transmissions.write(patient, Words(data=text)),
    }


EVERY = ("reason", "name", "absence", "care", "task", "problem", "transmission")


@pytest.mark.parametrize("field", EVERY)
def test_two_megabytes_are_refused_in_words(writers, cabinet, field):
    before = cabinet.agenda.day(AT.date()), cabinet.tasks_to_do.open()
    with pytest.raises(UserError) as refused:
        writers[field](PAGE)
    assert len(refused.value.sentence) < 200
    assert (cabinet.agenda.day(AT.date()), cabinet.tasks_to_do.open()) == before


@pytest.mark.parametrize("field", EVERY)
@pytest.mark.parametrize("text", [SCRIPTS, BROKEN])
def test_words_of_every_script_and_broken_ones_are_taken(writers, field, text):
    assert writers[field](text).entities


def test_what_was_broken_is_kept_readable(cabinet, writers):
    writers["reason"](BROKEN)
    motifs = {line.motif for line in cabinet.agenda.day(AT.date())}
    assert "Toux \ufffd[2J fièvre" in motifs


def test_a_line_keeps_its_words_and_not_its_line_ends():
    assert one_line("  a\tb\r\nc ") == "a b c"
    with pytest.raises(LongLineError, match="301 caractères, 300 au plus"):
        one_line("x" * 301)


def test_a_name_and_a_phone_of_an_identity_are_lines_too():
    values = {"family": "PAYET", "givens": "Lou", "birth": "01/02/1990", "sex": "F", "cog": "", "usual": BROKEN}
    typed = read_form(values | {"phone": "0692\n00 00 01"}, AT.date())
    assert typed.usual.family == "Toux \ufffd[2J fièvre"
    assert typed.phone == "0692 00 00 01"
    assert "usual" in read_form(values | {"usual": PAGE}, AT.date()).faults


def test_a_care_that_ends_before_it_begins_is_refused(cabinet, patient):
    with pytest.raises(ImpossibleDaysError):
        cabinet.rounds.plan(patient, "Pansement", ["08:00"], last=AT.date() - dt.timedelta(days=1))


def test_a_long_transmission_is_refused_when_it_is_written_too(cabinet, patient):
    with pytest.raises(LongTransmissionError):
        cabinet.transmissions.write(patient, Words(data="x" * 200_000, actions="x" * 100_000))
