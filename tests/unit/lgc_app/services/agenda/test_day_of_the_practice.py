# SPDX-License-Identifier: EUPL-1.2
"""The day is a local day: midnight belongs to the day it opens, and people move through it."""

import datetime as dt

import pytest

from lgc_app.services.session import ForbiddenError
from lgc_app.services.settings import read_setting, write_setting
from lgc_core.model.staff import Role
from tests.support.cabinet import keep, open_test_cabinet, store_of
from tests.support.record import AT, make_patient


@pytest.fixture
def cabinet(tmp_path):
    return open_test_cabinet(tmp_path, role=Role.SECRETAIRE)


@pytest.fixture
def patient(cabinet):
    made = make_patient()
    keep(cabinet, made)
    return made.id


def at(hour, minute=0, days=0):
    return dt.datetime(2026, 11, 23, hour, minute, tzinfo=AT.tzinfo) + dt.timedelta(days=days)


def test_the_day_is_in_order_and_stops_at_midnight(cabinet, patient):
    for start in (at(15), at(8, 30), at(0), at(23, 59), at(0, days=1), at(23, 59, days=-1)):
        cabinet.agenda.book(patient, start, 20, "suivi")
    assert [line.time for line in cabinet.agenda.day(AT.date())] == ["00:00", "08:30", "15:00", "23:59"]


def test_somebody_who_arrives_is_seen_arriving(cabinet, patient):
    cabinet.agenda.book(patient, at(9), 20, "suivi")
    (line,) = cabinet.agenda.day(AT.date())
    assert (line.status, line.shown, line.age, line.minutes) == ("prévu", "HOARAU Marie Josette", "74 ans", 20)
    cabinet.agenda.move_on(line.id, "arrivé")
    assert cabinet.agenda.day(AT.date())[0].status == "arrivé"


def test_an_appointment_that_is_not_here_is_moved_nowhere(cabinet):
    with pytest.raises(LookupError):
        cabinet.agenda.move_on("0190d0d0-0000-7000-8000-0000000000ff", "vu")


def test_the_front_desk_writes_no_problem(cabinet, patient):
    with pytest.raises(ForbiddenError):
        cabinet.encounters.open_today(patient)


def test_a_setting_is_kept_and_replaced(cabinet):
    engine = store_of(cabinet).engine
    assert read_setting(engine, "thème") == ""
    write_setting(engine, "thème", "sombre")
    write_setting(engine, "thème", "clair")
    assert read_setting(engine, "thème") == "clair"
