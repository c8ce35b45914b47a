# SPDX-License-Identifier: EUPL-1.2
"""The viewer: PDF first, words else, faults in words, and a file not arrived yet says so."""

import pytest
import sqlalchemy as sa
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter

from lgc_app.ui.documents import view
from lgc_app.ui.documents.view import DocumentScreen
from lgc_app.ui.papier.printing import print_pdf
from lgc_app.ui.theme.look import Look
from lgc_core.store.local_tables import attachment
from tests.support.cabinet import keep, open_test_cabinet, patient_of_the_samples, sample, store_of
from tests.support.cda import a_patient, a_vsm
from tests.support.pdfs import DARK, WORDS, pdf_of_pages
from tests.support.screen_checks import check_window
from tests.support.screen_window import LOOKS, empty_window, picture, settle, show_page
from tests.support.typing_keys import press


@pytest.fixture
def cabinet(tmp_path):
    made = open_test_cabinet(tmp_path)
    keep(made, a_patient(), patient_of_the_samples())
    return made


@pytest.fixture
def open_viewer(qtbot, cabinet, tasks):
    def open_it(document, name="light", back=lambda: None):
        theme, size = LOOKS[name]
        look = Look(theme)
        window = empty_window(look, tasks)
        qtbot.addWidget(window)
        screen = DocumentScreen(cabinet, tasks, look, back)
        show_page(window, screen.page, size)
        screen.show_document(document)
        settle(tasks)
        return window, screen

    return open_it


@pytest.mark.parametrize("name", LOOKS)
def test_the_viewer_is_whole_in_every_look(cabinet, open_viewer, name):
    window, screen = open_viewer(cabinet.inbox.receive(a_vsm()).id, name)
    check_window(window)
    picture(window, f"document-{name}")
    assert "Diabète sucré de type 2" in screen.pane.text.toPlainText()


def test_the_title_the_author_and_the_origin_stand_above(cabinet, open_viewer):
    _window, screen = open_viewer(cabinet.inbox.receive(a_vsm()).id)
    assert screen.content.title == "Synthèse médicale"
    assert screen.content.meta.endswith("Cabinet médical des Lataniers · 21/11/2026 · importé")


@pytest.mark.given
def test_a_pdf_is_shown_before_the_words_that_it_copies(cabinet, open_viewer):
    _window, screen = open_viewer(cabinet.inbox.receive(sample("BIO-CR-BIO_2024.01_TSH_1.xml")).id)
    assert [face.words for face in screen.content.faces] == ["PDF", "Texte"]
    assert screen.pane.page_count == 3
    screen.pane.show_face(1)
    assert "Thyréostimuline" in screen.pane.text.toPlainText()


@pytest.mark.given
def test_several_pdfs_are_attachments_and_the_words_come_first(cabinet, open_viewer):
    _window, screen = open_viewer(cabinet.inbox.receive(sample("IPS-FR_2024.01.xml")).id)
    assert [face.words for face in screen.content.faces] == ["Texte", "PDF 1", "PDF 2", "PDF 3"]
    assert "20 éléments affichés mais non repris." in screen.content.remarks[0]


@pytest.mark.given
@pytest.mark.parametrize(
    "name",
    ["LDL-SES_2022.01.xml", "VSM_1.4_2022.01.xml", "DOC_NON_STRUCTURE_CDA-R2-N1.xml"],
)
def test_every_kind_of_real_document_shows_something(cabinet, open_viewer, name):
    _window, screen = open_viewer(cabinet.inbox.receive(sample(name)).id)
    assert screen.pane.sentence == ""
    assert screen.content.faces


def test_a_hostile_document_says_why_it_is_not_shown(cabinet, open_viewer):
    document = cabinet.inbox.receive(b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>")
    window, screen = open_viewer(document.id)
    assert "définitions d’entités" in screen.pane.sentence
    assert "gardé en quarantaine" in screen.pane.sentence
    check_window(window)


def test_a_damaged_pdf_says_so_and_the_screen_lives(cabinet, open_viewer, errors):
    document = cabinet.inbox.receive(b"%PDF-1.7\nrien de lisible")
    _window, screen = open_viewer(document.id)
    assert screen.pane.pdf.sentence.startswith("Ce document ne peut pas être affiché\u00a0: il est abîmé")
    assert errors == []


def test_a_file_not_arrived_yet_says_that_it_will_come(cabinet, open_viewer, errors):
    document = cabinet.inbox.receive(a_vsm())
    with store_of(cabinet).writing() as connection:
        connection.execute(sa.update(attachment).values(state="attendu"))
    _window, screen = open_viewer(document.id)
    assert screen.pane.sentence.startswith("Ce document arrive d’un autre poste.")
    assert errors == []


def test_the_last_document_asked_for_wins(cabinet, open_viewer, tasks):
    first, last = cabinet.inbox.receive(a_vsm()), cabinet.inbox.receive(b"%PDF-1.7\nrien")
    _window, screen = open_viewer(first.id)
    screen.show_document(last.id)
    screen.show_document(first.id)
    settle(tasks)
    assert screen.content.title == "Synthèse médicale"


def test_alt_left_goes_back_to_the_file(cabinet, open_viewer):
    went = []
    window, screen = open_viewer(cabinet.inbox.receive(a_vsm()).id, back=lambda: went.append(True))
    action = screen.page.actions[0]
    assert action.key == ""  # Alt+Left goes back everywhere: the window holds it
    window.actions_known.trigger(action)
    assert went == [True]
    press(window, Qt.Key.Key_F6)


def test_nothing_of_a_document_stays_after_clear(cabinet, open_viewer):
    _window, screen = open_viewer(cabinet.inbox.receive(a_vsm()).id)
    screen.clear()
    assert screen.pane.text.toPlainText() == ""
    assert screen.title.text() == ""


def test_a_document_in_view_is_printed_page_by_page_and_a_text_says_that_it_is_not(
    qtbot, cabinet, open_viewer, tasks, errors, monkeypatch, tmp_path
):
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    monkeypatch.setattr(view, "print_on_paper", lambda room, pdf: print_pdf(room, pdf, printer))
    _window, screen = open_viewer(cabinet.inbox.receive(pdf_of_pages(WORDS, DARK, paper=b"0 0 400 800")).id)
    said: list[str] = []
    screen._say_in_toast = said.append
    screen.print_out()
    settle(tasks)
    assert said == ["Document envoyé à l’imprimante."]
    assert (tmp_path / "out.pdf").read_bytes().count(b"/Type /Page\n") == 2
    screen.show_document(cabinet.inbox.receive(a_vsm()).id)
    settle(tasks)
    screen.print_out()
    assert said[-1].startswith("Rien à imprimer ici")
    assert errors == []
