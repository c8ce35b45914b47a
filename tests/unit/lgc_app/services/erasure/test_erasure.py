# SPDX-License-Identifier: EUPL-1.2
"""Erasure: refused while the law keeps the file, done with a reason and a trace, documents destroyed for good."""

import datetime as dt

import pytest
import sqlalchemy as sa
from msgspec import structs

from lgc_app.services.erasure import TRAIL_WORDS, KeptByLawError, NoReasonError, WrongNameError, kept_until
from lgc_app.services.files import FileErasedError
from lgc_app.services.letter_drafts import LetterDraft
from lgc_app.services.line_drafts import LineDraft
from lgc_app.services.line_rows import LineForm
from lgc_app.services.patients import PatientMissingError
from lgc_app.services.transmissions import Words
from lgc_core.model.ids import new_id
from lgc_core.model.patient import Deceased
from lgc_core.model.personal_note import PersonalNote
from lgc_core.model.values import When
from lgc_core.store import queries
from lgc_core.store.local_tables import document_text
from lgc_core.store.text_search import learn_document
from tests.support.cabinet import a_followed_patient, keep, open_test_cabinet, store_of
from tests.support.record import AT, NURSE, make_patient


@pytest.fixture(scope="module")
def practice(tmp_path_factory):
    return open_test_cabinet(tmp_path_factory.mktemp("effacement"))


@pytest.mark.parametrize(
    ("born", "died", "last", "until"),
    [
        ("1952-03-12", "", "2026-11-23", "2046-11-23"),
        ("2020-02-29", "", "2021-05-01", "2048-02-29"),
        ("1952-03-12", "2027-01-10", "2026-11-23", "2037-01-10"),
        ("1952-03-12", "2040-01-10", "2026-11-23", "2046-11-23"),
    ],
    ids=["twenty years", "a child until 28", "died soon after", "died long after"],
)
def test_the_law_keeps_a_file_until_a_day(born, died, last, until):
    patient = make_patient(born=born)
    if died:
        patient = structs.replace(patient, deceased=Deceased(when=When(text=died), known_by="famille"))
    assert kept_until(patient, dt.date.fromisoformat(last)).isoformat() == until


def test_a_followed_patient_is_kept_and_the_sentence_says_until_when(practice):
    patient = structs.replace(a_followed_patient(), id=new_id())
    keep(practice, patient)
    practice.problems.add_problem(patient.id, "Asthme")
    found = practice.erasure.assess(patient.id)
    assert (found.may_erase, found.kept_until) == (False, dt.date(2046, 11, 23))
    with pytest.raises(KeptByLawError, match="23/11/2046"):
        practice.erasure.erase(patient.id, "à sa demande", patient.shown)
    assert practice.patients.get(patient.id)


def test_a_file_made_by_mistake_goes_with_its_reason_and_its_trace(practice):
    patient = make_patient("ERREUR")
    keep(practice, patient)
    with pytest.raises(NoReasonError):
        practice.erasure.erase(patient.id, "  ", patient.shown)
    with pytest.raises(WrongNameError, match="HOARAU"):
        practice.erasure.erase(patient.id, "créé par erreur", "erreur")
    assert practice.patients.get(patient.id)
    practice.letters.keep(patient.id, LetterDraft(template="libre", title="", text="Commencé"))
    practice.erasure.erase(patient.id, "créé par erreur", patient.shown.lower().replace("-", " "))
    assert practice.letters.waiting(patient.id) is None
    with pytest.raises(PatientMissingError):
        practice.patients.get(patient.id)
    assert practice.patients.find("erreur") == []
    assert TRAIL_WORDS in {line.what for line in practice.trail.of_patient(patient.id)}


def test_past_its_term_a_file_goes_with_its_documents_but_for_those_of_others(tmp_path):
    practice = open_test_cabinet(tmp_path)
    patient, other = make_patient("ANCIEN", born="1930-01-01"), make_patient("AUTRE")
    keep(practice, patient, other)
    draft = LetterDraft(template="libre", title="", text="Ancien courrier")
    document = practice.letters.make(patient.id, draft).document
    note = practice.encounters.open_today(patient.id).encounter.id
    practice.drafts.keep(note, patient.id, "A", "Guéri", 1)
    practice.encounters.sign(note)
    shared = practice.letters.make(other.id, LetterDraft(template="libre", title="", text="Autre")).document
    keep(practice, structs.replace(shared, id=new_id(), patient=patient.id, created=None))
    assert practice.texts.catch_up()
    assert practice.texts.search("gueri")
    with practice.session.store.writing() as connection:
        learn_document(connection, document.id, "Ancien courrier")
    store_of(practice).now = lambda: AT.replace(year=2047)
    done = practice.erasure.erase(patient.id, "durée de conservation passée", patient.shown)
    assert done.documents == 1
    with practice.session.store.reading() as connection:
        assert document.id not in connection.execute(sa.select(document_text.c.document)).scalars().all()
    assert practice.texts.search("gueri") == []
    assert done.limits
    with pytest.raises(FileErasedError):
        practice.files.read(document.files[0].blob)
    assert practice.documents.open(shared.id).pdf
    assert practice.timelines.of(patient.id) == []
    assert practice.trail.is_intact()


def test_linked_files_are_one_person_and_go_together(practice):
    first, second = make_patient("DOUBLE"), make_patient("DOUBLE")
    keep(practice, first, second)
    practice.duplicates.link(first.id, second.id, "même personne")
    practice.problems.add_problem(second.id, "Asthme")
    assert not practice.erasure.assess(first.id).may_erase
    assert "1\u00a0problème ou antécédent" in practice.erasure.assess(first.id).lines
    assert "2\u00a0identités (dossiers réunis)" in practice.erasure.assess(first.id).lines


def test_the_personal_note_of_a_colleague_on_a_shared_post_stays_theirs(practice):
    patient = make_patient("PARTAGE")
    keep(practice, patient)
    note = PersonalNote(
        id=new_id(), practice=practice.session.practice.id, encounter="e", patient=patient.id, text="à moi"
    )
    with store_of(practice).unit_of_work(NURSE) as uow:
        uow.create(note, "user:un-autre")
    practice.erasure.erase(patient.id, "créé par erreur", patient.shown)
    with practice.session.store.reading() as connection:
        assert queries.get(connection, PersonalNote, note.id) is not None


def test_what_was_being_typed_about_the_person_goes_too(practice):
    patient, other = make_patient("ERREUR"), make_patient("AUTRE")
    keep(practice, patient, other)
    for one in (patient.id, other.id):
        practice.form_drafts.keep(f"mesures:2026-11-23:{one}", {"ta": "148/82"})
        form = LineForm(kind="problème", words="Asthme")
        practice.line_drafts.keep(one, LineDraft(line="", form=form))
        practice.transmissions.keep(f"visite-{one}", one, Words(data="Plaie propre."))
    practice.erasure.erase(patient.id, "créé par erreur", patient.shown)
    assert practice.form_drafts.waiting(f"mesures:2026-11-23:{patient.id}") == {}
    assert practice.line_drafts.waiting(patient.id) is None
    assert practice.transmissions.draft(f"visite-{patient.id}").is_empty
    assert practice.form_drafts.waiting(f"mesures:2026-11-23:{other.id}") == {"ta": "148/82"}
    assert practice.line_drafts.waiting(other.id) is not None
    assert practice.transmissions.draft(f"visite-{other.id}").data == "Plaie propre."
