# SPDX-License-Identifier: EUPL-1.2
"""A code list from the administrator's file to the line of a patient: sent, fetched, looked up, replaced."""

from pathlib import Path

import pytest

from lgc_app.services.antecedents import LineForm
from lgc_app.services.ref_editions import Editions
from lgc_core.codes import CIM10, CISP2
from lgc_core.errors import UserError
from lgc_core.model.ids import new_id
from lgc_core.model.problem import Problem
from lgc_core.model.ref_edition import RefEdition
from lgc_core.store import queries
from lgc_core.sync.errors import ForeignPartitionError
from lgc_core.sync.exchange import Exchange
from lgc_core.sync.protocol import PullRequest
from sync_server.services import editions
from sync_server.services.blob_store import BlobStore
from sync_server.services.devices import Post
from sync_server.services.editions import Import, bring, home_of_blob
from tests.support.cabinet import keep, open_test_cabinet, store_of
from tests.support.record import PRACTICE, make_patient
from tests.support.region_within import RegionWithin, post_key, region_engine

GIVEN = Path(__file__).parents[6] / "shared" / "refdata" / "cim10" / "cim10_atih_edsnlp.csv.gz"
FIRST = b"code,long\nA000,Cholera de test\nI10,Hypertension essentielle (primitive)\nJ069,Rhume\n"
SECOND = b"code,long\nA000,Cholera de test\nI10,Hypertension essentielle (primitive)\nZ999,Nouveau code\n"


class Region:
    """What an administrator and a post do with one region."""

    def __init__(self, folder, cabinet):
        self.engine, self.cabinet = region_engine(), cabinet
        self.blobs = BlobStore(folder / "blobs", bytes(32))
        self.editions = Editions(cabinet.session, cabinet.files, rest=lambda _seconds: None)
        post = store_of(cabinet).post
        self.line = RegionWithin(self.engine, Post(post.device, post.practice, False), post_key())

    def bring(self, content, dataset="cim10", edition="2021", **more):
        return bring(self.engine, self.blobs, Import(dataset, edition, "ATIH", **more), content, "test")

    def exchange(self):
        report = Exchange(store_of(self.cabinet), self.line, self.line.key.sign).run()
        self.editions.expect()
        for moving in self.cabinet.files.moving("attendu"):
            home = home_of_blob(self.engine, self.blobs, f"cabinet:{PRACTICE}", moving.sha256)
            self.cabinet.files.keep(self.blobs.read(home, moving.sha256), moving.media, state="reçu")
        self.editions.settle()
        return report


@pytest.fixture
def cabinet(tmp_path):
    return open_test_cabinet(tmp_path)


@pytest.fixture
def region(tmp_path, cabinet):
    return Region(tmp_path, cabinet)


def labels(cabinet, typed):
    return [one.label for one in cabinet.references.find(typed)]


def test_an_edition_reaches_the_post_and_codes_what_is_typed(region, cabinet):
    assert labels(cabinet, "hyper") == []
    region.bring(FIRST, licence="© OMS, ATIH")
    region.exchange()
    (held,) = cabinet.references.held()
    assert (held.title, held.edition, held.rows, held.ready) == ("CIM-10", "2021", 3, True)
    assert labels(cabinet, "HYPER ess") == ["Hypertension essentielle (primitive)"]
    assert labels(cabinet, "j06.9") == labels(cabinet, "J069") == ["Rhume"]
    patient = make_patient()
    keep(cabinet, patient)
    cabinet.antecedents.add(patient.id, LineForm(words="Hypertension essentielle (primitive)"))
    with store_of(cabinet).reading() as connection:
        (problem,) = queries.find(connection, Problem)
    assert (problem.code.code(CIM10), problem.code.codings[0].edition) == ("I10", "2021")


def test_codes_of_two_lists_stand_side_by_side_with_the_frequent_ones(region, cabinet):
    region.bring(b"code,long\nI10,Hypertension arterielle\n")
    region.bring("code;libellé\nK86;Hypertension artérielle\n".encode(), dataset="cisp2", edition="2")
    region.exchange()
    found = cabinet.references.concept("Hypertension artérielle")
    assert found.code(CISP2) == "K86"
    assert found.code(CIM10) == "I10"  # the frequent problem keeps what no list says word for word


def test_a_new_edition_takes_the_place_of_the_old_one_and_the_old_one_stays_named(region, cabinet):
    region.bring(FIRST)
    region.exchange()
    region.bring(SECOND, edition="2025")
    assert labels(cabinet, "rhume") == ["Rhume"]
    region.exchange()
    assert labels(cabinet, "rhume") == []
    assert labels(cabinet, "nouveau") == ["Nouveau code"]
    assert {one.edition: one.state for one in editions.editions(region.engine)} == {
        "2021": "précédente", "2025": "active",
    }  # fmt: skip


def test_an_edition_that_lost_its_lines_is_refused_unless_somebody_says_so(region):
    region.bring(b"code,long\n" + b"".join(b"A%02d,Mot\n" % n for n in range(40)))
    fewer = b"code,long\nA00,Mot\n"
    with pytest.raises(UserError, match="édition refusée"):
        region.bring(fewer)
    assert region.bring(fewer, accept_fewer=True).rows == 1


def test_the_same_file_twice_is_one_edition(region):
    assert region.bring(FIRST).id == region.bring(FIRST).id
    assert len(editions.editions(region.engine)) == 1


def test_a_post_writes_no_edition(region, cabinet):
    region.bring(FIRST)
    region.exchange()
    with store_of(cabinet).unit_of_work(cabinet.session.author) as uow:
        uow.create(RefEdition(id=new_id()), "ref:cim10")
    region.exchange()
    assert len(editions.editions(region.engine)) == 1
    with pytest.raises(ForeignPartitionError):
        region.line.pull(PullRequest(partition="ref:cisp2", epoch="", after=0))


@pytest.mark.parametrize("typed", ['"', "a", "*", "NEAR(", "x" * 3000, "label:hyper", "' OR 1=1 --", "()", "\0\0"])
def test_no_words_are_obeyed_as_a_command(region, cabinet, typed):
    region.bring(FIRST)
    region.exchange()
    assert cabinet.references.find(typed) == []
    cabinet.references.concept(typed if typed.strip("\0 ") else "x")


@pytest.mark.given
def test_the_whole_cim_10_is_looked_up_as_one_types(region, cabinet):
    region.bring(GIVEN.read_bytes())
    region.exchange()
    (held,) = cabinet.references.held()
    assert (held.rows, held.ready) == (42_886, True)
    assert "Choléra à Vibrio cholerae 01, biovar cholerae" in labels(cabinet, "cholera vib")
    assert labels(cabinet, "e11.9")
