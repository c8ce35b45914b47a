# SPDX-License-Identifier: EUPL-1.2
"""A document whose file is on its way: its first page small, how much came, whether to wait; then the document."""

import hashlib
from functools import partial

import pytest
from reportlab.pdfgen import canvas

from lgc_app.services.files import AWAITED, IN_REGION
from lgc_app.services.importing import PREVIEW_MEDIA
from lgc_app.ui.documents.view import DocumentScreen
from lgc_app.ui.reception.first_page import first_page
from lgc_app.ui.theme.look import Look
from lgc_app.vault.attachments import BlobRef
from lgc_core.model.document import Document, DocumentFile, Preview
from lgc_core.model.ids import new_id
from lgc_core.pieces.cut import PIECE
from tests.support.cabinet import keep, open_test_cabinet
from tests.support.cda import a_patient
from tests.support.screen_checks import check_window
from tests.support.screen_window import LOOKS, empty_window, picture, settle, show_page


@pytest.fixture(scope="module")
def scan(tmp_path_factory):
    path = tmp_path_factory.mktemp("scan") / "scan.pdf"
    drawn = canvas.Canvas(str(path))
    drawn.setFont("Helvetica-Bold", 26)
    drawn.drawString(70, 740, "Compte rendu d’hospitalisation")
    for line in range(20):
        drawn.drawString(70, 690 - 30 * line, "Texte du compte rendu " * 2)
    drawn.showPage()
    drawn.save()
    path.write_bytes(path.read_bytes() + b"\n%" + b"0" * (4 * PIECE) + b"\n")
    return path


@pytest.fixture
def cabinet(tmp_path):
    made = open_test_cabinet(tmp_path)
    keep(made, a_patient())
    return made


@pytest.fixture
def document(cabinet, scan):
    """A document of another post: its preview came, its file did not."""
    content, small = scan.read_bytes(), first_page(cabinet.reading_room, scan)
    sha256 = hashlib.sha256(content).hexdigest()
    file = DocumentFile(role="original", blob=sha256, media="application/pdf", size=len(content))
    preview = Preview(
        blob=cabinet.files.keep(small, PREVIEW_MEDIA, state=IN_REGION), media=PREVIEW_MEDIA, size=len(small)
    )
    made = Document(
        id=new_id(), unique_oid="2.25.7", title="Hospitalisation", files=(file,), origin="scan", preview=preview
    )
    keep(cabinet, made)
    cabinet.files.expect(sha256, len(content), "application/pdf")
    return made


@pytest.fixture
def viewer(qtbot, cabinet, tasks, document):
    def open_it(name="light"):
        theme, size = LOOKS[name]
        look = Look(theme)
        window = empty_window(look, tasks)
        qtbot.addWidget(window)
        screen = DocumentScreen(cabinet, tasks, look, lambda: None)
        show_page(window, screen.page, size)
        screen.show_document(document.id)
        settle(tasks)
        return window, screen

    return open_it


@pytest.mark.parametrize("name", LOOKS)
def test_the_waiting_page_shows_the_first_page_and_how_much_came(cabinet, document, viewer, name):
    cabinet.files.note_moved(document.files[0].blob, document.files[0].size * 2 // 5)
    window, screen = viewer(name)
    check_window(window)
    picture(window, f"document-coming-{name}")
    assert screen.pane.coming.words.text().startswith("En cours de réception… 39\u00a0% de 1\u00a0Mo.")
    assert "reprendra où elle s’est arrêtée" in screen.pane.coming.words.text()
    assert not screen.pane.coming.picture.pixmap().isNull()
    assert screen.title.text() == "Hospitalisation"


def test_opening_asks_for_the_file_first_and_one_may_stop_waiting(cabinet, document, viewer, tasks):
    _window, screen = viewer()
    blob = document.files[0].blob
    assert cabinet.files.is_wanted(blob)
    screen.pane.coming.choice.click()
    settle(tasks)
    assert not cabinet.files.is_wanted(blob)
    screen._look_at_coming()
    settle(tasks)
    assert screen.pane.coming.choice.text() == "Recevoir maintenant"


def test_the_document_opens_by_itself_once_its_file_is_there(cabinet, document, viewer, tasks, scan):
    _window, screen = viewer()
    assert cabinet.files.in_state(AWAITED)
    cabinet.files.keep(scan.read_bytes(), "application/pdf", state=IN_REGION)
    screen._look_at_coming()
    settle(tasks)
    settle(tasks)
    assert screen.pane.page_count == 1


def test_a_large_scan_taken_in_leaves_with_its_preview(cabinet, scan):
    taken = cabinet.importing.take_in(scan, partial(first_page, cabinet.reading_room))
    made = cabinet.inbox.receive_taken(taken)
    assert made.preview is not None
    assert cabinet.files.read(made.preview.blob)[:2] == b"\xff\xd8"
    assert next(one.sha256 for one in cabinet.files.moving()) == made.preview.blob, "the preview leaves first"
    assert b"".join(cabinet.files.stream(made.files[0].blob)) == scan.read_bytes()
    assert cabinet.documents.open(made.id).pdf == scan.read_bytes()
    assert cabinet.files.safe.has(BlobRef(made.files[0].blob, made.files[0].size))


def test_what_is_no_pdf_has_no_preview(cabinet, tmp_path):
    (tmp_path / "x.pdf").write_bytes(b"%PDF-1.7\nrien de lisible")
    assert first_page(cabinet.reading_room, tmp_path / "x.pdf") == b""
