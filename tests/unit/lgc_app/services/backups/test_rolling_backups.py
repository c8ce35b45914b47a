# SPDX-License-Identifier: EUPL-1.2
"""Rolling backups: at most one an hour, none removed before a newer one is verified, a word when they stop."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from lgc_app.services import backups
from lgc_app.services.backups import Backups
from lgc_app.vault import backup as backup_module
from lgc_app.vault.backup import backups_in, verify_backup
from lgc_app.vault.engine import close_database, create_database
from lgc_app.vault.faults import DamagedDatabaseError, DiskFullError
from lgc_app.vault.keys import DatabaseKey
from lgc_app.vault.layout import VaultLayout
from lgc_core.store.store import Store
from migrations.upgrade import upgrade
from tests.support.record import AT, PRACTICE, add, make_patient


@dataclass
class Post:
    layout: VaultLayout
    key: DatabaseKey
    store: Store
    backups: Backups
    hour: dt.datetime = AT

    def later(self, **by: float) -> None:
        self.hour += dt.timedelta(**by)


@pytest.fixture
def post(tmp_path: Path) -> Iterator[Post]:
    layout, key = VaultLayout(tmp_path), DatabaseKey.generate()
    (tmp_path / "slots.json").write_text("{}")
    (tmp_path / "poste.key").write_text("encrypted")
    engine = create_database(layout.database, key)
    upgrade(engine, "cabinet")
    store = Store(engine, PRACTICE, "poste-1")
    made = Post(layout, key, store, None)  # type: ignore[arg-type]
    made.backups = Backups(layout, engine, key, lambda: made.hour, (tmp_path / "poste.key",))
    yield made
    close_database(engine)


def test_one_an_hour_is_made_with_the_key_of_the_post_and_counts_its_rows(post: Post):
    add(post.store, make_patient())
    made = post.backups.run_if_due()
    assert made is not None
    assert (made.folder / "poste.key").read_text() == "encrypted"
    assert verify_backup(made.folder, post.key)["patient"] == 1
    post.later(minutes=59)
    assert post.backups.run_if_due() is None
    post.later(minutes=2)
    assert post.backups.run_if_due() is not None
    assert len(backups_in(post.layout.backups)) == 2


def test_a_backup_whose_rows_are_not_those_that_were_written_of_it_is_refused(post: Post):
    made = post.backups.run()
    told = made.folder / backup_module.MANIFEST
    told.write_text(told.read_text().replace('"patient": 0', '"patient": 3'))
    with pytest.raises(DamagedDatabaseError):
        verify_backup(made.folder, post.key)


def test_a_full_disk_removes_nothing_and_is_told(post: Post, monkeypatch: pytest.MonkeyPatch):
    post.backups.run()
    post.later(hours=2)
    monkeypatch.setattr(backup_module, "SPARE_BYTES", 1 << 60)
    assert post.backups.run_if_due() is None
    with pytest.raises(DiskFullError):
        post.backups.run()
    assert len(backups_in(post.layout.backups)) == 1
    assert [path.name[0] for path in post.layout.backups.iterdir()] == ["s"]
    assert post.backups.state().alert == ""
    post.later(hours=47)
    assert "Disque presque plein" in post.backups.state().alert


def test_old_ones_go_only_after_the_new_one_was_verified(post: Post, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(backups, "worth_keeping", lambda found: {found[-1]})
    first = post.backups.run()
    post.later(hours=2)
    monkeypatch.setattr(backup_module, "check_integrity", _damaged)
    assert post.backups.run_if_due() is None
    assert [one.folder for one in backups_in(post.layout.backups)] == [first.folder]
    monkeypatch.undo()
    monkeypatch.setattr(backups, "worth_keeping", lambda found: {found[-1]})
    second = post.backups.run_if_due()
    assert second is not None
    assert [one.folder for one in backups_in(post.layout.backups)] == [second.folder]


def test_a_vault_that_locks_meanwhile_leaves_no_half_backup(post: Post):
    post.key.wipe()
    assert post.backups.run_if_due() is None
    assert list(post.layout.backups.iterdir()) == []
    assert post.backups.state().trouble == ""


def test_silence_for_two_days_is_said_with_what_to_do(post: Post):
    assert post.backups.state().alert == ""
    post.later(hours=49)
    assert "Sauvegarder maintenant" in post.backups.state().alert
    post.backups.run()
    assert post.backups.state().alert == ""


def _damaged(*_given: object, **_more: object) -> object:
    raise DamagedDatabaseError
