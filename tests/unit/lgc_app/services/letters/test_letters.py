# SPDX-License-Identifier: EUPL-1.2
"""Letters: filled from the file, refused while a place is empty, kept as documents, for who may write them."""

import pypdfium2
import pytest
from msgspec import structs

from lgc_app.demo.cast import HOARAU
from lgc_app.demo.seed import seed
from lgc_app.services.letter_drafts import LetterDraft
from lgc_app.services.letter_facts import blanks, filled
from lgc_app.services.letter_templates import LETTER_TEMPLATES, TEMPLATE_BY_KEY
from lgc_app.services.letters import BlankLeftError, EmptyLetterError, LongLetterError
from lgc_app.services.session import ForbiddenError
from lgc_core.model.staff import Role
from tests.support.cabinet import open_test_cabinet


@pytest.fixture(scope="module")
def practice(tmp_path_factory):
    """A practice with Mme Hoarau's file."""
    made = open_test_cabinet(tmp_path_factory.mktemp("courrier"))
    seed(made.session.store, count=12)
    return made


def words(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        found = "\n".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()
    return " ".join(found.replace("\u00a0", " ").split())


def completed(draft: LetterDraft) -> LetterDraft:
    text = draft.text
    for blank in blanks(TEMPLATE_BY_KEY[draft.template].body):
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
    assert "Faire pratiquer des séances" in words(made.pdf)


def test_words_typed_by_hand_are_printed_as_they_are(practice):
    draft = LetterDraft(template="libre", title="", text="Bonjour {inconnu} <i>là</i> [entre crochets] & fin")
    assert "Bonjour {inconnu} <i>là</i> [entre crochets] & fin" in words(
        practice.letters.make(HOARAU.id, draft).pdf
    )


def test_nothing_and_too_much_are_refused_in_words(practice):
    with pytest.raises(EmptyLetterError):
        practice.letters.make(HOARAU.id, LetterDraft(template="libre", title="", text=" \n "))
    with pytest.raises(LongLetterError):
        practice.letters.make(HOARAU.id, LetterDraft(template="libre", title="", text="é" * 200_000))


def test_a_variable_never_reads_another_one(practice):
    assert filled("{a} {b}", {"a": "{b}", "b": "2"}) == "{b} 2"


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
    found = words(practice.day_sheet.of_day())
    assert "18:00 15 min HOARAU Marie-Josette 74 ans 06 92 41 25 12" in found
    assert "VIH" not in found
    assert "fièvre" not in found
