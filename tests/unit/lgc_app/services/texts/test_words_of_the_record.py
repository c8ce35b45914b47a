# SPDX-License-Identifier: EUPL-1.2
"""Words typed in a note, a document or a transmission are found, and only by who may read them."""

import pytest
import sqlalchemy as sa

from lgc_app.services.excerpt import excerpt
from lgc_core.store import text_search
from lgc_core.store.local_tables import document_text, text_index
from tests.support.cabinet import a_followed_patient, keep, open_test_cabinet, store_of
from tests.support.cda import a_pdf, a_report, a_vsm
from tests.support.record import make_patient

REPORT = "Compte rendu de pneumologie\n\nSibilants diffus, DEP à 320. Corticothérapie inhalée débutée.\n"


@pytest.fixture
def cabinet(tmp_path):
    cabinet = open_test_cabinet(tmp_path)
    keep(cabinet, a_followed_patient())
    return cabinet


def write(cabinet, patient: str, **sections: str) -> str:
    note = cabinet.encounters.open_today(patient)
    for code, text in sections.items():
        cabinet.drafts.keep(note.encounter.id, patient, code, text, len(text))
    cabinet.drafts.cut(note.encounter.id)
    return note.encounter.id


def keys(cabinet, typed: str, patient: str = "") -> list[str]:
    return [one.key for one in cabinet.texts.find(typed, patient)]


def test_two_words_in_two_sections_of_one_note_find_it(cabinet):
    note = write(
        cabinet, a_followed_patient().id, S="Toux grasse depuis trois jours.", P="Amoxicilline, revoir à 48 h."
    )
    (found,) = cabinet.texts.find("toux amoxicilline")
    assert (found.key, found.shown) == (f"encounter:{note}", "HOARAU Marie Josette")
    assert "Toux grasse" in found.words


def test_accents_ligatures_capitals_and_beginnings_do_not_matter(cabinet):
    note = write(cabinet, a_followed_patient().id, O="Cœur régulier, œdèmes des chevilles, diabétique connu.")
    for typed in ("coeur", "ŒDÈMES cheville", "diabet", "le coeur et les oedèmes"):
        assert keys(cabinet, typed) == [f"encounter:{note}"], typed
    assert keys(cabinet, "coeur rate") == []


def test_what_is_rewritten_is_found_by_its_new_words_only(cabinet):
    patient = a_followed_patient().id
    note = write(cabinet, patient, S="Otalgie droite.")
    write(cabinet, patient, S="Gonalgie droite.")
    assert keys(cabinet, "otalgie") == []
    assert keys(cabinet, "gonalgie") == [f"encounter:{note}"]


def test_personal_notes_are_found_by_nobody(cabinet):
    write(cabinet, a_followed_patient().id, S="Fatigue.", perso="Soupçonne une anorexie.")
    assert keys(cabinet, "anorexie") == []


def test_a_text_report_is_found_by_its_words_before_and_after_it_is_filed(cabinet):
    document = cabinet.inbox.receive(REPORT.encode())
    assert document.title == "Compte rendu de pneumologie"
    assert keys(cabinet, "sibilants corticotherapie") == [f"document:{document.id}"]
    cabinet.inbox.file(document.id, a_followed_patient().id)
    assert keys(cabinet, "sibilants corticotherapie", a_followed_patient().id) == [f"document:{document.id}"]
    (section,) = cabinet.documents.open(document.id).sections
    assert "DEP à 320" in section.narrative.text


def test_a_cda_document_is_found_by_its_narrative(cabinet):
    document = cabinet.inbox.receive(a_vsm())
    with store_of(cabinet).reading() as connection:
        text = connection.execute(sa.select(document_text.c.text)).scalar_one()
    word = next(one for one in text.split() if len(one) > 6 and one.isalpha())
    assert keys(cabinet, word) == [f"document:{document.id}"]


def test_a_pdf_is_found_by_the_words_inside_once_they_were_read_beside(cabinet):
    document = cabinet.inbox.receive(a_pdf())
    assert keys(cabinet, "renouvellement") == []
    assert cabinet.texts.catch_up()
    (found,) = cabinet.texts.find("renouvellement tout va bien")
    assert found.key == f"document:{document.id}"
    assert found.is_document
    assert "Renouvellement" in found.words
    assert cabinet.texts.catch_up() == 0


def test_a_cda_whose_body_is_a_pdf_is_found_by_its_words_too(cabinet):
    document = cabinet.inbox.receive(a_report(a_pdf()))
    cabinet.texts.catch_up()
    assert keys(cabinet, "renouvellement") == [f"document:{document.id}"]


def test_pdfs_kept_before_their_words_could_be_read_are_learnt_once(cabinet):
    document = cabinet.inbox.receive(a_pdf())
    with store_of(cabinet).writing() as connection:
        text_search.learn_document(connection, document.id, "")
    assert cabinet.texts.catch_up()
    assert keys(cabinet, "renouvellement") == [f"document:{document.id}"]
    with store_of(cabinet).writing() as connection:
        text_search.learn_document(connection, document.id, "")
    assert cabinet.texts.catch_up() == 0


def test_one_file_does_not_answer_for_another(cabinet):
    other = make_patient("PAYET", "Sita", usual="PAYET")
    keep(cabinet, other)
    write(cabinet, other.id, S="Toux sèche.")
    assert keys(cabinet, "toux", a_followed_patient().id) == []
    assert len(keys(cabinet, "toux", other.id)) == 1


def test_a_search_over_the_practice_leaves_a_line_in_the_trail_of_each_file_it_shows(cabinet):
    patient = a_followed_patient().id
    write(cabinet, patient, S="Toux sèche.")
    cabinet.texts.find("toux")
    cabinet.texts.search("toux", patient)
    assert [line.what for line in cabinet.trail.of_patient(patient)] == ["recherche de mots"]
    assert cabinet.trail.is_intact()


def test_an_erased_file_is_found_no_more(cabinet):
    patient = a_followed_patient().id
    write(cabinet, patient, S="Toux sèche.")
    document = cabinet.inbox.receive(REPORT.encode())
    cabinet.inbox.file(document.id, patient)
    with store_of(cabinet).unit_of_work(cabinet.session.author) as uow:
        uow.annul(type(document), document.id, "à la demande du patient")
    assert keys(cabinet, "sibilants") == []
    with store_of(cabinet).reading() as connection:
        assert connection.execute(sa.select(document_text)).all() == []


def test_a_post_that_searched_nothing_before_learns_what_it_holds(cabinet):
    write(cabinet, a_followed_patient().id, S="Toux sèche.")
    cabinet.inbox.receive(REPORT.encode())
    with store_of(cabinet).writing() as connection:
        for table in (text_index, document_text):
            connection.execute(sa.delete(table))
        connection.execute(sa.text("DELETE FROM text_fts"))
    assert keys(cabinet, "toux") == []
    while cabinet.texts.catch_up(limit=1):
        pass
    assert len(keys(cabinet, "toux")) == 1
    assert len(keys(cabinet, "sibilants")) == 1
    assert cabinet.texts.catch_up() == 0


def test_thousands_of_texts_of_one_minute_all_have_their_number(cabinet):
    texts = {f"encounter:{rank}": text_search._Text("p", 1_700_000_000_000, "toux") for rank in range(5_000)}
    with store_of(cabinet).writing() as connection:
        text_search._write(connection, texts, {})
    with store_of(cabinet).reading() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(text_index)).scalar() == 5_000
        assert len(text_search.find_texts(connection, "toux")) == 30


def test_a_pasted_page_or_signs_are_a_search_like_another(cabinet):
    assert keys(cabinet, "\" OR 1=1 -- ' * ( NEAR") == []
    assert keys(cabinet, "🙂 ") == []
    assert keys(cabinet, "toux " * 10_000) == []


def test_an_excerpt_shows_the_words_around(cabinet):
    text = "Rien à dire au début. " * 20 + "Œdèmes francs des chevilles." + " La suite est longue." * 20
    shown = excerpt(text, ["chevilles"])
    assert "des chevilles" in shown
    assert shown.startswith("…")
    assert len(shown) < 300


def test_the_answers_of_a_form_are_found_by_their_question_and_their_words(cabinet):
    patient = a_followed_patient().id
    note = write(cabinet, patient)
    cabinet.forms.answer_all(note, "diabete-type-2@1", {"tabac": "non", "pieds": ""})
    assert keys(cabinet, "tabac", patient) == [f"encounter:{note}"]
    assert cabinet.texts.keys("tabac non", patient) == {f"encounter:{note}"}
    (found,) = cabinet.texts.find("tabac", patient)
    assert found.words.endswith("Tabac : non")
    cabinet.forms.answer(note, "diabete-type-2@1", "tabac", "")
    assert keys(cabinet, "tabac", patient) == []


def test_answers_indexed_without_their_words_by_an_older_version_are_learnt_once(cabinet):
    patient = a_followed_patient().id
    note = write(cabinet, patient, S="Contrôle.")
    cabinet.forms.answer(note, "diabete-type-2@1", "tabac", "oui")
    with store_of(cabinet).writing() as connection:
        connection.exec_driver_sql("UPDATE text_fts SET words = 'controle'")
    assert keys(cabinet, "tabac") == []
    assert cabinet.texts.catch_up() >= 1
    assert keys(cabinet, "tabac") == [f"encounter:{note}"]
    assert cabinet.texts.catch_up() == 0
