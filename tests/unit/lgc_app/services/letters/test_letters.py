# SPDX-License-Identifier: EUPL-1.2
"""Letters: filled from the file, refused while a place is empty, kept as documents, for who may write them."""

import dataclasses

import pytest
from msgspec import structs

from lgc_app.demo.cast import HOARAU
from lgc_app.demo.seed import seed
from lgc_app.services.cabinet import make_cabinet
from lgc_app.services.letter_drafts import LetterDraft
from lgc_app.services.letter_templates import LETTER_TEMPLATES, TEMPLATE_BY_KEY
from lgc_app.services.letters import BlankLeftError, EmptyLetterError, LongLetterError
from lgc_app.services.session import ForbiddenError
from lgc_app.services.templates import TemplateForm
from lgc_core.model.expansion import LETTER_VARIABLES, to_complete
from lgc_core.model.staff import Role
from tests.support.cabinet import keep, open_test_cabinet
from tests.support.pdf_words import words_of
from tests.support.record import make_patient


@pytest.fixture(scope="module")
def practice(tmp_path_factory):
    """A practice with Mme Hoarau's file."""
    made = open_test_cabinet(tmp_path_factory.mktemp("courrier"))
    seed(made.session.store, count=12)
    return made


def completed(draft: LetterDraft) -> LetterDraft:
    text = draft.text
    for blank in to_complete(TEMPLATE_BY_KEY[draft.template].body):
        text = text.replace(blank, "dit")
    return structs.replace(draft, text=text)


@pytest.mark.parametrize("template", [one.key for one in LETTER_TEMPLATES])
def test_every_model_is_filled_without_a_variable_left_and_refused_with_a_place_left(practice, template):
    draft = practice.letters.begin(HOARAU.id, template)
    assert "{" not in draft.text
    with pytest.raises(BlankLeftError):
        practice.letters.make(HOARAU.id, draft)


def test_a_letter_says_allergies_treatments_and_kidneys_of_the_file(practice):
    text = practice.letters.begin(HOARAU.id, "confrere").text.replace("\u00a0", " ")
    assert "Mme HOARAU Marie-Josette, née le 12/03/1952 (74 ans)" in text
    for known in ("pénicillines", "Metformine 1 000 mg, comprimé (1-0-1)", "Diabète de type 2", "créatinine du"):
        assert known in text


def test_a_letter_is_kept_in_the_file_with_its_author_and_its_draft_goes(practice):
    draft = completed(practice.letters.begin(HOARAU.id, "kine"))
    practice.letters.keep(HOARAU.id, draft)
    assert practice.letters.waiting(HOARAU.id) == draft
    made = practice.letters.make(HOARAU.id, draft)
    assert practice.letters.waiting(HOARAU.id) is None
    view = practice.documents.open(made.document.id)
    assert view.pdf == made.pdf
    assert view.document.authors[0].name.shown == "Dr Maëlle Ethève"
    assert made.document.id in {entry.id for entry in practice.timelines.of(HOARAU.id)}
    assert "Faire pratiquer des séances" in words_of(made.pdf)


def test_words_typed_by_hand_are_printed_as_they_are(practice):
    draft = LetterDraft(template="libre", title="", text="Bonjour {inconnu} <i>là</i> [entre crochets] & fin")
    assert "Bonjour {inconnu} <i>là</i> [entre crochets] & fin" in words_of(
        practice.letters.make(HOARAU.id, draft).pdf
    )


def test_nothing_and_too_much_are_refused_in_words(practice):
    with pytest.raises(EmptyLetterError):
        practice.letters.make(HOARAU.id, LetterDraft(template="libre", title="", text=" \n "))
    with pytest.raises(LongLetterError):
        practice.letters.make(HOARAU.id, LetterDraft(template="libre", title="", text="é" * 200_000))


def test_a_model_of_the_practice_takes_the_place_of_the_example_and_knows_every_variable(practice, tmp_path):
    text = "# Ordonnance de kiné du genou\n\n" + "\n".join(f"{name} : {{{name}}}" for name in LETTER_VARIABLES)
    form = TemplateForm(kind="ordonnance", name="KINESITHERAPIE", reason="genou", text=f"{text}\n[séances]")
    key, _changes = practice.templates.save("", form)
    models = {one.words: one for one in practice.letters.templates()}
    assert "Kinésithérapie" not in models
    assert models["KINESITHERAPIE"].key == key
    draft = practice.letters.begin(HOARAU.id, key)
    assert draft.title == "Ordonnance de kiné du genou"
    assert "{" not in draft.text
    assert "Metformine" in draft.text
    practice.templates.remove(key)
    assert "Kinésithérapie" in {one.words for one in practice.letters.templates()}
    with pytest.raises(BlankLeftError):
        practice.letters.make(HOARAU.id, draft)
    made = practice.letters.make(HOARAU.id, structs.replace(draft, text=draft.text.replace("[séances]", "10")))
    assert made.document.title == "Ordonnance de kiné du genou"


def test_what_a_file_does_not_know_is_a_place_to_complete(practice):
    form = TemplateForm(kind="courrier", name="Taille", text="Taille : {taille}")
    key, _changes = practice.templates.save("", form)
    child = structs.replace(make_patient(), id="enfant")
    keep(practice, child)
    draft = practice.letters.begin(child.id, key)
    assert draft.text == "Taille : [taille]"
    with pytest.raises(BlankLeftError):
        practice.letters.make(child.id, draft)
    practice.templates.remove(key)


def test_the_file_of_all_texts_carries_letters_and_a_nurse_changes_no_order(practice, tmp_path):
    key, _changes = practice.templates.save(
        "", TemplateForm(kind="ordonnance", name="Bilan annuel", text="[examens] {rein}")
    )
    content = practice.templates.export()
    practice.templates.remove(key)
    other = open_test_cabinet(tmp_path / "autre")
    assert other.templates.bring(content).new == 1
    assert "Bilan annuel" in {one.words for one in other.letters.templates()}
    nurse = open_test_cabinet(tmp_path / "infirmier", role=Role.INFIRMIER)
    with pytest.raises(ForbiddenError):
        nurse.templates.bring(content)
    assert nurse.templates.bring(nurse.templates.export()).same
    with pytest.raises(ForbiddenError):
        nurse.templates.save("", TemplateForm(kind="certificat", name="Sport", text="ok"))
    nurse.templates.save("", TemplateForm(kind="courrier", name="Au médecin", text="Bonjour {patient}"))


def test_a_nurse_writes_letters_and_no_certificate_nor_order(tmp_path):
    nurse = open_test_cabinet(tmp_path, role=Role.INFIRMIER)
    assert {one.kind for one in nurse.letters.templates()} == {"courrier"}
    for key in ("sport", "biologie"):
        with pytest.raises(ForbiddenError):
            nurse.letters.begin("x", key)
        with pytest.raises(ForbiddenError):
            nurse.letters.make("x", LetterDraft(template=key, title="", text="oui"))


def test_the_day_on_paper_has_no_reason_of_a_visit(practice):
    start = practice.session.now().replace(hour=18, minute=0)
    practice.agenda.book(HOARAU.id, start, 15, "Suivi de VIH")
    found = words_of(practice.day_sheet.of_day())
    assert "18:00 15 min HOARAU Marie-Josette 74 ans 06 92 41 25 12" in found
    assert "VIH" not in found
    assert "fièvre" not in found


def test_the_personal_model_of_somebody_else_is_neither_listed_nor_begun(practice):
    form = TemplateForm(kind="courrier", name="À moi seul", text="Secret")
    key, _changes = practice.templates.save("", form, personal=True)
    staff = structs.replace(practice.session.staff, id="autre", ps_id="810007654321")
    session = dataclasses.replace(practice.session, staff=staff)
    theirs = make_cabinet(session, practice.files.safe, None, lambda _content: b"signature of a test")
    assert practice.letters.begin(HOARAU.id, key).text == "Secret"
    assert key not in {one.key for one in theirs.letters.templates()}
    with pytest.raises(LookupError):
        theirs.letters.begin(HOARAU.id, key)
    practice.templates.remove(key)
