# SPDX-License-Identifier: EUPL-1.2
"""A region restored to before a circle existed: who was in it is in it again, who was not reads nothing."""

import msgspec
import pytest

from lgc_core.model.dossier import CareTeamMember, Dossier, DossierRequest, member_id
from lgc_core.store import queries
from lgc_core.store.identity import dossier
from lgc_core.sync.circle_seals import CircleSeal
from lgc_core.sync.errors import ForeignPartitionError
from lgc_core.sync.protocol import HandshakeRequest, PullRequest
from sync_server.services.dossiers import Dossiers
from tests.support.cabinet import store_of
from tests.support.circle import ONE, THREE, TWO, Side
from tests.support.region_within import region_engine


@pytest.fixture
def sides(tmp_path):
    """Two practices in the circle, which wrote; a third one that asked and was never let in."""
    engine = region_engine()
    first, second, stranger = (
        Side(engine, tmp_path, number, name)
        for number, name in ((ONE, "Lagon"), (TWO, "Ravine"), (THREE, "Piton"))
    )
    first.ask(3)
    second.ask(2)
    first.exchange()
    first.decide(second, accepted=True)
    second.exchange(2)
    stranger.ask(2)
    first.exchange()
    for side, text in ((first, "Mot du premier."), (second, "Mot du second.")):
        side.cabinet.circles.write(side.patient, text)
        side.exchange()
    first.exchange()
    return first, second, stranger


def restored(*sides) -> None:
    """Put every practice before a region that knows nothing of any circle."""
    engine = region_engine()
    for side in sides:
        side.post.region.engine = engine


def statuses(side) -> dict[str, str]:
    with side.post.region.engine.connect() as connection:
        return {one.practice: one.status for one in queries.find(connection, CareTeamMember)}


def settled(*sides) -> None:
    for _ in range(4):
        for side in sides:
            side.exchange()


BOTH = ["Mot du second.", "Mot du premier."]


def test_a_member_that_comes_first_is_a_member_and_so_is_the_founder_after_it(sides):
    first, second, _ = sides
    restored(*sides)
    settled(second, first)
    assert statuses(first) == {ONE: "membre", TWO: "membre"}
    assert sorted(first.said()) == sorted(second.said()) == sorted(BOTH)


def test_who_was_never_let_in_founds_an_empty_circle_and_asks_again_once_the_elder_one_shows(sides):
    first, second, stranger = sides
    restored(*sides)
    stranger.exchange(3)
    assert statuses(first) == {THREE: "membre"}
    assert stranger.said() == []
    stranger.cabinet.circles.write(stranger.patient, "Écrit entre-temps.")
    settled(stranger, second, first)
    assert statuses(first) == {ONE: "membre", TWO: "membre", THREE: "demandé"}
    assert stranger.circle().state == "en attente"
    with store_of(stranger.cabinet).reading() as connection:
        assert [one.state for one in queries.find(connection, DossierRequest)] == ["en attente"]
    stranger.exchange()
    assert stranger.post.region.asked[-1].circles == ()  # what the region closed is not shown to it again
    partition = dossier(first.circle().dossier)
    with pytest.raises(ForeignPartitionError):
        stranger.post.region.pull(PullRequest(partition=partition, epoch="", after=0))
    assert sorted(first.said()) == sorted([*BOTH, "Écrit entre-temps."])
    with store_of(stranger.cabinet).reading() as connection:
        assert not [one for one in stranger.said() if one in BOTH]
        assert queries.find(connection, Dossier)
    first.decide(stranger, accepted=True)
    settled(first, stranger)
    assert sorted(stranger.said()) == sorted([*BOTH, "Écrit entre-temps."])


@pytest.mark.parametrize("is_first", [True, False])
def test_who_was_taken_out_is_not_let_in_again(sides, is_first):
    first, second, stranger = sides
    first.decide(second, accepted=False)
    settled(first, second)
    assert second.circle().state == "quitté"
    restored(*sides)
    settled(*((second, first) if is_first else (first, second)), stranger)
    assert statuses(first)[TWO] in ("demandé", "parti")
    assert second.said() == []


def seal_of(side) -> CircleSeal:
    shown = [one for one in side.post.region.asked if one.circles]
    return shown[-1].circles[0]


def test_a_seal_is_of_one_practice_and_of_this_region_and_opens_nothing_to_who_was_taken_out(sides):
    first, second, stranger = sides
    restored(*sides)
    settled(second, first)
    seal = seal_of(second)
    forged = msgspec.structs.replace(seal, opened_at="2000-01-01T00:00:00+04:00")
    stranger.exchange(2)
    for one in (seal, forged):
        stranger.post.region.handshake(HandshakeRequest(sv=2, now_ms=0, circles=(one,)))
    assert statuses(first)[THREE] == "demandé"
    first.decide(second, accepted=False)
    settled(first, second)
    second.ask(2)
    second.post.region.handshake(HandshakeRequest(sv=2, now_ms=0, circles=(seal,)))
    assert statuses(first)[TWO] == "demandé"


def test_nothing_is_shown_to_a_region_that_remembers(sides):
    first, second, _ = sides
    settled(first, second)
    assert not any(one.circles for side in (first, second) for one in side.post.region.asked)


def test_another_key_is_another_region(sides):
    first, *_ = sides
    restored(*sides)
    first.exchange()
    seal, elsewhere = seal_of(first), region_engine()
    Dossiers(elsewhere, bytes(31) + b"1").settle(ONE, (seal,))
    with elsewhere.connect() as connection:
        assert queries.get(connection, CareTeamMember, member_id(seal.dossier, ONE)) is None
