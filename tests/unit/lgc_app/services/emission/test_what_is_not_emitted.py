# SPDX-License-Identifier: EUPL-1.2
"""Nothing unsigned, nobody unqualified and no personal note ever leaves the practice as a document."""

import pytest

from lgc_app.services.emission import NotSignedError, printed_sections
from lgc_app.services.session import ForbiddenError
from lgc_core.errors import UserError
from lgc_core.model.document import Document
from lgc_core.model.staff import Role
from lgc_core.store import queries
from tests.support.cabinet import keep, open_test_cabinet, store_of
from tests.support.record import make_patient


def consulted(cabinet, *, sign):
    patient = make_patient()
    keep(cabinet, patient)
    note = cabinet.encounters.open_today(patient.id)
    cabinet.drafts.keep(note.encounter.id, patient.id, "A", "Bronchite", 9)
    cabinet.drafts.keep(note.encounter.id, patient.id, "perso", "Couple en crise", 9)
    if sign:
        cabinet.encounters.sign(note.encounter.id)
    return cabinet.encounters.get(note.encounter.id)


def documents(cabinet):
    with store_of(cabinet).reading() as connection:
        return queries.find(connection, Document)


def test_an_unsigned_consultation_gives_no_report(tmp_path):
    cabinet = open_test_cabinet(tmp_path)
    note = consulted(cabinet, sign=False)
    with pytest.raises(NotSignedError, match="Signez d’abord"):
        cabinet.emission.emit_report(note.encounter.id)
    assert documents(cabinet) == []


@pytest.mark.parametrize("kind", ["report", "vsm"])
def test_an_identity_that_is_not_qualified_gives_no_document(tmp_path, kind):
    cabinet = open_test_cabinet(tmp_path)
    note = consulted(cabinet, sign=True)
    emission = cabinet.emission
    verb, what = {
        "report": (emission.emit_report, note.encounter.id),
        "vsm": (emission.emit_vsm, note.encounter.patient),
    }[kind]
    with pytest.raises(UserError, match="qualifiée"):
        verb(what)
    assert documents(cabinet) == []


def test_personal_notes_are_never_printed(tmp_path):
    note = consulted(open_test_cabinet(tmp_path), sign=True)
    assert printed_sections(note) == (("Conclusion", "Bronchite"),)


def test_what_was_written_after_the_signature_is_not_printed_as_signed(tmp_path):
    from lgc_core.model.note import NoteSection, section_id

    cabinet = open_test_cabinet(tmp_path)
    note = consulted(cabinet, sign=True)
    late = NoteSection(
        id=section_id(note.encounter.id, "P"),
        encounter=note.encounter.id,
        patient=note.encounter.patient,
        code="P",
        text="Arrêt",
    )
    keep(cabinet, late)
    assert printed_sections(cabinet.encounters.get(note.encounter.id)) == (("Conclusion", "Bronchite"),)


@pytest.mark.parametrize("role", [Role.INFIRMIER, Role.SECRETAIRE, Role.ADMIN])
def test_only_doctors_emit(tmp_path, role):
    with pytest.raises(ForbiddenError, match="émettre un document signé"):
        open_test_cabinet(tmp_path, role=role).emission.emit_vsm("p")
