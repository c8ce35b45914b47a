# SPDX-License-Identifier: EUPL-1.2
"""Two practices, one person: opened, asked, accepted, written to, left; nobody else reads a word."""

import pytest

from lgc_app.services.circles import BadMessageError, NoCircleError, NotQualifiedError
from lgc_app.services.transmissions import Words
from lgc_core.errors import UserError
from lgc_core.model.dossier import MAX_MESSAGE, CareTeamMember, DossierMessage, DossierRequest, member_id
from lgc_core.model.ids import new_id
from lgc_core.model.patient import Patient
from lgc_core.oplog.operation import Op, change
from lgc_core.store import queries
from lgc_core.store.identity import cabinet, dossier
from lgc_core.store.tables import op as op_table
from lgc_core.store.unit_of_work import OwnOperationRefusedError
from lgc_core.sync.errors import ForeignPartitionError
from lgc_core.sync.protocol import PullRequest
from tests.support.cabinet import keep, store_of
from tests.support.circle import ONE, THREE, TWO, Side
from tests.support.region_within import push_of, region_engine


@pytest.fixture
def engine():
    return region_engine()


@pytest.fixture
def doctor(engine, tmp_path):
    return Side(engine, tmp_path, ONE, "Lagon")


@pytest.fixture
def nurse(engine, tmp_path):
    return Side(engine, tmp_path, TWO, "Ravine")


@pytest.fixture
def opened(doctor):
    """The doctor's circle, opened: request, answer, partition."""
    doctor.cabinet.circles.ask(doctor.patient)
    doctor.exchange(3)
    return doctor


@pytest.fixture
def joined(opened, nurse):
    """Both in the circle."""
    nurse.cabinet.circles.ask(nurse.patient)
    nurse.exchange(2)
    opened.exchange()
    (waiting,) = [one for one in opened.circle().members if one.status == "demandé"]
    opened.cabinet.circles.decide(waiting.id, accepted=True)
    opened.exchange()
    nurse.exchange(2)
    return nurse


def test_the_first_practice_that_asks_opens_the_dossier_and_is_its_member(opened):
    circle = opened.circle()
    assert circle.state == "ouvert"
    assert [(one.status, one.ours) for one in circle.members] == [("membre", True)]
    with store_of(opened.cabinet).reading() as connection:
        assert queries.get(connection, Patient, opened.patient).dossier_id == circle.dossier


def test_the_second_one_waits_reads_nothing_and_is_let_in_by_a_member(opened, nurse):
    opened.cabinet.circles.write(opened.patient, "Bilan le 12.")
    opened.exchange()
    nurse.cabinet.circles.ask(nurse.patient)
    nurse.exchange(3)
    assert nurse.circle().state == "en attente"
    assert nurse.said() == []
    partition = dossier(opened.circle().dossier)
    with pytest.raises(ForeignPartitionError):
        nurse.post.region.pull(PullRequest(partition=partition, epoch="", after=0))
    opened.exchange()
    (waiting,) = [one for one in opened.circle().members if one.status == "demandé"]
    opened.cabinet.circles.decide(waiting.id, accepted=True)
    opened.exchange()
    nurse.exchange(2)
    assert nurse.said() == ["Bilan le 12."]


def test_what_one_writes_the_other_reads_with_its_author_and_practice(joined, opened):
    joined.cabinet.circles.write(joined.patient, "Pansement refait, plaie propre.", important=True)
    joined.exchange()
    opened.exchange()
    (line,) = opened.circle().messages
    assert (line.text, line.important) == ("Pansement refait, plaie propre.", True)
    assert "Ravine" in line.who
    assert "Cabinet Ravine" in line.who


def test_a_transmission_is_copied_once_and_stays_in_its_own_file(joined, opened):
    joined.cabinet.transmissions.write(joined.patient, Words(data="Tension 16/9", focus="HTA"))
    (written,) = joined.cabinet.transmissions.of_patient(joined.patient)
    joined.cabinet.circles.share(written.id)
    with pytest.raises(UserError, match="déjà"):
        joined.cabinet.circles.share(written.id)
    joined.exchange()
    opened.exchange()
    assert opened.said() == [written.summary]
    assert opened.cabinet.transmissions.of_patient(opened.patient) == []


def test_leaving_sends_the_last_word_then_forgets_everything_of_it_here(joined, opened):
    joined.cabinet.circles.write(joined.patient, "Dernier mot.")
    joined.cabinet.circles.leave(joined.patient)
    assert joined.circle().state == "quitté"
    joined.exchange()
    partition = dossier(opened.circle().dossier)
    assert joined.exchange().gone == (partition,)
    assert _empty(joined, partition)
    opened.exchange()
    assert opened.said() == ["Dernier mot."]
    assert [one.ours for one in opened.circle().members] == [True]
    with pytest.raises(NoCircleError):
        joined.cabinet.circles.write(joined.patient, "Trop tard")


def _empty(side, partition: str) -> bool:
    with store_of(side.cabinet).reading() as connection:
        ops = connection.execute(op_table.select().where(op_table.c.partition == partition)).all()
        return (
            not ops
            and not queries.find(connection, DossierMessage)
            and not queries.find(connection, CareTeamMember)
        )


def test_words_written_offline_after_one_was_taken_out_stay_whole_at_home_and_reach_nobody(joined, opened):
    (theirs,) = [one for one in opened.circle().members if not one.ours]
    opened.cabinet.circles.decide(theirs.id, accepted=False)
    opened.exchange()
    joined.cabinet.circles.write(joined.patient, "Écrit hors ligne.")
    report = joined.exchange()
    assert (report.refused, report.gone) == (1, (dossier(opened.circle().dossier),))
    opened.exchange()
    assert opened.said() == []
    (aside,) = joined.cabinet.set_aside.waiting()
    assert "Écrit hors ligne." in aside.words
    assert joined.circle().state == "quitté"


def test_who_left_may_ask_again_and_finds_the_circle_as_it_is(joined, opened):
    opened.cabinet.circles.write(opened.patient, "Toujours là.")
    joined.cabinet.circles.leave(joined.patient)
    joined.exchange(3)
    opened.exchange()
    joined.cabinet.circles.ask(joined.patient)
    joined.exchange(2)
    opened.exchange()
    (waiting,) = [one for one in opened.circle().members if one.status == "demandé"]
    opened.cabinet.circles.decide(waiting.id, accepted=True)
    opened.exchange()
    joined.exchange(2)
    assert joined.said() == ["Toujours là."]


def test_an_identity_that_is_not_qualified_opens_nothing_here_nor_at_the_region(engine, tmp_path):
    side = Side(engine, tmp_path, THREE, "Bassin", qualified=False)
    with pytest.raises(NotQualifiedError):
        side.cabinet.circles.ask(side.patient)
    with store_of(side.cabinet).unit_of_work(side.cabinet.session.author) as uow:
        uow.create(DossierRequest(id=new_id(), patient=side.patient, at=uow.at))
    side.exchange(2)
    assert side.circle().state == "refusé"
    assert "qualifiée" in side.circle().words


def test_no_post_makes_itself_a_member(opened, nurse):
    key = opened.circle().dossier
    row = CareTeamMember(id=member_id(key, TWO), dossier=key, practice=TWO, name="Cabinet Ravine", status="membre")
    with pytest.raises(OwnOperationRefusedError):
        keep(nurse.cabinet, row)
    fields = {name: change(getattr(row, name)) for name in ("dossier", "practice", "name", "status")}
    for partition in (dossier(key), cabinet(TWO), cabinet(ONE)):
        op = Op(
            op_id=new_id(), partition=partition, device="poste-Ravine", dev_seq=1_000, hlc="0" * 16 + "-x", sv=1,
            actor="x", kind="create", entity_type="care_team_member", entity_id=new_id(), fields=fields,
        )  # fmt: skip
        assert push_of(nurse.post, partition, op).outcome == "quarantined"
    nurse.exchange(2)
    assert nurse.post.region.handshake(nurse.post.region.asked[-1]).partitions == ()


def test_a_region_that_lost_its_circles_gives_the_same_one_again_and_nobody_loses_a_word(opened):
    opened.cabinet.circles.write(opened.patient, "Gardé partout.")
    opened.exchange()
    key = opened.circle().dossier
    opened.post.region.engine = region_engine()
    opened.exchange(3)
    assert opened.circle().dossier == key
    assert opened.said() == ["Gardé partout."]
    with opened.post.region.engine.connect() as connection:
        assert [one.text for one in queries.find(connection, DossierMessage)] == ["Gardé partout."]


@pytest.mark.parametrize("typed", ["", "  \n", "x" * (MAX_MESSAGE + 1)])
def test_a_message_that_is_nothing_or_a_page_is_refused(opened, typed):
    with pytest.raises(BadMessageError):
        opened.cabinet.circles.write(opened.patient, typed)


def test_asking_twice_is_said_and_changes_nothing(opened):
    with pytest.raises(UserError, match="déjà faite"):
        opened.cabinet.circles.ask(opened.patient)
