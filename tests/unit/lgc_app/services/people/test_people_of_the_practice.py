# SPDX-License-Identifier: EUPL-1.2
"""Who joins, changes, leaves; and that nobody gives themselves a right nor locks the practice out."""

import datetime as dt
from dataclasses import replace

import pytest
import sqlalchemy as sa
from msgspec import structs

from lgc_app.services.cabinet import make_cabinet
from lgc_app.services.people import AlreadyThereError, NobodyLeftError, OwnAccessError
from lgc_app.services.people_form import (
    LONGEST_NAME,
    PersonError,
    PersonForm,
    TypedPerson,
    form_of,
    read_number,
    read_person,
)
from lgc_app.services.session import ForbiddenError
from lgc_app.services.settings import write_setting
from lgc_app.services.staffing import keeps_the_practice
from lgc_core.model.staff import Role
from lgc_core.store.tables import op
from tests.support.cabinet import a_staff, keep, open_test_cabinet
from tests.support.record import AT

TODAY = AT.date()
YESTERDAY = TODAY - dt.timedelta(days=1)
NURSE = PersonForm(family="Nativel", given="Lucie", role="infirmier", number="99700218896")


@pytest.fixture
def cabinet(tmp_path):
    return open_test_cabinet(tmp_path)


def as_person(cabinet, staff):
    """Give the services of the same record to somebody else."""
    session = replace(cabinet.session, staff=staff)
    return make_cabinet(session, cabinet.files.safe, None, lambda _content: b"signature")


def line(cabinet, staff):
    everybody = cabinet.people.all()
    return next(one for one in (*everybody.here, *everybody.left) if one.staff.id == staff)


def test_somebody_joins_with_the_profession_of_the_role_and_the_number_as_cards_write_it(cabinet):
    made, changes = cabinet.people.add(NURSE)
    staff = line(cabinet, made).staff
    assert (staff.name.shown, staff.role, staff.ps_id) == ("Lucie Nativel", Role.INFIRMIER, "899700218896")
    assert staff.profession is not None
    assert staff.profession.text == "Infirmier"
    assert staff.valid_from == TODAY.isoformat()
    assert changes.touches("staff")
    assert form_of(staff) == NURSE


def test_a_role_changes_and_is_taken_back_and_the_log_tells_both(cabinet):
    made, _changes = cabinet.people.add(NURSE)
    changed = cabinet.people.change(made, replace(NURSE, role="secretaire"))
    assert line(cabinet, made).staff.role is Role.SECRETAIRE
    assert line(cabinet, made).staff.profession is None
    cabinet.people.put_back(changed)
    assert line(cabinet, made).staff.profession == structs.replace(changed.before).profession
    told = [one.what.replace("\u00a0", " ") for one in cabinet.people.history(made)]
    assert told == ["Rôle : infirmier.", "Rôle : secrétaire.", "Ajouté au cabinet. Rôle : infirmier."]
    assert {one.by for one in cabinet.people.history(made)} == {"Dr Maëlle Ethève"}


def test_an_access_ends_at_once_and_is_taken_back(cabinet):
    made, _changes = cabinet.people.add(NURSE)
    ended = cabinet.people.end(made)
    assert line(cabinet, made).has_left
    assert line(cabinet, made).staff.valid_to == YESTERDAY.isoformat()
    assert cabinet.people.end(made).changes.touches("staff") is False, "ended twice is ended once"
    cabinet.people.put_back(ended)
    assert not line(cabinet, made).has_left


@pytest.mark.parametrize(("day", "has_left"), [(YESTERDAY, True), (TODAY, False)])
def test_the_last_day_counts_as_a_day_of_work(cabinet, day, has_left):
    made, _changes = cabinet.people.add(NURSE)
    cabinet.people.change(made, replace(NURSE, last_day=f"{day:%d/%m/%Y}"))
    assert line(cabinet, made).has_left is has_left


def test_a_remplacant_replaces_somebody_of_the_practice_until_a_day(cabinet):
    form = PersonForm(family="Payet", title="Dr", role="remplacant", last_day="30/11/2026")
    made, _changes = cabinet.people.add(replace(form, replaces=cabinet.session.staff.id))
    assert line(cabinet, made).staff.valid_to == "2026-11-30"
    assert line(cabinet, made).staff.replaces == cabinet.session.staff.id
    with pytest.raises(PersonError, match="personne du cabinet"):
        cabinet.people.add(replace(form, family="Autre", replaces="quelqu’un"))
    with pytest.raises(PersonError, match="est passé") as wrong:
        cabinet.people.add(replace(form, family="Autre", last_day=f"{YESTERDAY:%d/%m/%Y}"))
    assert wrong.value.at == "last_day"


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("family", "", "Écrivez le nom"),
        ("family", " \t\n ", "Écrivez le nom"),
        ("family", "12345 !?", "Écrivez le nom"),
        ("family", "\u202e\u0000", "Écrivez le nom"),
        ("family", "x" * (LONGEST_NAME + 1), "80 caractères"),
        ("given", "42", "Écrivez le prénom"),
        ("title", "Sa Majesté", "Dr, Pr, ou rien"),
        ("role", "", "Choisissez un rôle"),
        ("role", "dieu", "Choisissez un rôle"),
        ("number", "10001234567", "mal recopié"),
        ("number", "'; DROP TABLE staff", "ne se lit pas"),
        ("number", "9" * 1000, "ne se lit pas"),
        ("number", "٣٣٣٣٣٣٣٣٣٣٣", "ne se lit pas"),
        ("last_day", "31/02/2026", "jour/mois/année"),
        ("last_day", "11/2026", "jour/mois/année"),
        ("last_day", "2026-99-99", "jour/mois/année"),
        ("last_day", "31/12/9999", "jour/mois/année"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(field, typed, said):
    with pytest.raises(PersonError, match=said) as wrong:
        read_person(replace(NURSE, **{field: typed}))
    assert wrong.value.at == field


def test_a_replacement_without_a_last_day_is_refused(cabinet):
    with pytest.raises(PersonError, match="dernier jour") as wrong:
        cabinet.people.add(replace(NURSE, role="remplacant"))
    assert wrong.value.at == "last_day"


def test_controls_and_wide_spaces_leave_a_plain_name():
    assert (
        read_person(replace(NURSE, family="\u202eNa\u0000tivel\u3000 Hoarau\r\n")).name.family == "Na tivel Hoarau"
    )


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("", ""), ("99700218896", "899700218896"), ("8 99700218896", "899700218896"), ("SC01", "SC01"),
     ("499700521234001/SC01", "499700521234001/SC01")],
)  # fmt: skip
def test_a_number_is_kept_as_cards_write_it(typed, kept):
    assert read_number(typed) == kept


def test_one_number_is_one_line_and_a_return_reopens_it(cabinet):
    made, _changes = cabinet.people.add(NURSE)
    with pytest.raises(AlreadyThereError, match="Changez sa ligne"):
        cabinet.people.add(replace(NURSE, family="Autre"))
    cabinet.people.end(made)
    with pytest.raises(AlreadyThereError, match="dernier jour"):
        cabinet.people.add(NURSE)
    cabinet.people.change(made, replace(NURSE, last_day="31/12/2026"))
    assert not line(cabinet, made).has_left


@pytest.mark.parametrize("changes", [{"role": "admin"}, {"last_day": "31/12/2026"}])
def test_nobody_changes_their_own_access(cabinet, changes):
    me = cabinet.session.staff
    with pytest.raises(OwnAccessError):
        cabinet.people.change(me.id, replace(form_of(me), number="", **changes))
    with pytest.raises(OwnAccessError):
        cabinet.people.end(me.id)


def test_ones_own_name_may_change(cabinet):
    me = cabinet.session.staff
    cabinet.people.change(me.id, replace(form_of(me), family="Ethève-Hoarau"))
    assert line(cabinet, me.id).staff.name.shown == "Dr Maëlle Ethève-Hoarau"
    assert line(cabinet, me.id).staff.ps_id == me.ps_id


def test_the_last_one_who_manages_stays_and_so_does_the_last_who_reads(cabinet):
    doctor = cabinet.session.staff
    admin, _changes = cabinet.people.add(PersonForm(family="Grondin", role="admin"))
    office = as_person(cabinet, line(cabinet, admin).staff)
    with pytest.raises(NobodyLeftError, match="lire les dossiers"):
        office.people.end(doctor.id)
    with pytest.raises(NobodyLeftError, match="lire les dossiers"):
        office.people.change(doctor.id, replace(form_of(doctor), last_day="31/12/2026"))
    other, _changes = cabinet.people.add(PersonForm(family="Ramassamy", title="Dr", role="medecin"))
    office.people.end(doctor.id)
    assert line(office, doctor.id).has_left
    assert not line(office, other).has_left


def test_the_last_one_to_manage_for_good_keeps_no_end_date(cabinet):
    leaving = structs.replace(cabinet.session.staff, id="depart", ps_id="", valid_to="2026-12-31")
    keep(cabinet, leaving)
    with pytest.raises(NobodyLeftError, match="tenir le cabinet"):
        as_person(cabinet, leaving).people.end(cabinet.session.staff.id)


@pytest.mark.parametrize("role", ["medecin", "infirmier", "remplacant"])
def test_an_administrator_lets_nobody_into_the_record(cabinet, role):
    admin, _changes = cabinet.people.add(PersonForm(family="Grondin", role="admin"))
    office = as_person(cabinet, line(cabinet, admin).staff)
    form = PersonForm(family="Complice", role=role, last_day="31/12/2026")
    with pytest.raises(ForbiddenError, match="que le vôtre ne lit pas"):
        office.people.add(form)
    made, _changes = office.people.add(PersonForm(family="Clain", role="secretaire"))
    with pytest.raises(ForbiddenError, match="que le vôtre ne lit pas"):
        office.people.change(made, form)
    left, _changes = cabinet.people.add(replace(form, family="Parti"))
    cabinet.people.end(left)
    with pytest.raises(ForbiddenError, match="que le vôtre ne lit pas"):
        office.people.change(left, replace(form, family="Parti"))


def test_a_nurse_manages_a_practice_without_doctor_and_no_other():
    nurse, doctor = a_staff(Role.INFIRMIER), a_staff()
    gone = structs.replace(doctor, valid_to=YESTERDAY.isoformat())
    assert keeps_the_practice(nurse, [nurse], TODAY)
    assert keeps_the_practice(nurse, [nurse, gone], TODAY)
    assert not keeps_the_practice(nurse, [nurse, doctor], TODAY)
    assert not keeps_the_practice(nurse, [nurse, a_staff(Role.ADMIN)], TODAY)
    assert not keeps_the_practice(a_staff(Role.SECRETAIRE), [a_staff(Role.SECRETAIRE)], TODAY)


def test_the_nurse_who_keeps_the_practice_adds_a_colleague(tmp_path):
    alone = open_test_cabinet(tmp_path, role=Role.INFIRMIER)
    with pytest.raises(ForbiddenError):
        alone.people.add(NURSE)
    keeping = replace(alone.session, keeps_practice=True)
    kept = make_cabinet(keeping, alone.files.safe, None, lambda _content: b"signature")
    made, _changes = kept.people.add(NURSE)
    assert line(kept, made).staff.role is Role.INFIRMIER


def test_what_is_typed_is_kept_until_written_and_a_form_of_another_version_is_none(cabinet):
    typed = TypedPerson(staff="", form=NURSE)
    cabinet.people.keep_typed(typed)
    assert cabinet.people.typed() == typed
    cabinet.people.keep_typed(None)
    assert cabinet.people.typed() is None
    write_setting(cabinet.session.store.engine, f"person_form:{cabinet.session.staff.id}", '{"staff": 3}')
    assert cabinet.people.typed() is None


def test_a_gesture_of_a_later_version_is_told_as_one(cabinet):
    made, _changes = cabinet.people.add(NURSE)
    with cabinet.session.store.engine.connect().execution_options(write=True) as connection, connection.begin():
        body = connection.execute(sa.select(op.c.body).where(op.c.entity_id == made)).scalar_one()
        later = body.replace('"kind":"create"', '"kind":"set"').replace('"infirmier"', '{"code":"infirmier"}')
        connection.execute(sa.update(op).where(op.c.entity_id == made).values(body=later))
    assert [one.what for one in cabinet.people.history(made)] == ["Changement d’une version plus récente."]
