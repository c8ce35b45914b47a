# SPDX-License-Identifier: EUPL-1.2
"""Partitions over the real server: a person in two practices, a circle of two practices, a code list for all."""

import hashlib
import subprocess
import sys

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from lgc_app.services.exchanges import Exchanges
from lgc_core.clinical.code_list import unpack
from lgc_core.model.ids import new_id
from lgc_core.model.preference import Preference, preference_id
from lgc_core.model.ref_edition import RefEdition
from lgc_core.model.staff import Role, Staff
from lgc_core.model.values import PersonName
from lgc_core.store import queries
from lgc_core.store.identity import user
from lgc_core.sync.errors import ForeignPartitionError
from lgc_core.sync.exchange import Exchange
from lgc_core.sync.partitions import PersonClaim, claim_statement
from lgc_core.sync.protocol import PullRequest
from tests.support.circle import cabinet_over, follow
from tests.support.igc import CLAIRE, pairs_of
from tests.support.mtls import EnrolledPost, card_signature
from tests.support.record import DOCTOR, add
from tests.support.server import ROOT, running_server


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with running_server(tmp_path_factory.mktemp("partitions")) as running:
        yield running


def claim_on(post: EnrolledPost, owner=CLAIRE) -> PersonClaim:
    pair = pairs_of(owner).auth
    certificate = pair.certificate.public_bytes(Encoding.DER)
    said = claim_statement(post.practice, post.post.device, certificate)
    return PersonClaim(certificate=certificate, signature=card_signature(pair, said))


def exchange(post: EnrolledPost, *claims: PersonClaim):
    return Exchange(post.store, post.region, post.key.sign, claims=claims).run()


def works_at(post: EnrolledPost) -> None:
    name = PersonName(family=CLAIRE.surname, given=CLAIRE.given)
    add(post.store, Staff(id=new_id(), name=name, ps_id=CLAIRE.id_nat, role=Role.MEDECIN))


def test_what_a_person_likes_crosses_from_one_practice_to_the_other_with_their_card(bureau, neighbour):
    key = preference_id(CLAIRE.id_nat, "theme")
    for post in (bureau, neighbour):
        works_at(post)
        exchange(post)
    with bureau.store.unit_of_work(DOCTOR) as uow:
        uow.create(Preference(id=key, name="theme", value="sombre"), user(CLAIRE.id_nat))
    exchange(bureau, claim_on(bureau))
    exchange(neighbour, claim_on(bureau))  # shown on another post: it opens nothing here
    with pytest.raises(ForeignPartitionError):
        neighbour.region.pull(PullRequest(partition=user(CLAIRE.id_nat), epoch="", after=0))
    exchange(bureau)
    exchange(neighbour, claim_on(neighbour))
    with neighbour.store.reading() as connection:
        assert queries.get(connection, Preference, key).value == "sombre"


def test_two_practices_share_a_circle_and_the_one_that_leaves_keeps_nothing_of_it(bureau, neighbour, tmp_path):
    doctor, nurse = (
        cabinet_over(bureau.store, tmp_path, "Lagon"),
        cabinet_over(neighbour.store, tmp_path, "Ravine"),
    )
    here, there = follow(doctor), follow(nurse)
    doctor.circles.ask(here)
    for _ in range(3):
        exchange(bureau)
    doctor.circles.write(here, "Bilan demandé le 12.")
    exchange(bureau)
    nurse.circles.ask(there)
    exchange(neighbour)
    exchange(neighbour)
    exchange(bureau)
    (waiting,) = [one for one in doctor.circles.of_patient(here).members if one.status == "demandé"]
    doctor.circles.decide(waiting.id, accepted=True)
    exchange(bureau)
    exchange(neighbour)
    exchange(neighbour)
    nurse.circles.write(there, "Pansement propre.")
    exchange(neighbour)
    exchange(bureau)
    said = [one.text for one in doctor.circles.of_patient(here).messages]
    assert said == ["Pansement propre.", "Bilan demandé le 12."]
    nurse.circles.leave(there)
    exchange(neighbour)
    assert len(exchange(neighbour).gone) == 1
    assert nurse.circles.of_patient(there).messages == ()
    assert [one.text for one in doctor.circles.of_patient(here).messages] == said


def test_a_list_that_an_administrator_imports_is_fetched_by_every_post(server, bureau, tmp_path):
    source = tmp_path / "liste.csv"
    source.write_text("code,long\nA000,Cholera\nI10,Hypertension\n", "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "sync_server", "--data-dir", str(server.data_dir), "--database-url",
         server.database_url, "ref", "import", "cim10", str(source), "--edition", "2021", "--source", "ATIH"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "2 codes" in done.stdout
    exchange(bureau)
    with bureau.store.reading() as connection:
        (edition,) = queries.find(connection, RefEdition)
    content = bureau.region.receive_file(edition.blob)
    assert hashlib.sha256(content).hexdigest() == edition.blob
    assert [line.code for line in unpack(content)] == ["A00.0", "I10"]
    cabinet = cabinet_over(bureau.store, tmp_path, "Lagon")
    exchanges = Exchanges(cabinet.session, cabinet.files, bureau.region, bureau.key.sign)
    assert exchanges.run().online
    assert [one.code for one in cabinet.references.find("hypert")] == ["I10"]
