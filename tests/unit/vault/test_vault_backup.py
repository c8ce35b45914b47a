# SPDX-License-Identifier: EUPL-1.2
"""A backup is believed only once it was reopened."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from lgc_app.vault.backup import make_backup, newest_backup, verify_backup
from lgc_app.vault.engine import WRITE, close_database, open_database
from lgc_app.vault.faults import DamagedDatabaseError, VaultMissingError, WrongKeyError
from lgc_app.vault.keys import DatabaseKey
from lgc_app.vault.recovery import open_with_code
from lgc_app.vault.session import LockReason, VaultSession
from lgc_app.vault.slot_file import SlotFile
from tests.support.vault import Practice


def fill(vault: VaultSession) -> None:
    with vault.engine.execution_options(**WRITE).begin() as connection:
        connection.exec_driver_sql("CREATE TABLE note (body TEXT) STRICT")
        rows = [(f"HOARAU {number} " + "x" * 300,) for number in range(300)]
        connection.exec_driver_sql("INSERT INTO note VALUES (?)", rows)


def test_a_backup_opens_alone_with_the_printed_code(practice: Practice, tmp_path: Path) -> None:
    vault = practice.create()
    fill(vault)
    backup = make_backup(vault.engine, vault.key, vault.slot_file, tmp_path / "out")
    vault.close()
    slots = SlotFile(backup.folder).load()
    key = open_with_code(slots, practice.code)[1]
    copy = open_database(backup.folder / "cabinet.db", key)
    with copy.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM note").scalar() == 300
    close_database(copy)


def test_a_backup_is_encrypted_and_leaves_nothing_half_made(practice: Practice, tmp_path: Path) -> None:
    vault = practice.create()
    fill(vault)
    out = tmp_path / "out"
    backup = make_backup(vault.engine, vault.key, vault.slot_file, out)
    assert b"HOARAU" not in (backup.folder / "cabinet.db").read_bytes()
    assert [path.name for path in out.iterdir()] == [backup.folder.name]
    assert newest_backup(out) == backup
    vault.close()


def test_a_backup_is_taken_while_a_transaction_is_open(practice: Practice, tmp_path: Path) -> None:
    vault = practice.create()
    fill(vault)
    with vault.engine.execution_options(**WRITE).begin() as connection:
        connection.exec_driver_sql("INSERT INTO note VALUES ('not committed')")
        backup = make_backup(vault.engine, vault.key, vault.slot_file, tmp_path / "out")
    copy = open_database(backup.folder / "cabinet.db", vault.key)
    with copy.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM note").scalar() == 300
    close_database(copy)
    vault.close()


def test_a_damaged_or_foreign_backup_does_not_verify(practice: Practice, tmp_path: Path) -> None:
    vault = practice.create()
    fill(vault)
    backup = make_backup(vault.engine, vault.key, vault.slot_file, tmp_path / "out")
    with pytest.raises(WrongKeyError):
        verify_backup(backup.folder, DatabaseKey.generate())
    path = backup.folder / "cabinet.db"
    content = bytearray(path.read_bytes())
    content[-2000] ^= 4
    path.write_bytes(content)
    with pytest.raises(DamagedDatabaseError):
        verify_backup(backup.folder, vault.key)
    path.unlink()
    with pytest.raises(VaultMissingError):
        verify_backup(backup.folder, vault.key)
    vault.close()


def test_a_damaged_database_makes_no_backup(practice: Practice, tmp_path: Path) -> None:
    vault = practice.create()
    fill(vault)
    vault.lock(LockReason.USER)
    path = vault.layout.database
    content = bytearray(path.read_bytes())
    content[-2000] ^= 4
    path.write_bytes(content)
    vault.unlock_with_recovery(practice.code)
    with pytest.raises(DamagedDatabaseError):
        make_backup(vault.engine, vault.key, vault.slot_file, tmp_path / "out")
    assert list((tmp_path / "out").iterdir()) == []
    vault.close()


def test_the_newest_is_found_among_others(tmp_path: Path) -> None:
    assert newest_backup(tmp_path) is None
    for name in ("sauvegarde-20261120T093000000000Z", "sauvegarde-20261121T093000000000Z", "sauvegarde-x"):
        (tmp_path / name).mkdir()
    (tmp_path / ".sauvegarde-20261122T093000000000Z.partial").mkdir()
    newest = newest_backup(tmp_path)
    assert newest is not None
    assert newest.made == datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
