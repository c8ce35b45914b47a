# SPDX-License-Identifier: EUPL-1.2
"""Problems, allergies, tasks and appointments stand in the history, begun and ended, done and to come."""

import datetime as dt
from dataclasses import replace

import pytest

from lgc_app.services.cabinet import make_cabinet
from lgc_app.services.session import ForbiddenError
from lgc_app.ui.dossier.history import chosen_lines, lines_of
from lgc_core.model.allergy import Allergy
from lgc_core.model.appointment import Appointment, Slot
from lgc_core.model.ids import new_id
from lgc_core.model.problem import Problem
from lgc_core.model.procedure import Procedure
from lgc_core.model.staff import Role
from lgc_core.model.task import Task
from lgc_core.model.values import Concept, Interval, When, on_day
from tests.support.cabinet import a_staff, keep, open_test_cabinet
from tests.support.record import AT, make_patient

TODAY = AT.date()


@pytest.fixture(scope="module")
def cabinet(tmp_path_factory):
    return open_test_cabinet(tmp_path_factory.mktemp("dated"))


@pytest.fixture
def patient(cabinet):
    made = make_patient()
    keep(cabinet, made)
    return made.id


def a_visit(patient, day, status="prévu", motif="Renouvellement"):
    start = dt.datetime.fromisoformat(f"{day}T10:20:00+04:00")
    slot = Slot(staff=a_staff().id, start=start.isoformat(), end=(start + dt.timedelta(minutes=15)).isoformat())
    return Appointment(id=new_id(), slot=slot, patient=patient, status=status, motif=motif)


def a_problem(patient, words, start="", end="", **more):
    period = Interval(start=When(text=start) if start else None, end=When(text=end) if end else None)
    return Problem(id=new_id(), patient=patient, code=Concept(text=words), period=period, **more)


def shown(cabinet, patient, **more):
    lines = lines_of(cabinet.timelines.of(patient, **more), TODAY)
    return [(line.title.replace("\u00a0", " "), line.second, line.flag) for line in lines]


def test_a_problem_stands_where_it_began_and_where_it_ended(cabinet, patient):
    keep(
        cabinet,
        a_problem(patient, "Bronchite aiguë", "2026-03-02", "2026-03-20", status="résolu"),
        a_problem(patient, "Diabète de type 2", "2019"),
        a_problem(patient, "Infarctus", kind="familial"),
    )
    assert shown(cabinet, patient) == [
        ("Antécédent familial : infarctus", "début inconnu, noté le 23/11/2026 · Dr Maëlle Ethève", ""),
        ("Fin : bronchite aiguë", "du 02/03/2026 au 20/03/2026 · Dr Maëlle Ethève", ""),
        ("Problème : bronchite aiguë", "du 02/03/2026 au 20/03/2026 · Dr Maëlle Ethève", ""),
        ("Problème : diabète de type 2", "depuis 2019 · Dr Maëlle Ethève", ""),
    ]
    months = [line.month for line in lines_of(cabinet.timelines.of(patient), TODAY)]
    assert [month.replace("\u00a0", " ") for month in months] == [
        "Novembre 2026", "Mars 2026", "Mars 2026", "2019",
    ]  # fmt: skip


def test_an_allergy_says_its_reaction_and_whether_it_is_over(cabinet, patient):
    reactions = (Concept(text="urticaire"),)
    known = Allergy(id=new_id(), patient=patient, agent=Concept(text="Pénicilline"), reactions=reactions)
    gone = Allergy(
        id=new_id(), patient=patient, agent=Concept(text="Œuf"), status="résolu", onset=When(text="2001-05-04")
    )
    keep(cabinet, known, gone)
    assert shown(cabinet, patient) == [
        ("Allergie : pénicilline (urticaire)", "début inconnu, noté le 23/11/2026 · Dr Maëlle Ethève", ""),
        ("Allergie : œuf (04/05/2001)", "Dr Maëlle Ethève · 04/05", "résolue"),
    ]


def test_a_task_says_for_when_it_is_and_when_it_was_done(cabinet, patient):
    late = Task(id=new_id(), title="Rappeler le laboratoire", patient=patient, due="2026-11-02")
    done = Task(
        id=new_id(), title="Revoir l’ECG", patient=patient, status="fait", done_at="2026-10-05T09:00:00+04:00"
    )
    loose = Task(id=new_id(), title="Courrier à la caisse", patient=patient, kind="rappel")
    keep(cabinet, late, done, loose)
    assert shown(cabinet, patient) == [
        ("À rappeler : Courrier à la caisse", "à faire", ""),
        (
            "Tâche : Rappeler le laboratoire",
            "à faire pour le 02/11/2026",
            "en retard",
        ),
        ("Tâche : Revoir l’ECG", "faite le 05/10/2026", ""),
    ]


def test_appointments_past_and_to_come_say_who_and_when_and_that_nobody_came(cabinet, patient):
    keep(
        cabinet,
        a_visit(patient, "2026-11-24"),
        a_visit(patient, "2027-01-12", motif=""),
        a_visit(patient, "2026-12-01", "annulé"),
        a_visit(patient, "2026-09-02", "vu"),
        a_visit(patient, "2026-08-02", "absent"),
        a_visit(patient, "2026-07-02"),
    )
    assert shown(cabinet, patient) == [
        ("Rendez-vous : renouvellement", "Dr Maëlle Ethève · 01/12 à 10:20", "annulé"),
        ("Rendez-vous", "Dr Maëlle Ethève · 12/01/2027 à 10:20", ""),
        ("Rendez-vous : renouvellement", "Dr Maëlle Ethève · demain à 10:20", ""),
        ("Rendez-vous : renouvellement", "Dr Maëlle Ethève · honoré · 02/09 à 10:20", ""),
        ("Rendez-vous : renouvellement", "Dr Maëlle Ethève · 02/08 à 10:20", "absent"),
        ("Rendez-vous : renouvellement", "Dr Maëlle Ethève · 02/07 à 10:20", "passage non noté"),
    ]


def test_kinds_words_and_days_choose_among_them_too(cabinet, patient):
    keep(
        cabinet, a_problem(patient, "Asthme", "2026-02-10"), a_visit(patient, "2026-11-24"),
        Task(id=new_id(), title="Revoir l’ECG", patient=patient, due="2026-12-05"),
    )  # fmt: skip
    assert [one.kind for one in cabinet.timelines.of(patient, kinds=frozenset({"task", "problem"}))] == [
        "task", "problem",
    ]  # fmt: skip
    assert [one.kind for one in cabinet.timelines.of(patient, words="asthme depuis")] == ["problem"]
    lines = lines_of(cabinet.timelines.of(patient), TODAY)
    assert [line.kind for line in chosen_lines(lines, "rdv", "")] == ["appointment"]
    assert [line.kind for line in chosen_lines(lines, "", "depuis 12/2026")] == ["task"]
    assert [line.kind for line in chosen_lines(lines, "probleme", "10/02/2026")] == ["problem"]


def test_what_is_to_come_is_never_left_out_of_the_first_lines_that_are_read(cabinet, patient):
    acts = [
        Procedure(id=new_id(), patient=patient, code=Concept(text=f"Acte {rank}"), when=on_day(TODAY))
        for rank in range(8)
    ]
    late = Task(id=new_id(), title="Rappeler", patient=patient, due="2020-01-02")
    keep(cabinet, *acts, late, a_problem(patient, "Asthme", "2001"))
    kinds = [one.kind for one in cabinet.timelines.of(patient, newest=3)]
    assert kinds == ["procedure"] * 3 + ["task"]


def test_a_nurse_sees_them_and_who_may_not_read_a_file_sees_none(cabinet, patient):
    keep(cabinet, a_visit(patient, "2026-11-24"), Task(id=new_id(), title="Rappeler", patient=patient))
    keep(cabinet, a_problem(patient, "Asthme", "2001"))
    nurse = make_cabinet(
        replace(cabinet.session, staff=a_staff(Role.INFIRMIER)), cabinet.files.safe, None, lambda _c: b"x"
    )
    assert {one.kind for one in nurse.timelines.of(patient)} == {"appointment", "task", "problem"}
    for role in (Role.SECRETAIRE, Role.ADMIN):
        other = make_cabinet(
            replace(cabinet.session, staff=a_staff(role)), cabinet.files.safe, None, lambda _c: b"x"
        )
        with pytest.raises(ForbiddenError):
            other.timelines.of(patient)
