# SPDX-License-Identifier: EUPL-1.2
"""Settings of the central server: environment first, command line over it; every value is typed and checked."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from lgc_core.errors import UserError
from lgc_core.oplog.operation import SCHEMA_VERSION
from lgc_core.oplog.upcast import OLDEST
from lgc_core.sync.lease import LEASE_DAYS, LONGEST_DAYS

PREFIX: Final = "SERENITE_SERVER_"
PRACTICE_PORT: Final = 8443
PUBLIC_PORT: Final = 8444


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What one server process needs to know.

    Attributes:
        data_dir: holds keys, blobs, the run file and, by default, the database.
        database_url: `sqlite:///path` (through sqlcipher3) or `postgresql://...` (psycopg 3).
        database_key_file: 64 hexadecimal digits that encrypt a SQLite file at rest; None leaves it plain.
        host: address that both ports listen on.
        practice_port, public_port: 0 lets the system choose; the run file says which.
        host_names: names and addresses of the server's certificate.
        card_roots: PEM bundle of the card authorities that may ask for an enrolment.
        card_roots_simulated: true when they are a simulation; every page then says so.
        authority_certificate, authority_key: PEM of the regional authority, when it is not made here.
        server_certificate, server_key: PEM of the public port, when it is not issued by our authority.
        lease_days: how many days a post may write without an exchange.
        min_schema: posts of an older version send, and receive nothing until they are updated.
    """

    data_dir: Path
    database_url: str
    database_key_file: Path | None = None
    host: str = "127.0.0.1"
    practice_port: int = PRACTICE_PORT
    public_port: int = PUBLIC_PORT
    host_names: tuple[str, ...] = ("localhost", "127.0.0.1")
    card_roots: Path | None = None
    card_roots_simulated: bool = False
    authority_certificate: Path | None = None
    authority_key: Path | None = None
    server_certificate: Path | None = None
    server_key: Path | None = None
    lease_days: int = LEASE_DAYS
    min_schema: int = OLDEST

    @property
    def run_file(self) -> Path:
        """Return the file that says pid, ports and authority while the server runs."""
        return self.data_dir / "run.json"


def from_environment(environ: Mapping[str, str] = os.environ, **given: object) -> Settings:
    """Build the settings from `SERENITE_SERVER_*`, each overridden by a given keyword that is not None.

    Raises:
        UserError: when a number or a pair of files does not make sense.
    """
    raw = {name: environ.get(PREFIX + name.upper()) for name in Settings.__dataclass_fields__}
    raw |= {name: str(value) for name, value in given.items() if value is not None}
    data_dir = Path(raw["data_dir"] or "serenite-server").absolute()
    return _checked(
        Settings(
            data_dir=data_dir,
            database_url=raw["database_url"] or f"sqlite:///{data_dir / 'region.db'}",
            database_key_file=_path(raw["database_key_file"]),
            host=raw["host"] or "127.0.0.1",
            practice_port=_port(raw["practice_port"], PRACTICE_PORT),
            public_port=_port(raw["public_port"], PUBLIC_PORT),
            host_names=_names(raw["host_names"]),
            card_roots=_path(raw["card_roots"]),
            card_roots_simulated=_flag(raw["card_roots_simulated"]),
            authority_certificate=_path(raw["authority_certificate"]),
            authority_key=_path(raw["authority_key"]),
            server_certificate=_path(raw["server_certificate"]),
            server_key=_path(raw["server_key"]),
            lease_days=_days(raw["lease_days"]),
            min_schema=_schema(raw["min_schema"]),
        )
    )


def _checked(settings: Settings) -> Settings:
    if (settings.authority_certificate is None) != (settings.authority_key is None):
        raise UserError("L’autorité régionale a deux fichiers : le certificat et sa clé. Donnez les deux.")
    if (settings.server_certificate is None) != (settings.server_key is None):
        raise UserError("Le certificat du serveur a deux fichiers : le certificat et sa clé. Donnez les deux.")
    return settings


def _path(text: str | None) -> Path | None:
    return Path(text).absolute() if text else None


def _flag(text: str | None) -> bool:
    return (text or "").casefold() in ("1", "true", "oui")


def _names(text: str | None) -> tuple[str, ...]:
    names = tuple(name.strip() for name in (text or "").split(",") if name.strip())
    return names or ("localhost", "127.0.0.1")


def _days(text: str | None) -> int:
    if not text:
        return LEASE_DAYS
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= LONGEST_DAYS):
        raise UserError(f"La durée « {text} » n’est pas un nombre de jours entre 1 et {LONGEST_DAYS}.")
    return int(text)


def _schema(text: str | None) -> int:
    if not text:
        return OLDEST
    if not (text.isascii() and text.isdigit() and OLDEST <= int(text) <= SCHEMA_VERSION):
        raise UserError(f"La version « {text} » n’est pas un nombre entre {OLDEST} et {SCHEMA_VERSION}.")
    return int(text)


def _port(text: str | None, default: int) -> int:
    if not text:
        return default
    if not (text.isascii() and text.isdigit() and int(text) <= 0xFFFF):
        raise UserError(f"Le port « {text} » n’est pas un nombre entre 0 et 65535. Corrigez le réglage.")
    return int(text)
