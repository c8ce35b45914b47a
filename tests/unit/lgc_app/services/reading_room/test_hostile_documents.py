# SPDX-License-Identifier: EUPL-1.2
"""A document from outside is read by a process that it may break, and that never breaks this one."""

import ctypes
import os
import sys
import time
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QSize
from PySide6.QtGui import QImage

from lgc_app.reading_room import wire
from lgc_app.reading_room.windows_job import ExtendedLimit, join_small_job, limit_of
from lgc_app.services import opened_document, reader_process
from lgc_app.services.opened_document import (
    LeftError,
    OpenedDocument,
    PageSize,
    UnshownDocumentError,
    UnshownPageError,
)
from lgc_app.services.reader_process import BrokenError, ReaderProcess, RoomMissingError
from lgc_app.services.reading_room import ReadingRoom
from tests.support.cda import a_pdf
from tests.support.pdfs import BOMB, DARK, WORDS, a_page, pdf_of_pages, same_page_many_times


@pytest.fixture(scope="module")
def room():
    made = ReadingRoom()
    yield made
    made.close()


@pytest.fixture(scope="module")
def report(room):
    """Two pages, the second all black."""
    document = room.open(pdf_of_pages(WORDS, DARK))
    yield document
    document.close()


def test_pages_come_as_pixels_on_white_paper(report):
    assert report.sizes == (PageSize(600, 800), PageSize(600, 800))
    first, second = report.page(0, 300), report.page(1, 30)
    assert (first.width, first.height, len(first.pixels)) == (300, 400, 300 * 400 * 4)
    assert first.pixels[:3] == b"\xff\xff\xff"
    assert any(first.pixels[at] < 100 for at in range(0, len(first.pixels), 4)), "its words are drawn"
    assert second.pixels[:3] == b"\0\0\0"


def test_pages_of_every_size_are_drawn_without_a_thread(report):
    """Qt draws large pictures with threads, which cannot start where no file can be opened."""
    for width in (1, 64, 700, 1654, 4200):
        page = report.page(1, width)
        assert page.pixels[-4:-1] == b"\0\0\0", width


def test_its_words_are_read(room, report):
    assert report.words() == "Toux cet été"
    assert "Matricule INS" in room.words(a_pdf())


@pytest.mark.parametrize(
    "untrusted",
    [b"", b"%PDF-1.7\n" + bytes(range(256)) * 200, a_pdf()[: len(a_pdf()) // 2]],
)
def test_what_is_no_pdf_has_a_sentence_and_no_words(room, untrusted):
    with pytest.raises(UnshownDocumentError, match=r"Ce document ne peut pas être affiché.*Demandez"):
        room.open(untrusted)
    assert room.words(untrusted) == ""


def test_ten_thousand_pages_are_refused_in_words(room):
    with pytest.raises(UnshownDocumentError, match=r"plus de 2\u202f000\u00a0pages\..*en plusieurs parties"):
        room.open(same_page_many_times(10_000))


def test_a_page_larger_than_a_wall_is_no_paper(room):
    with pytest.raises(UnshownDocumentError, match="taille de papier"):
        room.open(pdf_of_pages(WORDS, paper=b"0 0 99999999 10"))


def test_a_page_that_takes_all_the_memory_is_left_out_and_the_next_one_is_shown(room):
    document = room.open(pdf_of_pages(BOMB, DARK))
    with pytest.raises(UnshownPageError, match="Cette page ne peut pas être affichée"):
        document.page(0, 300)
    assert document.page(1, 30).pixels[:3] == b"\0\0\0"
    document.close()


def test_a_document_whose_pages_all_take_too_long_is_given_up(room, monkeypatch):
    document = room.open(pdf_of_pages(DARK, DARK))
    document._seconds = 0.0
    monkeypatch.setattr(opened_document, "_MOST_DEATHS", 1)
    with pytest.raises(UnshownPageError):
        document.page(0, 300)
    with pytest.raises(UnshownDocumentError, match="trop de temps ou de mémoire"):
        document.page(1, 300)
    document.close()


def test_a_document_that_hangs_at_its_opening_has_a_sentence():
    with pytest.raises(UnshownDocumentError, match="trop de temps"):
        OpenedDocument(ReaderProcess(), a_pdf(), seconds=0.0)


def test_who_leaves_does_not_wait_and_what_was_asked_comes_to_nothing(room):
    document = room.open(a_page(WORDS))
    process = document._process
    assert process is not None
    began = time.perf_counter()
    document.leave()
    assert time.perf_counter() - began < 0.5
    with pytest.raises(LeftError):
        document.page(0, 300)
    document.close()
    assert not process.is_alive


def test_a_lock_stops_every_process_and_opens_nothing_more():
    room = ReadingRoom()
    room.prepare()
    ready = room._ready
    document = room.open(a_page(WORDS))
    assert document._process is ready, "the one that was kept ready"
    room.prepare()
    spare = room._ready
    room.close()
    room.prepare()
    assert ready is not None
    assert spare is not None
    assert not ready.is_alive
    assert not spare.is_alive
    assert room._ready is None
    with pytest.raises(LeftError):
        room.open(a_pdf())
    assert room.picture(b"") is None


def test_an_answer_longer_than_asked_is_not_taken(room):
    """A document that took the process over may say what it wants: its size is looked at first."""
    document = room.open(a_page(DARK))
    process = document._process
    assert process is not None
    with pytest.raises(BrokenError):
        process.ask(wire.QUESTION.pack(wire.PAGE, 0, 300, 400), 300 * 400 * 4 - 1, 8.0)
    document.close()


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_the_process_has_no_secret_no_file_and_can_open_none(room, monkeypatch, tmp_path):
    monkeypatch.setenv("SERENITE_SECRET", "a key")
    with (tmp_path / "vault").open("wb") as held:
        os.set_inheritable(held.fileno(), True)
        fresh = ReadingRoom()
        document = fresh.open(a_page(WORDS))
    assert document._process is not None
    proc = Path("/proc") / str(document._process._process.pid)
    names = {one.partition("=")[0] for one in (proc / "environ").read_text().split("\0") if one}
    limits = {line[:25].strip(): line[26:].split()[:2] for line in (proc / "limits").read_text().splitlines()}
    handles = [str(one.readlink()) for one in (proc / "fd").iterdir()]
    fresh.close()
    assert names <= {"PATH", "LD_LIBRARY_PATH", "QT_QPA_PLATFORM", "PYTHONDONTWRITEBYTECODE", "LC_CTYPE"}
    assert not any("vault" in one or "socket" in one for one in handles)
    assert limits["Max open files"] == ["3", "3"], "neither a file nor a socket"
    assert limits["Max file size"] == limits["Max core file size"] == ["0", "0"]
    assert int(limits["Max data size"][1]) < wire.ROOM + 10_000
    assert int(limits["Max cpu time"][0]) < 60


@pytest.mark.parametrize("size", [(123, 457), (1300, 1400)])
def test_a_picture_is_drawn_by_the_room_at_its_own_size(room, size):
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    red = QImage(QSize(*size), QImage.Format.Format_RGB32)
    red.fill(0xFF0000)
    red.save(buffer, "JPEG")
    page = room.picture(buffer.data().data())
    assert page is not None
    assert (page.width, page.height) == size
    assert page.pixels[0] < 20
    assert page.pixels[2] > 200
    assert room.picture(b"GIF89a" + bytes(40)) is None


def test_a_file_is_read_a_piece_at_a_time_and_one_that_left_is_no_page(room, tmp_path):
    (tmp_path / "scan.pdf").write_bytes(pdf_of_pages(DARK) + b"%" + b"0" * (2 * wire.PIECE))
    page = room.first_page(tmp_path / "scan.pdf", 30)
    assert page is not None
    assert page.pixels[:3] == b"\0\0\0"
    assert room.first_page(tmp_path / "left.pdf", 30) is None


def test_a_page_is_never_larger_than_the_room_draws():
    for size in (PageSize(14_400, 1), PageSize(1, 14_400), PageSize(595, 842)):
        width, height = size.pixels(9_999_999)
        assert width * height <= wire.MAX_PIXELS * 1.01
        assert max(width, height) <= wire.MAX_SIDE


def test_a_post_without_a_room_says_so(monkeypatch):
    monkeypatch.setattr(reader_process.sys, "executable", "/nulle/part/python")
    with pytest.raises(RoomMissingError):
        ReadingRoom().open(a_pdf())
    monkeypatch.undo()
    monkeypatch.setattr(reader_process, "_PROGRAM", "lgc_app.nobody")
    with pytest.raises(RoomMissingError):
        ReadingRoom().words(a_pdf())


def test_the_job_of_windows_has_the_layout_that_windows_reads():
    assert ctypes.sizeof(ExtendedLimit) == 144
    assert limit_of(7).ProcessMemoryLimit == 7
    assert limit_of(7).Basic.ActiveProcessLimit == 1
    if sys.platform != "win32":
        assert not join_small_job(7)
