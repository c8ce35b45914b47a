# SPDX-License-Identifier: EUPL-1.2
"""Cut, sealed, arriving: pieces of a file in any order, at rest and on the way, whole or not at all."""

import hashlib
import os
import random

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given, settings
from hypothesis import strategies as st

from lgc_core.pieces.arriving_file import ArrivingFile, sweep
from lgc_core.pieces.cut import LARGEST, PIECE, Held, count_of, length_of
from lgc_core.pieces.sealed_file import DamagedPieceError, SealedFile, length_at_rest

KEY = AESGCM(b"k" * 32)
NAME = b"a name"
CONTENT = os.urandom(3 * PIECE + 77)
SHA256 = hashlib.sha256(CONTENT).hexdigest()


def piece(number: int, content: bytes = CONTENT) -> bytes:
    return content[number * PIECE : (number + 1) * PIECE]


@settings(max_examples=60)
@given(st.integers(0, LARGEST))
def test_the_pieces_of_any_size_make_the_whole(size):
    count = count_of(size)
    assert sum(length_of(size, number) for number in (0, count - 1)) <= size or count == 1
    assert (count - 1) * PIECE + length_of(size, count - 1) == size
    assert Held.whole(size).bytes == size
    assert Held.whole(size).is_whole


@settings(max_examples=60)
@given(st.integers(1, 40 * PIECE), st.randoms(use_true_random=False), st.integers(1, 4))
def test_runs_lead_to_the_whole_and_never_ask_a_held_piece(size, draw, most):
    held = Held(size)
    for number in range(count_of(size)):
        if draw.random() < 0.4:
            held = held.plus(number)
    assert Held.from_hex(size, held.hex) == held
    while run := held.next_run(most):
        assert len(run) <= most
        assert not any(held.has(number) for number in run)
        for number in run:
            held = held.plus(number)
    assert held.is_whole


@pytest.mark.parametrize("untrusted", ["", "x", "-1", "10", "f" * 400])
def test_pieces_that_are_none_are_not_believed(untrusted):
    with pytest.raises(ValueError, match=r"pieces|literal"):
        Held.from_hex(4 * PIECE, untrusted)


@pytest.fixture
def sealed(tmp_path):
    path = tmp_path / "sealed"
    with SealedFile.make(path, NAME, len(CONTENT), KEY) as file:
        for number in (2, 0, 3, 1):
            file.write(number, piece(number))
    return path


def test_what_was_sealed_in_any_order_reads_back_and_shows_nothing(sealed):
    with SealedFile.open(sealed, NAME, KEY) as file:
        assert [file.read(number) for number in range(4)] == [piece(number) for number in range(4)]
        assert file.sha256() == SHA256
    assert sealed.stat().st_size == length_at_rest(len(CONTENT))
    assert CONTENT[:32] not in sealed.read_bytes()


@pytest.mark.parametrize("place", [0, 9, 20, 60, 90, 76 + 12, -1])
def test_a_changed_byte_anywhere_is_seen(sealed, place):
    raw = bytearray(sealed.read_bytes())
    raw[place] ^= 1
    sealed.write_bytes(raw)
    with pytest.raises(DamagedPieceError), SealedFile.open(sealed, NAME, KEY) as file:
        file.sha256()


def test_pieces_exchanged_are_seen(sealed):
    slot = PIECE + 28
    raw = sealed.read_bytes()
    head = len(raw) - 3 * slot - 77 - 28
    first, second = raw[head : head + slot], raw[head + slot : head + 2 * slot]
    sealed.write_bytes(raw[:head] + second + first + raw[head + 2 * slot :])
    with SealedFile.open(sealed, NAME, KEY) as file:
        for number in (0, 1):
            with pytest.raises(DamagedPieceError):
                file.read(number)
        assert file.read(2) == piece(2)


@pytest.mark.parametrize("left", [-1, -(77 + 28), 30, 0])
def test_a_file_cut_short_is_seen(sealed, left):
    sealed.write_bytes(sealed.read_bytes()[:left])
    with pytest.raises(DamagedPieceError):
        SealedFile.open(sealed, NAME, KEY)


def test_another_name_or_key_opens_nothing(sealed):
    for name, key in ((b"another", KEY), (NAME, AESGCM(b"z" * 32))):
        with pytest.raises(DamagedPieceError):
            SealedFile.open(sealed, name, key)


def arriving(tmp_path) -> ArrivingFile:
    return ArrivingFile(tmp_path / "on-its-way", NAME, len(CONTENT), KEY)


def test_pieces_arrive_across_restarts_and_the_whole_takes_its_place(tmp_path):
    order = [0, 1, 2, 3]
    random.Random(7).shuffle(order)
    for number in order:
        held = arriving(tmp_path).put(number, piece(number))
    assert held.is_whole
    assert arriving(tmp_path).finish(SHA256, tmp_path / "home" / "file") == "whole"
    with SealedFile.open(tmp_path / "home" / "file", NAME, KEY) as file:
        assert file.sha256() == SHA256
    assert not list(tmp_path.glob("on-its-way*"))


def test_a_piece_that_a_power_cut_took_is_missing_again(tmp_path):
    for number in range(4):
        arriving(tmp_path).put(number, piece(number))
    path = tmp_path / "on-its-way"
    raw = bytearray(path.read_bytes())
    raw[76 + PIECE + 28 + 500 : 76 + PIECE + 28 + 900] = bytes(400)
    path.write_bytes(raw)
    assert arriving(tmp_path).finish(SHA256, tmp_path / "home") == "missing"
    assert arriving(tmp_path).held().bits == 0b1101
    arriving(tmp_path).put(1, piece(1))
    assert arriving(tmp_path).finish(SHA256, tmp_path / "home") == "whole"


@pytest.mark.parametrize("damage", ["head", "note", "gone", "short"])
def test_whatever_is_left_of_it_one_begins_again_without_a_wrong_byte(tmp_path, damage):
    for number in range(4):
        arriving(tmp_path).put(number, piece(number))
    path, note = tmp_path / "on-its-way", tmp_path / "on-its-way.held"
    match damage:
        case "head":
            path.write_bytes(b"x" * 300)
        case "note":
            note.write_bytes(b"\xff\xfe")
        case "gone":
            path.unlink()
        case "short":
            path.write_bytes(path.read_bytes()[: PIECE * 2])
    for _ in range(3):
        file = arriving(tmp_path)
        for number in range(4):
            file.put(number, piece(number))
        if file.finish(SHA256, tmp_path / "home") == "whole":
            break
    with SealedFile.open(tmp_path / "home", NAME, KEY) as file:
        assert file.sha256() == SHA256


def test_other_bytes_than_those_of_the_hash_are_dropped_whole(tmp_path):
    for number in range(4):
        arriving(tmp_path).put(number, bytes(length_of(len(CONTENT), number)))
    assert arriving(tmp_path).finish(SHA256, tmp_path / "home") == "another"
    assert not arriving(tmp_path).held().bits
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize(("number", "content"), [(4, b"x"), (-1, b"x"), (0, b"short"), (3, bytes(78))])
def test_a_piece_that_has_no_place_is_refused(tmp_path, number, content):
    with pytest.raises(ValueError, match="place"):
        arriving(tmp_path).put(number, content)


def test_what_nobody_went_on_with_is_dropped(tmp_path):
    arriving(tmp_path).put(0, piece(0))
    at = (tmp_path / "on-its-way").stat().st_mtime
    assert sweep(tmp_path, at - 1) == 0
    assert sweep(tmp_path, at + 1) == 1
    assert not any(tmp_path.iterdir())
