# SPDX-License-Identifier: EUPL-1.2
"""« À corriger »: why, what to do, offered again or taken off the list with a reason; nothing is deleted."""

import pytest
import sqlalchemy as sa

from lgc_app.services.session import ForbiddenError
from lgc_app.services.set_aside import AlreadyMendedError, CannotBeOfferedError, ReasonMissingError
from lgc_core.model.document import Document
from lgc_core.model.ids import new_id
from lgc_core.model.problem import Problem
from lgc_core.model.set_aside_mark import SetAsideMark
from lgc_core.model.staff import Role
from lgc_core.model.values import Concept
from lgc_core.store import queries
from lgc_core.store.tables import op as op_table
from lgc_core.store.tables import quarantine
from lgc_core.sync.arbiter import Arbiter
from tests.support.disputed import TwoPosts


def _refused(posts, kind, **values):
    """Let the region refuse what the other post writes, as it does for a post that was taken away."""
    trusting = posts.arbiter
    posts.arbiter = Arbiter(
        trusting._engine, refuse=lambda one: "poste révoqué" if one.device == "poste-2" else ""
    )
    posts.both_write(lambda _uow: None, lambda uow: uow.set(kind, posts.problem.id, **values))
    posts.arbiter = trusting


@pytest.fixture
def posts(tmp_path):
    made = TwoPosts(tmp_path)
    _refused(made, Problem, status="résolu")
    return made


def test_what_was_set_aside_is_said_in_words_with_its_reason_and_its_remedy(posts):
    (one,) = posts.cabinet.set_aside.waiting()
    assert (one.title, one.patient) == ("Problème\u00a0: Diabète de type 2", "HOARAU Marie Josette")
    assert one.words == "État du problème\u00a0: résolu"
    assert one.now == "État du problème\u00a0: actif"
    assert one.why == "poste révoqué"
    assert "proposez-le de nouveau" in one.remedy
    assert "Nativel" in one.origin.who


def test_offered_again_it_is_written_at_both_posts_and_leaves_the_list(posts):
    (one,) = posts.cabinet.set_aside.waiting()
    posts.cabinet.set_aside.offer_again(one.id)
    posts.settle()
    for store in (posts.here, posts.there):
        with store.reading() as connection:
            assert queries.get(connection, Problem, posts.problem.id).status == "résolu"
    assert posts.cabinet.set_aside.waiting() == []
    with pytest.raises(AlreadyMendedError):
        posts.cabinet.set_aside.offer_again(one.id)


def test_taken_off_the_list_it_stays_in_the_log_with_the_reason_and_can_come_back(posts):
    (one,) = posts.cabinet.set_aside.waiting()
    with pytest.raises(ReasonMissingError):
        posts.cabinet.set_aside.drop(one.id, "  ")
    posts.cabinet.set_aside.drop(one.id, "déjà saisi ici")
    assert posts.cabinet.set_aside.waiting() == []
    assert posts.cabinet.exchanges.situation().to_mend == 0
    with posts.here.reading() as connection:
        assert [one.note for one in queries.find(connection, SetAsideMark)] == [
            "Dr Maëlle Ethève : déjà saisi ici"
        ]
        assert connection.execute(sa.select(op_table.c.body).where(op_table.c.op_id == one.id)).scalar()
    posts.settle()
    with posts.there.reading() as connection:  # the other post of the practice shows the same list
        assert queries.count_quarantine(connection, posts.there.post.cabinet) == 0
    posts.cabinet.set_aside.put_back(one.id)
    assert len(posts.cabinet.set_aside.waiting()) == 1
    posts.settle()
    with posts.there.reading() as connection:
        assert queries.count_quarantine(connection, posts.there.post.cabinet) == 1


def test_a_mark_that_only_this_post_had_before_marks_were_shared_still_counts_and_can_be_taken_back(posts):
    (one,) = posts.cabinet.set_aside.waiting()
    with posts.here.writing() as connection:
        connection.execute(sa.update(quarantine).values(state="abandonné", note="vu"))
    assert posts.cabinet.set_aside.waiting() == []
    posts.cabinet.set_aside.put_back(one.id)
    assert len(posts.cabinet.set_aside.waiting()) == 1


def test_what_would_be_refused_again_says_so_and_stays(posts):
    (one,) = posts.cabinet.set_aside.waiting()
    with posts.here.unit_of_work(posts.cabinet.session.author) as uow:
        uow.annul(Problem, posts.problem.id, "doublon")
    with pytest.raises(CannotBeOfferedError):
        posts.cabinet.set_aside.offer_again(one.id)
    assert len(posts.cabinet.set_aside.waiting()) == 1


def test_the_desk_neither_reads_nor_mends_what_is_clinical(tmp_path):
    posts = TwoPosts(tmp_path, Role.SECRETAIRE)
    _refused(posts, Problem, status="résolu")
    assert posts.cabinet.set_aside.waiting() == []
    with posts.here.reading() as connection:
        op_id = connection.execute(sa.select(quarantine.c.op_id)).scalar_one()
    with pytest.raises(ForbiddenError):
        posts.cabinet.set_aside.offer_again(op_id)


@pytest.mark.parametrize(("role", "may_offer"), [(Role.INFIRMIER, False), (Role.MEDECIN, True)])
def test_an_order_set_aside_is_offered_again_by_who_may_make_one(tmp_path, role, may_offer):
    posts = TwoPosts(tmp_path, role)
    order = Document(id=new_id(), unique_oid="2.25.1", origin="émis", type=Concept(text="Ordonnance"))
    trusting = posts.arbiter
    posts.arbiter = Arbiter(
        trusting._engine, refuse=lambda one: "poste révoqué" if one.entity_type == "document" else ""
    )
    posts.both_write(lambda _uow: None, lambda uow: uow.create(order))
    posts.arbiter = trusting
    (one,) = posts.cabinet.set_aside.waiting()
    if may_offer:
        posts.cabinet.set_aside.offer_again(one.id)
    else:
        with pytest.raises(ForbiddenError, match="ordonnance"):
            posts.cabinet.set_aside.offer_again(one.id)
    assert len(posts.cabinet.set_aside.waiting()) == (0 if may_offer else 1)
