# SPDX-License-Identifier: EUPL-1.2
"""Files go before the operations that name them, come when they are there, and never hold the record back."""

import hashlib
import threading

import pytest
import sqlalchemy as sa

from lgc_app.services.cabinet import make_cabinet
from lgc_app.services.files import AWAITED, HERE, IN_REGION, FileAwaitedError
from lgc_app.services.session import Session
from lgc_app.services.settings import FILES_EPOCH, write_setting
from lgc_app.vault.attachments import AttachmentStore
from lgc_app.vault.engine import create_database
from lgc_app.vault.keys import DatabaseKey
from lgc_core.oplog.upcast import Schema
from lgc_core.pieces.cut import Held
from lgc_core.store.store import Store
from lgc_core.store.tables import op
from lgc_core.sync.arbiter import Arbiter
from lgc_core.sync.errors import NoNetworkError, SyncRefusedError
from migrations.upgrade import upgrade
from tests.support.cabinet import a_practice, a_staff, keep, open_test_cabinet, store_of
from tests.support.record import PRACTICE, InProcessRegion, make_arbiter, make_patient, make_store

PDF = b"%PDF-1.4 compte rendu"


class FolderRegion(InProcessRegion):
    """The arbiter, and files in a dictionary; `cut` names what fails, `heard` what was asked in order."""

    def __init__(self, arbiter, device, files):
        super().__init__(arbiter, device)
        self.files, self.cut, self.heard = files, "", []

    def _hear(self, verb):
        self.heard.append(verb)
        if verb == self.cut:
            raise NoNetworkError
        if f"{verb} refused" == self.cut:
            raise SyncRefusedError("Fichier refusé.")

    def push(self, request):
        self._hear("push")
        return super().push(request)

    def pull(self, request):
        self._hear("pull")
        return super().pull(request)

    def send_file(self, content):
        self._hear("send")
        self.files[hashlib.sha256(content).hexdigest()] = content

    def receive_file(self, sha256):
        self._hear("receive")
        return self.files.get(sha256)


class Practice:
    """Two posts and a region."""

    def __init__(self, folder):
        self.arbiter, self.files = make_arbiter(), {}
        self.folder = folder
        self.here, self.region = self._post("poste-1")
        keep(self.here, a_practice(), a_staff())
        self.there, self.far = self._post("poste-2")

    def _post(self, device, store=None):
        store = store or make_store(device)
        region = FolderRegion(self.arbiter, device, self.files)
        safe = AttachmentStore(self.folder / device, DatabaseKey.generate())
        session = Session(store, a_practice(), a_staff())
        return make_cabinet(session, safe, region, lambda _: b"signature of a test"), region


@pytest.fixture
def practice(tmp_path):
    return Practice(tmp_path)


def test_a_file_leaves_before_the_operation_that_names_it(practice):
    practice.here.inbox.receive(PDF)
    practice.here.exchanges.run()
    assert practice.region.heard.index("send") < practice.region.heard.index("push")
    assert practice.here.files.in_state(HERE) == []


def test_the_other_post_receives_the_file_with_the_document(practice):
    document = practice.here.inbox.receive(PDF)
    practice.here.exchanges.run()
    practice.there.exchanges.run()
    assert practice.there.documents.open(document.id).pdf == PDF


def test_a_document_whose_file_is_late_says_so_and_gets_it_next_time(practice):
    document = practice.here.inbox.receive(PDF)
    practice.here.exchanges.run()
    later = dict(practice.files)
    practice.files.clear()
    practice.there.exchanges.run()
    with pytest.raises(FileAwaitedError, match="prochain échange"):
        practice.there.documents.open(document.id)
    practice.files.update(later)
    practice.there.exchanges.run()
    assert practice.there.documents.open(document.id).pdf == PDF


def test_an_exchange_cut_after_the_document_came_still_awaits_its_file(practice):
    document = practice.here.inbox.receive(PDF)
    practice.here.exchanges.run()
    practice.there.exchanges._region.cut = "receive"
    assert practice.there.exchanges.run().online is False
    from lgc_core.sync.exchange import Exchange

    keep(practice.here, make_patient())
    practice.here.exchanges.run()
    Exchange(store_of(practice.there), practice.far, lambda _: b"").run()  # killed before files were looked at
    practice.far.cut = ""
    practice.there.exchanges.run()
    assert practice.there.documents.open(document.id).pdf == PDF


def test_a_document_received_by_an_exchange_that_was_killed_is_not_forgotten(practice):
    from lgc_core.sync.exchange import Exchange

    document = practice.here.inbox.receive(PDF)
    practice.here.exchanges.run()
    Exchange(store_of(practice.there), practice.far, lambda _: b"").run()
    assert practice.there.files.in_state(AWAITED) == []
    practice.there.exchanges.run()
    assert practice.there.documents.open(document.id).pdf == PDF


@pytest.mark.parametrize("trouble", ["send refused", "damaged"])
def test_a_file_that_cannot_leave_never_holds_the_record_back(practice, trouble):
    practice.here.inbox.receive(PDF)
    if trouble == "damaged":
        for path in (practice.folder / "poste-1").rglob("*"):
            if path.is_file():
                path.write_bytes(b"x" * 50)
    else:
        practice.region.cut = trouble
    keep(practice.here, make_patient())
    practice.here.exchanges.run()
    assert practice.here.exchanges.situation().waiting == 0
    practice.there.exchanges.run()
    assert len(practice.there.patients.find("hoarau")) == 1
    assert len(practice.here.files.in_state(HERE)) == 1


@pytest.mark.parametrize("verb", ["send", "push", "pull"])
def test_no_network_is_said_honestly_and_costs_nothing(practice, verb):
    practice.here.inbox.receive(PDF)
    practice.region.cut = verb
    outcome = practice.here.exchanges.run()
    situation = practice.here.exchanges.situation()
    assert outcome.online is False
    assert outcome.sentence == "Réseau coupé. Vous travaillez normalement, tout partira seul."
    assert situation.offline_since is not None
    practice.region.cut = ""
    assert practice.here.exchanges.run().online
    assert practice.here.exchanges.situation().online
    assert practice.here.exchanges.situation().waiting == 0
    assert practice.here.files.in_state(IN_REGION)


def test_a_post_without_region_says_so(tmp_path):
    outcome = open_test_cabinet(tmp_path).exchanges.run()
    assert (outcome.online, outcome.sentence) == (False, "Ce poste n’est pas encore inscrit à la région.")


def test_two_exchanges_never_run_at_once(practice, tmp_path):
    engine = create_database(tmp_path / "cabinet.db", DatabaseKey.generate())
    upgrade(engine, "cabinet")
    post, _ = practice._post("poste-3", Store(engine, PRACTICE, "poste-3"))
    keep(post, *(make_patient() for _ in range(3)))
    running, most = [], []

    def pause():
        running.append(1)
        most.append(len(running))
        running.pop()

    threads = [threading.Thread(target=post.exchanges.run, args=(pause,)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert max(most) == 1
    assert post.exchanges.situation().waiting == 0
    engine.dispose()


def test_operations_leave_and_are_told_while_a_large_file_is_on_its_way(practice):
    practice.region.look = lambda _sha256, size: Held(size)
    practice.region.send_pieces = lambda *_: practice.region._hear("pieces")
    practice.region.cut = "pieces refused"
    practice.here.files.keep(bytes(2_000_000), "application/pdf")
    keep(practice.here, make_patient())
    outcome = practice.here.exchanges.run_operations()
    assert (outcome.online, outcome.more) == (True, True)
    assert practice.here.exchanges.situation().files_leaving == 1
    assert practice.here.exchanges.move_files().online
    assert practice.region.heard.index("push") < practice.region.heard.index("pieces")
    said = practice.here.exchanges.run_operations().sentence
    assert said == "Échange fait. De grands fichiers sont encore en route (voir)."


def test_the_preview_of_a_large_scan_is_there_while_the_scan_is_on_its_way(practice, tmp_path):
    (tmp_path / "scan.pdf").write_bytes(PDF + bytes(2_000_000))
    taken = practice.here.importing.take_in(tmp_path / "scan.pdf", lambda _path: b"a small picture")
    document = practice.here.inbox.receive_taken(taken)
    practice.region.look = lambda _sha256, size: Held(size)
    practice.region.send_pieces = lambda *_: practice.region._hear("pieces")
    practice.region.cut = "pieces refused"
    practice.far.receive_range = lambda *_: None
    practice.here.exchanges.run()
    practice.there.exchanges.run()
    assert practice.there.documents.preview(document.id) == b"a small picture"
    assert practice.there.documents.awaited(document.id).size == document.files[0].size
    with pytest.raises(FileAwaitedError):
        practice.there.documents.open(document.id)
    (line,) = practice.there.inbox.waiting()
    assert line.fault, "the list says that the file is not there"
    practice.there.documents.want(document.id)
    assert practice.there.documents.awaited(document.id).wanted


def test_a_region_that_was_restored_is_offered_every_file_again(practice):
    practice.here.inbox.receive(PDF)
    practice.here.exchanges.run()
    practice.files.clear()
    practice.here.exchanges.run()
    assert not practice.files, "nothing is sent twice to the same region"
    write_setting(store_of(practice.here).engine, FILES_EPOCH, "before the restoration")
    practice.here.exchanges.run()
    assert list(practice.files.values()) == [PDF]
    assert practice.here.files.in_state(HERE) == []


def test_the_documents_whose_file_came_are_told_to_the_screens(practice):
    document = practice.here.inbox.receive(PDF)
    practice.here.exchanges.run()
    practice.there.exchanges.run_operations()
    assert practice.there.exchanges.move_files().changes.entities == {("document", document.id)}


def test_when_nothing_waited_it_says_so(practice):
    keep(practice.here, make_patient())
    assert " reçu" in practice.here.exchanges.run().sentence
    assert practice.here.exchanges.run().sentence == "Échange fait\u00a0: la région a déjà tout reçu."


def test_the_last_exchange_is_known_again_after_a_restart(practice):
    assert practice.here.exchanges.situation().last_exchange is None
    practice.here.exchanges.run()
    before = practice.here.exchanges.situation()
    again, _region = practice._post("poste-1", practice.here.session.store)
    after = again.exchanges.situation()
    assert after.last_exchange == before.last_exchange is not None
    assert (before.has_exchanged, after.has_exchanged) == (True, False)


def test_what_stays_is_said(practice):
    practice.region.arbiter = Arbiter(practice.arbiter._engine, refuse=lambda _: "interdit")
    keep(practice.here, make_patient())
    outcome = practice.here.exchanges.run()
    assert outcome.sentence.startswith("Échange fait\u00a0: 0 reçu par la région, ")
    assert outcome.sentence.endswith(" à corriger.")
    assert practice.here.exchanges.situation().to_mend >= 1


def test_a_post_to_be_updated_sends_receives_nothing_and_says_so(practice):
    practice.region.arbiter = Arbiter(practice.arbiter._engine, schema=Schema(oldest=99))
    keep(practice.here, make_patient())
    outcome = practice.here.exchanges.run_operations()
    situation = practice.here.exchanges.situation()
    assert outcome.sentence.startswith("Mise à jour requise")
    assert (situation.online, situation.must_update, situation.waiting) == (True, True, 0)
    with practice.arbiter._engine.connect() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(op)).scalar_one() > 0
