# SPDX-License-Identifier: EUPL-1.2
"""The round: due cares become visits in their order, ticked, finished with a transmission that the GP sees."""

import datetime as dt

import pytest

from lgc_app.services.rounds import FinishedVisitError, NoCareError, VisitKey, read_hour
from lgc_app.services.session import ForbiddenError
from lgc_app.services.transmissions import EmptyTransmissionError, Words
from lgc_core.model.agenda_rule import Rhythm
from lgc_core.model.staff import Role
from tests.support.cabinet import keep, open_test_cabinet
from tests.support.record import AT, make_patient

TODAY = AT.date()


@pytest.fixture
def cabinet(tmp_path):
    return open_test_cabinet(tmp_path, role=Role.INFIRMIER)


@pytest.fixture
def patients(cabinet):
    made = make_patient(), make_patient(family="GONTHIER", given="Max", usual="")
    keep(cabinet, *made)
    cabinet.rounds.plan(made[0].id, "Pansement", ["7h45"], rhythm=Rhythm(every=2), detail="pied droit")
    cabinet.rounds.plan(made[0].id, "Glycémie", ["07:45", "18:30"], ordered="Dr Ethève, 12/11")
    cabinet.rounds.plan(made[1].id, "Perfusion", ["8:15"], fixed=True)
    return made


def names(stops):
    return [(stop.key.planned, stop.patient.family_shown, [care.words for care in stop.cares]) for stop in stops]


def test_due_cares_of_one_hour_are_one_visit(cabinet, patients):
    assert names(cabinet.rounds.day(TODAY)) == [
        ("07:45", "HOARAU", ["Pansement", "Glycémie"]),
        ("08:15", "GONTHIER", ["Perfusion"]),
        ("18:30", "HOARAU", ["Glycémie"]),
    ]
    tomorrow = cabinet.rounds.day(TODAY + dt.timedelta(days=1))
    assert names(tomorrow)[0] == ("07:45", "HOARAU", ["Glycémie"])


def test_the_round_keeps_the_order_it_was_given(cabinet, patients):
    stops = cabinet.rounds.day(TODAY)
    cabinet.rounds.reorder([stops[1].key, stops[0].key, stops[2].key])
    assert [stop.key.planned for stop in cabinet.rounds.day(TODAY)] == ["08:15", "07:45", "18:30"]
    assert cabinet.rounds.day(TODAY + dt.timedelta(days=2))[0].key.planned == "07:45"


def test_a_visit_is_ticked_finished_and_seen_by_the_doctor(cabinet, patients):
    stop = cabinet.rounds.day(TODAY)[0]
    first = stop.cares[0]
    cabinet.rounds.tick(stop.key, first.schedule, done=True)
    stop = cabinet.rounds.day(TODAY)[0]
    assert (stop.status, [care.ticked for care in stop.cares]) == ("sur place", [True, False])
    words = Words("Plaie 11 mm, fond propre.", "Pansement refait.", "Douleur 2 sur 10.", "Plaie")
    cabinet.transmissions.keep(stop.key.id, stop.key.patient, words)
    assert cabinet.transmissions.draft(stop.key.id) == words
    cabinet.rounds.finish(stop, words)
    done = cabinet.rounds.day(TODAY)[0]
    assert done.status == "faite"
    assert [(care.words, care.done) for care in done.done.cares] == [("Pansement", True), ("Glycémie", False)]
    assert cabinet.transmissions.draft(stop.key.id) == Words()
    (entry,) = cabinet.timelines.of(patients[0].id, kinds=frozenset({"transmission"}))
    assert entry.title == "Plaie\u00a0: Plaie 11 mm, fond propre. Pansement refait. Douleur 2 sur 10."
    assert entry.author == "Dr Maëlle Ethève"
    with pytest.raises(FinishedVisitError):
        cabinet.rounds.finish(done, Words())


def test_nobody_at_home_is_said_and_can_be_taken_back(cabinet, patients):
    key = cabinet.rounds.day(TODAY)[1].key
    cabinet.rounds.end_without(key, "absente")
    assert cabinet.rounds.day(TODAY)[1].is_over
    cabinet.rounds.reopen(key)
    assert cabinet.rounds.day(TODAY)[1].status == "prévue"


def test_an_ended_care_is_due_no_more_and_what_was_done_stays(cabinet, patients):
    stop = cabinet.rounds.day(TODAY)[1]
    cabinet.rounds.tick(stop.key, stop.cares[0].schedule, done=True)
    cabinet.rounds.finish(cabinet.rounds.day(TODAY)[1], Words())
    cabinet.rounds.stop(stop.cares[0].schedule)
    assert names(cabinet.rounds.day(TODAY))[1] == ("08:15", "GONTHIER", ["Perfusion"])
    assert len(cabinet.rounds.day(TODAY + dt.timedelta(days=1))) == 2


@pytest.mark.parametrize(("words", "hours"), [("", ["07:45"]), ("Toilette", []), ("Toilette", ["07:45", "tôt"])])
def test_a_care_without_words_or_hour_is_refused(cabinet, patients, words, hours):
    with pytest.raises(NoCareError):
        cabinet.rounds.plan(patients[0].id, words, hours)


@pytest.mark.parametrize(
    ("typed", "read"), [("7h", "07:00"), ("7:5", ""), ("24:00", ""), (" 18H30 ", "18:30"), ("", "")]
)
def test_an_hour_is_read_as_it_is_said(typed, read):
    assert read_hour(typed) == read


def test_an_empty_transmission_is_refused(cabinet, patients):
    with pytest.raises(EmptyTransmissionError):
        cabinet.transmissions.write(patients[0].id, Words("  ", focus="Plaie"))


def test_the_front_desk_has_no_round_and_reads_no_transmission(tmp_path):
    desk = open_test_cabinet(tmp_path, role=Role.SECRETAIRE)
    key = VisitKey("p", TODAY.isoformat(), "07:45")
    for act in (
        lambda: desk.rounds.day(TODAY),
        lambda: desk.rounds.tick(key, "s", done=True),
        lambda: desk.rounds.end_without(key, "absente"),
        lambda: desk.transmissions.of_patient("p"),
        lambda: desk.transmissions.write("p", Words("x")),
        lambda: desk.transmissions.keep("v", "p", Words("x")),
    ):
        with pytest.raises(ForbiddenError):
            act()
