# SPDX-License-Identifier: EUPL-1.2
"""Everything around the window: simulated cards, the regional server, the posts of a practice."""

import json
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self

from cps_card.readers import CardReaders, MachineReaders
from cps_simulator.box import CardBox
from cps_simulator.folder_reader import FolderReaders, pull_out, put_in
from cps_simulator.in_process import READER, SimulatedReaders
from cps_simulator.pcscd import PcscdUnavailableError, PrivatePcscd, make_private_pcscd
from cps_simulator.vpcd import VirtualReaderPlug
from lgc_app.bootstrap import open_cabinet
from lgc_app.context import AppContext
from lgc_app.demo.posts import OWNERS, enrol, make_context, make_first_post, make_second_post, make_trust
from lgc_app.demo.region import ADMIN, ADMIN_NAME, DemoRegion
from lgc_app.demo.seed import seed
from lgc_core.store.store import now_here

LIVED: Final = 60
"""Patients with a year of life in the plain demo: enough for its lists, its agenda and its search."""

FIRST: Final = "Bureau 1"
SECOND: Final = "Bureau 2"


@dataclass(frozen=True, slots=True)
class Stage:
    """What a child process needs to open a post: written to a file, read by lgc_app.demo.stage."""

    folder: str
    region: str
    enrolment: str
    authority_pem: str
    crl_folder: str
    box: str
    reader: str
    place: str


class Reader:
    """The card reader of a post: a real pcscd with its virtual reader when it can run, else a folder."""

    def __init__(self, folder: Path, box: CardBox) -> None:
        self._folder = folder
        self._box = box
        self._plug: VirtualReaderPlug | None = None
        self._pcscd: PrivatePcscd | None = None
        folder.mkdir(parents=True, exist_ok=True)
        try:
            self._pcscd = make_private_pcscd().start()
        except PcscdUnavailableError:
            self._pcscd = None

    @property
    def kind(self) -> str:
        """Return what stands between the card and the application."""
        return "PC/SC" if self._pcscd else "dossier"

    @property
    def words(self) -> str:
        """Say which path the card takes."""
        return (
            "carte simulée derrière un vrai pcscd" if self._pcscd else "carte simulée, pcscd absent de ce système"
        )

    @property
    def readers(self) -> CardReaders:
        """Return the readers as an application sees them."""
        return MachineReaders() if self._pcscd else FolderReaders(self._folder)

    def insert(self, owner: str) -> None:
        """Put somebody's card in."""
        card = self._box.card(owner, OWNERS[owner])
        if self._pcscd is None:
            put_in(self._folder, self._box.path_of(owner))
        else:
            self._plug = VirtualReaderPlug(card, self._pcscd.port).insert()

    def pull(self) -> None:
        """Pull the card out."""
        if self._pcscd is None:
            pull_out(self._folder)
        elif self._plug is not None:
            self._plug.remove()
            self._plug = None

    def close(self) -> None:
        """End the daemon."""
        self.pull()
        if self._pcscd is not None:
            self._pcscd.stop()
            self._pcscd.discard()


class World:
    """A practice with one post, its region, its cards; use it in a with statement."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.seeded = ""
        self.box = CardBox(folder / "cartes")
        self._closing = ExitStack()
        self.region = DemoRegion(folder / "region", self.box.igc())
        self.trust = make_trust(folder / "crl", self.box.igc())

    def __enter__(self) -> Self:
        self.region.command("admin", "add", ADMIN, ADMIN_NAME)
        self.region.start()
        self._closing.callback(self.region.stop)
        self.reader = Reader(self.folder / "lecteur", self.box)
        self._closing.callback(self.reader.close)
        return self

    def __exit__(self, *_: object) -> None:
        self._closing.close()

    def make_first(self, patients: int, approve: Any, lived: int = LIVED) -> Stage:
        """Create the practice on the first post, enrol it, fill its record, exchange once.

        `lived` of the patients have a year of life; `seeded` then says what was written, and in how long.
        """
        context = self._context("bureau-1", "doctor")
        made = make_first_post(context, context.readers.open(READER), FIRST)
        enrol(context, made.vault, FIRST, approve)
        cabinet = open_cabinet(context, made.vault)
        begun = time.monotonic()
        written = seed(cabinet.session.store, patients, lived, cabinet.files)
        filled = time.monotonic()
        cabinet.exchanges.run()
        self.seeded = (
            f"{patients} patients, {lived} avec un an de vie : {written.visits} consultations, {written.results} "
            f"résultats, {written.letters} courriers, écrits en {filled - begun:.0f} s, "
            f"envoyés à la région en {time.monotonic() - filled:.0f} s"
        )
        made.vault.close()
        return self._stage(context)

    def make_second(self, approve: Any) -> tuple[AppContext, Any]:
        """Create the nurse's post of the same practice, enrolled and unlocked, its record still empty."""
        context = self._context("bureau-2", "nurse")
        made = make_second_post(context, context.readers.open(READER), SECOND)
        enrol(context, made.vault, SECOND, approve)
        return context, made.vault

    def _context(self, folder: str, owner: str) -> AppContext:
        readers = SimulatedReaders()
        readers.insert(self.box.card(owner, OWNERS[owner]))
        return make_context(self.folder / folder, readers, self.trust, self.region)

    def _stage(self, context: AppContext) -> Stage:
        return Stage(
            folder=str(context.folder),
            region=context.region,
            enrolment=context.enrolment,
            authority_pem=context.authority_pem,
            crl_folder=str(self.folder / "crl"),
            box=str(self.folder / "cartes"),
            reader="" if self.reader.kind == "PC/SC" else str(self.folder / "lecteur"),
            place=context.place,
        )


def write_stage(stage: Stage, file: Path) -> Path:
    """Write what the child process reads."""
    names = stage.__dataclass_fields__
    file.write_text(json.dumps({name: getattr(stage, name) for name in names}), "utf-8")
    return file


def read_stage(file: Path) -> AppContext:
    """Return the context of the child process."""
    stage = Stage(**json.loads(file.read_text("utf-8")))
    readers: CardReaders = FolderReaders(Path(stage.reader)) if stage.reader else MachineReaders()
    return AppContext(
        folder=Path(stage.folder),
        readers=readers,
        trust=make_trust(Path(stage.crl_folder), CardBox(Path(stage.box)).igc()),
        now=now_here,
        region=stage.region,
        enrolment=stage.enrolment,
        authority_pem=stage.authority_pem,
        place=stage.place,
    )
