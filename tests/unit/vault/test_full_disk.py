# SPDX-License-Identifier: EUPL-1.2
"""A disk that is really full: nothing is lost, and the reserve lets drafts be written."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from lgc_app.vault.atomic import write_atomically
from lgc_app.vault.attachments import AttachmentStore, BlobRef
from lgc_app.vault.backup import make_backup
from lgc_app.vault.engine import WRITE, close_database, create_database
from lgc_app.vault.faults import DiskFullError
from lgc_app.vault.integrity import check_integrity
from lgc_app.vault.keys import DatabaseKey
from lgc_app.vault.reserve import Reserve
from lgc_app.vault.slot_file import SlotFile
from lgc_core.pieces.cut import PIECE
from tests.support.small_disk import fill_up, mounted

MEGABYTE = 1024 * 1024


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    with mounted(tmp_path / "disk", 6) as disk:
        yield disk


def add_note(engine: sa.Engine, body: str) -> None:
    with engine.execution_options(**WRITE).begin() as connection:
        connection.exec_driver_sql("INSERT INTO note VALUES (?)", (body,))


def add_notes_until_refused(engine: sa.Engine) -> None:
    for _ in range(2000):
        add_note(engine, "x" * 4000)


def notes(engine: sa.Engine) -> list[str]:
    with engine.connect() as connection:
        return [row[0] for row in connection.exec_driver_sql("SELECT body FROM note ORDER BY rowid")]


def test_a_full_disk_is_told_what_was_acknowledged_stays_and_the_reserve_lets_one_write_again(
    small_disk: Path,
) -> None:
    reserve = Reserve(small_disk, 2 * MEGABYTE)
    assert reserve.hold()
    key = DatabaseKey.generate()
    engine = create_database(small_disk / "cabinet.db", key, on_full=reserve.give_back)
    with engine.execution_options(**WRITE).begin() as connection:
        connection.exec_driver_sql("CREATE TABLE note (body TEXT) STRICT")
    add_note(engine, "acknowledged")
    fill_up(small_disk)
    with pytest.raises(DiskFullError) as told:
        add_notes_until_refused(engine)
    assert "libérez" in told.value.sentence
    assert not reserve.is_held
    add_note(engine, "draft")
    kept = notes(engine)
    assert (kept[0], kept[-1]) == ("acknowledged", "draft")
    assert check_integrity(engine).is_sound
    close_database(engine)


def test_the_reserve_says_when_the_disk_has_no_room_for_it(small_disk: Path) -> None:
    reserve = Reserve(small_disk, 50 * MEGABYTE)
    assert not reserve.hold()
    assert not reserve.is_held
    assert not (small_disk / "reserve.bin").exists()


def test_the_reserve_takes_real_blocks(small_disk: Path) -> None:
    reserve = Reserve(small_disk, 2 * MEGABYTE)
    free = os.statvfs(small_disk).f_bavail
    assert reserve.hold()
    assert reserve.hold()
    taken = (free - os.statvfs(small_disk).f_bavail) * os.statvfs(small_disk).f_frsize
    assert taken >= 2 * MEGABYTE
    reserve.give_back()
    assert os.statvfs(small_disk).f_bavail == free


def test_an_attachment_that_does_not_fit_leaves_nothing(small_disk: Path) -> None:
    store = AttachmentStore(small_disk / "attachments", DatabaseKey.generate())
    kept = store.put(b"first")
    with pytest.raises(DiskFullError):
        store.put(os.urandom(7 * MEGABYTE))
    assert store.get(kept) == b"first"
    assert not list(small_disk.rglob("*.new"))


def test_a_file_being_received_on_a_disk_that_fills_keeps_what_came(small_disk: Path) -> None:
    store = AttachmentStore(small_disk / "attachments", DatabaseKey.generate())
    content = os.urandom(8 * PIECE)
    ref = BlobRef(hashlib.sha256(content).hexdigest(), len(content))
    pieces = [content[number * PIECE : (number + 1) * PIECE] for number in range(8)]
    for number in range(3):
        store.take(ref, number, pieces[number])
    fill_up(small_disk)
    with pytest.raises(DiskFullError):
        store.take(ref, 3, pieces[3])
    (small_disk / "ballast").unlink()
    held = store.held(ref)
    assert held.bits & 0b111 == 0b111
    for number in range(8):
        store.take(ref, number, pieces[number])
    assert store.finish(ref) == "whole"
    assert store.get(ref) == content


def test_a_small_file_that_does_not_fit_keeps_its_old_content(small_disk: Path) -> None:
    path = small_disk / "slots.json"
    write_atomically(path, b"old")
    fill_up(small_disk)
    with pytest.raises(DiskFullError):
        write_atomically(path, bytes(MEGABYTE))
    assert path.read_bytes() == b"old"


def test_a_backup_that_does_not_fit_leaves_no_half(small_disk: Path, tmp_path: Path) -> None:
    engine = create_database(tmp_path / "cabinet.db", key := DatabaseKey.generate())
    with engine.execution_options(**WRITE).begin() as connection:
        connection.exec_driver_sql("CREATE TABLE note (body TEXT) STRICT")
        connection.exec_driver_sql("INSERT INTO note VALUES (?)", [("x" * 4000,) for _ in range(2500)])
    with pytest.raises(DiskFullError):
        make_backup(engine, key, SlotFile(tmp_path), small_disk / "backups")
    assert list((small_disk / "backups").iterdir()) == []
    close_database(engine)
