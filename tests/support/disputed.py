# SPDX-License-Identifier: EUPL-1.2
"""A practice whose two posts wrote the same things: the region between them, a nurse at the other post."""

from collections.abc import Callable
from pathlib import Path

from lgc_app.services.cabinet import Cabinet
from lgc_core.model.allergy import Allergy
from lgc_core.model.device import Device
from lgc_core.model.encounter import Encounter
from lgc_core.model.ids import new_id
from lgc_core.model.note import NoteSection, section_id
from lgc_core.model.problem import Problem
from lgc_core.model.staff import Role, Staff
from lgc_core.model.treatment import Treatment
from lgc_core.model.values import Concept, Interval, PersonName, Posology, Stamp, on_day
from lgc_core.store.unit_of_work import UnitOfWork
from tests.support.cabinet import keep, open_test_cabinet
from tests.support.record import AT, NURSE, exchange_of, make_arbiter, make_patient, make_store

PLAN = "Plaie du pied droit, face plantaire. 8 mm, fond propre, peu d’exsudat.\nGlycémie capillaire 1,62 g/L.\n{}"
FIRST_END, SECOND_END = "Revoir le médecin dans 15 jours.", "Décharge du pied conseillée. Appeler le médecin."


class TwoPosts:
    """`cabinet` is the post at hand; `there` writes at the other one; `settle` exchanges until both have all."""

    def __init__(self, folder: Path, role: Role = Role.MEDECIN) -> None:
        self.cabinet: Cabinet = open_test_cabinet(folder, role=role)
        self.here = self.cabinet.session.store
        self.there = make_store("poste-2")
        self.arbiter = make_arbiter()
        self.patient = make_patient(job="pêcheur")
        nurse = Staff(
            id=NURSE.staff, name=PersonName(family="Nativel", given="Ludovic"), role=Role.INFIRMIER, ps_id="2"
        )
        posts = (
            Device(id="poste-1", label="Bureau 1", public_key="a"),
            Device(id="poste-2", label="Tablette", public_key="b"),
        )
        self.encounter = Encounter(
            id=new_id(),
            patient=self.patient.id,
            period=Interval(start=on_day(AT.date())),
            responsible=Stamp(name=PersonName(family="Ethève")),
        )
        self.section = section_id(self.encounter.id, "P")
        of = {"patient": self.patient.id}
        self.problem = Problem(id=new_id(), code=Concept(text="Diabète de type 2"), **of)
        self.allergy = Allergy(id=new_id(), agent=Concept(text="Pénicilline"), **of)
        self.treatment = Treatment(
            id=new_id(), product=Concept(text="Metformine 500 mg"), posology=Posology(text="1 matin et soir"), **of
        )
        note = NoteSection(
            id=self.section, encounter=self.encounter.id, code="P", text=PLAN.format("À revoir."), **of
        )
        keep(
            self.cabinet, nurse, *posts, self.patient, self.encounter, note,
            self.problem, self.allergy, self.treatment,
        )  # fmt: skip
        self.settle()

    def settle(self) -> None:
        """Exchange at both posts until nothing moves."""
        for _ in range(2):
            for store in (self.here, self.there):
                exchange_of(store, self.arbiter).run()

    def both_write(self, first: Callable[[UnitOfWork], None], second: Callable[[UnitOfWork], None]) -> None:
        """Let the post at hand and the other one write without seeing each other; the first arrives first."""
        with self.here.unit_of_work(self.cabinet.session.author) as uow:
            first(uow)
        with self.there.unit_of_work(NURSE) as uow:
            second(uow)
        self.settle()

    def dispute_note(self) -> None:
        """Two ends of one note, as in the mockup."""
        other = PLAN.replace("8 mm", "11 mm").replace("peu d’exsudat", "exsudat modéré").format(SECOND_END)
        self.both_write(
            lambda uow: uow.set(NoteSection, self.section, text=PLAN.format(FIRST_END)),
            lambda uow: uow.set(NoteSection, self.section, text=other),
        )

    def dispute_posology(self) -> None:
        """Two posologies of one treatment."""
        self.both_write(
            lambda uow: uow.set(Treatment, self.treatment.id, posology=Posology(text="1 matin, midi et soir")),
            lambda uow: uow.set(Treatment, self.treatment.id, posology=Posology(text="1 le soir")),
        )

    def dispute_job(self) -> None:
        """Two jobs of one patient: administrative."""
        kind = type(self.patient)
        self.both_write(
            lambda uow: uow.set(kind, self.patient.id, job="retraité"),
            lambda uow: uow.set(kind, self.patient.id, job="marin"),
        )
