# SPDX-License-Identifier: EUPL-1.2
"""A computer died: another one is made from the region by one command, and works before everything has come."""

from pathlib import Path

from cps_simulator.box import CardBox
from cps_simulator.in_process import SimulatedReaders
from lgc_app.cli.console import Console
from lgc_app.cli.opening import open_post
from lgc_app.cli.program import run
from lgc_app.context import AppContext
from lgc_app.demo.posts import OWNERS, PIN, make_trust
from lgc_app.demo.region import DemoRegion
from lgc_app.demo.seed import seed
from lgc_app.installation import read_installation
from lgc_core.store.store import now_here
from tests.support.vault import MemoryKeyring, using_keyring

ANSWERS = (
    "--cabinet", "Cabinet des Lataniers", "--rue", "18 rue du Lagon", "--cp", "97436", "--ville", "Saint-Leu",
    "--structure", "1970000001", "--telephone", "0262000000", "--prenom", "Maëlle", "--nom", "Ethève",
)  # fmt: skip


class Computer:
    """One computer with the doctor's card; the person types back the code that is shown."""

    def __init__(self, folder: Path, box: CardBox, region: DemoRegion) -> None:
        readers = SimulatedReaders()
        readers.insert(box.card("doctor", OWNERS["doctor"]))
        self.said: list[str] = []
        self.context = AppContext(
            folder=folder / "poste", readers=readers, trust=make_trust(folder / "crl", box.igc()), now=now_here,
            region=region.practice_url, enrolment=region.public_url, authority_pem=region.authority_pem,
        )  # fmt: skip
        self.console = Console(
            installation=read_installation(folder / "poste.toml"),
            make_context=lambda: self.context,
            ask=lambda _question: next(
                line for line in reversed(self.said) if line.strip().count("-") == 7
            ).strip(),
            ask_secret=lambda _question: PIN,
            say=self.said.append,
        )

    def __call__(self, *arguments: str) -> str:
        self.said.clear()
        run(arguments, self.console)
        return "\n".join(self.said)


def test_a_post_is_made_again_from_the_region_and_works_while_it_fills(tmp_path: Path) -> None:
    box = CardBox(tmp_path / "cards")
    with DemoRegion(tmp_path / "region", box.igc()) as region, using_keyring(MemoryKeyring()):
        old = Computer(tmp_path / "old", box, region)
        assert "prêt" in old("init", *ANSWERS)
        assert "Pas encore approuvée" in old("enrol")
        with open_post(old.console, "carte") as opened:
            seed(opened.cabinet.session.store, count=20)
            practice = opened.cabinet.session.practice.id
        region.approve_all()
        assert "Premier échange fait" in old("enrol")

        new = Computer(tmp_path / "new", box, region)
        assert "Pas encore approuvée" in new("rebuild", practice, "--attendre", "0")
        region.approve_all()
        assert "Ouvrez la fenêtre" in new("rebuild", practice, "--attendre", "0", "--ouvrir-tot")
        assert "Cabinet des Lataniers" in new("status")
        assert "Échange fait" in new("exchange")
        assert new("patients", "find", "hoar", "marie") == old("patients", "find", "hoar", "marie") != ""
        assert "déjà" in new("rebuild", practice) or "Premier échange fait" in new("rebuild", practice)
