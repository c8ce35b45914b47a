# SPDX-License-Identifier: EUPL-1.2
"""The patient's pages: linked files are one person, by the links of their own practice and of no other."""

import pytest

from lgc_core.model.appointment import Appointment, Slot
from lgc_core.model.identity import PatientLink
from lgc_core.model.ids import new_id
from lgc_core.model.treatment import Treatment
from lgc_core.model.values import Concept
from lgc_core.store.store import Store
from sync_server.patient_web import file, measures
from sync_server.services.patient_login import PatientSubject
from tests.support.cabinet import a_result
from tests.support.record import PRACTICE, add, make_patient, make_store


@pytest.fixture
def told():
    store = make_store()
    first, second = make_patient(), make_patient()
    slot = Slot(start="2199-01-02T09:00:00+04:00", end="2199-01-02T09:15:00+04:00", staff="s")
    potassium = a_result(second.id, "2823-3", "Potassium", "4.2", "mmol/L", "2026-11-17")
    visit = Appointment(id=new_id(), patient=second.id, slot=slot, motif="Contrôle")
    add(store, first, second, Treatment(id=new_id(), patient=second.id, product=Concept(text="Metformine")))
    add(store, visit, potassium)
    subject = PatientSubject(practice=PRACTICE, patient=first.id, matricule="x")
    at, files = "2026-11-23T10:00:00+04:00", {"survivor": first.id, "duplicate": second.id}
    return store, subject, PatientLink(id=new_id(), evidence="même personne", at=at, **files)


def seen(store, subject):
    with store.reading() as connection:
        return (
            [one.name for one in file.medicines(connection, subject)],
            [one.motif for one in file.appointments(connection, subject)],
            [one.name for one in measures.series(connection, subject)],
        )


def test_what_was_written_in_either_file_is_on_the_page(told):
    store, subject, link = told
    assert seen(store, subject) == ([], [], [])
    add(store, link)
    assert seen(store, subject) == (["Metformine"], ["Contrôle"], ["Potassium"])


def test_the_link_of_another_practice_joins_nobody_here(told):
    store, subject, link = told
    add(Store(store.engine, "un-autre-cabinet", "poste-9", store.now), link)
    assert seen(store, subject) == ([], [], [])
