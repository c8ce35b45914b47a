# SPDX-License-Identifier: EUPL-1.2
"""Files move in slices of time, small ones first, by policy, and go on where a cut line left them."""

import hashlib
import os

import pytest

from lgc_app.services.files import AWAITED, HERE, IN_REGION
from lgc_app.services.receiving import Receiving, policy_of
from lgc_app.services.transfers import DROPS, SLICE_S, Line, Transfers
from lgc_app.vault.faults import DiskFullError
from lgc_core.errors import UserError
from lgc_core.pieces.cut import CHUNK_PIECES, PIECE, Held, count_of
from lgc_core.sync.errors import NoNetworkError
from tests.support.cabinet import open_test_cabinet
from tests.support.file_keeper import Keeper

BIG = 6 * PIECE + 10


@pytest.fixture
def cabinet(tmp_path):
    return open_test_cabinet(tmp_path)


@pytest.fixture
def region():
    return Keeper()


@pytest.fixture
def transfers(cabinet, region):
    receiving = Receiving(cabinet.session)
    return Transfers(cabinet.files, receiving, clock=lambda: region.now, rest=lambda _seconds: None)


def awaited(cabinet, region, size=BIG) -> str:
    """Return a file that the region has and this post awaits."""
    content = os.urandom(size)
    sha256 = hashlib.sha256(content).hexdigest()
    region.files[sha256] = content
    cabinet.files.expect(sha256, size, "application/pdf")
    return sha256


def test_a_large_file_goes_by_chunks_of_one_mebibyte_and_comes_the_same(cabinet, transfers, region):
    content = os.urandom(BIG)
    sha256 = cabinet.files.keep(content, "application/pdf")
    assert transfers.go_on(region) is False
    assert region.files[sha256] == content
    assert [what[1] for what in region.heard if what[0] == "send_pieces"] == [CHUNK_PIECES, 3]
    assert cabinet.files.in_state(HERE) == []


@pytest.mark.parametrize("cuts", [2, 3, 5])
def test_a_line_that_drops_makes_chunks_smaller_and_moves_no_piece_twice(cabinet, transfers, region, cuts):
    sent = cabinet.files.keep(os.urandom(BIG), "application/pdf")
    came = awaited(cabinet, region)
    region.cuts = cuts
    assert transfers.go_on(region) is False
    assert sent in region.files
    assert cabinet.files.read(came) == region.files[came]
    assert region.heard.count(("send_pieces", 1)) <= 3 * count_of(BIG)


def test_a_line_that_is_gone_is_said_and_nothing_that_moved_is_lost(cabinet, transfers, region):
    came = awaited(cabinet, region)
    transfers._chunk_received(region, _ref(came), Held(BIG))
    region.cuts = 1
    with pytest.raises(NoNetworkError):
        transfers.go_on(region)
    assert len(region.heard) == 1 + DROPS
    region.cuts = 0
    transfers.go_on(region)
    assert [what[1] for what in region.heard[1 + DROPS :]] == [1, 1, 0], "the piece of 10 bytes last"
    assert cabinet.files.read(came) == region.files[came]


def _ref(sha256):
    from lgc_app.vault.attachments import BlobRef

    return BlobRef(sha256, BIG)


def test_a_slice_ends_in_time_and_the_next_one_goes_on(cabinet, transfers, region):
    sent = cabinet.files.keep(os.urandom(BIG), "application/pdf")
    region.seconds = SLICE_S * 0.6
    assert transfers.go_on(region) is True
    assert region.now <= SLICE_S * 1.6
    assert cabinet.files.moving_of(sent).moved > 0, "what the screen says of it is kept"
    while transfers.go_on(region):
        pass
    assert sent in region.files


def test_small_files_leave_before_operations_and_large_ones_do_not(cabinet, transfers, region):
    large = cabinet.files.keep(os.urandom(BIG), "application/pdf")
    small = [cabinet.files.keep(os.urandom(size), "image/jpeg") for size in (900, 100)]
    transfers.send_small(region)
    assert region.heard == [("send_file", 100), ("send_file", 900)]
    assert large in cabinet.files.in_state(HERE)
    assert set(small) <= set(region.files)


def test_what_somebody_waits_for_comes_first_whatever_its_size(cabinet, transfers, region):
    smaller, wanted = awaited(cabinet, region), awaited(cabinet, region, BIG + PIECE)
    cabinet.files.want(wanted)
    region.seconds = SLICE_S * 0.6
    transfers.go_on(region)
    assert cabinet.files.moving_of(smaller).moved == 0
    assert cabinet.files.moving_of(wanted).moved or cabinet.files.has(wanted)


def test_one_may_stop_waiting_in_the_middle(cabinet, transfers, region):
    Receiving(cabinet.session).choose("demande")
    wanted = awaited(cabinet, region)
    cabinet.files.want(wanted)
    heard = region._hear

    def stops(what):
        heard(what)
        cabinet.files.want(wanted, wanted=False)

    region._hear = stops
    transfers.go_on(region)
    assert region.heard == [("receive_range", CHUNK_PIECES)]
    assert transfers.go_on(region) is False
    assert len(region.heard) == 1
    assert cabinet.files.moving_of(wanted).moved == CHUNK_PIECES * PIECE, "what came is kept"


@pytest.mark.parametrize(("chosen", "comes"), [("toujours", True), ("demande", False), ("1", False), ("2", True)])
def test_large_files_come_by_policy_and_small_ones_always(cabinet, transfers, region, chosen, comes):
    assert Receiving(cabinet.session).choose(chosen).text == chosen
    large, small = awaited(cabinet, region), awaited(cabinet, region, 500)
    transfers.receive_small(region)
    transfers.go_on(region)
    assert cabinet.files.has(small)
    assert cabinet.files.has(large) is comes
    assert (large in [one.sha256 for one in cabinet.exchanges.files_on_the_way()]) is False


@pytest.mark.parametrize("untrusted", ["0", "-1", "257", "jamais", "²", "1.5"])
def test_a_policy_that_is_none_is_refused(untrusted):
    with pytest.raises(UserError, match="Choisissez"):
        policy_of(untrusted)


def test_a_file_refused_or_without_room_never_holds_the_others_back(cabinet, transfers, region, monkeypatch):
    first, second = awaited(cabinet, region), awaited(cabinet, region, BIG + PIECE)
    kept = cabinet.files.safe.take

    def full(ref, number, piece):
        if ref.sha256 == first:
            raise DiskFullError
        return kept(ref, number, piece)

    monkeypatch.setattr(type(cabinet.files.safe), "take", lambda _self, *given: full(*given))
    sent = cabinet.files.keep(os.urandom(BIG + 1), "application/pdf")
    region.refuses = "send_pieces"
    transfers.go_on(region)
    assert cabinet.files.has(second)
    assert cabinet.files.in_state(AWAITED) == [first]
    assert cabinet.files.in_state(HERE) == [sent]


def test_a_file_that_is_not_what_was_announced_is_never_shown(cabinet, transfers, region):
    came = awaited(cabinet, region)
    region.files[came] = os.urandom(BIG)
    transfers.go_on(region)
    assert not cabinet.files.has(came)
    assert not cabinet.files.safe.held(_ref(came)).bits, "it is asked again from the first byte"


def test_a_window_that_closes_ends_the_slice_after_its_chunk(cabinet, transfers, region):
    sent = cabinet.files.keep(os.urandom(BIG), "application/pdf")
    transfers.stop()
    assert transfers.go_on(region) is True
    assert region.heard == []
    assert cabinet.files.moving_of(sent).state == HERE


def test_files_step_aside_for_operations_after_their_chunk_and_go_on_after(cabinet, transfers, region):
    cabinet.files.keep(os.urandom(BIG), "application/pdf")
    with transfers.aside():
        assert transfers.go_on(region) is True
        assert region.heard == []
        transfers.send_small(region)
    assert transfers.go_on(region) is False
    assert cabinet.files.in_state(HERE) == []


def test_a_dead_line_is_found_at_the_first_request_before_operations(cabinet, transfers, region):
    cabinet.files.keep(os.urandom(2 * PIECE), "application/pdf")
    region.cuts = 1
    with pytest.raises(NoNetworkError):
        transfers.send_small(region)
    assert len(region.heard) == 1


def test_a_post_that_leaves_sends_all_of_it(cabinet, transfers, region):
    cabinet.files.keep(os.urandom(BIG), "application/pdf")
    region.seconds = SLICE_S
    transfers.send_all(region)
    assert cabinet.files.in_state(HERE) == []
    assert len(cabinet.files.moving(IN_REGION)) == 1


def test_chunks_grow_again_once_the_line_holds():
    line = Line()
    line.dropped(NoNetworkError())
    assert line.pieces == 1
    for _ in range(32):
        line.came_through()
    assert line.pieces == CHUNK_PIECES
