# SPDX-License-Identifier: EUPL-1.2
"""Where an installation keeps its settings (`poste.toml`) and its vault; light, for the window waits for it.

    dossier = "/chemin/du/coffre"        # default: "poste" beside poste.toml
    cabinet = "Cabinet des Bougainvilliers"
    region = "https://region.example:8443"          # port of the practices
    inscription = "https://region.example:8444"     # public port: enrolment, patients' web
    autorite = "region-ca.pem"           # certificate of the regional authority, pinned
    autorites_cartes = "autorites"       # folder: roots/, intermediates/, crl/
    cryptolib = "/usr/lib/libcps3_pkcs11_lux.so"    # optional: PKCS#11 of the ANS, else direct PC/SC
    nom = "Bureau 1"                     # name of this post

Relative paths start at the folder of poste.toml. Nothing in it is secret.
"""

import os
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lgc_core.errors import UserError

if TYPE_CHECKING:
    from lgc_app.context import AppContext

FILE_NAME = "poste.toml"
ENVIRONMENT = "SERENITE_POSTE"


class BadSettingsError(UserError):
    """poste.toml does not read, or a value is not a text."""

    def __init__(self, why: str) -> None:
        super().__init__(
            f"Le fichier de réglages poste.toml ne se lit pas ({why}). Corrigez-le, puis recommencez."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """What poste.toml says, paths made absolute."""

    file: Path
    folder: Path
    place: str = ""
    region: str = ""
    enrolment: str = ""
    authority: Path | None = None
    card_authorities: Path
    cryptolib: Path | None = None
    post: str = "Poste"

    def make_context(self) -> "AppContext":
        """Build the context of the post: readers, trust, pinned authority. Slow: off the GUI thread.

        Raises:
            BadSettingsError: a file that poste.toml names cannot be read.
        """
        from cps_card.anchors import BadAnchorError, load_trust  # noqa: PLC0415 -- the window shows before that
        from cps_card.readers import MachineReaders  # noqa: PLC0415 -- likewise
        from lgc_app.context import AppContext  # noqa: PLC0415 -- likewise
        from lgc_core.store.store import now_here  # noqa: PLC0415 -- likewise

        try:
            authority = self.authority.read_text("ascii") if self.authority else ""
            trust = load_trust(self.card_authorities)
        except (OSError, ValueError, BadAnchorError) as error:
            raise BadSettingsError(type(error).__name__) from error
        return AppContext(
            folder=self.folder,
            readers=MachineReaders(self.cryptolib),
            trust=trust,
            now=now_here,
            region=self.region,
            enrolment=self.enrolment,
            authority_pem=authority,
            place=self.place,
        )


def application_folder() -> Path:
    """Return the folder of the application for this user on this platform."""
    home = Path.home()
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", home / "AppData" / "Local")) / "Pack Serenite"
    if sys.platform == "darwin":
        return home / "Library" / "Application Support" / "Pack Serenite"
    return Path(os.environ.get("XDG_DATA_HOME", home / ".local" / "share")) / "pack-serenite"


def settings_file(chosen: Path | None = None) -> Path:
    """Return the poste.toml to use: the one chosen, else the environment's, else the platform's."""
    named = os.environ.get(ENVIRONMENT, "")
    return (chosen or (Path(named) if named else application_folder() / FILE_NAME)).absolute()


def read_installation(chosen: Path | None = None) -> Installation:
    """Read poste.toml; an absent file is a post without region.

    Raises:
        BadSettingsError: with what is wrong.
    """
    file = settings_file(chosen)
    told: dict[str, Any] = {}
    if file.exists():
        try:
            told = tomllib.loads(file.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise BadSettingsError(type(error).__name__) from error
    for name, value in told.items():
        if not isinstance(value, str):
            raise BadSettingsError(f"{name} n’est pas un texte")
    base = file.parent

    def path(name: str) -> Path | None:
        return base / told[name] if told.get(name) else None

    return Installation(
        file=file,
        folder=path("dossier") or base / "poste",
        place=told.get("cabinet", ""),
        region=told.get("region", ""),
        enrolment=told.get("inscription", ""),
        authority=path("autorite"),
        card_authorities=path("autorites_cartes") or base / "autorites",
        cryptolib=path("cryptolib"),
        post=told.get("nom", "Poste"),
    )
