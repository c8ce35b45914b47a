# SPDX-License-Identifier: EUPL-1.2
"""The words of a PDF come from a process that a hostile file may break, and that never breaks this one."""

import sys
import zlib

import pytest

from lgc_app.services import pdf_words
from lgc_app.services.pdf_words import PdfReader, PdfReaderMissingError
from tests.support.cda import a_pdf


def a_page(drawing: bytes) -> bytes:
    """A PDF of one page, from what is drawn on it."""
    packed = zlib.compress(drawing, 1)
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(packed), packed),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    )
    body = b"".join(b"%d 0 obj%s\nendobj\n" % (number, one) for number, one in enumerate(objects, 1))
    return b"%PDF-1.4\n" + body + b"trailer<</Size 6/Root 1 0 R>>\n%%EOF"


@pytest.fixture(scope="module")
def reader():
    with PdfReader() as reader:
        yield reader


def test_the_words_of_a_report_are_read(reader):
    words = reader.words(a_pdf())
    assert "Renouvellement" in words
    assert "Matricule INS" in words
    assert "été" in reader.words(a_page(b"BT /F 12 Tf 50 700 Td (Toux cet \351t\351) Tj ET"))


@pytest.mark.parametrize(
    "untrusted",
    [b"", b"%PDF-", b"%PDF-1.7\n" + bytes(range(256)) * 200, b"<xml/>", a_pdf()[: len(a_pdf()) // 2], b"\0" * 9],
)
def test_what_is_no_pdf_has_no_words(reader, untrusted):
    assert reader.words(untrusted) == ""


def test_a_file_that_takes_all_the_memory_is_left_and_the_next_one_is_read(reader):
    bomb = a_page(b"BT /F 12 Tf " + b"(a)Tj " * 3_000_000)
    assert reader.words(bomb) == ""
    assert "Renouvellement" in reader.words(a_pdf())


def test_a_file_that_takes_too_long_is_left():
    with PdfReader(seconds=0.0) as hurried:
        assert hurried.words(a_pdf()) == ""
        assert hurried._process is None


def test_a_post_without_a_reader_says_so(monkeypatch):
    monkeypatch.setattr(pdf_words.sys, "executable", "/nulle/part/python")
    with PdfReader() as reader, pytest.raises(PdfReaderMissingError):
        reader.words(a_pdf())
    monkeypatch.undo()
    assert sys.executable
    monkeypatch.setattr(pdf_words, "_PROGRAM", "lgc_app.ui.nobody")
    with PdfReader() as reader, pytest.raises(PdfReaderMissingError):
        reader.words(a_pdf())
