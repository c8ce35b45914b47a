# SPDX-License-Identifier: EUPL-1.2
"""Files on their way to the region: bounded, dropped when abandoned, and a full disk loses nothing."""

import errno
import hashlib
import os
import random
import shutil
import threading

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from lgc_core.errors import OutsideError, UserError
from lgc_core.pieces.cut import PIECE
from lgc_core.pieces.sealed_file import SealedFile
from sync_server.services import arrivals as room
from sync_server.services.arrivals import Arrivals, NoRoomError, NotAcceptedError, announced
from sync_server.services.blob_store import LARGEST, BlobStore

HERE, THERE = "cabinet:a", "cabinet:b"
CONTENT = random.Random(7).randbytes(2 * PIECE + 5)  # the same in every process: it names tests
SHA = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def arrivals(tmp_path):
    return Arrivals(tmp_path / "arriving", BlobStore(tmp_path / "blobs", b"k" * 32))


SIZE = len(CONTENT)


def the_file(partition=HERE, device="poste-1", sha256=SHA, size=SIZE):
    return announced(partition, device, sha256, str(size))


def put(arrivals, file, number, content=CONTENT):
    piece = content[number * PIECE : (number + 1) * PIECE]
    return arrivals.put(file, number, hashlib.sha256(piece).hexdigest(), piece)


def on_disk(arrivals):
    return [path for path in arrivals.folder.rglob("*") if path.is_file()]


def test_a_file_is_available_once_whole_and_what_was_on_its_way_is_gone(arrivals):
    for number in (2, 0):
        assert not put(arrivals, the_file(), number).is_whole
        assert not arrivals.store.has(HERE, SHA)
    assert put(arrivals, the_file(), 1).is_whole
    assert b"".join(arrivals.store.stream(HERE, SHA)) == CONTENT
    assert b"".join(arrivals.store.stream(HERE, SHA, PIECE - 3, PIECE + 4)) == CONTENT[PIECE - 3 : PIECE + 4]
    assert on_disk(arrivals) == []


def test_two_posts_and_two_practices_do_not_see_what_the_other_began(arrivals):
    put(arrivals, the_file(), 0)
    for other in (the_file(device="poste-2"), the_file(THERE), the_file(size=len(CONTENT) - 1)):
        assert not arrivals.held(other).bits


def test_killed_between_the_last_piece_and_the_proof_it_is_proven_when_the_post_looks(arrivals):
    file = the_file()
    for number in range(3):
        arrivals._arriving(file).put(number, CONTENT[number * PIECE : (number + 1) * PIECE])
    assert not arrivals.store.has(HERE, SHA)
    assert arrivals.finish(file).is_whole
    assert arrivals.store.has(HERE, SHA)


@pytest.mark.parametrize(
    ("sha256", "size"),
    [
        ("0" * 63, "5"),
        ("A" * 64, "5"),
        (SHA, ""),
        (SHA, "x"),
        (SHA, "-1"),
        (SHA, "²"),
        (SHA, "9" * 40),
        (SHA, "268435457"),
    ],
)
def test_what_cannot_be_announced_is_refused(sha256, size):
    with pytest.raises(NotAcceptedError):
        announced(HERE, "poste-1", sha256, size)


def test_a_practice_has_its_share_and_no_more(arrivals, monkeypatch):
    monkeypatch.setattr(room, "QUOTA_FILES", 2)
    for number in range(2):
        put(arrivals, the_file(sha256=f"{number}" * 64), 0)
    with pytest.raises(NoRoomError, match="Il reste sur ce poste"):
        put(arrivals, the_file(), 0)
    assert put(arrivals, the_file(THERE), 0).bits == 1, "another practice has its own"
    assert put(arrivals, the_file(sha256="0" * 64), 1).bits == 3, "what is begun goes on"


def test_the_bytes_announced_count_before_they_come(arrivals, monkeypatch):
    monkeypatch.setattr(room, "QUOTA_BYTES", len(CONTENT) * 2 - 1)
    put(arrivals, the_file(), 0)
    with pytest.raises(NoRoomError):
        put(arrivals, the_file(sha256="0" * 64), 0)


def test_operations_keep_their_room_on_the_disk(arrivals, monkeypatch):
    put(arrivals, the_file(), 0)
    total = shutil.disk_usage(arrivals.folder)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: total._replace(free=room.KEPT_FREE_BYTES - 1))
    with pytest.raises(NoRoomError):
        put(arrivals, the_file(), 1)
    monkeypatch.undo()
    assert arrivals.held(the_file()).bits == 1
    assert put(arrivals, the_file(), 1).bits == 3


def test_a_disk_that_fills_in_the_middle_keeps_what_was_held(arrivals, monkeypatch):
    put(arrivals, the_file(), 0)

    def full(self, number, content):
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(SealedFile, "write", full)
    with pytest.raises(NoRoomError):
        put(arrivals, the_file(), 1)
    monkeypatch.undo()
    assert arrivals.held(the_file()).bits == 1
    for number in (1, 2):
        held = put(arrivals, the_file(), number)
    assert held.is_whole


def test_what_nobody_went_on_with_is_dropped_after_two_weeks(arrivals):
    put(arrivals, the_file(), 0)
    at = on_disk(arrivals)[0].stat().st_mtime
    assert arrivals.sweep(at + room.EXPIRY_S - 60) == 0
    assert arrivals.sweep(at + room.EXPIRY_S + 60) == 1
    assert not arrivals.held(the_file()).bits


def test_the_same_pieces_at_the_same_time_make_one_file(arrivals):
    file, faults = the_file(), []

    def send():
        try:
            for number in range(3):
                put(arrivals, file, number)
        except (UserError, OutsideError, OSError) as error:
            faults.append(error)

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert arrivals.store.read(HERE, SHA) == CONTENT


def test_files_of_before_the_pieces_still_read_whole_and_by_ranges(arrivals):
    store = arrivals.store
    key = HKDF(SHA256(), length=32, salt=None, info=b"blob\0" + HERE.encode()).derive(store.key)
    nonce = os.urandom(12)
    path = store.home(HERE, SHA)
    path.parent.mkdir(parents=True)
    path.write_bytes(nonce + AESGCM(key).encrypt(nonce, CONTENT, SHA.encode()))
    assert store.size(HERE, SHA) == len(CONTENT)
    assert store.read(HERE, SHA) == CONTENT
    assert b"".join(store.stream(HERE, SHA, 10, 20)) == CONTENT[10:20]
    assert arrivals.held(the_file()).is_whole


def test_what_is_too_large_to_be_read_at_once_is_not(arrivals, monkeypatch):
    for number in range(3):
        put(arrivals, the_file(), number)
    monkeypatch.setattr("sync_server.services.blob_store.LARGEST", PIECE)
    assert LARGEST > PIECE
    with pytest.raises(UserError, match="trop volumineux"):
        arrivals.store.read(HERE, SHA)
