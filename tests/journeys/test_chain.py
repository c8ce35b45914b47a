# SPDX-License-Identifier: EUPL-1.2
"""The whole chain without the window: card, record, log, real HTTPS server, DMP sandbox, second post, patient."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from cps_card.session import CardSession
from cps_simulator.box import CardBox
from cps_simulator.in_process import READER, SimulatedReaders
from lgc_app.bootstrap import open_cabinet, receive_practice
from lgc_app.context import AppContext
from lgc_app.demo.cast import DOMINIQUE, HOARAU
from lgc_app.demo.posts import OWNERS, PIN, enrol, make_context, make_first_post, make_second_post, make_trust
from lgc_app.demo.region import DemoRegion
from lgc_app.demo.seed import seed
from lgc_app.services.cabinet import Cabinet
from lgc_app.vault.session import LockReason, VaultSession
from lgc_core.model.note import NoteSection
from lgc_core.store import queries
from tests.support.vault import MemoryKeyring, using_keyring

SAMPLES = Path(__file__).parents[3] / "shared" / "samples" / "cda"


class World:
    """A region and a first post with its doctor, all simulated authorities apart real."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.box = CardBox(folder / "cards")
        self.region = DemoRegion(folder / "region", self.box.igc())
        self.region.command("admin", "add", "admin", "M. Virassamy")
        self.region.start()
        self.trust = make_trust(folder / "crl", self.box.igc())

    def post(self, name: str, owner: str) -> tuple[AppContext, CardSession]:
        readers = SimulatedReaders()
        readers.insert(self.box.card(owner, OWNERS[owner]))
        return make_context(self.folder / name, readers, self.trust, self.region), readers.open(READER)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with using_keyring(MemoryKeyring()):
        made = World(tmp_path)
        yield made
        made.region.stop()


def _first(world: World) -> tuple[AppContext, VaultSession, Cabinet]:
    context, card = world.post("poste1", "doctor")
    vault = make_first_post(context, card, "Bureau 1").vault
    assert enrol(context, vault, "Bureau 1", world.region.approve_all)
    cabinet = open_cabinet(context, vault)
    seed(cabinet.session.store, count=20)
    return context, vault, cabinet


def _until_answered(cabinet: Cabinet) -> list[str]:
    for _ in range(50):
        cabinet.exchanges.run()
        states = [item.state for item in cabinet.exchanges.items()]
        if all(state in {"reçu", "refusé"} for state in states):
            return states
        time.sleep(0.2)
    return states


def test_a_consultation_written_offline_reaches_the_dmp_sandbox_and_the_second_post(world: World) -> None:
    _, vault, cabinet = _first(world)
    cabinet.exchanges.run()
    world.region.stop()
    note = cabinet.encounters.open_today(HOARAU.id)
    cabinet.drafts.keep(note.encounter.id, HOARAU.id, "A", "Pneumopathie de la base droite.", 0)
    cabinet.measures.record(HOARAU.id, {"ta": "148/82", "temperature": "38,1"}, note.encounter.id)
    cabinet.encounters.sign(note.encounter.id, with_card=True)
    cabinet.emission.emit_report(note.encounter.id)
    cabinet.emission.emit_vsm(HOARAU.id)
    cut = cabinet.exchanges.run()
    assert cut.online is False
    assert {item.state for item in cabinet.exchanges.items()} == {"enregistré"}
    world.region.start()
    assert _until_answered(cabinet) == ["reçu", "reçu"]
    context, card = world.post("poste2", "nurse")
    second = make_second_post(context, card, "Bureau 2").vault
    assert enrol(context, second, "Bureau 2", world.region.approve_all)
    receive_practice(context, second)
    other = open_cabinet(context, second)
    with other.session.store.reading() as connection:
        sections = queries.of_patient(connection, NoteSection, HOARAU.id)
    assert "Pneumopathie de la base droite." in {section.text for section in sections}
    vault.close()
    second.close()


def test_text_typed_before_a_crash_is_there_after_it(world: World) -> None:
    context, vault, cabinet = _first(world)
    note = cabinet.encounters.open_today(HOARAU.id)
    cabinet.drafts.keep(note.encounter.id, HOARAU.id, "S", "Toux grasse, fièvre à 38,5 °C le soir, œdème", 44)
    vault._open.engine.dispose()  # type: ignore[union-attr]  # the process dies: nothing is saved on the way out
    vault._copy.release()
    again = VaultSession(context.folder, context.trust, lambda _: None)
    again.unlock_with_card(context.readers.open(READER), PIN)
    found = open_cabinet(context, again).drafts.waiting()
    assert [draft.text for draft in found] == ["Toux grasse, fièvre à 38,5 °C le soir, œdème"]
    again.close()


def test_a_locked_vault_gives_nothing(world: World) -> None:
    _, vault, cabinet = _first(world)
    vault.lock(LockReason.CARD_REMOVED)
    with pytest.raises(Exception):  # noqa: B017  closed engine or locked vault: whatever, but no data
        cabinet.patients.find("hoarau")
    vault.close()


@pytest.mark.given
def test_official_documents_are_filed_with_what_they_say(world: World) -> None:
    _, vault, cabinet = _first(world)
    for path in sorted(SAMPLES.glob("*.xml")):
        cabinet.inbox.receive(path.read_bytes())
    filed = 0
    for arrival in cabinet.inbox.waiting():
        proposal = cabinet.inbox.propose(arrival.document.id)
        if proposal.comparison and proposal.comparison.verdict == "concordant":
            cabinet.inbox.file(arrival.document.id, proposal.candidates[0].id, accepted=proposal.proposals)
            filed += 1
    assert filed >= 20
    overview = cabinet.overviews.of(cabinet.patients.get(DOMINIQUE.id))
    assert overview.allergy_state == "connues"
    assert overview.problems
    assert overview.treatments
    vault.close()
