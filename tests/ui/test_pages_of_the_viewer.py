# SPDX-License-Identifier: EUPL-1.2
"""The viewer of PDFs: pages come by themselves, a bad one says so, a bad document leaves the others on screen."""

import pytest
from PySide6.QtCore import Qt

from lgc_app.services.reading_room import ReadingRoom
from lgc_app.ui.widgets.pdf_view import PdfView
from tests.support.pdfs import DARK, WORDS, pdf_of_pages, same_page_many_times
from tests.support.typing_keys import press


@pytest.fixture(scope="module")
def room():
    made = ReadingRoom()
    yield made
    made.close()


@pytest.fixture
def open_pdf(look, qtbot, tasks, room):
    def open_it(untrusted_pdf):
        view = PdfView(look, "Document", tasks, room)
        qtbot.addWidget(view)
        view.resize(640, 500)
        view.show()
        view.show_pdf(untrusted_pdf)
        qtbot.waitUntil(lambda: view.is_settled)
        return view

    return open_it


def ink(view):
    """The colour in the middle of what is in sight."""
    shown = view.pages.viewport().grab().toImage()
    return shown.pixelColor(shown.width() // 2, shown.height() // 2).name()


def test_keys_and_the_wheel_go_through_the_pages(qtbot, open_pdf):
    view = open_pdf(pdf_of_pages(WORDS, *[DARK] * 9))
    assert view.page_count == 10
    assert ink(view) == "#ffffff"
    bar = view.pages.verticalScrollBar()
    for key, colour in ((Qt.Key.Key_End, "#000000"), (Qt.Key.Key_Home, "#ffffff"), (Qt.Key.Key_PageDown, None)):
        before = bar.value()
        press(view.pages, key)
        assert bar.value() != before
        qtbot.waitUntil(lambda: view.is_settled)
        assert colour in (None, ink(view))


def test_a_wider_room_draws_the_page_again_and_stays_where_one_was(qtbot, open_pdf):
    view = open_pdf(pdf_of_pages(WORDS, DARK, WORDS))
    view.pages.verticalScrollBar().setValue(view.pages.verticalScrollBar().maximum() // 2)
    qtbot.waitUntil(lambda: view.is_settled)
    view.resize(900, 500)
    qtbot.waitUntil(lambda: view.is_settled)
    assert ink(view) == "#000000"


def test_a_page_that_cannot_be_drawn_says_so_and_the_others_are_there(qtbot, open_pdf):
    view = open_pdf(pdf_of_pages(*[DARK] * 9))
    view._document._process.kill()
    press(view.pages, Qt.Key.Key_End)
    qtbot.waitUntil(lambda: view.is_settled)
    troubles = [at for at in range(9) if "Cette page ne peut pas être affichée" in view.pages.trouble(at)]
    assert len(troubles) == 1, "the one that was asked when the process died"
    press(view.pages, Qt.Key.Key_Home)
    qtbot.waitUntil(lambda: view.is_settled)
    assert ink(view) == "#000000"
    assert view.sentence == ""


@pytest.mark.parametrize("hostile", [b"", b"%PDF-1.7\n" + b"x" * 1000, same_page_many_times(10_000)])
def test_a_document_that_cannot_be_shown_says_so_and_the_one_beside_stays(open_pdf, hostile):
    beside = open_pdf(pdf_of_pages(DARK))
    view = open_pdf(hostile)
    assert view.sentence.startswith("Ce document ne peut pas être affiché")
    assert view.page_count == 0
    assert ink(beside) == "#000000"


def test_what_is_forgotten_is_read_by_nobody_any_more(qtbot, tasks, open_pdf):
    view = open_pdf(pdf_of_pages(DARK))
    process = view._document._process
    view.show_pdf(pdf_of_pages(WORDS))
    view.clear()
    qtbot.waitUntil(lambda: tasks.waiting == 0)
    assert not process.is_alive
    assert view.page_count == 0
    assert view._document is None
