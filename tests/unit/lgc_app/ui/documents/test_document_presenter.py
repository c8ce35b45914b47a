# SPDX-License-Identifier: EUPL-1.2
"""Words of the viewer: nothing of a hostile document becomes markup or disappears."""

from lgc_app.services.documents import DocumentView
from lgc_app.ui.documents.presenter import author_words, content_of, meta_of, title_of
from lgc_core.model.document import Document, FiledAs
from lgc_core.model.values import Organisation, PersonName, Stamp


def _document(**more):
    fields = {
        "id": "0190d0d0-0000-7000-8000-00000000aaaa",
        "unique_oid": "2.25.1",
        "origin": "MSS",
        "title": "Lettre",
    }
    return Document(**(fields | more))


def test_our_label_wins_over_the_title_of_the_sender():
    label = FiledAs(title="Sortie de cardiologie", category="Lettre", date="2026-11-03")
    document = _document(filed_as=label, issued="2026-11-01T10:00:00+04:00")
    assert title_of(document) == "Sortie de cardiologie"
    assert meta_of(document) == "03/11/2026 · reçu par MSSanté"


def test_an_author_is_a_person_and_a_structure_said_once():
    name = PersonName(family="Fontaine", given="Anne", title="Dr")
    assert author_words(Stamp(name=name, organisation=Organisation(name="CHU"))) == "Dr Anne Fontaine, CHU"
    alone = Stamp(name=PersonName(family="CHU"), organisation=Organisation(name="CHU"))
    assert author_words(alone) == "CHU"
    assert author_words(Stamp(name=name)) == "Dr Anne Fontaine"


def test_a_document_without_anything_to_show_says_what_to_do():
    content = content_of(DocumentView(document=_document()))
    assert content.faces == ()
    assert content.empty_words == "Document illisible, gardé. Demander un nouvel envoi."


def test_a_pdf_alone_is_the_only_face():
    content = content_of(DocumentView(document=_document(), pdf=b"%PDF-1.7"))
    assert [face.words for face in content.faces] == ["PDF"]


def test_quarantine_is_said():
    refused = _document(read_state="quarantaine", refusal="Document refusé.")
    content = content_of(DocumentView(document=refused, fault="Document refusé."))
    assert content.set_aside
    assert content.empty_words == "Document refusé."
