# SPDX-License-Identifier: EUPL-1.2
"""A word is late by its place in the server's order, whatever this post signed or knows already."""

import itertools

import pytest

from lgc_core.model.encounter import Encounter
from lgc_core.model.ids import new_id
from lgc_core.model.note import NoteSection, section_id
from lgc_core.model.values import Concept, Interval, PersonName, Stamp, on_day
from lgc_core.store import queries
from tests.support.record import AT, DOCTOR, add, exchange_of, make_arbiter, make_patient, make_store, rows

TABLES = ("encounter", "note_section", "field_version", "conflict")


class Practice:
    """Two posts that hold one draft consultation with one section."""

    def __init__(self) -> None:
        self.arbiter = make_arbiter()
        self.here, self.there = make_store("poste-1"), make_store("poste-2")
        patient = make_patient()
        who = Stamp(name=PersonName(family="Ethève"))
        self.encounter = Encounter(
            id=new_id(), patient=patient.id, period=Interval(start=on_day(AT.date())), responsible=who
        )
        self.section = NoteSection(
            id=section_id(self.encounter.id, "A"),
            encounter=self.encounter.id,
            patient=patient.id,
            code="A",
            text="Bronchite",
        )
        add(self.here, patient, self.encounter, self.section)
        self.exchange(self.here, self.there)

    def exchange(self, *stores):
        for store in stores:
            exchange_of(store, self.arbiter).run()

    def sign(self, store):
        with store.unit_of_work(DOCTOR) as uow:
            uow.sign(Encounter, self.encounter.id, new_id(), status="signe")

    def write(self, store, text):
        with store.unit_of_work(DOCTOR) as uow:
            uow.set(NoteSection, self.section.id, text=text)

    def text(self, store):
        with store.reading() as connection:
            return queries.get(connection, NoteSection, self.section.id).text

    def is_converged(self):
        self.exchange(self.here, self.there, self.here, self.there)
        expected = rows(self.arbiter._engine, TABLES)
        assert rows(self.here.engine, TABLES) == expected
        assert rows(self.there.engine, TABLES) == expected
        return expected


def test_a_word_that_came_before_the_signature_stays_on_the_post_that_signed():
    practice = Practice()
    practice.write(practice.there, "Bronchite aiguë")
    practice.sign(practice.here)
    practice.exchange(practice.there)
    practice.is_converged()
    assert practice.text(practice.here) == "Bronchite aiguë"


def test_a_word_of_the_only_writer_is_late_once_another_post_signed():
    practice = Practice()
    practice.sign(practice.there)
    practice.write(practice.here, "Bronchite aiguë")
    practice.exchange(practice.there)
    found = practice.is_converged()
    assert practice.text(practice.here) == "Bronchite"
    assert [(line[5], line[9]) for line in found["conflict"]] == [("D", '"Bronchite aiguë"')]


def test_what_was_written_before_the_signature_survives_a_folding_from_the_start():
    practice = Practice()
    practice.write(practice.here, "Bronchite aiguë")
    practice.exchange(practice.here, practice.there)
    practice.sign(practice.here)
    practice.write(practice.there, "Bronchite, revoir")
    practice.exchange(practice.here, practice.there)
    practice.is_converged()
    assert practice.text(practice.there) == "Bronchite aiguë"


@pytest.mark.parametrize("steps", list(itertools.permutations(("sign", "write", "word", "x1", "x2"))))
def test_every_order_of_signature_words_and_exchanges_converges(steps):
    practice = Practice()
    for step in steps:
        if step == "sign":
            practice.sign(practice.here)
        elif step in ("write", "word"):
            store = practice.there if step == "write" else practice.here
            with store.unit_of_work(DOCTOR) as uow:
                if not uow.is_sealed(Encounter, practice.encounter.id):
                    uow.set(NoteSection, practice.section.id, text=step)
        else:
            practice.exchange(practice.here if step == "x1" else practice.there)
    practice.is_converged()


def test_a_late_word_that_travels_with_a_change_of_the_consultation_is_late():
    practice = Practice()
    with practice.here.unit_of_work(DOCTOR) as uow:
        uow.sign(Encounter, practice.encounter.id, new_id(), status="signe")
    practice.exchange(practice.here)
    with practice.there.unit_of_work(DOCTOR) as uow:
        uow.set(Encounter, practice.encounter.id, reasons=(Concept(text="toux"),))
        uow.set(NoteSection, practice.section.id, text="Pneumonie")
    practice.exchange(practice.there, practice.here)
    for engine in (practice.arbiter._engine, practice.here.engine, practice.there.engine):
        found = rows(engine, ("note_section", "conflict"))
        assert '"Bronchite"' in found["note_section"][0]
        assert '"Pneumonie"' in [line[9] for line in found["conflict"]]
