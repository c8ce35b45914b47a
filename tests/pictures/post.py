# SPDX-License-Identifier: EUPL-1.2
"""The post of the pictures: a real vault that four cards open, believable work in it, its clock stopped."""

import datetime as dt
import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtTest import QTest

from cps_simulator.in_process import READER, SimulatedReaders
from lgc_app.bootstrap import open_cabinet
from lgc_app.demo.cast import DOCTOR, HOARAU, NURSE
from lgc_app.demo.posts import PIN, enrol, make_first_post
from lgc_app.demo.region import ADMIN, ADMIN_NAME, DemoRegion
from lgc_app.demo.seed import seed
from lgc_app.services import invitations
from lgc_app.services.cabinet import Cabinet, make_cabinet
from lgc_app.services.lease import NO_LEASE
from lgc_app.services.settings import LAST_EXCHANGE, write_setting
from lgc_app.vault.credentials import add_card
from lgc_app.vault.session import VaultSession
from lgc_core.model.appointment import Appointment
from lgc_core.model.patient import Patient
from lgc_core.model.staff import Staff
from lgc_core.oplog import clock
from lgc_core.store import queries
from lgc_core.store.tables import ENTITY_TABLES
from lgc_core.sync.lease import LEASE_DAYS
from tests.pictures.agenda import tell_agenda, tell_tasks
from tests.pictures.cast import CARDS, NOW, PEOPLE, STAFF, TODAY
from tests.pictures.files import go_round, live, live_after, sign, tell_files
from tests.pictures.region import Before
from tests.support.post_window import PostWindow
from tests.support.typing_keys import type_text
from tests.support.vault import MemoryKeyring, using_keyring

_CUT_AT = NOW.replace(hour=8, minute=12, second=0)
_OTHERS = 14
_PATIENCE_S = 30
_PATIENTS_PAGE = "https://patients.region.example"
"""Printed on the invitation sheet; nobody goes there (RFC 2606)."""


class LivedInPost(PostWindow):
    """A post whose window shows a practice at work; `at` is what its clock says."""

    def __init__(self, folder: Path) -> None:
        self.at = _CUT_AT
        super().__init__(folder, now=lambda: self.at)

    def make(self) -> None:
        """Make the vault, its cards, its record; enrol it, then cut the network for good."""
        made = make_first_post(self.context, self.readers.open(READER), "Bureau 1")
        self.code = made.recovery_code
        for owner in ("nurse", "secretary", "locum"):
            other = SimulatedReaders()
            other.insert(self.box.card(owner, CARDS[owner]))
            add_card(made.vault, other.open(READER), PIN)
        self._enrol(made.vault)
        self._tell(open_cabinet(self.context, made.vault))
        made.vault.close()

    def put_in(self, owner: str) -> None:
        """Change the card of the reader."""
        self.readers.remove()
        self.readers.insert(self.box.card(owner, CARDS[owner]))

    def open_at_work(self, owner: str = "doctor") -> None:
        """Open by a card, as at the hour of the cut; then it is the hour of the pictures."""
        self.at = _CUT_AT
        self.put_in(owner)
        self.unlock()
        self.until(lambda: not self.work.schedule.is_running, "the first exchange, cut")
        self.at = NOW
        if self.work.screens.journee is not None:
            self.work.screens.journee.load()
        self.settle()

    def write_note(self) -> None:
        """Write the note of the consultation that is going on."""
        self.work.open_patient(HOARAU.id)
        self.settle()
        note = self.work.screens.file._files[HOARAU.id]._centre.note
        for code, text in TODAY.items():
            type_text(note.editor(code), text)
        self.settle()

    def settle(self) -> None:
        """Wait for every question that is on its way, without sleeping longer than they take."""
        tasks, until = self.application.tasks, time.monotonic() + _PATIENCE_S
        while time.monotonic() < until:
            QTest.qWait(1)
            if tasks.waiting == 0:
                return
        raise AssertionError("the vault never came back")

    def rest(self) -> None:
        """Wait until nothing is asked any more and every layout has taken its place, twice in a row."""
        for _ in range(3):
            self.settle()
            QTest.qWait(4)

    def _enrol(self, vault: VaultSession) -> None:
        with DemoRegion(self.folder / "region", self.box.igc()) as region:
            region.command("admin", "add", ADMIN, ADMIN_NAME)
            self.context = replace(
                self.context,
                region=region.practice_url,
                enrolment=region.public_url,
                authority_pem=region.authority_pem,
            )
            assert enrol(self.context, vault, "Bureau 1", region.approve_all)
        self.context = replace(self.context, enrolment=_PATIENTS_PAGE)

    def _tell(self, cabinet: Cabinet) -> None:
        store = cabinet.session.store
        self.at = NOW - dt.timedelta(hours=4)
        seed(store, count=_OTHERS)
        with store.reading() as connection:
            others = [one for one in queries.find(connection, Patient) if one.id != HOARAU.id]
        entities = [*STAFF, *PEOPLE, *tell_agenda(others), *tell_tasks(), *tell_files()]
        with store.unit_of_work(DOCTOR.author) as uow:
            for entity in entities:
                uow.create(entity)
        _fill_waiting_room(cabinet)
        live(cabinet)
        go_round(self._as(cabinet, NURSE))
        self.at = NOW - dt.timedelta(days=7)
        sign(self._as(cabinet, DOCTOR))
        self.at = _CUT_AT - dt.timedelta(minutes=4)
        Before(cabinet).tell()
        cabinet.session.lease.renew(0, LEASE_DAYS)
        write_setting(store.engine, LAST_EXCHANGE, (_CUT_AT - dt.timedelta(minutes=1)).isoformat())
        self.at = NOW - dt.timedelta(minutes=40)
        live_after(cabinet)
        if cabinet.backups is not None:
            cabinet.backups.run()
        self.at = _CUT_AT

    def _as(self, cabinet: Cabinet, staff: Staff) -> Cabinet:
        """Give the services to somebody else of the practice."""
        session = replace(cabinet.session, staff=staff, lease=NO_LEASE)  # last week, the clock was right
        return make_cabinet(session, cabinet.files.safe, None, lambda _content: b"signature of a test")


@contextmanager
def lived_in_post(folder: Path) -> Iterator[LivedInPost]:
    """Give the post, made, its window not open; closed at the end whatever happens.

    The clock of the log and the dice of invitations stand still too: the same pictures come out each time.
    """
    post = LivedInPost(folder)
    dice = random.Random(974)
    with using_keyring(MemoryKeyring()), pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "time", SimpleNamespace(time_ns=lambda: int(post.at.timestamp()) * 10**9))
        patch.setattr(invitations, "secrets", SimpleNamespace(choice=dice.choice, token_bytes=dice.randbytes))
        post.make()
        try:
            yield post
        finally:
            post.close()


def _fill_waiting_room(cabinet: Cabinet) -> None:
    """Say since when those who arrived wait."""
    with cabinet.session.store.reading() as connection:
        table = ENTITY_TABLES[Appointment]
        arrived = queries.find(connection, Appointment, order=table.c.ix_at_ms)
    with cabinet.session.store.unit_of_work(DOCTOR.author) as uow:
        waits = iter((31, 14, 4))
        for one in arrived:
            if one.status == "arrivé":
                since = NOW - dt.timedelta(minutes=next(waits, 2))
                uow.set(Appointment, one.id, arrived_at=since.isoformat(timespec="seconds"))
