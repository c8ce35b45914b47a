# SPDX-License-Identifier: EUPL-1.2
"""Slots on disk: tampering is useless, and no power cut leaves a half-written file."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lgc_app.vault.faults import (
    DamagedSlotsError,
    DiskFullError,
    NotEnoughCredentialsError,
    UnknownCredentialError,
    VaultMissingError,
)
from lgc_app.vault.keys import DatabaseKey
from lgc_app.vault.passphrase import make_passphrase_slot
from lgc_app.vault.recovery import RecoveryDraft, open_with_code
from lgc_app.vault.slot_file import SlotFile, SlotSet
from lgc_app.vault.slots import RecoveryHeader, Slot, SlotRefusedError, new_salt, seal, unseal
from tests.support.vault import Practice

VAULT = "ab" * 16
ROOT = Path(__file__).resolve().parents[3]


def slots_with_code() -> tuple[SlotSet, str, DatabaseKey]:
    key, draft = DatabaseKey.generate(), RecoveryDraft()
    slot = draft.confirm(VAULT, draft.code, key)
    return SlotSet(VAULT).adding(slot), draft.code, key


def test_a_set_is_read_as_it_was_written(tmp_path: Path) -> None:
    slots, code, key = slots_with_code()
    file = SlotFile(tmp_path)
    file.save(slots)
    assert file.load() == slots
    assert open_with_code(file.load(), code)[1].reveal() == key.reveal()


def test_the_file_is_for_its_owner_only_and_holds_no_secret(tmp_path: Path) -> None:
    slots, code, key = slots_with_code()
    file = SlotFile(tmp_path)
    file.save(slots)
    text = file.path.read_text()
    assert code not in text
    assert code.replace("-", "") not in text
    assert key.reveal().hex() not in text
    if sys.platform != "win32":
        assert file.path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("damage", [b"", b"{}", b"{", b"\x00" * 4096, b"[1]", b'{"vault_id": "../../x"}'])
def test_a_damaged_file_falls_back_on_the_version_before(tmp_path: Path, damage: bytes) -> None:
    slots, code, _ = slots_with_code()
    file = SlotFile(tmp_path)
    file.save(slots)
    file.save(slots)
    file.path.write_bytes(damage)
    assert open_with_code(file.load(), code)
    (tmp_path / "slots.json.previous").write_bytes(damage)
    with pytest.raises(DamagedSlotsError):
        file.load()


def test_a_damaged_file_never_becomes_the_version_before(tmp_path: Path) -> None:
    slots, code, _ = slots_with_code()
    file = SlotFile(tmp_path)
    file.save(slots)
    file.save(slots)
    file.path.write_bytes(b"damaged")
    file.save(slots)
    file.path.unlink()
    assert open_with_code(file.load(), code)


def test_no_file_at_all_means_no_vault(tmp_path: Path) -> None:
    with pytest.raises(VaultMissingError):
        SlotFile(tmp_path).load()


def test_a_huge_file_is_not_read(tmp_path: Path) -> None:
    file = SlotFile(tmp_path)
    with file.path.open("wb") as stream:
        stream.truncate(3 * 1024 * 1024)
    with pytest.raises(DamagedSlotsError):
        file.load()


def test_a_hostile_cost_of_derivation_is_refused_before_it_eats_the_memory(tmp_path: Path) -> None:
    key = DatabaseKey.generate()
    file = SlotFile(tmp_path)
    file.save(SlotSet(VAULT).adding(make_passphrase_slot(VAULT, "x", "quatre mots bien choisis", key)))
    stored = json.loads(file.path.read_text())
    stored["slots"][0]["header"]["memory_kib"] = 2**31
    file.path.write_text(json.dumps(stored))
    with pytest.raises(DamagedSlotsError):
        file.load()


def test_every_changed_header_closes_the_slot() -> None:
    slots, code, _ = slots_with_code()
    (slot,) = slots.slots
    letters = code.replace("-", "").encode()
    assert unseal(VAULT, slot, letters)
    changed = [
        msgspec.structs.replace(slot, header=msgspec.structs.replace(slot.header, id="f" * 32)),
        msgspec.structs.replace(slot, header=msgspec.structs.replace(slot.header, salt=new_salt())),
        msgspec.structs.replace(slot, nonce=bytes(12)),
        msgspec.structs.replace(slot, wrapped=slot.wrapped[:-1] + bytes([slot.wrapped[-1] ^ 1])),
    ]
    for tampered in changed:
        with pytest.raises(SlotRefusedError):
            unseal(VAULT, tampered, letters)
    with pytest.raises(SlotRefusedError):
        unseal("cd" * 16, slot, letters)


def test_a_tampered_card_slot_is_told_as_damage_not_as_a_wrong_code(practice: Practice) -> None:
    from tests.support.card import right_pin

    vault = practice.create()
    vault.close()
    path = practice.folder / "slots.json"
    stored = json.loads(path.read_text())
    card = next(slot for slot in stored["slots"] if slot["header"]["kind"] == "card")
    card["header"]["card_number"] = "2899999999"
    path.write_text(json.dumps(stored))
    vault = practice.open()
    with pytest.raises(DamagedSlotsError):
        vault.unlock_with_card(practice.session(), right_pin())
    vault.unlock_with_recovery(practice.code)
    vault.close()


def test_removing_asks_for_two_independent_ways_left() -> None:
    slots, _, key = slots_with_code()
    phrase = make_passphrase_slot(VAULT, "a", "quatre mots bien choisis", key)
    other = make_passphrase_slot(VAULT, "a", "encore quatre mots choisis", key)
    two = slots.adding(phrase)
    assert two.independent == two.adding(other).independent == 2
    with pytest.raises(NotEnoughCredentialsError):
        two.without(phrase.header.id)
    assert two.adding(other).without(other.header.id).independent == 2
    with pytest.raises(KeyError):
        two.without("unknown")


@settings(max_examples=40)
@given(st.binary(min_size=32, max_size=32), st.binary(min_size=1, max_size=64), st.binary(max_size=40))
def test_any_key_wrapped_under_any_secret_comes_back_and_only_with_it(
    raw: bytes, secret: bytes, device: bytes
) -> None:
    from datetime import UTC, datetime

    header = RecoveryHeader(id="0" * 32, created=datetime.now(UTC), salt=new_salt())
    slot: Slot = seal(VAULT, header, secret, DatabaseKey(raw), device)
    assert unseal(VAULT, slot, secret, device).reveal() == raw
    with pytest.raises(SlotRefusedError):
        unseal(VAULT, slot, secret + b"x", device)
    with pytest.raises(SlotRefusedError):
        unseal(VAULT, slot, secret, device + b"x")


def test_a_code_is_160_bits_in_eight_groups_and_never_the_same() -> None:
    codes = {RecoveryDraft().code for _ in range(50)}
    assert len(codes) == 50
    for code in codes:
        assert [len(group) for group in code.split("-")] == [4] * 8
    assert "-" not in repr(RecoveryDraft()).replace("RecoveryDraft(...)", "")


@pytest.mark.parametrize("typed", ["", "ABCD", "é" * 32, "A" * 31, "A" * 33, "1234-" * 8, "?" * 32])
def test_what_is_no_code_is_told_so_before_any_derivation(typed: str) -> None:
    slots, _, _ = slots_with_code()
    with pytest.raises(UnknownCredentialError):
        open_with_code(slots, typed)


KILLED_WRITER = """
import sys
from pathlib import Path
from lgc_app.vault.slot_file import SlotFile
folder = Path(sys.argv[1])
file = SlotFile(folder)
slots = file.load()
print("ready", flush=True)
while True:
    file.save(slots)
"""


def test_sigkill_at_any_instant_leaves_a_whole_file(tmp_path: Path) -> None:
    slots, code, _ = slots_with_code()
    SlotFile(tmp_path).save(slots)
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'smartcard'}"}
    for delay in (0.0, 0.003, 0.011, 0.023, 0.05):
        writer = subprocess.Popen(
            [sys.executable, "-c", KILLED_WRITER, str(tmp_path)], stdout=subprocess.PIPE, env=environment
        )
        assert writer.stdout is not None
        writer.stdout.readline()
        time.sleep(delay)
        os.kill(writer.pid, signal.SIGKILL)
        writer.communicate()
        assert open_with_code(SlotFile(tmp_path).load(), code)
        assert msgspec.json.decode((tmp_path / "slots.json").read_bytes(), type=SlotSet) == slots


def test_a_full_disk_leaves_the_old_file(tmp_path: Path) -> None:
    script = """
import resource, signal, sys
from pathlib import Path
from lgc_app.vault.faults import DiskFullError
from lgc_app.vault.slot_file import SlotFile
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
file = SlotFile(Path(sys.argv[1]))
slots = file.load()
resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))
try:
    file.save(slots)
except DiskFullError as error:
    print(error.sentence)
"""
    slots, code, _ = slots_with_code()
    SlotFile(tmp_path).save(slots)
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'smartcard'}", "PYTHONIOENCODING": "utf-8"}
    run = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)], env=environment, capture_output=True, check=True
    )
    assert DiskFullError().sentence in run.stdout.decode()
    assert open_with_code(SlotFile(tmp_path).load(), code)
    assert not list(tmp_path.glob("*.new"))
