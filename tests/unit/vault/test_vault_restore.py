# SPDX-License-Identifier: EUPL-1.2
"""A backup takes the place of a vault in steps that a power cut may stop anywhere."""

import contextlib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from lgc_app.vault import restore
from lgc_app.vault.backup import Backup
from lgc_app.vault.backup_rotation import worth_keeping
from lgc_app.vault.faults import DiskFullError, VaultMissingError
from lgc_app.vault.restore import MARKER, finish_swap, prepare, swap

OLD = {"cabinet.db": "old db", "cabinet.db-wal": "old wal", "slots.json": "old slots", "poste.key": "old key"}
NEW = {"cabinet.db": "new db", "slots.json": "new slots", "poste.key": "new key"}


class PowerCutError(Exception):
    pass


def fill(folder: Path, files: dict[str, str]) -> Path:
    folder.mkdir()
    for name, text in files.items():
        (folder / name).write_text(text)
    return folder


def content(folder: Path, names: dict[str, str]) -> dict[str, str]:
    return {name: (folder / name).read_text() for name in names if (folder / name).exists()}


@pytest.mark.parametrize("at", range(1, 12))
def test_a_power_cut_at_any_move_is_finished_at_the_next_opening(at, tmp_path, monkeypatch):
    vault, backup = fill(tmp_path / "vault", OLD), fill(tmp_path / "backup", NEW)
    prepared = prepare(vault, backup)
    left, real = iter(range(at)), Path.replace

    def until_the_cut(path: Path, target: Path) -> Path:
        if next(left, None) is None:
            raise PowerCutError
        return real(path, target)

    with monkeypatch.context() as cut:
        cut.setattr(Path, "replace", until_the_cut)
        with contextlib.suppress(PowerCutError):
            swap(vault, prepared)
    finish_swap(vault)
    (aside,) = vault.glob("avant-restauration-*")
    assert content(vault, OLD) == NEW
    assert content(aside, OLD) == OLD
    assert not (vault / MARKER).exists()
    assert not list(vault.glob("restauration-*"))


def test_what_is_no_backup_or_does_not_fit_changes_nothing(tmp_path, monkeypatch):
    vault = fill(tmp_path / "vault", OLD)
    with pytest.raises(VaultMissingError):
        prepare(vault, fill(tmp_path / "nothing", {}))
    backup = fill(tmp_path / "backup", NEW)
    monkeypatch.setattr(restore, "SPARE_BYTES", 1 << 60)
    with pytest.raises(DiskFullError):
        prepare(vault, backup)
    assert sorted(path.name for path in vault.iterdir()) == sorted(OLD)


@pytest.mark.parametrize(
    "text", ["", "../etc\n../var\n", "restauration-1\n", "a\nb\n", "restauration-1\n/tmp/x\n"]
)
def test_a_marker_that_is_not_ours_moves_nothing(text, tmp_path):
    vault = fill(tmp_path / "vault", OLD | {MARKER: text})
    finish_swap(vault)
    assert content(vault, OLD) == OLD


def test_the_last_five_seven_days_and_four_weeks_are_kept():
    now = datetime(2026, 11, 22, 12, tzinfo=UTC)
    every = [Backup(Path(str(hour)), now - timedelta(hours=hour)) for hour in range(24 * 60)]
    kept = worth_keeping(every)
    ages = sorted((now - one.made) for one in kept)
    assert ages[:5] == [timedelta(hours=hour) for hour in range(5)]
    assert 12 <= len(kept) <= 16
    assert len({(one.made.astimezone()).date() for one in kept}) >= 9
    assert max(ages) >= timedelta(days=20)
    assert worth_keeping(kept) == kept
