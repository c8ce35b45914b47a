# SPDX-License-Identifier: EUPL-1.2
"""A destroyed vault: no wrapped key anywhere on this machine, wherever a power cut fell."""

from pathlib import Path

import pytest

from lgc_app.vault import shred as shred_module
from lgc_app.vault.backup import make_backup
from lgc_app.vault.faults import PostRevokedError
from lgc_app.vault.shred import shred
from tests.support.vault import MemoryKeyring, Practice


class PowerCutError(Exception):
    pass


def test_the_keys_go_first_then_the_files_then_the_key_of_the_post(
    practice: Practice, keyring_of_the_test: MemoryKeyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault = practice.create()
    make_backup(vault.engine, vault.key, vault.slot_file, vault.layout.backups)
    vault.close()
    aside = practice.folder / "avant-restauration-1"
    aside.mkdir()
    (aside / "slots.json").write_text("old")
    for name in ("poste.key", "acces.jsonl", "poste.toml"):
        (practice.folder / name).write_text(name)
    assert keyring_of_the_test.held

    with monkeypatch.context() as cut:
        cut.setattr(shred_module, "_remove", _power_cut)
        with pytest.raises(PowerCutError):
            shred(practice.folder)
    assert not list(practice.folder.rglob("slots.json*"))
    assert not keyring_of_the_test.held
    assert (practice.folder / "cabinet.db").exists()

    with pytest.raises(PostRevokedError) as told:
        practice.open()
    assert "révoqué" in told.value.sentence
    assert sorted(path.name for path in practice.folder.iterdir()) == [
        "acces.jsonl", "poste.key", "poste.toml", "revoque.json", "vault.lock",
    ]  # fmt: skip
    shred(practice.folder, (practice.folder / "poste.key",))
    assert not (practice.folder / "poste.key").exists()


def test_a_new_vault_may_be_made_where_one_was_revoked(practice: Practice) -> None:
    practice.create().close()
    shred(practice.folder)
    with pytest.raises(PostRevokedError):
        practice.open()
    again = practice.create()
    assert again.is_ready_for_patients
    again.close()
    practice.open().close()


def _power_cut(_path: Path) -> None:
    raise PowerCutError
