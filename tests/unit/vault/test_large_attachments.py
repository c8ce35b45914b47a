# SPDX-License-Identifier: EUPL-1.2
"""Large attachments: in pieces at rest, taken in from the disk, received bit by bit, never in clear."""

import hashlib
import os
import tracemalloc
from pathlib import Path

import pytest

from lgc_app.vault import attachments
from lgc_app.vault.attachments import AttachmentStore, BlobRef
from lgc_app.vault.faults import AttachmentMissingError, AttachmentTooLargeError, DamagedAttachmentError
from lgc_app.vault.keys import DatabaseKey
from lgc_core.pieces.cut import PIECE

CONTENT = b"%PDF-1.7 HOARAU" + os.urandom(5 * PIECE)
REF = BlobRef(hashlib.sha256(CONTENT).hexdigest(), len(CONTENT))


@pytest.fixture
def store(tmp_path: Path) -> AttachmentStore:
    return AttachmentStore(tmp_path / "attachments", DatabaseKey.generate())


def files_under(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    path = tmp_path / "scan.pdf"
    path.write_bytes(CONTENT)
    return path


def test_a_large_content_reads_back_whole_and_by_pieces(store: AttachmentStore) -> None:
    assert store.put(CONTENT) == REF
    assert store.get(REF) == CONTENT
    assert store.pieces(REF, [5, 0]) == [CONTENT[5 * PIECE :], CONTENT[:PIECE]]


def test_a_small_content_gives_its_piece_too(store: AttachmentStore) -> None:
    assert store.pieces(store.put(b"court"), [0]) == [b"court"]


def test_a_file_of_the_disk_is_kept_like_its_bytes_and_shows_nothing(
    store: AttachmentStore, scan: Path, tmp_path: Path
) -> None:
    assert store.put_file(scan) == REF
    assert store.put_file(scan) == REF
    (kept,) = files_under(tmp_path / "attachments")
    assert b"HOARAU" not in kept.read_bytes()
    assert store.get(REF) == CONTENT


def test_a_small_file_of_the_disk_is_kept_too(store: AttachmentStore, tmp_path: Path) -> None:
    (tmp_path / "court").write_bytes(b"court")
    assert store.get(store.put_file(tmp_path / "court")) == b"court"


def test_moving_a_large_file_takes_little_memory(store: AttachmentStore, tmp_path: Path) -> None:
    path, size = tmp_path / "scan", 24 * PIECE
    path.write_bytes(os.urandom(size))
    there = AttachmentStore(tmp_path / "there", DatabaseKey.generate())
    tracemalloc.start()
    ref = store.put_file(path)
    for number in range(size // PIECE):
        there.take(ref, number, store.pieces(ref, [number])[0])
    assert there.finish(ref) == "whole"
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 6 * PIECE


def test_a_file_that_changes_while_it_is_read_is_not_taken_for_the_first(
    store: AttachmentStore, scan: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed = attachments._ref_of

    def then_changed(untrusted):
        ref = hashed(untrusted)
        scan.write_bytes(bytes(len(CONTENT)))
        return ref

    monkeypatch.setattr(attachments, "_ref_of", then_changed)
    with pytest.raises(attachments.DiskTroubleError):
        store.put_file(scan)
    assert not files_under(tmp_path / "attachments")


def test_a_file_past_the_limit_is_refused_and_not_kept(
    store: AttachmentStore, scan: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attachments, "MAX_BYTES", PIECE)
    with pytest.raises(AttachmentTooLargeError):
        store.put_file(scan)
    assert not (tmp_path / "attachments").exists()


def test_what_is_being_received_rests_encrypted_and_goes_on_after_a_restart(
    store: AttachmentStore, tmp_path: Path
) -> None:
    store.take(REF, 0, CONTENT[:PIECE])
    with pytest.raises(AttachmentMissingError):
        store.get(REF)
    assert not any(b"HOARAU" in path.read_bytes() for path in files_under(tmp_path))
    assert not any(REF.sha256 in str(path) for path in files_under(tmp_path))
    assert store.held(REF).bits == 1
    for number in range(1, 6):
        store.take(REF, number, CONTENT[number * PIECE : (number + 1) * PIECE])
    assert store.finish(REF) == "whole"
    assert store.get(REF) == CONTENT


@pytest.mark.parametrize(("number", "piece"), [(6, b""), (-1, b""), (0, b"court"), (10**6, bytes(PIECE))])
def test_a_piece_that_has_no_place_is_refused(store: AttachmentStore, number: int, piece: bytes) -> None:
    with pytest.raises(DamagedAttachmentError):
        store.take(REF, number, piece)


@pytest.mark.parametrize("place", [3, 60, 200, -1])
def test_one_changed_byte_of_a_large_file_is_damage_and_putting_it_again_repairs_it(
    store: AttachmentStore, scan: Path, tmp_path: Path, place: int
) -> None:
    store.put(CONTENT)
    (path,) = files_under(tmp_path / "attachments")
    stored = bytearray(path.read_bytes())
    stored[place] ^= 1
    path.write_bytes(stored)
    with pytest.raises(DamagedAttachmentError):
        store.get(REF)
    assert store.put_file(scan) == REF
    assert store.get(REF) == CONTENT


def test_large_files_of_before_the_pieces_still_read(store: AttachmentStore) -> None:
    path = store._path(REF)
    path.parent.mkdir(parents=True)
    path.write_bytes(store._sealed(CONTENT, path.name.encode()))
    assert store.get(REF) == CONTENT
    assert store.pieces(REF, [1]) == [CONTENT[PIECE : 2 * PIECE]]


def test_what_was_abandoned_is_dropped(store: AttachmentStore, tmp_path: Path) -> None:
    store.take(REF, 0, CONTENT[:PIECE])
    at = max(path.stat().st_mtime for path in files_under(tmp_path))
    assert store.sweep(at) == 0
    assert store.sweep(at + 100 * 24 * 3600) == 1
