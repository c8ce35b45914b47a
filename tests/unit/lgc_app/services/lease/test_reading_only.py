# SPDX-License-Identifier: EUPL-1.2
"""A post too long without the region reads only, keeps every key typed, and writes again after an exchange."""

import dataclasses
import datetime as dt
from pathlib import Path

import msgspec
import pytest

from lgc_app.services.cabinet import Cabinet, make_cabinet
from lgc_app.services.lease import ClockWrongError, PostLease, ReadOnlyError
from lgc_app.services.queue_export import FileThereError, NothingToExportError, QueueExport
from lgc_app.services.settings import LEASE, write_setting
from lgc_app.vault.attachments import AttachmentStore
from lgc_app.vault.keys import DatabaseKey
from lgc_core.store.changes import NOTHING
from lgc_core.sync.lease import begun
from lgc_core.sync.parcel import unseal
from tests.support.cabinet import keep, open_test_cabinet, store_of
from tests.support.record import AT, exchange_of, make_arbiter, make_patient

PATIENT = make_patient()


@pytest.fixture
def cabinet(tmp_path: Path) -> Cabinet:
    made = open_test_cabinet(tmp_path)
    keep(made, PATIENT)
    engine = store_of(made).engine
    month = int(dt.timedelta(days=31).total_seconds() * 1000)
    write_setting(engine, LEASE, msgspec.json.encode(begun(int(AT.timestamp() * 1000) - month)).decode())
    lease = PostLease(engine, lambda: AT, enrolled=True)
    session = dataclasses.replace(made.session, lease=lease)
    safe = AttachmentStore(tmp_path / "pieces", DatabaseKey.generate())
    return make_cabinet(session, safe, None, lambda _content: b"signature of a test")


def test_reading_goes_on_and_leaves_its_trace(cabinet: Cabinet) -> None:
    cabinet.patients.open(PATIENT.id)
    assert [line.patient for line in cabinet.trail.of_patient(PATIENT.id)] == [PATIENT.id]
    assert cabinet.overviews.of(PATIENT)


def test_writing_is_refused_with_what_to_do(cabinet: Cabinet) -> None:
    with pytest.raises(ReadOnlyError) as refused:
        cabinet.encounters.open_today(PATIENT.id)
    assert "31\u00a0jours" in refused.value.sentence
    assert "réseau" in refused.value.sentence


def test_what_was_being_typed_stays_a_draft_and_is_cut_after_the_next_exchange(cabinet: Cabinet) -> None:
    lease = cabinet.session.lease
    lease.renew(0, 30)
    encounter = cabinet.encounters.open_today(PATIENT.id).encounter.id
    lease._lease = begun(0)  # type: ignore[attr-defined]  # the post is opened long after
    lease._lease = lease._lease.seeing(31 * 86_400_000)  # type: ignore[attr-defined]
    cabinet.drafts.keep(encounter, PATIENT.id, "S", "Toux depuis trois jours.", 5)
    assert cabinet.drafts.cut() == NOTHING
    assert [draft.text for draft in cabinet.drafts.waiting()] == ["Toux depuis trois jours."]
    lease.renew(0, 30)
    assert cabinet.drafts.cut() != NOTHING
    assert cabinet.drafts.waiting() == []


def test_the_queue_is_exported_whole_and_stays_in_the_queue(cabinet: Cabinet, tmp_path: Path) -> None:
    store = store_of(cabinet)
    export = QueueExport(store, lambda content: b"signed " + content[:4])
    done = export.run(tmp_path / "file.slgc")
    parcel = unseal(done.file.read_bytes(), done.code)
    assert parcel.count == done.count == 3
    assert (parcel.practice, parcel.device) == (store.post.practice, store.post.device)
    assert b"GRONDIN" not in done.file.read_bytes()
    with pytest.raises(FileThereError):
        export.run(done.file)
    exchange_of(store, make_arbiter()).run()
    with pytest.raises(NothingToExportError):
        export.run(tmp_path / "again.slgc")


def test_the_lease_survives_a_restart_and_its_time_is_not_lost(cabinet: Cabinet) -> None:
    engine = store_of(cabinet).engine
    lease = PostLease(engine, lambda: AT, enrolled=True)
    assert lease.look().phase == "fini"
    back = PostLease(engine, lambda: AT - dt.timedelta(days=25), enrolled=True)
    assert back.look().phase == "fini"
    back.renew(0, 30)
    assert PostLease(engine, lambda: AT - dt.timedelta(days=25), enrolled=True).look().phase == "normal"
    assert PostLease(engine, lambda: AT, enrolled=False).look().phase == "sans"


def test_a_clock_wrong_by_days_stops_signatures_and_nothing_else(cabinet: Cabinet) -> None:
    lease = cabinet.session.lease
    lease.renew(3 * 86_400_000, 30)
    encounter = cabinet.encounters.open_today(PATIENT.id).encounter.id
    cabinet.drafts.keep(encounter, PATIENT.id, "S", "Toux depuis trois jours.", 5)
    with pytest.raises(ClockWrongError) as refused:
        cabinet.encounters.sign(encounter)
    assert "plus d’un jour" in refused.value.sentence
    lease.renew(3_600_000, 30)  # the clock was set, an exchange saw it
    cabinet.encounters.sign(encounter)
