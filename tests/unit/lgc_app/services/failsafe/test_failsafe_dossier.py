# SPDX-License-Identifier: EUPL-1.2
"""The failsafe dossier: what is on the paper, who may have it, the trace it leaves."""

import datetime as dt
import io

import pikepdf
import pypdfium2
import pytest
from msgspec import structs

from lgc_app.demo.cast import HOARAU
from lgc_app.demo.seed import seed
from lgc_app.services.failsafe import TRAIL_WORDS, EmptyDayError
from lgc_app.services.session import ForbiddenError
from lgc_core.model.allergy import Allergy
from lgc_core.model.ids import new_id
from lgc_core.model.staff import Role
from lgc_core.model.treatment import Treatment
from lgc_core.model.values import Concept, Posology
from tests.support.cabinet import a_followed_patient, keep, open_test_cabinet
from tests.support.disputed import TwoPosts


@pytest.fixture(scope="module")
def practice(tmp_path_factory):
    """A practice with a day of patients, read by every test."""
    made = open_test_cabinet(tmp_path_factory.mktemp("secours"))
    seed(made.session.store, count=20)
    return made


@pytest.fixture(scope="module")
def day(practice):
    """The booklet of the seeded day."""
    return practice.failsafe.of_day(practice.session.now().date())


def pages(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.get_textpage().get_text_range().replace("\u00a0", " ") for page in document]
    finally:
        document.close()


def test_one_patient_holds_on_one_page_with_allergies_before_the_rest(practice):
    printed = practice.failsafe.of_patient(HOARAU.id)
    (page,) = pages(printed.pdf)
    order = [page.index(words) for words in ("HOARAU", "pénicillines", "Metformine", "Diabète", "DFG", "Vaccins")]
    assert order == sorted(order)
    assert "1-0-1" in page
    assert "(créatinine du " in page
    assert "Tél. : 06 92 41 25 12" in page


def test_the_paper_is_an_archive_copy_and_its_title_names_nobody(practice):
    with pikepdf.open(io.BytesIO(practice.failsafe.of_patient(HOARAU.id).pdf)) as document:
        assert document.docinfo["/Title"] == "Dossier de secours"
        with document.open_metadata() as xmp:
            assert (xmp["pdfaid:part"], xmp["pdfaid:conformance"]) == ("1", "B")


def test_the_contents_of_a_day_give_the_page_of_each_patient(day):
    cover, *leaves = pages(day.pdf)
    assert len(leaves) == day.patients
    where = next(number for number, page in enumerate(leaves, 2) if "HOARAU" in page)
    listed = [line for line in cover.splitlines() if "HOARAU" in line]
    assert len(listed) == 2
    assert all(line.split()[-1] == str(where) for line in listed)


def test_every_patient_printed_leaves_a_line_in_the_trail(practice, day):
    lines = practice.trail.of_patient(HOARAU.id)
    assert day.patients > 1
    assert TRAIL_WORDS in {line.what for line in lines}
    assert practice.trail.is_intact()


def test_a_day_without_patients_says_what_to_do(practice):
    with pytest.raises(EmptyDayError, match="01/01/2031"):
        practice.failsafe.of_day(dt.date(2031, 1, 1))


def test_tomorrow_is_the_day_unless_said(practice):
    start = practice.session.now() + dt.timedelta(days=1)
    practice.agenda.book(HOARAU.id, start, 15, "Contrôle")
    practice.agenda.book("", start, 15, "Contrôle", name="M. Sans Dossier")
    printed = practice.failsafe.of_day()
    assert printed.patients == 1
    (line,) = [line for line in pages(printed.pdf)[0].splitlines() if "Sans Dossier" in line]
    assert line.endswith("sans dossier –")


def test_a_long_file_runs_over_pages_and_hostile_words_are_only_words(practice):
    patient = structs.replace(a_followed_patient(), id=new_id())
    hostile = "<b>latex</b> & \u202e pollens " + "très long " * 30
    many = [Allergy(id=new_id(), patient=patient.id, agent=Concept(text=f"{at} {hostile}")) for at in range(40)]
    endless = Posology(text="un comprimé le matin, " * 800)
    taken = Treatment(id=new_id(), patient=patient.id, product=Concept(text="x" * 900), posology=endless)
    keep(practice, patient, taken, *many)
    found = pages(practice.failsafe.of_patient(patient.id).pdf)
    assert len(found) > 1
    assert "<b>latex</b> &" in " ".join(" ".join(found).split())
    assert sum(page.count("matin") for page in found) == 800


@pytest.mark.parametrize("role", [Role.SECRETAIRE, Role.ADMIN])
def test_who_may_not_read_may_not_print(tmp_path, role):
    practice = open_test_cabinet(tmp_path, role=role)
    with pytest.raises(ForbiddenError):
        practice.failsafe.of_patient("x")
    with pytest.raises(ForbiddenError):
        practice.failsafe.of_day()


def test_the_last_answers_of_each_form_are_on_the_paper_and_no_empty_question(tmp_path):
    cabinet = open_test_cabinet(tmp_path)
    patient = a_followed_patient()
    keep(cabinet, patient)
    for smokes in ("oui", "non"):
        note = cabinet.encounters.open_today(patient.id).encounter.id
        cabinet.forms.answer(note, "diabete-type-2@1", "tabac", smokes)
        cabinet.encounters.sign(note)
    page = "".join(pages(cabinet.failsafe.of_patient(patient.id).pdf))
    assert "Derniers formulaires remplis" in page
    assert page.count("Tabac") == 1
    assert " ".join(page.split()).count("Tabac : non") == 1
    assert "HbA1c" not in page


def test_a_dose_in_two_versions_is_said_to_be_checked_and_not_left_as_a_choice(tmp_path):
    posts = TwoPosts(tmp_path)
    posts.dispute_posology()
    (page,) = pages(posts.cabinet.failsafe.of_patient(posts.patient.id).pdf)
    assert "2 versions, à vérifier" in " ".join(page.split())
