# SPDX-License-Identifier: EUPL-1.2
"""Tasks typed in one line, late first, and none of a doctor's words for the front desk."""

import datetime as dt

import pytest

from lgc_app.services.task_line import TypedTask, read_task
from lgc_app.services.tasks_to_do import EmptyTaskError, NobodyError, TasksToDo
from lgc_core.model.staff import Role
from tests.support.cabinet import a_staff, keep, open_test_cabinet
from tests.support.record import NURSE, make_patient

TODAY = dt.date(2026, 11, 23)  # a Monday


@pytest.mark.parametrize(
    ("typed", "title", "due", "to", "urgent"),
    [
        (
            "Rappeler Mme Lebon demain @secretariat !",
            "Rappeler Mme Lebon",
            TODAY + dt.timedelta(1),
            "secretariat",
            True,
        ),
        ("Contrôle TSH dans 3 mois", "Contrôle TSH", TODAY + dt.timedelta(90), "", False),
        ("Commander des gants le 27/11", "Commander des gants", dt.date(2026, 11, 27), "", False),
        ("Vaccin 05/01", "Vaccin", dt.date(2027, 1, 5), "", False),
        ("Courrier lundi", "Courrier", TODAY + dt.timedelta(7), "", False),
        ("Appeler aujourd’hui", "Appeler", TODAY, "", False),
        ("Revoir le 31/02", "Revoir le 31/02", None, "", False),
        ("demain", "demain", TODAY + dt.timedelta(1), "", False),
        ("Tension 14/8 à surveiller", "Tension à surveiller", dt.date(2026, 8, 14), "", False),
    ],
)
def test_a_line_is_read_as_it_is_said(typed, title, due, to, urgent):
    assert read_task(typed, TODAY) == TypedTask(title, due, to, urgent)


@pytest.fixture
def cabinet(tmp_path):
    return open_test_cabinet(tmp_path)


def test_what_is_late_comes_first_and_a_tick_can_be_taken_back(cabinet):
    for typed in ("Sans date", "Plus tard dans 5 jours", "En retard 20/11", "Rappeler aujourd’hui"):
        cabinet.tasks_to_do.add_line(typed)
    lines = cabinet.tasks_to_do.open()
    assert [line.title for line in lines] == ["En retard", "Rappeler", "Plus tard", "Sans date"]
    assert [line.late for line in lines] == [True, False, False, False]
    cabinet.tasks_to_do.finish(lines[0].id)
    assert len(cabinet.tasks_to_do.open()) == 3
    cabinet.tasks_to_do.reopen(lines[0].id)
    assert cabinet.tasks_to_do.open() == lines


def desk_of(cabinet):
    session = cabinet.session
    staff = a_staff(Role.SECRETAIRE)
    other = type(session)(session.store, session.practice, _with_id(staff, NURSE.staff))
    return TasksToDo(other)


def _with_id(staff, identifier):
    return type(staff)(id=identifier, name=staff.name, role=staff.role)


def test_the_front_desk_sees_what_is_addressed_to_it_and_nothing_else(cabinet):
    for typed in ("Annoncer le résultat à M. Turpin", "Rappeler Mme Lebon @secretariat", "Fermer à clé @tous"):
        cabinet.tasks_to_do.add_line(typed)
    desk = desk_of(cabinet)
    assert {line.title for line in desk.open()} == {"Rappeler Mme Lebon", "Fermer à clé"}
    secret = next(line for line in cabinet.tasks_to_do.open() if "résultat" in line.title)
    with pytest.raises(LookupError):
        desk.finish(secret.id)


def test_a_task_belongs_to_a_patient_and_names_them(cabinet):
    made = make_patient()
    keep(cabinet, made)
    cabinet.tasks_to_do.add_line("Contrôle TSH", made.id, "rappel")
    (line,) = cabinet.tasks_to_do.of_patient(made.id)
    assert (line.patient_shown, line.kind, line.to) == ("HOARAU Marie Josette", "rappel", "moi")


def test_nobody_and_nothing_are_refused_in_words(cabinet):
    with pytest.raises(NobodyError, match="n’est personne du cabinet"):
        cabinet.tasks_to_do.add_line("Appeler @grosjean")
    for typed in ("", "   ", "x" * 301):
        with pytest.raises(EmptyTaskError):
            cabinet.tasks_to_do.add_line(typed)


def test_a_colleague_is_named_by_family_name(cabinet):
    cabinet.tasks_to_do.add_line("Relire @ethève")
    assert cabinet.tasks_to_do.open()[0].to == "moi"
