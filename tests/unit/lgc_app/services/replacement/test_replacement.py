# SPDX-License-Identifier: EUPL-1.2
"""A remplaçant is told what waits, leaves what must be followed, and hands over a note made of the record."""

from dataclasses import replace

import pypdfium2
import pytest
from msgspec import structs

from lgc_app.services.cabinet import make_cabinet
from lgc_app.services.replacement import TRAIL_WORDS, NoReplacementError
from lgc_app.services.tasks_to_do import EmptyTaskError
from lgc_core.model.ids import new_id
from lgc_core.model.staff import Role
from lgc_core.model.values import PersonName
from tests.support.cabinet import a_followed_patient, keep, open_test_cabinet


@pytest.fixture(scope="module")
def doctor(tmp_path_factory):
    made = open_test_cabinet(tmp_path_factory.mktemp("remplacement"))
    keep(made, a_followed_patient())
    return made


@pytest.fixture(scope="module")
def locum(doctor):
    """Dr Payet, who replaces Dr Ethève until 30/11/2026 and saw one patient."""
    staff = structs.replace(
        doctor.session.staff, id=new_id(), name=PersonName(family="Payet", given="Loïc", title="Dr"),
        role=Role.REMPLACANT, ps_id="",
        valid_from="2026-11-16", valid_to="2026-11-30", replaces=doctor.session.staff.id,
    )  # fmt: skip
    keep(doctor, staff)
    made = make_cabinet(replace(doctor.session, staff=staff), doctor.files.safe, None, lambda _content: b"s")
    patient = a_followed_patient().id
    note = made.encounters.open_today(patient).encounter.id
    made.drafts.keep(note, patient, "motif", "Toux", 1)
    made.drafts.keep(note, patient, "A", "Bronchite simple", 1)
    made.encounters.sign(note)
    made.agenda.book(patient, made.session.now(), 15, "Contrôle", staff=staff.id)
    return made


def words(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        found = "\n".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()
    return " ".join(found.split())


def test_who_arrives_is_told_whom_until_when_and_what_waits(locum):
    welcome = locum.replacements.welcome()
    assert (welcome.replaced, welcome.until) == ("Dr Maëlle Ethève", "30/11/2026")
    assert (welcome.appointments, welcome.to_file) == (1, 0)


def test_the_replaced_doctor_finds_what_was_seen_and_what_to_follow(doctor, locum):
    patient = a_followed_patient().id
    locum.replacements.hand_over("Revoir la radio", patient)
    note = words(doctor.replacements.note_of(locum.session.staff.id))
    for found in (
        "Dr Loïc Payet a remplacé Dr Maëlle Ethève du 16/11/2026 au 30/11/2026",
        "Toux",
        "Bronchite simple",
    ):
        assert found in note
    assert "Revoir la radio (HOARAU" in note
    assert [line.title for line in doctor.tasks_to_do.open(mine=True)] == ["Revoir la radio"]
    assert TRAIL_WORDS in {line.what for line in doctor.trail.of_patient(patient)}


def test_nobody_else_hands_over_and_nothing_is_left_empty(doctor, locum):
    with pytest.raises(NoReplacementError):
        doctor.replacements.hand_over("x")
    with pytest.raises(NoReplacementError):
        doctor.replacements.note_of()
    with pytest.raises(EmptyTaskError):
        locum.replacements.hand_over(" \n ")
