# SPDX-License-Identifier: EUPL-1.2
"""What a post two versions ahead writes: for it, every post of this version is the old client.

Fields, values and gestures that this version does not know must travel through it and come back verbatim; the
older fields that a newer post no longer writes must not be missed.
"""

import random
from typing import TYPE_CHECKING

from lgc_core.model.ids import new_id
from lgc_core.model.patient import Patient
from lgc_core.model.problem import Problem
from lgc_core.oplog.operation import SCHEMA_VERSION, Change, Op, change
from lgc_core.store import log, outbox
from lgc_core.store.unit_of_work import UnitOfWork

if TYPE_CHECKING:
    from tests.simulation.gestures import Known

SV: int = SCHEMA_VERSION + 2
UNKNOWN_FIELDS = ("souhait_2028", "consentement_2029")
STRANGE = ("é\u2028😀", {"b": [15, None], "a": ""}, ["", 10**15, -5], "'\";--", {"v": {"v": {"v": 1}}})
"""Values that a careless copy would change: separators, empty texts, key order, numbers."""


def unknown_field(rng: random.Random, uow: UnitOfWork, known: "Known") -> None:
    """Give a field of a later version to something that every version knows."""
    kind, some = rng.choice([(Patient, known.patients), (Problem, known.problems)])
    if not some or uow.get(kind, one := rng.choice(some)) is None:
        return
    state = uow._known(kind, one)
    name = rng.choice(UNKNOWN_FIELDS)
    said = change([rng.choice(STRANGE), rng.randint(0, 3)], base=state.version(name))
    if said.text != state.value(name):
        uow._write("set", kind, one, {name: said})


def poor_creation(rng: random.Random, uow: UnitOfWork, known: "Known") -> None:
    """Create with the few fields that both versions share, and one of the later one."""
    if len(known.problems) < 3:
        fields = {
            "patient": change(rng.choice(known.patients)),
            "code": change({"text": "écrit par une autre version"}),
            UNKNOWN_FIELDS[0]: change(rng.choice(STRANGE)),
        }
        uow._write("create", Problem, new_id(), fields)


def unknown_thing(rng: random.Random, uow: UnitOfWork, known: "Known") -> None:
    """Send an entity or a gesture that this version has never heard of: set aside whole, and it blocks nothing."""
    kind, entity = rng.choice([("create", "licorne"), ("fusion", "patient")])
    fields: dict[str, Change] = {"corne": change(rng.choice(STRANGE))}
    op = Op(
        op_id=new_id(), partition=uow.post.cabinet, device=uow.post.device, dev_seq=uow.post.next_dev_seq(),
        hlc=uow.post.clock.tick(), sv=SV, actor=uow.author.staff, kind=kind, entity_type=entity,
        entity_id=rng.choice(known.patients), fields=fields,
    )  # fmt: skip
    log.insert_ops(uow.connection, [log.op_line(op)])
    outbox.enqueue(uow.connection, [op], uow.at)


NEWER = (unknown_field, unknown_field, unknown_field, poor_creation, unknown_thing)
