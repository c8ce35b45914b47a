# SPDX-License-Identifier: EUPL-1.2
"""Who opened the vault decides the rights: never more than the way of opening proves."""

import datetime as dt

import msgspec
import pytest

from lgc_app.services.session import ForbiddenError, MembershipEndedError, Session
from lgc_app.services.staffing import StrangerError, person_of
from lgc_app.vault.attempts import Way
from lgc_app.vault.session import Opening
from lgc_core.model.ids import new_id
from lgc_core.model.rights import Right
from lgc_core.model.staff import Role
from lgc_core.model.values import PersonName
from tests.support.cabinet import a_practice, a_staff
from tests.support.record import AT, add, make_store

NURSE = msgspec.structs.replace(
    a_staff(Role.INFIRMIER), id=new_id(), ps_id="899700218896", name=PersonName(family="Nativel")
)
SECRETARY = msgspec.structs.replace(
    a_staff(Role.SECRETAIRE), id=new_id(), ps_id="", profession=None, name=PersonName(family="Payet")
)


@pytest.fixture
def store():
    made = make_store()
    made.now = lambda: AT
    add(made, a_practice(), SECRETARY, NURSE, a_staff())
    return made


def who(store, way, person=""):
    with store.reading() as connection:
        return person_of(connection, Opening(way=way, slot_id="s", person=person), AT.date())


def test_a_card_opens_as_its_holder(store):
    assert who(store, Way.CARD, NURSE.ps_id).id == NURSE.id
    assert who(store, Way.CARD, a_staff().ps_id).role is Role.MEDECIN


def test_the_recovery_code_opens_as_the_doctor(store):
    assert who(store, Way.RECOVERY).role is Role.MEDECIN


@pytest.mark.parametrize("person", [NURSE.id, a_staff().id], ids=["infirmier", "médecin"])
def test_a_pass_phrase_gives_the_rights_of_the_front_desk_only(store, person):
    found = who(store, Way.PASSPHRASE, person)
    assert (found.id, found.role) == (person, Role.SECRETAIRE)
    session = Session(store, a_practice(), found)
    session.require(Right.MANAGE_AGENDA)
    with pytest.raises(ForbiddenError):
        session.require(Right.READ_RECORD)


@pytest.mark.parametrize("way", [Way.CARD, Way.PASSPHRASE])
@pytest.mark.parametrize("person", ["", "899799999999"])
def test_a_stranger_or_nobody_is_nobody_of_the_practice(store, way, person):
    with pytest.raises(StrangerError, match="n’ouvre pas ce cabinet"):
        who(store, way, person)


@pytest.mark.parametrize(("days", "over"), [(-1, True), (0, False), (1, False)])
def test_a_membership_ends_after_its_last_day(store, days, over):
    until = (AT.date() + dt.timedelta(days=days)).isoformat()
    session = Session(store, a_practice(), msgspec.structs.replace(a_staff(Role.REMPLACANT), valid_to=until))
    if not over:
        session.require(Right.READ_RECORD)
        return
    with pytest.raises(MembershipEndedError, match="a pris fin le 22/11/2026"):
        session.require(Right.READ_RECORD)
