# SPDX-License-Identifier: EUPL-1.2
"""What a practice sends: patients, problems, measures, notes and their changes, as the posts would write them."""

import random
from functools import cache
from typing import Any, Final

from lgc_app.demo.people import make_patients
from lgc_core.model.encounter import Encounter
from lgc_core.model.entity import Entity, entity_name, field_rules
from lgc_core.model.ids import new_id
from lgc_core.model.note import NoteSection
from lgc_core.model.observation import Observation, Value
from lgc_core.model.problem import Problem
from lgc_core.model.values import Concept, Interval, PersonName, Provenance, Stamp, on_day, quantity
from lgc_core.oplog.clock import HybridClock
from lgc_core.oplog.operation import SCHEMA_VERSION, Op, change, encode
from tests.support.record import AT, DOCTOR, PRACTICE

DEVICE: Final = "poste-1"
WHO: Final = Stamp(name=PersonName(family="Ethève", given="Maëlle", title="Dr"))
WORDS: Final = (
    "toux", "fièvre", "douleur", "thoracique", "dyspnée", "auscultation", "claire", "tension", "stable", "poids",
    "tabac", "sevré", "contrôle", "renouvelé", "traitement", "bien", "toléré", "œdème", "genou", "droit", "marche",
    "périmètre", "glycémie", "jeûn", "vaccin", "rappel", "ordonnance", "arrêt", "repos",
)  # fmt: skip
"""Words of a note; the law of their use is not that of a real one, which compresses better."""

STALE: Final = 0.02
"""Share of changes whose writer had not seen the last value (../shared/reference/sync.md, 4.4)."""


class _Pen:
    """Writes operations without a database: the benchmark measures who receives them."""

    def __init__(self, practice: str, device: str, rng: random.Random) -> None:
        self.rng = rng
        self._partition, self._device, self._clock = f"cabinet:{practice}", device, HybridClock(device)
        self.ops: list[Op] = []
        self.last: dict[tuple[str, str], list[str]] = {}

    def write(self, gesture: str, entity: type[Entity], entity_id: str, /, **values: Any) -> None:
        fields = {}
        for name, value in values.items():
            seen = self.last.get((entity_id, name), [])
            base = (seen[0] if self.rng.random() < STALE else seen[-1]) if seen else None
            fields[name] = change(value, base=base)
        op = Op(
            op_id=new_id(), partition=self._partition, device=self._device, dev_seq=len(self.ops) + 1,
            hlc=self._clock.tick(), sv=SCHEMA_VERSION, actor=DOCTOR.staff, kind=gesture,
            entity_type=entity_name(entity), entity_id=entity_id, fields=fields, cause=new_id(),
        )  # fmt: skip
        for name in values:
            self.last.setdefault((entity_id, name), []).append(op.op_id)
        self.ops.append(op)

    def create(self, entity: Entity) -> str:
        given = {rule.name: getattr(entity, rule.name) for rule in field_rules(type(entity))}
        given["created"] = Provenance(by=DOCTOR, at=AT.isoformat(), device=self._device)
        self.write(
            "create",
            type(entity),
            entity.id,
            **{name: value for name, value in given.items() if value is not None},
        )
        return entity.id


@cache
def day_of_work(count: int, practice: str = PRACTICE, device: str = DEVICE, seed: int = 1) -> tuple[str, ...]:
    """Return the bodies of operations in the proportions of a practice: one in ten makes a patient."""
    pen = _Pen(practice, device, random.Random(seed))
    rng = pen.rng
    patients = iter(make_patients(max(count // 8, 4), random.Random(seed), AT.date()))
    while len(pen.ops) < count:
        patient = pen.create(next(patients))
        problem = pen.create(Problem(id=new_id(), patient=patient, code=Concept(text="Hypertension artérielle")))
        encounter = pen.create(
            Encounter(id=new_id(), patient=patient, period=Interval(start=on_day(AT.date())), responsible=WHO)
        )
        section = pen.create(
            NoteSection(id=new_id(), encounter=encounter, patient=patient, code="S", text=_note(rng))
        )
        for name, unit in (("Poids", "kg"), ("Taille", "cm"), ("Pouls", "/min")):
            value = Value(quantity=quantity(str(rng.randint(50, 180)), unit))
            pen.create(
                Observation(
                    id=new_id(), patient=patient, category="vital", code=Concept(text=name), value=value,
                    at=on_day(AT.date()), encounter=encounter,
                )
            )  # fmt: skip
        pen.write("set", NoteSection, section, text=_note(rng))
        pen.write("set", Problem, problem, status=rng.choice(["inactif", "résolu"]), comment=_note(rng)[:60])
        pen.write("set", Problem, problem, status="actif")
    return tuple(encode(op).decode() for op in pen.ops[:count])


def _note(rng: random.Random) -> str:
    return " ".join(rng.choices(WORDS, k=18)).capitalize() + "."
