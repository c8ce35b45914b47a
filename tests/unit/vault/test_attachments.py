# SPDX-License-Identifier: EUPL-1.2
"""Attachments: never in clear, never half-written, proven on every read."""

import hashlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lgc_app.vault import attachments
from lgc_app.vault.attachments import AttachmentStore, BlobRef
from lgc_app.vault.faults import (
    AttachmentMissingError,
    AttachmentTooLargeError,
    DamagedAttachmentError,
)
from lgc_app.vault.keys import DatabaseKey

CONTENT = b"%PDF-1.7 compte rendu de HOARAU Marie-Josette" * 40


@pytest.fixture
def key() -> DatabaseKey:
    return DatabaseKey.generate()


@pytest.fixture
def store(tmp_path: Path, key: DatabaseKey) -> AttachmentStore:
    return AttachmentStore(tmp_path / "attachments", key)


def files_under(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=5000))
def test_what_is_put_is_got_back_to_the_byte(store: AttachmentStore, content: bytes) -> None:
    ref = store.put(content)
    assert store.get(ref) == content
    assert ref == BlobRef(hashlib.sha256(content).hexdigest(), len(content))


def test_neither_content_nor_its_hash_shows_on_the_disk(store: AttachmentStore, tmp_path: Path) -> None:
    ref = store.put(CONTENT)
    (path,) = files_under(tmp_path)
    assert b"HOARAU" not in path.read_bytes()
    assert ref.sha256 not in str(path)
    assert bytes.fromhex(ref.sha256) not in path.read_bytes()


def test_the_same_content_is_kept_once_and_each_file_has_its_own_key(
    store: AttachmentStore, tmp_path: Path, key: DatabaseKey
) -> None:
    assert store.put(CONTENT) == store.put(CONTENT)
    assert len(files_under(tmp_path)) == 1
    other = AttachmentStore(tmp_path / "other", key)
    other.put(CONTENT)
    first, second = files_under(tmp_path)
    assert first.name == second.name
    assert first.read_bytes() != second.read_bytes()


def test_another_key_finds_nothing(store: AttachmentStore, tmp_path: Path) -> None:
    ref = store.put(CONTENT)
    with pytest.raises(AttachmentMissingError):
        AttachmentStore(tmp_path / "attachments", DatabaseKey.generate()).get(ref)


@pytest.mark.parametrize("place", [0, 9, 40, 70, 90, -1])
def test_one_changed_byte_anywhere_is_damage(store: AttachmentStore, tmp_path: Path, place: int) -> None:
    ref = store.put(CONTENT)
    (path,) = files_under(tmp_path)
    stored = bytearray(path.read_bytes())
    stored[place] ^= 1
    path.write_bytes(stored)
    with pytest.raises(DamagedAttachmentError):
        store.get(ref)


@pytest.mark.parametrize("size", [0, 10, 83, 200])
def test_a_cut_file_is_damage_and_putting_it_again_repairs_it(
    store: AttachmentStore, tmp_path: Path, size: int
) -> None:
    ref = store.put(CONTENT)
    (path,) = files_under(tmp_path)
    path.write_bytes(path.read_bytes()[:size])
    with pytest.raises(DamagedAttachmentError):
        store.get(ref)
    assert store.put(CONTENT) == ref
    assert store.get(ref) == CONTENT


def test_two_files_exchanged_on_the_disk_are_not_believed(store: AttachmentStore, tmp_path: Path) -> None:
    ref, other = store.put(CONTENT), store.put(CONTENT + b".")
    one, two = files_under(tmp_path)
    first, second = one.read_bytes(), two.read_bytes()
    one.write_bytes(second)
    two.write_bytes(first)
    for swapped in (ref, other):
        with pytest.raises(DamagedAttachmentError):
            store.get(swapped)


def test_a_reference_with_a_wrong_size_is_not_served(store: AttachmentStore) -> None:
    ref = store.put(CONTENT)
    with pytest.raises(DamagedAttachmentError):
        store.get(BlobRef(ref.sha256, ref.size + 1))


def test_a_missing_file_says_that_it_will_come(store: AttachmentStore) -> None:
    ref = BlobRef("00" * 32, 3)
    assert not store.has(ref)
    with pytest.raises(AttachmentMissingError, match="prochain échange"):
        store.get(ref)


def test_what_is_too_large_is_refused_and_not_kept(
    store: AttachmentStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attachments, "MAX_BYTES", 1000)
    with pytest.raises(AttachmentTooLargeError):
        store.put(bytes(1001))
    assert not files_under(tmp_path)


def test_no_new_file_stays_behind(store: AttachmentStore, tmp_path: Path) -> None:
    for number in range(5):
        store.put(CONTENT + bytes([number]))
    assert not list(tmp_path.rglob("*.new"))
