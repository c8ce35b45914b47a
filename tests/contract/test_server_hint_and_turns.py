# SPDX-License-Identifier: EUPL-1.2
"""A colleague's work is told at once, nobody waits on a thread, an older post still sends, over real HTTPS."""

import dataclasses
import threading
import time
from contextlib import suppress

import msgspec
import pytest
import zstandard

from lgc_app.sync.device_key import client_context
from lgc_app.sync.region import Region
from lgc_app.sync.transport import Transport
from lgc_core.model.patient import Patient
from lgc_core.oplog.upcast import Schema
from lgc_core.store import queries
from lgc_core.store.store import Store
from lgc_core.sync.errors import LONGEST_WAIT_S, BusyError, NoNetworkError, UpdateRequiredError
from lgc_core.sync.exchange import Exchange
from lgc_core.sync.protocol import HandshakeRequest, Hint, PullRequest
from tests.bench.sync_server_rows import _signed, pushes
from tests.bench.traffic import day_of_work
from tests.support.igc import LUCIE
from tests.support.mtls import a_post, enrol
from tests.support.record import add, make_patient
from tests.support.server import running_server, started

LONG = 20.0
"""Below the 25 s that a wait is held: an answer before that came because somebody woke it."""


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SERENITE_SERVER_MIN_SCHEMA", "2")
        with running_server(tmp_path_factory.mktemp("hint")) as running:
            yield running


@pytest.fixture(scope="module")
def posts(server, tmp_path_factory):
    """Two posts of one practice that know its place, and one of another practice."""
    folder = tmp_path_factory.mktemp("posts")
    one = enrol(server, folder / "one")
    two = enrol(server, folder / "two", a_post(one.practice, "Tablette"), LUCIE)
    stranger = enrol(server, folder / "three")
    for post in (one, two, stranger):
        add(post.store, make_patient())
        post.exchange.run()
    two.exchange.run()
    one.exchange.run()
    return one, two, stranger


class Listening:
    """A wait under way on a thread of the test."""

    def __init__(self, post, after, epoch):
        self.told: Hint | None = None
        self._thread = threading.Thread(target=self._run, args=(post, after, epoch))
        self._thread.start()

    def _run(self, post, after, epoch):
        self.told = post.region.hint(after, epoch)

    def within(self, seconds):
        self._thread.join(seconds)
        return self.told

    def end(self):
        self._thread.join(60)


def place_of(post):
    at = post.exchange._cursor(f"cabinet:{post.practice}")
    return at.seq, at.epoch


def test_the_region_says_that_it_tells(posts):
    assert "hint" in posts[0].region.handshake(HandshakeRequest(sv=2, now_ms=0)).features


def test_a_place_that_is_behind_is_told_at_once(posts):
    two = posts[1]
    two.exchange.run()
    seq, epoch = place_of(two)
    assert two.region.hint(seq - 1, epoch).head == seq
    assert two.region.hint(seq, "another life").epoch == epoch


def test_whoever_waits_is_woken_by_a_colleague_and_by_nobody_else(posts):
    one, two, stranger = posts
    one.exchange.run()
    two.exchange.run()
    waiting, seq = Listening(two, *place_of(two)), place_of(two)[0]
    elsewhere = Listening(stranger, *place_of(stranger))
    time.sleep(0.3)  # the wait has begun; were it not, the answer would be the same
    add(one.store, make_patient())
    one.exchange.run()
    told = waiting.within(LONG)
    assert told is not None
    assert told.head == seq + 1
    assert elsewhere.told is None
    add(stranger.store, make_patient())
    stranger.exchange.run()  # does not wake its own post
    assert elsewhere.told is None
    again = stranger.region.hint(*place_of(stranger)[:1], "")  # a newer wait of the same post ends the older one
    assert elsewhere.within(LONG) is not None
    assert again.epoch
    waiting.end()


def test_whoever_waits_at_another_process_of_the_region_hears_of_it_too(server, posts):
    one, two, _ = posts
    two.exchange.run()
    with started(server.data_dir, server.database_url) as other:
        context = client_context(server.authority_pem, two.certificate_file, two.key_file, two.key.password)
        elsewhere = dataclasses.replace(two, region=Region(Transport(other.practice_url, context)))
        waiting, seq = Listening(elsewhere, *place_of(two)), place_of(two)[0]
        time.sleep(1.5)  # the other process has looked once; were it not, the answer would only come later
        add(one.store, make_patient())
        one.exchange.run()
        told = waiting.within(LONG)
    assert told is not None
    assert (told.head, told.news) == (seq + 1, True)


def test_a_crowd_of_waits_leaves_room_for_work_and_is_one_wait_a_post(posts):
    one, two, _ = posts
    two.exchange.run()
    waits = [Listening(two, *place_of(two)) for _ in range(30)]  # each ends the one before it
    add(one.store, make_patient())
    assert one.exchange.run().pushed == 1
    for wait in waits:
        assert wait.within(LONG) is not None


def flood(post, count):
    """Push as many different batches at once from one practice; return status and wait of each, by batch."""
    bodies = day_of_work(BATCH * count, post.practice, post.post.device)
    signed = [_signed(post, one) for one in pushes(bodies, post.practice, BATCH)]
    answers = [None] * count
    packer = zstandard.ZstdCompressor(level=1)
    contents = [packer.compress(msgspec.json.encode(one)) for one in signed]

    def send(number):
        headers = {"content-encoding": "zstd"}
        with suppress(NoNetworkError):  # a loaded machine may not even answer the line
            answer = post.transport.send("POST", "/sync/v1/push", contents[number], headers)
            answers[number] = (answer.status_code, answer.headers.get("retry-after"), answer.json())

    threads = [threading.Thread(target=send, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    return threads, answers, signed


BATCH = 400


def push_until_taken(post, request, tries=20):
    """Offer a batch again, as a post does, whatever the line or the region say meanwhile."""
    for _ in range(tries):
        try:
            return post.region.push(request)
        except BusyError as busy:
            time.sleep(busy.seconds)
        except NoNetworkError:
            time.sleep(1)
    raise AssertionError("never taken")


def test_a_flood_of_one_practice_is_told_to_wait_and_another_is_served_meanwhile(server, tmp_path):
    loud, quiet = enrol(server, tmp_path / "loud"), enrol(server, tmp_path / "quiet")
    add(quiet.store, make_patient())
    threads, answers, signed = flood(loud, 24)
    assert quiet.exchange.run().pushed == 1  # never told to wait: its queue is its own
    for thread in threads:
        thread.join(60)
    heard = [one for one in answers if one is not None]
    told = [one for one in heard if one[0] == 503]
    assert {one[0] for one in heard} == {200, 503}
    assert all(1 <= int(wait) <= LONGEST_WAIT_S and body["code"] == "busy" for _, wait, body in told)
    for request in signed:  # whatever was refused is taken later, and nothing twice
        push_until_taken(loud, request)
    asked = PullRequest(partition=f"cabinet:{loud.practice}", epoch="", after=0, limit=1, sv=2)
    assert loud.region.pull(asked).head == BATCH * 24


def test_a_hint_needs_a_place(posts):
    for query in ("", "?after=-1", "?after=x", f"?after={2**60}"):
        assert posts[0].transport.send("GET", f"/sync/v1/hint{query}").status_code == 422


def test_an_older_post_sends_everything_and_receives_after_its_update(server, tmp_path):
    newer = enrol(server, tmp_path / "newer")
    older = enrol(server, tmp_path / "older", a_post(newer.practice, "Ancien"), LUCIE)
    mine, theirs = make_patient(), make_patient()
    store = Store(older.store.engine, older.practice, older.post.device, schema=Schema(version=1))
    add(store, mine)
    add(newer.store, theirs)
    newer.exchange.run()
    report = Exchange(store, older.region, older.key.sign).run()
    assert (report.must_update, report.pushed, report.pulled) == (True, 1, 0)
    with pytest.raises(UpdateRequiredError):
        older.region.pull(PullRequest(partition=f"cabinet:{older.practice}", epoch="", after=0, sv=1))
    newer.exchange.run()
    assert has(newer.store, mine)
    older.exchange.run()  # the same post, updated
    assert has(older.store, theirs)


def has(store, patient):
    with store.reading() as connection:
        return queries.get(connection, Patient, patient.id) is not None


def test_the_answer_is_small(posts):
    one = posts[0]
    assert len(msgspec.json.encode(one.region.hint(0, ""))) < 100
