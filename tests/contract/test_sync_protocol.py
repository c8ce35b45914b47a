# SPDX-License-Identifier: EUPL-1.2
"""OPLOG/1 is one contract: what holds in process holds over real mutual TLS, on SQLite and PostgreSQL."""

import base64
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

import msgspec
import pytest

from lgc_core.model.ids import new_id
from lgc_core.oplog.clock import wall_ms
from lgc_core.oplog.operation import Op, change, encode
from lgc_core.store.store import Store
from lgc_core.sync import chain
from lgc_core.sync.arbiter import Arbiter
from lgc_core.sync.errors import EpochChangedError, NoNetworkError, SyncRefusedError
from lgc_core.sync.exchange import ChainMismatchError, Exchange, push_digest
from lgc_core.sync.protocol import (
    HandshakeRequest,
    PullRequest,
    PullResponse,
    PushRequest,
    PushResponse,
    SyncProtocol,
)
from tests.support.igc import LUCIE
from tests.support.mtls import a_post, enrol
from tests.support.record import DOCTOR, PRACTICE, InProcessRegion, add, make_arbiter, make_patient, make_store
from tests.support.server import DATABASES, running_server

TEN_YEARS_MS = 10 * 365 * 86_400_000


@dataclass
class End:
    """One post at one end of the protocol."""

    region: SyncProtocol
    practice: str
    device: str
    sign: Callable[[bytes], bytes]
    new_epoch: Callable[[], None]

    @property
    def cabinet(self) -> str:
        return f"cabinet:{self.practice}"

    def store(self) -> Store:
        return make_store(self.device, self.practice)

    def exchange(self, store: Store, region: SyncProtocol | None = None) -> Exchange:
        return Exchange(store, region or self.region, self.sign)

    def op(self, **changes: object) -> Op:
        patient = make_patient()
        fields = {
            "op_id": new_id(),
            "partition": self.cabinet,
            "device": self.device,
            "dev_seq": 1,
            "hlc": f"{wall_ms():012x}0000-{self.device}",
            "sv": 1,
            "actor": DOCTOR.staff,
            "kind": "create",
            "entity_type": "patient",
            "entity_id": patient.id,
            "fields": {"traits": change(patient.traits)},
        }
        return Op(**(fields | changes))  # type: ignore[arg-type]

    def request(self, *ops: Op | str, partition: str = "", epoch: str = "") -> PushRequest:
        bodies = tuple(one if isinstance(one, str) else encode(one).decode() for one in ops)
        signature = base64.b64encode(self.sign(push_digest(bodies))).decode()
        return PushRequest(partition=partition or self.cabinet, epoch=epoch, sv=1, ops=bodies, signature=signature)

    def push(self, *ops: Op | str) -> PushResponse:
        return self.region.push(self.request(*ops))

    def pull(self, after: int = 0, epoch: str = "") -> PullResponse:
        return self.region.pull(PullRequest(partition=self.cabinet, epoch=epoch, after=after))

    def head(self) -> int:
        return self.pull().head


class Cut:
    """A line that fails at a chosen moment: before the request, or after the region answered."""

    def __init__(self, region: SyncProtocol, verb: str, *, after: bool) -> None:
        self._region, self._verb, self._after, self._left = region, verb, after, 1

    def __getattr__(self, verb: str):
        def call(request):
            fails = verb == self._verb and self._left
            self._left -= bool(fails)
            if fails and not self._after:
                raise NoNetworkError
            response = getattr(self._region, verb)(request)
            if fails:
                raise NoNetworkError
            return response

        return call


class TamperedRegion(Cut):
    """A region whose answers were changed on the way."""

    def __init__(self, region: SyncProtocol) -> None:
        super().__init__(region, "", after=False)

    def pull(self, request: PullRequest) -> PullResponse:
        response = self._region.pull(request)
        ops = tuple(
            msgspec.structs.replace(one, body=one.body.replace("GRONDIN", "GRANDIN")) for one in response.ops
        )
        return msgspec.structs.replace(response, ops=ops)


class SyncContract:
    """What every end keeps; `end` and `other` are two posts of one practice."""

    def test_the_handshake_measures_the_clock(self, end: End) -> None:
        hello = end.region.handshake(HandshakeRequest(sv=1, now_ms=wall_ms()))
        assert hello.min_sv <= 1 <= hello.sv
        assert abs(hello.skew_ms) < 60_000

    def test_each_operation_has_its_result_in_order(self, end: End) -> None:
        before, ops = end.head(), [end.op() for _ in range(3)]
        answer = end.push(*ops)
        assert [result.op_id for result in answer.results] == [one.op_id for one in ops]
        assert [result.seq for result in answer.results] == [before + 1, before + 2, before + 3]
        assert {result.outcome for result in answer.results} == {"applied"}

    def test_pushing_twice_is_harmless_and_says_so(self, end: End) -> None:
        one = end.op()
        first, again, doubled = end.push(one), end.push(one), end.push(one, one)
        assert [result.outcome for result in again.results + doubled.results] == ["duplicate"] * 3
        assert {result.seq for result in again.results + doubled.results} == {first.results[0].seq}
        assert end.head() == first.results[0].seq

    def test_one_bad_operation_never_blocks_its_neighbours(self, end: End) -> None:
        orphan = end.op(kind="set", fields={"job": change("x")})
        results = end.push(end.op(), orphan, end.op()).results
        assert [result.outcome for result in results] == ["applied", "quarantined", "applied"]
        assert results[1].reason

    @pytest.mark.parametrize(
        "changes",
        [
            {"entity_type": "licorne", "sv": 9},
            {"kind": "fusionner", "sv": 9},
            {"fields": {"traits": change(["pas", "des", "traits"])}},
            {"fields": {"traits": change({}), "un nom impossible": change(1)}},
            {"device": "un autre poste"},
        ],
    )
    def test_what_cannot_be_applied_is_kept_whole_and_shown(self, end: End, changes) -> None:
        strange = end.op(**changes)
        (result,) = end.push(strange).results
        assert result.outcome == "quarantined"
        (pulled,) = [one for one in end.pull(result.seq - 1).ops if one.seq == result.seq]
        assert pulled.body == encode(strange).decode()
        assert pulled.quarantine == result.reason

    def test_a_field_of_a_later_version_comes_back_as_sent(self, end: End) -> None:
        later = end.op(sv=9)
        later.fields["couleur"] = change({"r": 1})
        (result,) = end.push(later).results
        assert result.outcome == "applied"
        assert end.pull(result.seq - 1).ops[0].body == encode(later).decode()

    @pytest.mark.parametrize("skew", [-TEN_YEARS_MS, TEN_YEARS_MS])
    def test_a_wrong_clock_is_never_a_reason_to_refuse(self, end: End, skew: int) -> None:
        one = end.op(hlc=f"{wall_ms() + skew:012x}0000-{end.device}")
        assert end.push(one).results[0].outcome == "applied"

    def test_the_order_has_no_hole_and_the_chain_proves_it(self, end: End) -> None:
        end.push(end.op(), end.op(kind="set"))
        answer = end.pull()
        assert [one.seq for one in answer.ops] == list(range(1, len(answer.ops) + 1))
        link = chain.START
        for one in answer.ops:
            link = chain.extend(link, one.seq, one.body, chain.verdict(one.quarantine, one.hlc))
        assert answer.chain == link.hex()

    def test_pages_give_the_same_log(self, end: End) -> None:
        end.push(*(end.op() for _ in range(5)))
        whole, pages, after = end.pull().ops, [], 0
        while page := end.region.pull(PullRequest(partition=end.cabinet, epoch="", after=after, limit=2)).ops:
            pages += page
            after = page[-1].seq
        assert tuple(pages) == whole

    def test_an_older_life_of_the_server_is_said(self, end: End) -> None:
        end.push(end.op())
        for ask in (lambda: end.pull(0, "0" * 36), lambda: end.region.push(end.request(end.op(), epoch="0" * 36))):
            with pytest.raises(EpochChangedError) as changed:
                ask()
            assert changed.value.epoch == end.pull().epoch

    @pytest.mark.parametrize(
        "partition", ["cabinet:0190d0d0-0000-7000-8000-00000000beef", "ref:x", "", "trail:autre"]
    )
    def test_a_foreign_partition_gives_nothing_and_takes_nothing_but_aside(self, end: End, partition: str) -> None:
        with suppress(SyncRefusedError):  # or taken whole, set aside: a right that has ended loses no word
            response = end.region.push(end.request(end.op(), partition=partition or "x"))
            assert [one.outcome for one in response.results] == ["quarantined"]
        with pytest.raises(SyncRefusedError):
            end.region.pull(PullRequest(partition=partition or "x", epoch="", after=0))

    @pytest.mark.parametrize("verb", ["handshake", "push", "pull"])
    @pytest.mark.parametrize("after", [False, True])
    def test_a_lost_request_or_reply_is_tried_again_without_loss_or_double(self, end, verb, after) -> None:
        store, before = end.store(), end.head()
        end.exchange(store).run()
        add(store, make_patient(), make_patient(usual="PAYET"))
        with pytest.raises(NoNetworkError):
            end.exchange(store, Cut(end.region, verb, after=after)).run()
        report = end.exchange(store).run()
        assert end.head() == before + 2
        assert report.refused == 0
        assert waiting(store) == 0

    def test_both_posts_read_what_either_wrote(self, end: End, other: End) -> None:
        here, there = end.store(), other.store()
        add(here, make_patient(usual="ICI"))
        add(there, make_patient(usual="LÀ"))
        for end_, store in ((end, here), (other, there), (end, here)):
            end_.exchange(store).run()
        assert names(here) >= {"ICI", "LÀ"}
        assert names(here) == names(there)

    def test_a_new_epoch_makes_a_post_offer_its_own_again(self, end: End) -> None:
        store = end.store()
        add(store, make_patient(usual="ÉPOQUE"))
        end.exchange(store).run()
        end.new_epoch()
        report = end.exchange(store).run()
        assert report.pushed >= 1
        assert waiting(store) == 0
        assert "ÉPOQUE" in names(store)

    def test_a_log_changed_on_the_way_is_not_taken_and_nothing_is_lost(self, end: End) -> None:
        store = end.store()
        add(store, make_patient(usual="À MOI"))
        with pytest.raises(ChainMismatchError):
            end.exchange(store, TamperedRegion(end.region)).run()
        assert "À MOI" in names(store)
        end.exchange(store).run()
        assert waiting(store) == 0

    def test_long_notes_leave_in_pushes_that_fit(self, end: End) -> None:
        import random

        rng = random.Random(5)
        store = end.store()
        noise = ["".join(chr(rng.randint(0x4E00, 0x9FFF)) for _ in range(60_000)) for _ in range(8)]
        for text in noise:
            add(store, make_patient(job=text))
        assert end.exchange(store).run().pushed == 8
        assert waiting(store) == 0


def waiting(store: Store) -> int:
    from lgc_core.store.local_tables import outbox

    with store.reading() as connection:
        return len(connection.execute(outbox.select()).all())


def names(store: Store) -> set[str]:
    from lgc_core.model.patient import Patient
    from lgc_core.store import queries

    with store.reading() as connection:
        return {one.usual.family for one in queries.find(connection, Patient)}


class TestInProcess(SyncContract):
    """The arbiter called directly."""

    @pytest.fixture
    def arbiter(self) -> Arbiter:
        return make_arbiter()

    @pytest.fixture
    def end(self, arbiter: Arbiter) -> End:
        return _in_process(arbiter, "poste-1")

    @pytest.fixture
    def other(self, arbiter: Arbiter) -> End:
        return _in_process(arbiter, "poste-2")


def _in_process(arbiter: Arbiter, device: str) -> End:
    return End(
        InProcessRegion(arbiter, device), PRACTICE, device, lambda _: b"signature of a test", arbiter.new_epoch
    )


@pytest.fixture(
    scope="module",
    params=[pytest.param(k, marks=pytest.mark.postgres if k != "sqlite" else []) for k in DATABASES],
)
def server(request, tmp_path_factory):
    with running_server(tmp_path_factory.mktemp(f"contract-{request.param}"), request.param) as running:
        yield running


@pytest.fixture(scope="module")
def posts(server, tmp_path_factory):
    folder = tmp_path_factory.mktemp("posts")
    bureau = enrol(server, folder)
    tablet = enrol(server, folder, a_post(bureau.practice, "Tablette"), LUCIE)
    yield bureau, tablet
    bureau.transport.close()
    tablet.transport.close()


class TestOverHttps(SyncContract):
    """The product's client and server; one practice for every test, its log grows."""

    @pytest.fixture
    def end(self, server, posts) -> End:
        return _over_https(server, posts[0])

    @pytest.fixture
    def other(self, server, posts) -> End:
        return _over_https(server, posts[1])

    def test_a_forged_signature_is_refused_whole(self, end: End) -> None:
        before = end.head()
        for signature in ("", "AAAA", "pas du base64", end.request(end.op()).signature):
            forged = msgspec.structs.replace(end.request(end.op()), signature=signature)
            with pytest.raises(SyncRefusedError, match="signature"):
                end.region.push(forged)
        assert end.head() == before

    def test_the_read_trail_is_pushed_and_never_pulled(self, end: End) -> None:
        with pytest.raises(SyncRefusedError):
            end.region.pull(PullRequest(partition=f"trail:{end.practice}", epoch="", after=0))

    @pytest.mark.parametrize("body", ["", "{}", "[]", "null", '{"op_id":1}', "[" * 20_000, "\ufffd", "{" * 5000])
    def test_a_body_that_is_no_operation_is_refused_and_the_post_goes_on(self, end: End, body: str) -> None:
        with pytest.raises(SyncRefusedError):
            end.push(body)
        assert end.push(end.op()).results[0].outcome == "applied"

    def test_a_value_nested_without_end_is_refused_not_a_crash(self, end: End) -> None:
        deep = (
            encode(end.op()).decode().replace('"fields":{', '"fields":{"x":{"v":' + "[" * 9000 + "]" * 9000 + "},")
        )
        with pytest.raises(SyncRefusedError):
            end.push(deep)


def _over_https(server, post) -> End:
    def new_epoch() -> None:
        engine = server.engine()
        Arbiter(engine).new_epoch()
        engine.dispose()

    return End(post.region, post.practice, post.post.device, post.key.sign, new_epoch)
