# SPDX-License-Identifier: EUPL-1.2
"""Two posts exchange over real mutual TLS, on SQLite and PostgreSQL; strangers and floods get clear answers."""

import base64
import hashlib
from contextlib import suppress

import msgspec
import pytest
import requests
import sqlalchemy as sa
import zstandard

from lgc_app.sync.device_key import DeviceKey, client_context
from lgc_app.sync.transport import Transport
from lgc_core.errors import OutsideError
from lgc_core.model.audit import AuditRead
from lgc_core.model.ids import new_id
from lgc_core.model.patient import Patient
from lgc_core.oplog.clock import wall_ms
from lgc_core.oplog.operation import Change, Op, change, encode
from lgc_core.store import queries
from lgc_core.store.tables import quarantine
from lgc_core.sync.errors import ForeignPartitionError, NoNetworkError, SyncRefusedError
from lgc_core.sync.exchange import push_digest
from lgc_core.sync.protocol import MAX_OPS, HandshakeRequest, PullRequest, PushRequest
from sync_server.config import from_environment
from sync_server.db import reading
from sync_server.services import devices, journal
from sync_server.services.authority import open_authority
from sync_server.services.refusal_trail import EVENTS
from tests.support.mtls import EnrolledPost, a_post, enrol
from tests.support.record import DOCTOR, add, make_patient
from tests.support.server import DATABASES, running_server


@pytest.fixture(
    scope="module",
    params=[pytest.param(k, marks=pytest.mark.postgres if k != "sqlite" else []) for k in DATABASES],
)
def server(request, tmp_path_factory):
    with running_server(tmp_path_factory.mktemp(f"exchange-{request.param}"), request.param) as running:
        yield running


def an_op(post: EnrolledPost, **changes) -> Op:
    """Return an operation of a post that creates a patient."""
    patient = make_patient()
    fields = {
        "op_id": new_id(),
        "partition": f"cabinet:{post.practice}",
        "device": post.post.device,
        "dev_seq": 1,
        "hlc": f"{wall_ms():012x}0000-{post.post.device}",
        "sv": 1,
        "actor": DOCTOR.staff,
        "kind": "create",
        "entity_type": "patient",
        "entity_id": patient.id,
        "fields": {"traits": change(patient.traits)},
    }
    return Op(**(fields | changes))


def a_push(post: EnrolledPost, *ops: Op, **changes) -> PushRequest:
    """Return a signed push."""
    bodies = tuple(encode(op).decode() for op in ops)
    signature = base64.b64encode(post.key.sign(push_digest(bodies))).decode()
    fields = {"partition": f"cabinet:{post.practice}", "epoch": "", "sv": 1, "ops": bodies, "signature": signature}
    return PushRequest(**(fields | changes))


def raw(post: EnrolledPost, verb: str, body: bytes, **headers: str) -> requests.Response:
    return post.transport.send("POST", f"/sync/v1/{verb}", body, headers)


def test_what_one_post_writes_the_other_post_sees(bureau, tablet):
    patient = make_patient(usual="ETHEVE-NATIVEL")
    add(bureau.store, patient)
    assert bureau.exchange.run().refused == 0
    tablet.exchange.run()
    with tablet.store.reading() as connection:
        found = queries.get(connection, Patient, patient.id)
    assert found is not None
    assert found.usual == patient.usual


def test_a_push_offered_twice_is_one_push(bureau):
    push = a_push(bureau, an_op(bureau))
    first, second = bureau.region.push(push), bureau.region.push(push)
    assert [r.outcome for r in first.results + second.results] == ["applied", "duplicate"]
    assert first.results[0].seq == second.results[0].seq


def test_the_handshake_measures_the_clock_of_the_post(bureau):
    told = bureau.region.handshake(HandshakeRequest(sv=1, now_ms=wall_ms() + 3_600_000))
    assert 3_590_000 < told.skew_ms < 3_610_000


def test_a_post_reaches_no_other_practice(bureau, neighbour):
    foreign = f"cabinet:{neighbour.practice}"
    with pytest.raises(ForeignPartitionError):
        bureau.region.pull(PullRequest(partition=foreign, epoch="", after=0))
    for elsewhere in (foreign, f"cabinet:{new_id()}"):  # the same answer whether or not anybody lives there
        result = bureau.region.push(a_push(bureau, an_op(bureau), partition=elsewhere)).results[0]
        assert (result.outcome, result.reason) == ("quarantined", "partition étrangère")


def test_a_row_of_another_practice_cannot_be_written_through_my_own_partition(bureau, neighbour):
    target = an_op(neighbour)
    assert neighbour.region.push(a_push(neighbour, target)).results[0].outcome == "applied"
    theft = an_op(bureau, kind="set", entity_id=target.entity_id, fields={"job": change("pirate")})
    assert bureau.region.push(a_push(bureau, theft)).results[0].outcome == "quarantined"


def test_the_read_trail_is_pushed_and_never_pulled(bureau, server):
    line = AuditRead(
        id=new_id(), at="2026-11-23T10:20:00+04:00", by=DOCTOR, device=bureau.post.device, patient=new_id(),
        what="tout le dossier", previous="0" * 64,
    )  # fmt: skip
    add(bureau.store, line)
    assert bureau.exchange.run().refused == 0
    with pytest.raises(ForeignPartitionError):
        bureau.region.pull(PullRequest(partition=f"trail:{bureau.practice}", epoch="", after=0))
    engine = server.engine()
    with engine.connect() as connection:
        kept = queries.get(connection, AuditRead, line.id)
    assert kept is not None
    assert (kept.patient, kept.what, kept.by) == (line.patient, line.what, DOCTOR)
    engine.dispose()


_NUL_NAME = {"birth_family": "A\u0000B", "birth_givens": "C", "sex": "F", "birth_date": ""}
POISON = {
    "kind of another time": {"kind": "teleport"},
    "unknown entity": {"entity_type": "starship"},
    "server field": {"kind": "set", "entity_type": "dispatch", "fields": {"state": change("reçu")}},
    "wrong type": {"fields": {"traits": change({"sex": "maybe"})}},
    "NUL in a text": {"fields": {"traits": change(_NUL_NAME)}},
    "another device": {"device": "somebody-else"},
    "trail in the record": {"entity_type": "audit_read"},
    "bad id": {"entity_id": "../../etc"},
}  # fmt: skip


@pytest.mark.parametrize("name", POISON)
def test_a_poisoned_operation_is_set_aside_and_the_next_one_goes_on(bureau, server, name):
    poison, good = an_op(bureau, **POISON[name]), an_op(bureau)
    results = bureau.region.push(a_push(bureau, poison, good)).results
    assert [r.outcome for r in results] == ["quarantined", "applied"]
    assert results[0].reason
    engine = server.engine()
    with engine.connect() as connection:
        assert connection.scalar(sa.select(quarantine.c.reason).where(quarantine.c.op_id == poison.op_id))
    engine.dispose()


def test_bytes_changed_on_the_way_do_not_carry_the_signature_of_the_post(bureau):
    honest = a_push(bureau, an_op(bureau))
    with pytest.raises(SyncRefusedError, match="signature du poste"):
        bureau.region.push(msgspec.structs.replace(honest, ops=(*honest.ops, encode(an_op(bureau)).decode())))
    with pytest.raises(SyncRefusedError, match="signature du poste"):
        bureau.region.push(msgspec.structs.replace(honest, signature=""))


@pytest.mark.parametrize(
    "changes", [{"hlc": "yesterday"}, {"dev_seq": -1}, {"dev_seq": 2**60}, {"op_id": "a\0b"}], ids=str
)
def test_an_operation_that_other_posts_could_not_read_is_refused_at_the_door(bureau, changes):
    with pytest.raises(SyncRefusedError, match="illisible"):
        bureau.region.push(a_push(bureau, an_op(bureau, **changes)))


def test_a_bomb_is_refused_before_it_is_unpacked(bureau):
    bomb = zstandard.ZstdCompressor(level=19).compress(b'{"partition":"' + b"0" * (200 * 1024 * 1024))
    assert len(bomb) < 100_000
    answer = raw(bureau, "push", bomb, **{"content-encoding": "zstd"})
    assert (answer.status_code, answer.json()["code"]) == (413, "too-large")


@pytest.mark.parametrize(
    ("body", "encoding"),
    [(b"", "identity"), (b"{", "identity"), (b"\xff" * 20, "zstd"), (b"{}", "zstd"), (b"[1]", "identity"),
     (b"{}", "br"), (b"[" * 100_000, "identity"), (b'{"partition":1}', "identity")],
)  # fmt: skip
def test_what_is_no_push_is_refused_in_french(bureau, body, encoding):
    answer = raw(bureau, "push", body, **{"content-encoding": encoding})
    assert answer.status_code in (400, 415)
    assert answer.json()["phrase"].endswith(".")


def test_a_body_past_one_mebibyte_is_refused_as_too_large(bureau):
    answer = raw(bureau, "push", b"x" * (1024 * 1024 + 1))
    assert answer.status_code == 413


def test_what_a_post_was_refused_is_in_the_journal_once_and_names_nobody(server, bureau, neighbour):
    honest, epoch = a_push(bureau, an_op(bureau)), str(new_id())
    foreign = f"cabinet:{neighbour.practice}"
    bad = (
        lambda: bureau.region.push(msgspec.structs.replace(honest, signature="")),
        lambda: bureau.region.pull(PullRequest(partition=foreign, epoch="", after=0)),
        lambda: bureau.region.pull(PullRequest(partition=f"cabinet:{bureau.practice}", epoch=epoch, after=0)),
        lambda: raw(bureau, "push", b"{", **{"content-encoding": "identity"}),
        lambda: raw(bureau, "push", b"x" * (1024 * 1024 + 1)),
        lambda: bureau.region.push(a_push(bureau, an_op(bureau, partition=foreign), partition=foreign)),
    )
    for one in bad * 2:
        with suppress(OutsideError):
            one()
    engine = server.engine()
    with reading(engine) as connection:
        own = [one for one in journal.recent(connection) if one.device == bureau.post.device]
        assert journal.broken_at(connection) is None
    engine.dispose()
    codes = ("signature", "partition", "epoch", "unreadable", "too-large", "foreign")
    told = [one.event for one in own if one.event in EVENTS.values()]
    assert {EVENTS[code] for code in codes} <= set(told)
    assert len(told) == len(set(told))
    assert {one.practice for one in own} == {bureau.practice}


def test_more_than_a_thousand_operations_are_refused_whole(bureau):
    op = encode(an_op(bureau)).decode()
    with pytest.raises(SyncRefusedError, match="Trop d’opérations"):
        bureau.region.push(
            PushRequest(partition=f"cabinet:{bureau.practice}", epoch="", sv=1, ops=(op,) * (MAX_OPS + 1))
        )


@pytest.mark.parametrize(("after", "limit"), [(-1, 10), (0, -1), (0, 0), (0, 10**9), (2**63, 10)])
def test_absurd_cursors_are_refused(bureau, after, limit):
    with pytest.raises(SyncRefusedError):
        bureau.region.pull(PullRequest(partition=f"cabinet:{bureau.practice}", epoch="", after=after, limit=limit))


def test_a_field_of_raw_json_too_deep_does_not_stop_the_server(bureau):
    deep = msgspec.Raw(b"[" * 900 + b"]" * 900)
    result = bureau.region.push(a_push(bureau, an_op(bureau, fields={"traits": Change(v=deep)}))).results[0]
    assert result.outcome == "quarantined"


def test_files_are_kept_by_hash_for_their_practice_only(bureau, tablet, neighbour, server):
    content = b"%PDF-1.7 " + new_id().encode() * 1000
    sha256 = hashlib.sha256(content).hexdigest()
    bureau.region.send_file(content)
    bureau.region.send_file(content)
    assert tablet.region.receive_file(sha256) == content
    assert neighbour.region.receive_file(sha256) is None
    stored = [file.read_bytes() for file in (server.data_dir / "blobs").rglob("*") if file.is_file()]
    assert stored
    assert not any(content[:40] in one for one in stored)


def test_a_file_that_is_not_what_its_name_says_is_refused(bureau):
    name = hashlib.sha256(b"another").hexdigest()
    answer = bureau.transport.send("PUT", f"/sync/v1/blobs/{name}", b"content")
    assert (answer.status_code, answer.json()["code"]) == (400, "blob")


@pytest.mark.parametrize("name", ["..%2f..%2fregion.db", "A" * 64, "0" * 63, "%00", "0" * 64 + "/x"])
def test_no_name_of_a_file_leaves_the_store(bureau, name):
    assert bureau.transport.send("GET", f"/sync/v1/blobs/{name}").status_code == 404
    assert bureau.transport.send("PUT", f"/sync/v1/blobs/{name}", b"x").status_code in (400, 404, 405)


def test_without_a_certificate_nobody_speaks_on_the_practices_port(server):
    from lgc_app.sync.device_key import pinned_context

    naked = Transport(server.practice_url, pinned_context(server.authority_pem))
    with pytest.raises(NoNetworkError):
        naked.send("GET", "/health")
    naked.close()


def test_a_certificate_of_another_authority_is_not_heard(server, tmp_path):
    other = open_authority(from_environment({}, data_dir=tmp_path / "other"))
    transport = _speaker(server, tmp_path, other, new_id(), new_id())
    with pytest.raises(NoNetworkError):
        transport.send("GET", "/health")
    transport.close()


def test_a_certificate_that_our_table_does_not_know_is_told_so(server, tmp_path, bureau):
    authority = open_authority(from_environment({}, data_dir=server.data_dir))
    for device, practice in ((new_id(), new_id()), (bureau.post.device, bureau.practice)):
        transport = _speaker(server, tmp_path / device, authority, device, practice)
        answer = transport.send("POST", "/sync/v1/handshake", b"{}")
        assert (answer.status_code, answer.json()["code"]) == (403, "unknown-post")
        transport.close()


def _speaker(server, folder, authority, device, practice) -> Transport:
    from cryptography.hazmat.primitives.serialization import Encoding

    folder.mkdir(parents=True, exist_ok=True)
    key = DeviceKey.generate()
    certificate = authority.issue_device(key.key.public_key(), device, practice)
    (folder / "c.pem").write_bytes(certificate.public_bytes(Encoding.PEM))
    (folder / "k.pem").write_bytes(key.encrypted_pem)
    context = client_context(server.authority_pem, folder / "c.pem", folder / "k.pem", key.password)
    return Transport(server.practice_url, context)


def test_a_revoked_post_loses_no_word_receives_nothing_and_is_told_to_wipe(server, folder, neighbour):
    post = enrol(server, folder, a_post(neighbour.practice, "Portable volé"))
    engine = server.engine()
    devices.revoke(engine, post.post.device, "test")
    engine.dispose()
    assert "revoked" in post.region.handshake(HandshakeRequest(sv=1, now_ms=wall_ms())).features
    result = post.region.push(a_push(post, an_op(post))).results[0]
    assert (result.outcome, result.reason) == ("quarantined", "poste révoqué")
    answer = raw(
        post, "pull", msgspec.json.encode(PullRequest(partition=f"cabinet:{post.practice}", epoch="", after=0))
    )
    assert (answer.status_code, answer.json()["code"], answer.json()["wipe"]) == (403, "revoked", True)
    assert post.transport.send("GET", f"/sync/v1/blobs/{'0' * 64}").status_code == 403


def test_the_practices_port_serves_no_page_of_the_public_one(bureau):
    for path in ("/admin", "/connexion", "/enrolment/v1/authority", "/documents"):
        assert bureau.transport.send("GET", path).status_code == 404


def test_health_tells_only_that_it_works(server):
    public = server.public_transport()
    assert public.send("GET", "/health").json() == {"ok": True, "version": "0.1.0"}
    public.close()
