# SPDX-License-Identifier: EUPL-1.2
"""What the other post and the region did before the network went: versions to bring together, answers, a refusal.

Simulated: an arbiter in this process stands for the region; the post of the pictures meets it before it opens.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any, Final

from lgc_app.demo.cast import DOCTOR, HOARAU, NURSE, PRACTICE
from lgc_app.services.cabinet import Cabinet
from lgc_core.model.device import Device
from lgc_core.model.dispatch import Dispatch, Refusal
from lgc_core.model.encounter import Encounter
from lgc_core.model.ids import new_id
from lgc_core.model.note import NoteSection, section_id
from lgc_core.model.problem import Problem
from lgc_core.model.treatment import Treatment
from lgc_core.model.values import Interval, Posology, Stamp, on_day
from lgc_core.store import queries
from lgc_core.store.unit_of_work import UnitOfWork
from lgc_core.sync.arbiter import Arbiter
from sync_server.services.region_writer import move_dispatch
from tests.pictures.cast import GASTON, NOW
from tests.support.record import exchange_of, make_arbiter, make_store

_WOUND: Final = "Plaie du pied droit, face plantaire. {}\nGlycémie capillaire 1,62 g/L.\n{}"
_MINE: Final = _WOUND.format("9 mm, fond propre, peu d’exsudat.", "Revoir le médecin dans 15 jours.")
_THEIRS: Final = _WOUND.format(
    "11 mm, exsudat modéré.", "Décharge du pied conseillée. Appeler le médecin si rougeur."
)

_REFUSED: Final = (
    "Refusé par le DMP à 08:02\u00a0: DMP fermé par le patient. Parlez-en avec lui, puis envoyez de nouveau."
)


class Before:
    """`cabinet` writes at the post of the pictures, `there` at the nurse's tablet; `settle` lets them meet."""

    def __init__(self, cabinet: Cabinet) -> None:
        self.cabinet = cabinet
        self.here = cabinet.session.store
        self.there = make_store("tablette", PRACTICE.id)
        self.there.now = lambda: NOW - dt.timedelta(hours=3)
        self.arbiter = make_arbiter(PRACTICE.id)
        with self.here.unit_of_work(DOCTOR.author) as uow:
            uow.create(Device(id="tablette", label="Tablette", public_key="b"))
        self.settle()

    def settle(self) -> None:
        """Exchange at both posts until nothing moves."""
        for _ in range(2):
            for store in (self.here, self.there):
                exchange_of(store, self.arbiter).run()

    def tell(self) -> None:
        """Write both versions, let the region answer, refuse and set aside; then the network goes."""
        first = self._one(Treatment, "Metformine")
        encounter = self._wound()
        section = section_id(encounter.id, "P")
        self._both(
            lambda uow: uow.set(NoteSection, section, text=_MINE),
            lambda uow: uow.set(NoteSection, section, text=_THEIRS),
        )
        self._both(
            lambda uow: uow.set(Treatment, first.id, posology=Posology(text="1 matin, midi et soir")),
            lambda uow: uow.set(Treatment, first.id, posology=Posology(text="1 le soir")),
        )
        self._set_aside()
        self._answer()

    def _wound(self) -> Encounter:
        encounter = Encounter(
            id=new_id(), patient=HOARAU.id, kind="HH", responsible=Stamp(name=NURSE.name),
            period=Interval(start=on_day(NOW.date() - dt.timedelta(days=2))),
        )  # fmt: skip
        note = NoteSection(
            id=section_id(encounter.id, "P"), encounter=encounter.id, patient=HOARAU.id, code="P",
            text=_WOUND.format("8 mm, fond propre, peu d’exsudat.", "À revoir."),
        )  # fmt: skip
        with self.here.unit_of_work(NURSE.author) as uow:
            uow.create(encounter)
            uow.create(note)
        self.settle()
        return encounter

    def _both(self, first: Callable[[UnitOfWork], Any], second: Callable[[UnitOfWork], Any]) -> None:
        with self.here.unit_of_work(DOCTOR.author) as uow:
            first(uow)
        with self.there.unit_of_work(NURSE.author) as uow:
            second(uow)
        self.settle()

    def _set_aside(self) -> None:
        trusting, problem = self.arbiter, self._one(Problem, "Insuffisance cardiaque", GASTON.id)
        self.arbiter = Arbiter(
            trusting._engine,
            refuse=lambda one: "poste révoqué" if one.device == "tablette" else "",
        )
        self._both(lambda _uow: None, lambda uow: uow.set(Problem, problem.id, status="résolu"))
        self.arbiter = trusting

    def _answer(self) -> None:
        for patient in (HOARAU, GASTON):
            self.cabinet.emission.emit_vsm(patient.id)
        self.settle()
        with self.here.reading() as connection:
            hoarau, gaston = (queries.of_patient(connection, Dispatch, one.id)[0] for one in (HOARAU, GASTON))
        at = (NOW - dt.timedelta(hours=2, minutes=40)).isoformat(timespec="seconds")
        refusal = Refusal(code="DMPClosed", phrase=_REFUSED, at=at)
        self._move(gaston, state="refusé", error=refusal)
        self._move(hoarau, state="reçu", receipt="bac à sable", received_at=at)
        self.settle()

    def _move(self, dispatch: Dispatch, **values: Any) -> None:
        move_dispatch(self.arbiter._engine, self.here.post.cabinet, dispatch.id, values)

    def _one(self, kind: type[Any], words: str, patient: str = HOARAU.id) -> Any:
        with self.here.reading() as connection:
            found = queries.of_patient(connection, kind, patient)
        shown = (one for one in found if words in (getattr(one, "product", None) or one.code).text)
        return next(shown)
