# SPDX-License-Identifier: EUPL-1.2
"""Killed while a post talks to the region: both files die at the same instant, at any moment of either."""

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar, Final

import sqlalchemy as sa
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from lgc_app.vault.integrity import check_integrity
from lgc_core.model.patient import Patient
from lgc_core.store.identity import cabinet
from lgc_core.store.store import Store
from lgc_core.store.tables import op
from lgc_core.sync.arbiter import Arbiter
from lgc_core.sync.exchange import Exchange
from lgc_core.sync.protocol import (
    HandshakeRequest,
    HandshakeResponse,
    PullRequest,
    PullResponse,
    PushRequest,
    PushResponse,
)
from sync_server.db import open_engine
from sync_server.schema import bring_up_to_date
from sync_server.services import exchange as server
from sync_server.services.devices import Post
from tests.bench.traffic import day_of_work
from tests.kills.of_the_record import KEY, make_file, open_store
from tests.kills.scene import Say
from tests.support.record import DOCTOR, PRACTICE, add, make_patient, rows

DEVICE_KEY: Final = ec.generate_private_key(ec.SECP256R1())
RECORD: Final = ("patient", "problem", "observation", "note_section", "encounter", "field_version", "conflict")


class Region:
    """The server's own end of an exchange over its encrypted file; only HTTP is left out."""

    def __init__(self, folder: Path, device: str, say: Say = lambda _: None) -> None:
        key_file = folder / "region.key"
        key_file.write_text(KEY.reveal().hex(), "ascii")
        self.engine = open_engine(f"sqlite:///{folder / 'region.db'}", key_file)
        self._post, self._say = Post(device, PRACTICE, revoked=False), say

    def handshake(self, request: HandshakeRequest) -> HandshakeResponse:
        return HandshakeResponse(sv=request.sv, min_sv=1, skew_ms=0)

    def push(self, request: PushRequest) -> PushResponse:
        response = server.push(self.engine, self._post, request, DEVICE_KEY.public_key())
        self._say("acknowledged " + " ".join(one.op_id for one in response.results))
        return response

    def pull(self, request: PullRequest) -> PullResponse:
        return server.pull(self.engine, self._post, request)


def exchange(store: Store, region: Region) -> None:
    """Run one exchange with the signature of the post."""
    Exchange(store, region, lambda statement: DEVICE_KEY.sign(statement, ec.ECDSA(hashes.SHA256()))).run()


class SyncScene:
    """A post and a region with files of their own; what it does most is in the subclasses."""

    name: ClassVar[str]
    own = 0
    """Operations that wait on the post at the start."""

    foreign = 0
    """Operations of another post that the region holds at the start."""

    def prepare(self, folder: Path) -> None:
        make_file(folder / "cabinet.db")
        region = Region(folder, "poste-2")
        bring_up_to_date(region.engine)
        for start in range(0, self.foreign, 500):
            self._push_raw(region, day_of_work(self.foreign, device="poste-2")[start : start + 500])
        region.engine.dispose()
        store = open_store(folder / "cabinet.db")
        for _ in range(self.own // 10):
            add(store, *(make_patient() for _ in range(10)))
        store.engine.dispose()

    def work(self, folder: Path, say: Say) -> None:
        store, region = open_store(folder / "cabinet.db"), Region(folder, "poste-1", say)
        while True:
            exchange(store, region)
            patient = make_patient()
            add(store, patient)
            with store.unit_of_work(DOCTOR) as uow:
                uow.set(Patient, patient.id, job="vu")
            say(f"saved {patient.id}")

    def faults(self, folder: Path, said: Sequence[str]) -> list[str]:
        store, region = open_store(folder / "cabinet.db"), Region(folder, "poste-1")
        found = [
            f"{name} is damaged"
            for name, engine in (("the post", store.engine), ("the region", region.engine))
            if not check_integrity(engine).is_sound
        ]
        found += self._lost(store, region, said)
        exchange(store, region)
        exchange(store, region)
        here, there = rows(store.engine, RECORD), rows(region.engine, RECORD)
        found += [f"{name} differs" for name in RECORD if here[name] != there[name]]
        if _ids(store.engine) != _ids(region.engine):
            found.append("the logs differ")
        store.engine.dispose()
        region.engine.dispose()
        return found

    def _lost(self, store: Store, region: Region, said: Sequence[str]) -> list[str]:
        here, there = _ids(store.engine), _ids(region.engine)
        acknowledged = {one for line in said if line.startswith("acknowledged") for one in line.split()[1:]}
        saved = {line.split()[1] for line in said if line.startswith("saved")}
        with store.reading() as connection:
            patients = set(connection.exec_driver_sql("SELECT id FROM patient").scalars())
        found = ["the region lost what it acknowledged"] if acknowledged - there else []
        found += ["the post lost what it had sent"] if acknowledged - here else []
        return found + (["the post lost a save"] if saved - patients else [])

    @staticmethod
    def _push_raw(region: Region, bodies: tuple[str, ...]) -> None:
        arbiter = Arbiter(region.engine)
        arbiter.open_partition(cabinet(PRACTICE))
        arbiter.push(PushRequest(partition=cabinet(PRACTICE), epoch="", sv=1, ops=bodies), "poste-2")


class PushScene(SyncScene):
    """Hundreds of operations leave in one push."""

    name = "push"
    own = 300


class AckScene(SyncScene):
    """Small pushes, many answers."""

    name = "ack"


class PullScene(SyncScene):
    """A backlog of another post comes in."""

    name = "pull-apply"
    foreign = 1_000


def _ids(engine: sa.Engine) -> set[str]:
    with engine.connect() as connection:
        return set(connection.execute(sa.select(op.c.op_id)).scalars())
