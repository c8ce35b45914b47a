# SPDX-License-Identifier: EUPL-1.2
"""The engine over SQLCipher: its settings, its refusals, and no clear text on the disk."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlcipher3 import dbapi2 as sqlcipher

from lgc_app.vault.engine import WRITE, close_database, create_database, open_database, require_sound_sqlite
from lgc_app.vault.faults import (
    DamagedDatabaseError,
    EngineTooOldError,
    VaultLockedError,
    VaultMissingError,
    WrongKeyError,
)
from lgc_app.vault.integrity import check_integrity
from lgc_app.vault.keys import DatabaseKey

SECRET_TEXT = "HOARAU Marie-Josette"


@pytest.fixture
def key() -> DatabaseKey:
    return DatabaseKey.generate()


@pytest.fixture
def engine(tmp_path: Path, key: DatabaseKey) -> Iterator[sa.Engine]:
    engine = create_database(tmp_path / "cabinet.db", key)
    fill(engine, 200)
    yield engine
    close_database(engine)


def fill(engine: sa.Engine, count: int) -> None:
    with engine.execution_options(**WRITE).begin() as connection:
        connection.exec_driver_sql("CREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT")
        rows = [(f"{SECRET_TEXT} {number} " + "x" * 200,) for number in range(count)]
        connection.exec_driver_sql("INSERT INTO note (body) VALUES (?)", rows)


def pragma(engine: sa.Engine, name: str) -> object:
    with engine.connect() as connection:
        return connection.exec_driver_sql(f"PRAGMA {name}").scalar()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("foreign_keys", 1),
        ("cache_size", -65536),
        ("cipher_memory_security", "0"),
        ("cipher_page_size", "4096"),
        ("temp_store", 2),
    ],
)
def test_every_connection_has_the_settings_of_the_architecture(
    engine: sa.Engine, name: str, value: object
) -> None:
    assert str(pragma(engine, name)) == str(value)


def test_nothing_of_a_patient_is_readable_on_the_disk(engine: sa.Engine, tmp_path: Path) -> None:
    files = [path for path in tmp_path.iterdir() if path.is_file()]
    assert any(path.name.endswith("-wal") for path in files)
    for path in files:
        content = path.read_bytes()
        assert SECRET_TEXT.encode() not in content
        assert b"SQLite format 3" not in content
        assert b"CREATE TABLE" not in content


def test_what_was_written_is_read_again_with_the_same_key(
    engine: sa.Engine, key: DatabaseKey, tmp_path: Path
) -> None:
    close_database(engine)
    again = open_database(tmp_path / "cabinet.db", key)
    with again.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM note").scalar() == 200
    close_database(again)
    assert not list(tmp_path.glob("*-wal"))


def test_a_wrong_key_is_told_in_french_and_touches_nothing(engine: sa.Engine, tmp_path: Path) -> None:
    close_database(engine)
    before = (tmp_path / "cabinet.db").read_bytes()
    with pytest.raises(WrongKeyError) as refusal:
        open_database(tmp_path / "cabinet.db", DatabaseKey.generate())
    assert "code de secours" in refusal.value.sentence
    assert (tmp_path / "cabinet.db").read_bytes() == before


def test_a_missing_and_an_empty_file_are_never_replaced_by_a_new_database(
    tmp_path: Path, key: DatabaseKey
) -> None:
    path = tmp_path / "cabinet.db"
    with pytest.raises(VaultMissingError):
        open_database(path, key)
    assert not path.exists()
    path.touch()
    with pytest.raises(DamagedDatabaseError):
        open_database(path, key)
    with pytest.raises(FileExistsError):
        create_database(path, key)


def test_a_database_killed_right_after_its_creation_opens_again(tmp_path: Path) -> None:
    path = tmp_path / "cabinet.db"
    script = (
        "import os, signal, sys; from pathlib import Path\n"
        "from lgc_app.vault.engine import create_database; from lgc_app.vault.keys import DatabaseKey\n"
        "create_database(Path(sys.argv[1]), DatabaseKey(bytes(32)))\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    subprocess.run([sys.executable, "-c", script, str(path)], check=False, env=environment())
    close_database(open_database(path, DatabaseKey(bytes(32))))


def environment() -> dict[str, str]:
    import os

    root = Path(__file__).resolve().parents[3]
    return {**os.environ, "PYTHONPATH": f"{root}:{root / 'smartcard'}"}


def test_a_bit_changed_on_the_disk_is_damage_with_words_not_a_traceback(
    engine: sa.Engine, key: DatabaseKey, tmp_path: Path
) -> None:
    close_database(engine)
    path = tmp_path / "cabinet.db"
    content = bytearray(path.read_bytes())
    content[len(content) - 3000] ^= 1
    path.write_bytes(content)
    damaged = open_database(path, key)
    report = check_integrity(damaged)
    assert not report.is_sound
    assert report.bad_pages == 1
    with pytest.raises(DamagedDatabaseError) as told, damaged.connect() as connection:
        connection.exec_driver_sql("SELECT sum(length(body)) FROM note").scalar()
    close_database(damaged)
    assert SECRET_TEXT not in str(told.value) + repr(told.value.__cause__)
    assert "abîmée" in told.value.sentence


def test_a_first_page_damaged_under_a_running_engine_is_damage_not_a_wrong_key(
    engine: sa.Engine, tmp_path: Path, key: DatabaseKey
) -> None:
    pragma(engine, "wal_checkpoint(TRUNCATE)")
    path = tmp_path / "cabinet.db"
    path.write_bytes(bytes(4096) + path.read_bytes()[4096:])
    with engine.connect(), pytest.raises(DamagedDatabaseError):
        engine.connect()


def test_a_sound_file_has_a_sound_report(engine: sa.Engine) -> None:
    assert check_integrity(engine).is_sound


def test_a_broken_reference_is_counted(engine: sa.Engine) -> None:
    with engine.execution_options(**WRITE).begin() as connection:
        connection.exec_driver_sql("CREATE TABLE tag (note INTEGER REFERENCES note(id)) STRICT")
        connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
    raw = engine.raw_connection()
    raw.cursor().execute("PRAGMA foreign_keys=OFF")
    raw.cursor().execute("INSERT INTO tag VALUES (987654)")
    raw.cursor().execute("PRAGMA foreign_keys=ON")
    raw.close()
    assert check_integrity(engine).broken_references == 1


@pytest.mark.parametrize("version", ["3.40.1", "3.51.1", "3.51.2"])
def test_an_sqlite_that_can_lose_commits_is_refused(version: str) -> None:
    with pytest.raises(EngineTooOldError) as refusal:
        require_sound_sqlite(version)
    assert version in refusal.value.sentence


@pytest.mark.parametrize("version", ["3.51.3", "3.52.0", "3.100.0", "4.0.0"])
def test_a_sound_sqlite_is_accepted(version: str) -> None:
    require_sound_sqlite(version)


def test_the_sqlite_we_ship_is_sound() -> None:
    require_sound_sqlite()


def test_no_error_shows_the_parameters_of_a_statement(engine: sa.Engine) -> None:
    with pytest.raises(sa.exc.StatementError) as told, engine.begin() as connection:
        connection.execute(sa.text("INSERT INTO nowhere VALUES (:name)"), {"name": SECRET_TEXT})
    assert SECRET_TEXT not in str(told.value)


def test_two_writers_take_turns_and_no_write_is_lost(engine: sa.Engine) -> None:
    def write(count: int) -> None:
        for _ in range(count):
            with engine.execution_options(**WRITE).begin() as connection:
                total = connection.exec_driver_sql("SELECT count(*) FROM note").scalar()
                connection.exec_driver_sql("INSERT INTO note (body) VALUES (?)", (f"n{total}",))

    threads = [threading.Thread(target=write, args=(25,)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(DISTINCT body) FROM note").scalar() == 275


def test_a_save_in_flight_when_the_database_closes_is_finished_then_its_connection_closes(
    engine: sa.Engine, key: DatabaseKey, tmp_path: Path
) -> None:
    with engine.execution_options(**WRITE).begin() as connection:
        connection.exec_driver_sql("INSERT INTO note (body) VALUES ('in flight')")
        raw = connection.connection.driver_connection
        close_database(engine)
        key_still_needed = connection.exec_driver_sql("SELECT count(*) FROM note").scalar()
    assert key_still_needed == 201
    with pytest.raises(sqlcipher.ProgrammingError):
        raw.execute("SELECT 1")
    with pytest.raises(VaultLockedError), engine.connect():
        pass
    again = open_database(tmp_path / "cabinet.db", key)
    with again.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM note").scalar() == 201
    close_database(again)


def test_the_key_never_shows_itself(key: DatabaseKey) -> None:
    secret = key.reveal().hex()
    assert secret not in repr(key) + str(key)
    key.wipe()
    assert key.is_wiped
    with pytest.raises(ValueError, match="wiped"):
        key.reveal()
