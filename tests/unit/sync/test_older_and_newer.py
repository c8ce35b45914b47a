# SPDX-License-Identifier: EUPL-1.2
"""Posts of an older and of a newer version on one region: shapes brought up, nothing trapped, all folded again.

No field of the record has changed its shape since the first version, so the shapes are those of a fixture: its
version 2 wrote the work of a patient as `metier`, an object; its version 3 writes `job`, a text, as today.
"""

import msgspec
import pytest
import sqlalchemy as sa

from lgc_core.model.canonical import canonical
from lgc_core.model.patient import Patient
from lgc_core.oplog.operation import Change, Op, change, decode
from lgc_core.oplog.resolution import Cited, Resolution
from lgc_core.oplog.upcast import Schema
from lgc_core.store import outbox, queries, states
from lgc_core.store.store import Store
from lgc_core.store.tables import metadata, quarantine
from lgc_core.store.tables import op as op_table
from lgc_core.sync.arbiter import Arbiter
from lgc_core.sync.errors import UpdateRequiredError
from lgc_core.sync.exchange import Exchange
from lgc_core.sync.protocol import PullRequest
from lgc_core.sync.reread import catch_up, catch_up_region
from tests.support.record import (
    DOCTOR,
    PRACTICE,
    InProcessRegion,
    add,
    make_arbiter,
    make_patient,
    make_store,
    rows,
)

CABINET = f"cabinet:{PRACTICE}"
TABLES = ("patient", "conflict", "field_version", "merged_text")


def rename(op: Op) -> Op:
    """Bring an operation of version 2 to version 3: `metier` becomes `job`, its text alone."""
    if op.entity_type != "patient" or "metier" not in op.fields:
        return op
    old = op.fields["metier"]
    text = msgspec.json.decode(old.v)["text"]
    kept = {name: one for name, one in op.fields.items() if name != "metier"}
    return msgspec.structs.replace(
        op, fields=kept | {"job": Change(v=msgspec.Raw(canonical(text).encode()), base=old.base)}
    )


OLD = Schema(version=2)
NEW = Schema(version=3, steps={2: rename})


def region_of(schema: Schema) -> Arbiter:
    return Arbiter(make_arbiter()._engine, schema=schema)


def post_of(schema: Schema, device: str) -> Store:
    return Store(make_store(device).engine, PRACTICE, device, schema=schema)


def exchange(store: Store, region: Arbiter):
    return Exchange(store, InProcessRegion(region, store.post.device), lambda _: b"signature of a test").run()


def write_as_before(store: Store, patient: str, work: str) -> None:
    """Write the field as version 2 did: its model had `metier`, and no `job`."""
    with store.unit_of_work(DOCTOR) as uow:
        state = states.load(uow.connection, [("patient", patient)])["patient", patient]
        uow._write("set", Patient, patient, {"metier": change({"text": work}, base=state.version("metier"))})


def job_of(engine: sa.Engine, patient: str) -> str | None:
    with engine.connect() as connection:
        found = queries.get(connection, Patient, patient)
    return found.job if found else None


def test_a_shape_of_before_is_read_in_todays_and_its_bytes_stay() -> None:
    region, old, new = region_of(NEW), post_of(OLD, "poste-1"), post_of(NEW, "poste-2")
    patient = make_patient()
    add(old, patient)
    write_as_before(old, patient.id, "pêcheur")
    for store in (old, new):
        exchange(store, region)
    assert job_of(region._engine, patient.id) == job_of(new.engine, patient.id) == "pêcheur"
    assert rows(new.engine, TABLES) == rows(region._engine, TABLES)
    with new.reading() as connection:
        bodies = list(connection.execute(sa.select(op_table.c.body).order_by(op_table.c.seq)).scalars())
    assert decode(bodies[1]).fields["metier"].text == '{"text":"pêcheur"}'
    assert decode(bodies[1]).sv == 2


def test_an_upgraded_post_folds_again_what_it_had_written_and_received() -> None:
    region, old, new = region_of(NEW), post_of(OLD, "poste-1"), post_of(NEW, "poste-2")
    patients = [make_patient(), make_patient()]
    add(old, *patients)
    write_as_before(old, patients[0].id, "pêcheur")
    exchange(old, region)
    exchange(new, region)
    with new.unit_of_work(DOCTOR) as uow:
        uow.set(Patient, patients[1].id, job="institutrice")
    exchange(new, region)
    exchange(old, region)
    assert job_of(old.engine, patients[0].id) == ""
    upgraded = Store(old.engine, PRACTICE, "poste-1", schema=NEW)
    exchange(upgraded, region)
    assert [job_of(old.engine, one.id) for one in patients] == ["pêcheur", "institutrice"]
    assert rows(old.engine, TABLES) == rows(region._engine, TABLES)


def test_an_older_and_a_newer_hand_on_one_field_are_a_conflict_that_both_ends_see_alike() -> None:
    region, old, new = region_of(NEW), post_of(OLD, "poste-1"), post_of(NEW, "poste-2")
    patient = make_patient()
    add(old, patient)
    exchange(old, region)
    exchange(new, region)
    write_as_before(old, patient.id, "pêcheur")
    with new.unit_of_work(DOCTOR) as uow:
        uow.set(Patient, patient.id, job="institutrice")
    for store in (new, old, new):
        exchange(store, region)
    exchange(Store(old.engine, PRACTICE, "poste-1", schema=NEW), region)
    assert rows(new.engine, TABLES) == rows(region._engine, TABLES) == rows(old.engine, TABLES)
    assert len(rows(region._engine, ("conflict",))["conflict"]) == 1


def test_a_post_too_old_to_pull_still_sends_everything_and_says_why() -> None:
    region = region_of(msgspec.structs.replace(NEW, oldest=3))
    old, new = post_of(OLD, "poste-1"), post_of(NEW, "poste-2")
    mine, theirs = make_patient(), make_patient()
    add(old, mine)
    add(new, theirs)
    exchange(new, region)
    report = exchange(old, region)
    assert report.must_update
    assert (report.pushed, report.pulled) == (1, 0)
    with old.reading() as connection:
        assert outbox.count_unanswered(connection) == 0
    with pytest.raises(UpdateRequiredError):
        region.pull(PullRequest(partition=CABINET, epoch="", after=0))
    exchange(new, region)
    assert queries_has(new, mine.id)
    upgraded = Store(old.engine, PRACTICE, "poste-1", schema=NEW)
    assert not exchange(upgraded, region).must_update
    assert queries_has(upgraded, theirs.id)
    assert rows(old.engine, TABLES) == rows(region._engine, TABLES)


def queries_has(store: Store, patient: str) -> bool:
    with store.reading() as connection:
        return queries.get(connection, Patient, patient) is not None


def forget_how_to_resolve(store: Store) -> None:
    """Leave a post as a version that knew no decision left it: set aside here, conflicts open."""
    with store.writing() as connection:
        made = connection.execute(
            sa.select(op_table.c.op_id, op_table.c.partition, op_table.c.seq, op_table.c.body)
        )
        for row in [row for row in made if decode(row.body).kind == "resolve"]:
            reason = "geste inconnu de cette version"
            connection.execute(
                sa.insert(quarantine).values(op_id=row.op_id, partition=row.partition, seq=row.seq, reason=reason)
            )
        connection.execute(sa.update(metadata.tables["conflict"]).values(state="ouvert", resolved_by=None))


def test_a_decision_that_an_older_version_set_aside_counts_after_the_upgrade() -> None:
    region = region_of(OLD)
    first, second = post_of(OLD, "poste-1"), post_of(OLD, "poste-2")
    patient = make_patient()
    add(first, patient)
    for store in (first, second):
        exchange(store, region)
    for store, work in ((first, "un"), (second, "deux")):
        with store.unit_of_work(DOCTOR) as uow:
            uow.set(Patient, patient.id, job=work)
        exchange(store, region)
    exchange(first, region)
    with first.reading() as connection:
        found = connection.execute(sa.select(metadata.tables["conflict"])).one()
    cited = (Cited(winner=found.winner_op, loser=found.loser_op),)
    with first.unit_of_work(DOCTOR) as uow:
        uow.resolve(Patient, patient.id, Resolution(field="job", closes=cited), job="trois")
    for store in (first, second):
        exchange(store, region)
    expected = rows(region._engine, (*TABLES, "quarantine"))
    forget_how_to_resolve(second)
    assert rows(second.engine, (*TABLES, "quarantine")) != expected
    catch_up(Store(second.engine, PRACTICE, "poste-2", schema=NEW))
    assert rows(second.engine, (*TABLES, "quarantine")) == expected


def test_a_region_that_was_upgraded_after_its_posts_reads_what_it_kept_for_them() -> None:
    region, new = region_of(OLD), post_of(NEW, "poste-2")
    patient = make_patient()
    add(new, patient)
    with new.unit_of_work(DOCTOR) as uow:
        uow.set(Patient, patient.id, job="institutrice")
    exchange(new, region)
    with region._engine.connect().execution_options(write=True) as connection, connection.begin():
        # as a region whose table had no such column would hold it: verbatim, beside the fields that it knows
        connection.execute(
            sa.update(metadata.tables["patient"]).values(job=None, extra=canonical({"job": '"institutrice"'}))
        )
        assert catch_up_region(connection, NEW, 2) == 1
    assert job_of(region._engine, patient.id) == "institutrice"
    assert rows(new.engine, TABLES) == rows(region._engine, TABLES)


def test_catching_up_is_done_once() -> None:
    store, patient = post_of(OLD, "poste-1"), make_patient()
    add(store, patient)
    write_as_before(store, patient.id, "pêcheur")
    upgraded = Store(store.engine, PRACTICE, "poste-1", schema=NEW)
    assert catch_up(upgraded).entities == {("patient", patient.id)}
    assert not catch_up(upgraded).entities
    assert job_of(store.engine, patient.id) == "pêcheur"
