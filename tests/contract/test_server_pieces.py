# SPDX-License-Identifier: EUPL-1.2
"""Large files over a real server: by pieces, over lines that drop, against posts that lie."""

import hashlib
import os

import pytest

from lgc_app.services.cabinet import make_cabinet
from lgc_app.services.files import AWAITED, HERE, IN_REGION
from lgc_app.services.session import Session
from lgc_app.sync.device_key import client_context
from lgc_app.sync.region import Region
from lgc_app.sync.transport import Transport
from lgc_app.vault.attachments import AttachmentStore
from lgc_app.vault.keys import DatabaseKey
from lgc_core.pieces.cut import LARGEST, PIECE, Held
from lgc_core.sync.errors import RevokedError, SyncRefusedError
from sync_server.services import devices
from tests.support.cabinet import a_practice, a_staff
from tests.support.lossy_line import lossy_line
from tests.support.mtls import a_post, enrol
from tests.support.record import add, make_store
from tests.support.server import running_server

CONTENT = os.urandom(5 * PIECE + 1000)


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with running_server(tmp_path_factory.mktemp("pieces")) as running:
        yield running


def a_file(pieces: int = 5) -> tuple[str, bytes]:
    """Return bytes that nobody sent before."""
    content = os.urandom(16) + CONTENT[16 : pieces * PIECE - 100]
    return hashlib.sha256(content).hexdigest(), content


def cut(content: bytes, numbers) -> list[bytes]:
    return [content[number * PIECE : (number + 1) * PIECE] for number in numbers]


def send(post, content: bytes, *numbers: int) -> Held:
    """Send some pieces, each in a request of its own."""
    sha256, held = hashlib.sha256(content).hexdigest(), Held(len(content))
    for number in numbers:
        held = post.region.send_pieces(sha256, len(content), number, cut(content, [number]))
    return held


def on_disk(server) -> bytes:
    return b"".join(file.read_bytes() for file in (server.data_dir / "arriving").rglob("*") if file.is_file())


def test_pieces_arrive_in_any_order_and_the_file_is_there_once_all_are(bureau, tablet):
    sha256, content = a_file()
    assert bureau.region.look(sha256, len(content)) == Held(len(content))
    assert send(bureau, content, 4, 0, 2).bits == 0b10101
    assert bureau.region.look(sha256, len(content)).bits == 0b10101
    assert tablet.region.receive_range(sha256, len(content), 0, 10) is None
    assert send(bureau, content, 1, 3).is_whole
    assert tablet.region.receive_range(sha256, len(content), PIECE - 5, 10) == content[PIECE - 5 : PIECE + 5]
    assert tablet.region.receive_file(sha256) == content


def test_a_piece_sent_twice_and_a_file_sent_again_change_nothing(bureau):
    sha256, content = a_file(2)
    assert send(bureau, content, 0, 0) == send(bureau, content, 0)
    assert send(bureau, content, 1, 1, 0).is_whole
    assert bureau.region.look(sha256, len(content)).is_whole


def test_four_pieces_go_in_one_request(bureau, tablet):
    sha256, content = a_file()
    held = bureau.region.send_pieces(sha256, len(content), 0, cut(content, range(4)))
    assert held.bits == 0b1111
    assert bureau.region.send_pieces(sha256, len(content), 4, cut(content, [4])).is_whole
    assert tablet.region.receive_file(sha256) == content


def test_what_is_on_its_way_rests_encrypted_and_nameless(bureau, server):
    sha256, content = a_file()
    send(bureau, content, 0)
    assert content[:64] not in on_disk(server)
    names = " ".join(str(file) for file in (server.data_dir / "arriving").rglob("*"))
    assert sha256 not in names
    assert bureau.practice not in names


def test_another_practice_hears_the_same_of_a_file_known_begun_or_unknown(bureau, neighbour):
    known, begun = a_file(2), a_file(2)
    send(bureau, known[1], 0, 1)
    send(bureau, begun[1], 0)
    size = len(known[1])
    answers = set()
    asked = (("HEAD", {"upload-length": str(size)}), ("GET", {}), ("GET", {"range": "bytes=0-9"}))
    for sha256 in (known[0], begun[0], "0" * 64):
        for method, headers in asked:
            answer = neighbour.transport.send(method, f"/sync/v1/blobs/{sha256}", headers=headers)
            answers.add((method, answer.status_code, answer.content, answer.headers.get("pieces-held")))
    assert {status for _, status, _, _ in answers} == {404}
    assert len(answers) == 2
    assert send(neighbour, known[1], 0).bits == 1, "it has to send all of it, like anybody"


def test_an_older_post_sends_and_receives_whole_files_beside_the_pieces(bureau, tablet):
    sha256, content = a_file(3)
    send(bureau, content, 0)
    head = bureau.transport.send("HEAD", f"/sync/v1/blobs/{sha256}")
    assert head.status_code == 404, "begun is not there for a post that does not know pieces"
    assert tablet.transport.send("PUT", f"/sync/v1/blobs/{sha256}", content).status_code == 201
    assert bureau.transport.send("GET", f"/sync/v1/blobs/{sha256}").content == content
    assert bureau.region.look(sha256, len(content)).is_whole


@pytest.mark.parametrize(
    ("first", "headers", "status"),
    [
        (0, {"piece-sha256": "0" * 64}, 400),
        (0, {"piece-sha256": ""}, 400),
        (0, {"piece-sha256": ",".join(["0" * 64] * 5)}, 400),
        (2, {}, 400),
        (1_000_000, {}, 400),
        (-1, {}, 400),
        (0, {"upload-length": str(LARGEST + 1)}, 400),
        (0, {"upload-length": str(10**30)}, 400),
        (0, {"upload-length": "-5"}, 400),
        (0, {"upload-length": ""}, 400),
        (0, {"upload-length": str(PIECE - 1)}, 400),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_in_french_and_leaves_nothing(bureau, server, first, headers, status):
    sha256, content = a_file(2)
    before = len(on_disk(server))
    piece = content[:PIECE]
    told = {"upload-length": str(len(content)), "piece-sha256": hashlib.sha256(piece).hexdigest()} | headers
    answer = bureau.transport.send("PUT", f"/sync/v1/blobs/{sha256}/chunks/{first}", piece, told)
    assert answer.status_code == status
    assert answer.json()["phrase"].endswith(".")
    assert len(on_disk(server)) == before


def test_bytes_that_are_not_those_of_the_name_are_dropped_whole_and_may_be_sent_again(bureau):
    sha256, content = a_file(2)
    other = a_file(2)[1]
    bureau.region.send_pieces(sha256, len(content), 0, cut(other, [0]))
    with pytest.raises(SyncRefusedError, match="abîmé"):
        bureau.region.send_pieces(sha256, len(content), 1, cut(content, [1]))
    assert not bureau.region.look(sha256, len(content)).bits
    assert send(bureau, content, 0, 1).is_whole


def test_a_lie_about_the_size_does_not_reach_the_upload_of_an_honest_post(bureau, tablet):
    sha256, content = a_file(2)
    tablet.region.send_pieces(sha256, PIECE + 7, 0, cut(content, [0]))
    send(tablet, a_file(2)[1], 0)
    assert not bureau.region.look(sha256, len(content)).bits
    assert send(bureau, content, 0, 1).is_whole


@pytest.mark.parametrize(
    "untrusted", ["bytes=9-3", "bytes=0-", "bytes=-5", "bytes=0-1,3-4", "bytes=99999999-100000000", "x"]
)
def test_ranges_that_are_none_are_refused(bureau, untrusted):
    sha256, content = a_file(2)
    send(bureau, content, 0, 1)
    answer = bureau.transport.send("GET", f"/sync/v1/blobs/{sha256}", headers={"range": untrusted})
    assert answer.status_code == 416


def test_a_body_past_one_chunk_is_refused_before_it_is_read(bureau):
    answer = bureau.transport.send("PUT", f"/sync/v1/blobs/{'0' * 64}/chunks/0", bytes(4 * PIECE + 1))
    assert answer.status_code == 413


@pytest.mark.parametrize(
    ("fault", "every"), [("drop", 900_000), ("truncate", 900_000), ("double", 900_000), ("drop", 350_000)]
)
def test_a_file_arrives_whole_over_a_line_that_fails_again_and_again(
    server, bureau, tablet, tmp_path, fault, every
):
    content = os.urandom(16) * (6 * PIECE // 16)
    with lossy_line(server.practice_port, every_bytes=every, fault=fault) as line:
        here = cabinet_of(bureau, tmp_path / "here", region=over(server, bureau, line))
        there = cabinet_of(tablet, tmp_path / "there", region=over(server, tablet, line))
        sha256 = here.files.keep(content, "application/pdf")
        there.files.expect(sha256, len(content), "application/pdf")
        carry(here, sha256)
        carry(there, sha256)
        assert there.files.read(sha256) == content
        assert line.drops >= 2
        assert line.carried < 8 * len(content)


def over(server, post, line) -> Region:
    """Return the region of a post over a line that fails."""
    context = client_context(server.authority_pem, post.certificate_file, post.key_file, post.key.password)
    return Region(Transport(line.url, context))


def cabinet_of(post, folder, store=None, region=None):
    """Return the services of a post over its record, or over an empty one."""
    store = store or make_store(post.post.device, post.practice)
    safe = AttachmentStore(folder / "pieces", DatabaseKey.generate())
    return make_cabinet(Session(store, a_practice(), a_staff()), safe, region or post.region, post.key.sign)


def carry(cabinet, sha256):
    """Move files until there are none to move, as exchanges follow one another."""
    for _ in range(40):
        if cabinet.files.moving_of(sha256).state == IN_REGION:
            return
        cabinet.exchanges.move_files()
    pytest.fail(f"{cabinet.files.moving_of(sha256)} did not move on")


def test_an_exchange_moves_a_large_file_after_the_operations(bureau, tablet, tmp_path):
    here = cabinet_of(bureau, tmp_path / "here", bureau.store)
    there = cabinet_of(tablet, tmp_path / "there", tablet.store)
    add(bureau.store, a_practice(), a_staff())
    content = b"%PDF-1.7 " + os.urandom(5 * PIECE)
    document = here.inbox.receive(content)
    assert here.exchanges.run().online
    assert here.files.in_state(HERE) == []
    assert there.exchanges.run().online
    assert there.files.in_state(AWAITED) == []
    assert there.documents.open(document.id).pdf == content


def test_a_revoked_post_sends_its_pieces_and_receives_none(server, folder, bureau):
    post = enrol(server, folder, a_post(bureau.practice, "Portable volé"))
    sha256, content = a_file(2)
    engine = server.engine()
    devices.revoke(engine, post.post.device, "test")
    engine.dispose()
    assert send(post, content, 0, 1).is_whole
    with pytest.raises(RevokedError):
        post.region.receive_range(sha256, len(content), 0, 10)
