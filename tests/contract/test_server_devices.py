# SPDX-License-Identifier: EUPL-1.2
"""Devices over a real server: the lease it gives, a queue carried by hand, a revoked post to its very end."""

import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa

from lgc_app.services.cabinet import Cabinet, make_cabinet
from lgc_app.services.lease import PostLease, ReadOnlyError
from lgc_app.services.session import Session
from lgc_app.vault.attachments import AttachmentStore
from lgc_app.vault.keys import DatabaseKey
from lgc_core.oplog.clock import wall_ms
from lgc_core.store.tables import op as op_table
from lgc_core.store.tables import quarantine
from lgc_core.sync.bootstrap import Bootstrap
from lgc_core.sync.errors import RevokedError
from lgc_core.sync.protocol import HandshakeRequest
from sync_server.services import devices, journal
from sync_server.tables import device_account
from tests.support.cabinet import a_practice, a_staff
from tests.support.mtls import EnrolledPost, a_post, admin_session, enrol
from tests.support.record import AT, add, make_patient, rows
from tests.support.server import ROOT, RunningServer, running_server


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with running_server(tmp_path_factory.mktemp("region")) as running:
        yield running


def cabinet_of(post: EnrolledPost, folder: Path) -> Cabinet:
    store = post.store
    add(store, a_practice(), a_staff())
    lease = PostLease(store.engine, lambda: AT, enrolled=True)
    safe = AttachmentStore(folder / "pieces", DatabaseKey.generate())
    session = Session(store, a_practice(), a_staff(), None, lease)
    return make_cabinet(session, safe, post.region, post.key.sign)


def events(server: RunningServer, device: str) -> list[str]:
    engine = server.engine()
    with engine.connect() as connection:
        found = [line.event for line in journal.recent(connection) if line.device == device]
    engine.dispose()
    return found


def state_of(server: RunningServer, device: str) -> str:
    engine = server.engine()
    with engine.connect() as connection:
        state = connection.scalar(sa.select(device_account.c.state).where(device_account.c.id == device))
    engine.dispose()
    return str(state)


def revoke(server: RunningServer, device: str) -> None:
    engine = server.engine()
    devices.revoke(engine, device, "test")
    engine.dispose()


def test_a_revoked_post_sends_drafts_operations_and_files_before_it_is_told_to_go(server, tmp_path):
    post = enrol(server, tmp_path, a_post(label="Portable"))
    cabinet = cabinet_of(post, tmp_path)
    patient = make_patient()
    add(post.store, patient)
    assert cabinet.exchanges.run().online
    encounter = cabinet.encounters.open_today(patient.id).encounter.id
    cabinet.drafts.keep(encounter, patient.id, "S", "Dernières lignes tapées.", 3)
    cabinet.drafts.keep(encounter, patient.id, "complément", "Complément en cours.", 3)
    blob = cabinet.files.keep(b"scan du jour", "text/plain")
    revoke(server, post.post.device)

    outcome = cabinet.exchanges.run()
    assert outcome.revoked
    assert "révoqué" in outcome.sentence
    assert cabinet.drafts.waiting() == []
    with pytest.raises(ReadOnlyError):
        cabinet.encounters.open_today(patient.id)
    assert post.transport.send("HEAD", f"/sync/v1/blobs/{blob}").status_code == 200
    engine = server.engine()
    with engine.connect() as connection:
        bodies = " ".join(
            connection.execute(
                sa.select(op_table.c.body).join(quarantine, quarantine.c.op_id == op_table.c.op_id)
            ).scalars()
        )
    engine.dispose()
    assert "Dernières lignes tapées." in bodies
    assert "Complément en cours." in bodies

    cabinet.exchanges.say_wiped()
    assert state_of(server, post.post.device) == "effacé"
    told = events(server, post.post.device)
    for event in ("poste révoqué", "travail d’un poste révoqué mis de côté", "poste effacé"):
        assert event in told
    assert told.count("demande d’un poste révoqué refusée") == 1


def test_a_post_that_is_not_revoked_is_not_wiped_by_saying_so(server, tmp_path):
    post = enrol(server, tmp_path)
    assert post.transport.send("POST", "/sync/v1/wiped").status_code == 409
    assert state_of(server, post.post.device) == "approuvé"


def test_a_line_that_drops_in_the_middle_of_leaving_destroys_nothing(server, tmp_path, monkeypatch):
    post = enrol(server, tmp_path)
    cabinet = cabinet_of(post, tmp_path)
    assert cabinet.exchanges.run().online
    cabinet.files.keep(b"un scan", "text/plain")
    revoke(server, post.post.device)
    monkeypatch.setattr(type(post.region), "send_file", _cut)
    assert not cabinet.exchanges.run().revoked
    monkeypatch.undo()
    assert cabinet.exchanges.run().revoked


def _cut(_region: object, _content: bytes) -> None:
    from lgc_core.sync.errors import NoNetworkError

    raise NoNetworkError


def test_the_region_says_how_long_a_post_may_write(server, tmp_path):
    post = enrol(server, tmp_path)
    assert post.region.handshake(HandshakeRequest(sv=1, now_ms=wall_ms())).lease_days == 30


def test_a_queue_carried_by_hand_is_merged_once(server, tmp_path):
    post = enrol(server, tmp_path)
    cabinet = cabinet_of(post, tmp_path)
    add(post.store, make_patient(usual="PORTÉE"))
    done = cabinet.queue_export.run(tmp_path / "file.slgc")
    assert " 0 déjà connues" in imported(server, done.file, done.code)
    assert "0 reçues, 3 déjà connues" in imported(server, done.file, done.code)
    assert "ne s’ouvre pas" in imported(server, done.file, "AAAA-BBBB")
    assert "file importée" in events(server, post.post.device)
    assert cabinet.exchanges.run().online
    assert cabinet.exchanges.situation().waiting == 0


def imported(server: RunningServer, file: Path, code: str) -> str:
    base = [sys.executable, "-m", "sync_server", "--data-dir", str(server.data_dir)]
    done = subprocess.run(
        [*base, "--database-url", server.database_url, "queue", "import", str(file)],
        input=code, capture_output=True, text=True, check=False, cwd=ROOT, timeout=60,
    )  # fmt: skip
    return done.stdout + done.stderr


def test_a_new_post_is_filled_from_the_region_and_nobody_else_reads_its_snapshot(server, tmp_path):
    first = enrol(server, tmp_path)
    add(first.store, *(make_patient(usual=f"PAYET {rank}") for rank in range(30)))
    first.exchange.run()
    second = enrol(server, tmp_path, a_post(first.practice, "Bureau 2"))
    filling = Bootstrap(second.store, second.region)
    assert filling.is_due()
    filling.run()
    assert rows(second.store.engine, ("patient",)) == rows(first.store.engine, ("patient",))
    assert second.exchange.run().pulled == 0

    head = second.region.snapshot()
    assert head.chunks
    stranger = enrol(server, tmp_path)
    assert stranger.region.snapshot_chunk(head.id, 0) is None
    assert second.region.snapshot_chunk(head.id, head.chunks) is None
    assert second.region.snapshot_chunk("../" + head.id, 0) is None
    chunks = [path for path in (server.data_dir / "snapshots").rglob("0*") if path.is_file()]
    held = b"".join(path.read_bytes() for path in chunks)
    assert b"PAYET" not in held
    revoke(server, second.post.device)
    with pytest.raises(RevokedError):
        second.region.snapshot()


def test_backup_drill_and_restore_are_commands_of_a_server_that_serves(server, tmp_path):
    post = enrol(server, tmp_path)
    add(post.store, make_patient())
    post.exchange.run()
    assert "Sauvegarde faite" in server.command("backup").stdout
    drilled = server.command("drill")
    assert "Exercice réussi" in drilled.stdout, drilled.stderr
    (newest, *_) = sorted((server.data_dir / "backups").iterdir(), reverse=True)
    refused = server.command("restore", str(newest))
    assert refused.returncode == 1
    assert "dossier vide" in refused.stderr
    page = admin_session(server).get(f"{server.public_url}/admin").text
    assert "Exercice de restauration : réussi" in page.replace("\u00a0", " ")
