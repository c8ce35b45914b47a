# SPDX-License-Identifier: EUPL-1.2
"""What a post may use beside its practice's record, asked of the region's own table by table."""

import datetime as dt

import pytest

from lgc_core.model.dossier import CareTeamMember, member_id
from lgc_core.model.ids import new_id
from lgc_core.model.staff import Role, Staff
from lgc_core.model.values import PersonName
from lgc_core.model.values.when import REUNION
from lgc_core.store.identity import cabinet, dossier, trail, user
from lgc_core.sync.arbiter import Arbiter
from lgc_core.sync.partitions import Allowed
from sync_server.services.devices import Post
from sync_server.services.entitlements import Place, allowed_to, may_pull, place_of, practices_of
from sync_server.services.region_writer import create, write_fields
from tests.support.igc import CLAIRE, LUCIE
from tests.support.record import PRACTICE, add
from tests.support.region_within import post_within, region_engine

ELSEWHERE = "0190d0d0-0000-7000-8000-000000000975"


@pytest.fixture
def here():
    engine = region_engine()
    post = post_within(engine, "poste-1", PRACTICE)
    post.exchange()
    return post


def employ(post, owner, until: str = "") -> None:
    person = Staff(id=new_id(), name=PersonName(family="x"), ps_id=owner.id_nat, role=Role.MEDECIN, valid_to=until)
    add(post.store, person)


def day(days: int) -> str:
    return (dt.datetime.now(REUNION).date() + dt.timedelta(days=days)).isoformat()


@pytest.mark.parametrize(("days", "is_open"), [(1, True), (0, True), (-1, False)])
def test_the_last_day_of_a_person_is_a_day_and_the_next_one_is_not(here, days, is_open):
    today = day(0)
    employ(here, CLAIRE, day(days))
    here.exchange(here.claim(CLAIRE))
    told = allowed_to(here.region.engine, here.region.post)
    if day(0) != today:
        pytest.skip("midnight passed meanwhile")
    mine = (user(CLAIRE.id_nat),)
    assert (told.open, told.ended) == ((mine, ()) if is_open else ((), mine))


def test_the_staff_of_another_practice_opens_nothing_here(here):
    there = post_within(here.region.engine, "poste-9", ELSEWHERE)
    employ(there, LUCIE)
    there.exchange()
    here.exchange(here.claim(LUCIE))
    assert allowed_to(here.region.engine, here.region.post) == Allowed()


def test_a_card_shown_on_one_post_opens_nothing_on_its_neighbour(here):
    employ(here, CLAIRE)
    here.exchange(here.claim(CLAIRE))
    assert allowed_to(here.region.engine, Post("poste-2", PRACTICE, False)) == Allowed()


def test_a_revoked_post_is_told_of_nothing_and_an_edition_is_everybodys_to_read(here):
    engine, post = here.region.engine, here.region.post
    Arbiter(engine).open_partition("ref:cim10")
    assert allowed_to(engine, post).open == ("ref:cim10",)
    assert may_pull(engine, post, "ref:cim10")
    assert place_of(engine, post, "ref:cim10") == Place(cabinet(PRACTICE), "partition étrangère")
    assert allowed_to(engine, Post(post.id, PRACTICE, True)) == Allowed()
    assert not may_pull(engine, Post(post.id, PRACTICE, True), "ref:cim10")


def test_the_read_trail_is_written_to_and_never_pulled(here):
    engine, post = here.region.engine, here.region.post
    assert place_of(engine, post, trail(PRACTICE)) == Place(trail(PRACTICE))
    assert not may_pull(engine, post, trail(PRACTICE))


def test_a_push_to_a_circle_is_told_to_its_members_and_to_nobody_who_asks(here):
    engine, where = here.region.engine, dossier("d")
    Arbiter(engine).open_partition(where)
    for practice in (PRACTICE, ELSEWHERE, "cabinet-3"):
        create(engine, where, CareTeamMember(id=member_id("d", practice), dossier="d", practice=practice))
    for practice in (PRACTICE, ELSEWHERE):
        write_fields(engine, where, CareTeamMember, member_id("d", practice), {"status": "membre"})
    assert practices_of(engine, where, here.region.post) == sorted([PRACTICE, ELSEWHERE])
    assert practices_of(engine, cabinet(PRACTICE), here.region.post) == [PRACTICE]
    waiting = Post("poste-3", "cabinet-3", False)
    assert allowed_to(engine, waiting) == Allowed()
    write_fields(engine, where, CareTeamMember, member_id("d", ELSEWHERE), {"status": "parti"})
    assert allowed_to(engine, Post("poste-9", ELSEWHERE, False)) == Allowed(ended=(where,))
