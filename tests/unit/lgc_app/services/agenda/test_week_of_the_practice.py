# SPDX-License-Identifier: EUPL-1.2
"""A week: appointments move with their wishes, absences come back, a calendar that leaves says nothing medical."""

import datetime as dt

import pytest

from lgc_app.services.agenda import WALK_IN, ImpossibleSlotError
from lgc_app.services.agenda_ics import calendar_bytes
from lgc_app.services.agenda_rules import ImpossibleHoursError
from lgc_app.services.session import ForbiddenError
from lgc_core.model.agenda_rule import AgendaRule, Rhythm
from lgc_core.model.staff import Role
from tests.support.cabinet import keep, open_test_cabinet
from tests.support.record import AT, make_patient

MONDAY = dt.date(2026, 11, 23)
ME = "0190d0d0-0000-7000-8000-0000000000d1"


@pytest.fixture
def cabinet(tmp_path):
    return open_test_cabinet(tmp_path)


@pytest.fixture
def patient(cabinet):
    made = make_patient()
    keep(cabinet, made)
    return made.id


def at(hour, minute=0, days=0):
    return dt.datetime(2026, 11, 23, hour, minute, tzinfo=AT.tzinfo) + dt.timedelta(days=days)


def test_an_appointment_moves_to_another_day_and_person_and_back(cabinet, patient):
    cabinet.agenda.book(patient, at(9), 20, "suivi")
    (line,) = cabinet.agenda.span(MONDAY, 7)
    cabinet.agenda.shift(line.id, at(14, 30, days=2), 30, "quelqu’un d’autre")
    (moved,) = cabinet.agenda.span(MONDAY, 7)
    assert (moved.start[:16], moved.minutes, moved.staff) == ("2026-11-25T14:30", 30, "quelqu’un d’autre")
    cabinet.agenda.shift(line.id, dt.datetime.fromisoformat(line.start), line.minutes, line.staff)
    assert cabinet.agenda.span(MONDAY, 7) == [line]


def test_whoever_would_come_sooner_leaves_the_list_when_they_do(cabinet, patient):
    cabinet.agenda.book(patient, at(9, days=3), 20, "suivi")
    (line,) = cabinet.agenda.span(MONDAY, 7)
    cabinet.agenda.wish(line.id, "tous les matins")
    assert [one.wish for one in cabinet.agenda.wishes()] == ["tous les matins"]
    cabinet.agenda.shift(line.id, at(9, days=4), 20, ME)
    assert cabinet.agenda.wishes()
    cabinet.agenda.shift(line.id, at(11), 20, ME)
    assert cabinet.agenda.wishes() == []


def test_a_consultation_called_back_keeps_the_hour_of_the_arrival(cabinet, patient):
    cabinet.agenda.book(patient, at(9), 20, "suivi")
    (line,) = cabinet.agenda.day(MONDAY)
    cabinet.agenda.move_on(line.id, "arrivé")
    arrived = cabinet.agenda.day(MONDAY)[0].arrived_at
    cabinet.session.store.now = lambda: AT + dt.timedelta(minutes=12)
    cabinet.agenda.move_on(line.id, "en cours")
    cabinet.agenda.move_on(line.id, "arrivé")
    assert cabinet.agenda.day(MONDAY)[0].arrived_at == arrived


def test_the_front_desk_is_given_no_reason_of_a_visit(tmp_path):
    desk = open_test_cabinet(tmp_path, role=Role.SECRETAIRE)
    made = make_patient()
    keep(desk, made)
    desk.agenda.book(made.id, at(9), 20, "IVG médicamenteuse")
    desk.agenda.walk_in(made.id)
    assert [line.motif for line in desk.agenda.day(MONDAY)] == ["", WALK_IN]


@pytest.mark.parametrize("minutes", [0, -5, 481])
def test_an_appointment_of_no_length_is_refused(cabinet, patient, minutes):
    with pytest.raises(ImpossibleSlotError):
        cabinet.agenda.book(patient, at(9), minutes, "")


def test_a_day_off_comes_back_every_other_week(cabinet):
    rhythm = Rhythm(unit="semaine", every=2, weekdays=(3, 5))
    cabinet.agenda_rules.add(
        ME, "absence", MONDAY, None, hours=("13:00", "18:00"), rhythm=rhythm, label="Formation"
    )
    found = cabinet.agenda_rules.closures(MONDAY, 21)
    assert [(one.start.isoformat()[:16], one.words) for one in found] == [
        ("2026-11-25T13:00", "Formation"),
        ("2026-11-27T13:00", "Formation"),
        ("2026-12-09T13:00", "Formation"),
        ("2026-12-11T13:00", "Formation"),
    ]
    cabinet.agenda_rules.end(found[0].rule)
    assert cabinet.agenda_rules.closures(MONDAY, 21) == []


def test_holidays_cover_every_day_to_the_last(cabinet):
    cabinet.agenda_rules.add(ME, "absence", MONDAY, MONDAY + dt.timedelta(days=2))
    found = cabinet.agenda_rules.closures(MONDAY, 7)
    assert [one.start.day for one in found] == [23, 24, 25]
    assert found[0].end - found[0].start == dt.timedelta(days=1)


@pytest.mark.parametrize(("last", "hours"), [(MONDAY - dt.timedelta(days=1), ("", "")), (None, ("18:00", "9h"))])
def test_hours_that_end_before_they_begin_are_refused(cabinet, last, hours):
    with pytest.raises(ImpossibleHoursError):
        cabinet.agenda_rules.add(ME, "absence", MONDAY, last, hours=hours)


def test_nobody_without_the_right_moves_or_closes_anything(cabinet, patient, monkeypatch):
    cabinet.agenda.book(patient, at(9), 20, "suivi")
    (line,) = cabinet.agenda.day(MONDAY)
    monkeypatch.setattr("lgc_app.services.session.may", lambda _role, _right: False)
    for act in (
        lambda: cabinet.agenda.shift(line.id, at(10), 20, ME),
        lambda: cabinet.agenda.wish(line.id, "demain"),
        lambda: cabinet.agenda.walk_in(patient),
        lambda: cabinet.agenda_rules.add(ME, "absence", MONDAY, None),
    ):
        with pytest.raises(ForbiddenError):
            act()


def test_the_calendar_that_leaves_has_no_reason_and_no_whole_name(cabinet, patient):
    cabinet.agenda.book(patient, at(9), 20, "Dépistage VIH")
    rule = AgendaRule(
        id="r", staff=ME, kind="absence", label="Chimiothérapie", first="2026-11-25", last="2026-12-31",
        opens="13:00", closes="18:00", rhythm=Rhythm(unit="semaine", weekdays=(3,)),
    )  # fmt: skip
    text = calendar_bytes(
        "Agenda du Dr Maëlle Ethève, cabinet des Bougainvilliers de Saint-Leu, La Réunion",
        cabinet.agenda.day(MONDAY),
        [rule],
        AT,
    ).decode()
    assert "VIH" not in text
    assert "HOARAU" not in text
    assert "Chimio" not in text
    assert "SUMMARY:Rendez-vous H. M. J." in text
    assert "DTSTART;TZID=Indian/Reunion:20261123T090000\r\nDURATION:PT20M" in text
    assert "RRULE:FREQ=WEEKLY;BYDAY=WE;WKST=MO;UNTIL=20261231T195959Z" in text
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    unfolded = text.replace("\r\n ", "")
    assert "Saint-Leu\\, La Réunion" in unfolded
