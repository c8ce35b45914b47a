# SPDX-License-Identifier: EUPL-1.2
"""Files rest encrypted under their hash and partition, whole or not at all."""

import hashlib

import pytest

from lgc_core.errors import OutsideError, UserError
from sync_server.services.blob_store import LARGEST, BlobStore

HERE, THERE = "cabinet:a", "cabinet:b"
CONTENT = b"a document of somebody " * 50
NAME = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def store(tmp_path):
    return BlobStore(tmp_path / "blobs", b"k" * 32)


def files(store):
    return [file for file in store.folder.rglob("*") if file.is_file()]


def test_what_is_written_is_read_back_and_written_once(store):
    assert store.write(HERE, NAME, CONTENT) is True
    assert store.write(HERE, NAME, CONTENT) is False
    assert store.read(HERE, NAME) == CONTENT


def test_a_file_exists_in_its_partition_only(store):
    store.write(HERE, NAME, CONTENT)
    assert not store.has(THERE, NAME)
    with pytest.raises(UserError, match="n’est pas arrivé"):
        store.read(THERE, NAME)


def test_neither_words_nor_hash_nor_practice_are_on_the_disk(store):
    store.write(HERE, NAME, CONTENT)
    [file] = files(store)
    assert CONTENT[:20] not in file.read_bytes()
    assert NAME not in str(file)
    assert "cabinet" not in str(file.relative_to(store.folder))


def test_a_file_moved_to_another_partition_does_not_open(store):
    store.write(HERE, NAME, CONTENT)
    [mine] = files(store)
    other = BlobStore(store.folder, store.key)
    other.write(THERE, NAME, CONTENT)
    [theirs] = [file for file in files(store) if file != mine]
    theirs.write_bytes(mine.read_bytes())
    with pytest.raises(OutsideError, match="ne peut pas être relu"):
        other.read(THERE, NAME)


def test_one_changed_bit_is_noticed(store):
    store.write(HERE, NAME, CONTENT)
    [file] = files(store)
    raw = bytearray(file.read_bytes())
    raw[-1] ^= 1
    file.write_bytes(raw)
    with pytest.raises(OutsideError):
        store.read(HERE, NAME)


def test_another_key_opens_nothing(store):
    store.write(HERE, NAME, CONTENT)
    assert not BlobStore(store.folder, b"z" * 32).has(HERE, NAME)


@pytest.mark.parametrize("name", ["", "../x", NAME.upper(), NAME[:-1], NAME + "\n"])
def test_a_name_that_is_no_hash_is_refused(store, name):
    assert not store.has(HERE, name)
    with pytest.raises(UserError):
        store.write(HERE, name, CONTENT)
    assert files(store) == []


def test_a_content_that_is_not_its_name_leaves_nothing(store):
    with pytest.raises(UserError, match="arrivé abîmé"):
        store.write(HERE, NAME, CONTENT + b"!")
    assert files(store) == []


def test_a_file_past_the_limit_is_refused(store):
    big = b"\0" * (LARGEST + 1)
    with pytest.raises(UserError):
        store.write(HERE, hashlib.sha256(big).hexdigest(), big)


def test_a_disk_that_refuses_is_an_outside_trouble_and_leaves_no_half_file(store):
    store.folder.parent.mkdir(exist_ok=True)
    store.folder.write_bytes(b"a file where the folder should be")
    with pytest.raises(OutsideError, match="Il sera renvoyé"):
        store.write(HERE, NAME, CONTENT)
