# SPDX-License-Identifier: EUPL-1.2
"""Whatever a role may do on a post, the region takes: every service of every role, a year of the demo practice."""

from dataclasses import replace

import pytest
import sqlalchemy as sa
from msgspec import structs

from lgc_app.demo import cast, seed
from lgc_app.services.cabinet import make_cabinet
from lgc_core.model.ids import derived_id
from lgc_core.oplog.operation import decode
from lgc_core.store.tables import op as op_table
from lgc_core.store.tables import quarantine
from sync_server.services.author_rights import AuthorReason
from tests.support.cabinet import a_followed_patient, keep, open_test_cabinet
from tests.support.record import PRACTICE, add
from tests.support.region_within import PostWithin, post_within, region_engine
from tests.unit.lgc_app.services.rights.test_rights_of_every_service import ROLES, TABLE, methods, refusal

WRITES = {"M": 20, "R": 20, "I": 15, "S": 4, "A": 1}
"""Operations of a role below which this test would show little."""


def set_aside(engine: sa.Engine) -> list[tuple[str, str, str]]:
    query = sa.select(op_table.c.body, quarantine.c.reason).join(
        quarantine, quarantine.c.op_id == op_table.c.op_id
    )
    with engine.connect() as connection:
        found = [(decode(body), reason) for body, reason in connection.execute(query)]
    return [(op.entity_type, op.kind, reason) for op, reason in found if reason in frozenset(AuthorReason)]


@pytest.mark.parametrize("letter", [*ROLES])
def test_what_the_services_of_a_role_write_is_taken(letter, tmp_path):
    doctor = open_test_cabinet(tmp_path)
    store, patient = doctor.session.store, a_followed_patient()
    keep(doctor, patient)
    person = structs.replace(doctor.session.staff, id=derived_id("role", letter), role=ROLES[letter])
    add(store, person)
    engine = region_engine()
    post = PostWithin(store, post_within(engine, store.post.device, PRACTICE).region)
    post.exchange()
    cabinet = make_cabinet(replace(doctor.session, staff=person), doctor.files.safe, None, lambda _content: b"x")
    for name, method in methods(cabinet).items():
        if name in TABLE:
            refusal(method, patient.id)
    post.exchange()
    with engine.connect() as connection:
        bodies = connection.execute(sa.select(op_table.c.body)).scalars()
        written = [op.entity_type for op in map(decode, bodies) if op.actor == person.id]
    assert len(written) >= WRITES[letter], sorted(written)
    assert set_aside(engine) == []


def test_a_year_of_the_demo_practice_is_taken():
    engine = region_engine()
    post = post_within(engine, "poste-1", PRACTICE)
    add(post.store, cast.DOCTOR, cast.NURSE, cast.SECRETARY, author=cast.DOCTOR.author)
    post.exchange()
    seed.seed(post.store, 40, 40)
    report = post.exchange()
    assert report.pushed > 200
    assert set_aside(engine) == []
