# SPDX-License-Identifier: EUPL-1.2
"""The region asks again what the author of an operation could do when it was written; honest work passes."""

import datetime as dt

import pytest
import sqlalchemy as sa

from lgc_core.model.encounter import Encounter
from lgc_core.model.ids import derived_id, new_id
from lgc_core.model.note import NoteSection, section_id
from lgc_core.model.problem import Problem
from lgc_core.model.seal import Seal, seal_digest
from lgc_core.model.staff import Role, Staff
from lgc_core.model.values import Author, Concept, Interval, PersonName, Stamp
from lgc_core.model.values.stamp import Provenance
from lgc_core.model.values.when import REUNION
from lgc_core.oplog.clock import wall_ms
from lgc_core.oplog.fuse import HELD
from lgc_core.oplog.operation import Op, change
from lgc_core.oplog.standing import DAY_MS
from lgc_core.store.identity import cabinet
from lgc_core.store.tables import ENTITY_TABLES, quarantine
from lgc_core.store.tables import partition as partition_table
from sync_server.services import journal
from sync_server.services.author_rights import AuthorReason
from tests.support.record import DOCTOR, PRACTICE, add, make_patient
from tests.support.region_within import post_within, push_of, region_engine

HOME = cabinet(PRACTICE)
ROLES = {"M": Role.MEDECIN, "R": Role.REMPLACANT, "I": Role.INFIRMIER, "S": Role.SECRETAIRE}


def staff(letter: str, **more: str) -> Staff:
    person = derived_id("person", letter)
    return Staff(id=person, name=PersonName(family=letter), role=ROLES[letter], **{"ps_id": f"8{letter}", **more})


PEOPLE = {letter: staff(letter) for letter in ROLES}


@pytest.fixture
def engine():
    return region_engine()


@pytest.fixture
def post(engine):
    made = post_within(engine, "poste-1", PRACTICE)
    add(made.store, *PEOPLE.values(), make_patient())
    made.exchange()
    return made


def reasons(engine) -> list[str]:
    with engine.connect() as connection:
        return list(connection.execute(sa.select(quarantine.c.reason).order_by(quarantine.c.seq)).scalars())


def written(actor: str, entity_type: str, at_ms: int | None = None, kind: str = "create", **values) -> Op:
    """Return an operation as a post that asks nobody would write it, at some time."""
    at = wall_ms() if at_ms is None else at_ms
    rest = new_id()[14:]
    entity = values.pop("entity_id", new_id())
    base = values.pop("base", None)
    return Op(
        op_id=f"{at >> 16:08x}-{at & 0xFFFF:04x}-{rest}",
        partition=HOME,
        device="poste-1",
        dev_seq=int.from_bytes(entity.encode()[-4:]),
        hlc=f"{at:012x}0000-poste-1",
        sv=2,
        actor=actor,
        kind=kind,
        entity_type=entity_type,
        entity_id=entity,
        fields={name: change(value, base) for name, value in values.items()},
    )


def problem(actor: str, at_ms: int | None = None) -> Op:
    return written(actor, "problem", at_ms, patient=new_id(), code=Concept(text="Asthme"))


def told(post, op: Op) -> str:
    return push_of(post, HOME, op).reason


def test_a_secretary_who_writes_medicine_is_set_aside_with_a_line_in_the_journal_and_a_doctor_mends_it(
    engine, post
):
    wrote = problem(PEOPLE["S"].id)
    assert told(post, wrote) == AuthorReason.NOT_ALLOWED
    with engine.connect() as connection:
        line = journal.recent(connection, 1)[0]
        assert connection.execute(sa.select(sa.func.count()).select_from(ENTITY_TABLES[Problem])).scalar() == 0
    assert (line.event, line.actor) == ("opérations mises de côté, droit de l’auteur", PEOPLE["S"].id)
    assert told(post, wrote) == ""  # offered twice: a duplicate, no second line
    with engine.connect() as connection:
        assert len(journal.recent(connection)) == 1
    assert told(post, problem(PEOPLE["I"].id)) == told(post, problem(PEOPLE["M"].id)) == ""


def test_a_nurse_makes_no_order_and_nobody_makes_themselves_a_doctor(post):
    order = {"patient": new_id(), "unique_oid": "2.25.1", "origin": "émis", "type": Concept(text="Ordonnance")}
    assert told(post, written(PEOPLE["I"].id, "document", **order)) == AuthorReason.NOT_ALLOWED
    assert told(post, written(PEOPLE["M"].id, "document", **order)) == ""
    myself = {"entity_id": PEOPLE["S"].id, "kind": "set", "role": Role.MEDECIN}
    assert told(post, written(PEOPLE["S"].id, "staff", **myself)) == AuthorReason.NOT_ALLOWED
    push = (written(PEOPLE["S"].id, "staff", **myself), wrote := problem(PEOPLE["S"].id))
    push_of(post, HOME, *push)
    assert reasons(post.region.engine)[-2:] == [AuthorReason.NOT_ALLOWED] * 2
    assert told(post, wrote) == ""


def test_no_post_writes_as_the_region(post):
    assert told(post, problem("server")) == AuthorReason.NOBODY


def test_a_seal_names_its_author(post):
    def sealed(actor: str, by: str) -> Op:
        seal = Seal(
            sha256=seal_digest("{}"), by=Stamp(name=PersonName(family="x"), ps_id=by), at="", method="carte"
        )
        return written(
            actor, "sealed_record", patient=new_id(), aggregate_type="encounter", aggregate_id=new_id(),
            content="{}", seal=seal, version=1, replaces="",
        )  # fmt: skip

    assert told(post, sealed(PEOPLE["I"].id, "8M")) == AuthorReason.ANOTHERS_SEAL
    assert told(post, sealed(PEOPLE["I"].id, "8I")) == told(post, sealed(PEOPLE["I"].id, "")) == ""
    assert told(post, sealed(PEOPLE["S"].id, "8S")) == AuthorReason.NOT_ALLOWED


class TestOverTime:
    @pytest.fixture
    def locum(self, post) -> str:
        """Return a remplaçant whose last day was ten days ago, as it was said from the beginning."""
        last = (dt.datetime.now(REUNION) - dt.timedelta(days=10)).date().isoformat()
        person = {"entity_id": new_id(), "name": PersonName(family="r"), "ps_id": "8R9", "role": Role.REMPLACANT}
        start = wall_ms() - 40 * DAY_MS
        assert told(post, written(PEOPLE["M"].id, "staff", start, valid_to=last, **person)) == ""
        return person["entity_id"]

    def test_what_was_written_in_time_is_taken_however_late_it_comes(self, post, locum):
        assert told(post, problem(locum, wall_ms() - 12 * DAY_MS)) == ""
        assert told(post, problem(locum)) == AuthorReason.ENDED

    def test_the_words_that_were_typed_in_time_still_come_into_their_own_note_only(self, engine, post, locum):
        before = wall_ms() - 12 * DAY_MS
        drafts = {"patient": new_id(), "period": Interval(), "responsible": Stamp(name=PersonName(family="x"))}
        own = written(locum, "encounter", before, created=_by(locum), **drafts)
        theirs = written(PEOPLE["M"].id, "encounter", created=_by(PEOPLE["M"].id), **drafts)
        assert told(post, own) == told(post, theirs) == ""

        def words(encounter: Op) -> Op:
            key = section_id(encounter.entity_id, "A")
            return written(
                locum, "note_section", entity_id=key, encounter=encounter.entity_id, patient="", code="A", text="x"
            )

        assert told(post, words(own)) == ""
        assert told(post, words(theirs)) == AuthorReason.ENDED
        sign = written(locum, "encounter", kind="sign", entity_id=own.entity_id, sealed_id=new_id())
        assert told(post, sign) == AuthorReason.ENDED

    def test_the_end_may_be_moved_and_the_same_push_brings_it(self, post, locum):
        again = written(
            PEOPLE["M"].id, "staff", kind="set", entity_id=locum, valid_to="2100-01-01", base=_last(post, locum)
        )
        push_of(post, HOME, again, late := problem(locum))
        assert reasons(post.region.engine) == []
        assert told(post, late) == ""

    def test_a_change_of_role_counts_from_its_own_time(self, post):
        changed = wall_ms() - 20 * DAY_MS
        nurse = PEOPLE["I"].id
        role = {"kind": "set", "entity_id": nurse, "role": Role.SECRETAIRE, "base": _last(post, nurse)}
        assert told(post, written(PEOPLE["M"].id, "staff", changed, **role)) == ""
        assert told(post, problem(nurse, changed - 3 * DAY_MS)) == ""
        assert told(post, problem(nurse)) == AuthorReason.NOT_ALLOWED


def _by(person: str):
    return Provenance(by=Author(staff=person, name="x"), at="2026-01-01T00:00:00+04:00", device="poste-1")


def _last(post, entity: str) -> str:
    with post.region.engine.connect() as connection:
        table = ENTITY_TABLES[Staff].c
        return connection.execute(sa.select(table.created_op).where(table.id == entity)).scalar_one()


def test_an_author_of_whom_the_region_never_heard_is_not_judged(post):
    assert told(post, problem(new_id())) == ""


def test_the_first_push_founds_the_practice_whoever_writes_it(engine):
    founder = post_within(engine, "poste-1", PRACTICE)
    nurse = Author(staff=PEOPLE["I"].id, name="I", role="infirmier")
    add(founder.store, PEOPLE["I"], PEOPLE["S"], author=nurse)
    founder.exchange()
    assert reasons(engine) == []
    add(founder.store, staff("M"), author=Author(staff=PEOPLE["S"].id, name="S", role="secretaire"))
    founder.exchange()
    assert reasons(engine) == [AuthorReason.NOT_ALLOWED]


def test_what_was_written_while_a_restored_region_forgot_is_not_judged(engine, post):
    nurse, now = PEOPLE["I"].id, wall_ms()
    order = {"patient": new_id(), "unique_oid": "2.25.1", "origin": "émis", "type": Concept(text="Ordonnance")}
    life = f"{now + 5 * DAY_MS >> 16:08x}-{now + 5 * DAY_MS & 0xFFFF:04x}{new_id()[13:]}"
    with engine.connect().execution_options(write=True) as connection, connection.begin():
        connection.execute(sa.update(partition_table).values(epoch=life))
    assert told(post, written(nurse, "document", now, **order)) == ""  # she was made a doctor meanwhile, perhaps
    assert told(post, written(nurse, "document", now - 9 * DAY_MS, **order)) == AuthorReason.NOT_ALLOWED


def test_the_fuse_still_counts_deletions_whose_author_comes_in_the_same_push(engine, post):
    made = [make_patient() for _ in range(30)]
    add(post.store, *made)
    post.exchange()
    newcomer = new_id()
    person = written(PEOPLE["M"].id, "staff", entity_id=newcomer, name=PersonName(family="n"), role=Role.MEDECIN)
    with post.store.reading() as connection:
        last = {row.id: row.last_op for row in connection.execute(sa.text("select id, last_op from patient"))}
    gone = [
        written(newcomer, "patient", kind="annul", entity_id=one.id, base=last[one.id], annulled="x")
        for one in made
    ]
    push_of(post, HOME, person, *gone)
    assert reasons(engine) == [HELD] * 30


def test_what_its_author_may_not_delete_is_refused_and_waits_for_no_administrator(engine, post):
    made = [Problem(id=new_id(), patient=new_id(), code=Concept(text="Asthme")) for _ in range(25)]
    add(post.store, *made)
    post.exchange()
    with post.store.unit_of_work(Author(staff=PEOPLE["S"].id, name="S")) as uow:
        for one in made:
            uow.annul(Problem, one.id, "x")
    post.exchange()
    assert reasons(engine) == [AuthorReason.NOT_ALLOWED] * 25


def test_the_post_that_wrote_it_is_told_why_and_goes_on(post):
    secretary = Author(staff=PEOPLE["S"].id, name="S")
    stamp = Stamp(name=PersonName(family="S"))
    encounter = Encounter(id=new_id(), patient=new_id(), period=Interval(), responsible=stamp)
    section = NoteSection(id=new_id(), encounter=encounter.id, patient=new_id(), code="A", text="x")
    add(post.store, encounter, section, make_patient(), author=secretary)
    post.exchange()
    assert reasons(post.region.engine) == [AuthorReason.NOT_ALLOWED] * 2
    with post.store.reading() as connection:
        told = list(connection.execute(sa.select(quarantine.c.reason)).scalars())
    assert told == [AuthorReason.NOT_ALLOWED] * 2
    add(post.store, make_patient(), author=DOCTOR)
    assert post.exchange().pushed == 1


def test_a_nurse_adds_colleagues_where_nobody_manages_the_practice_and_nowhere_else(engine, post):
    colleague = {"name": PersonName(family="Payet"), "role": Role.INFIRMIER}
    assert told(post, written(PEOPLE["I"].id, "staff", **colleague)) == AuthorReason.NOT_ALLOWED
    assert told(post, written(PEOPLE["S"].id, "staff", **colleague)) == AuthorReason.NOT_ALLOWED
    long_ago = {"entity_id": PEOPLE["M"].id, "kind": "set", "valid_to": "2020-01-31"}
    assert told(post, written(PEOPLE["M"].id, "staff", wall_ms() - 3 * DAY_MS, **long_ago)) == ""
    assert told(post, written(PEOPLE["S"].id, "staff", **colleague)) == AuthorReason.NOT_ALLOWED
    assert told(post, written(PEOPLE["I"].id, "staff", **colleague)) == "", "where the last doctor left"
    assert told(post, problem(PEOPLE["I"].id)) == ""
