# SPDX-License-Identifier: EUPL-1.2
"""The regional server of the demo: a real process over real TLS, on free loopback ports."""

import json
import os
import secrets
import subprocess
import sys
from pathlib import Path
from typing import Final, Self

import sqlalchemy as sa
from cryptography.hazmat.primitives.serialization import Encoding
from sqlcipher3 import dbapi2

from cps_simulator.igc import SimulatedIgc
from sync_server.tables import deposit

ADMIN: Final = "admin"
ADMIN_NAME: Final = "M. Virassamy"
_STOP_S: Final = 15


class DemoRegion:
    """Starts, cuts and restarts the server on the same data and the same ports."""

    def __init__(self, folder: Path, igc: SimulatedIgc) -> None:
        self._folder = folder
        self._process: subprocess.Popen[str] | None = None
        self._ports = (0, 0)
        self.password = secrets.token_urlsafe(12)
        folder.mkdir(parents=True, exist_ok=True)
        self._roots = folder / "card-roots.pem"
        pem = (one.certificate.public_bytes(Encoding.PEM) for one in (igc.root, igc.persons))
        self._roots.write_bytes(b"".join(pem))

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def practice_url(self) -> str:
        """Return the address of the practices' port."""
        return f"https://127.0.0.1:{self._ports[0]}"

    @property
    def public_url(self) -> str:
        """Return the address of the patients' port."""
        return f"https://127.0.0.1:{self._ports[1]}"

    @property
    def authority_pem(self) -> str:
        """Return the certificate of the regional authority that posts pin."""
        return (self._folder / "authority" / "ca.pem").read_text("ascii")

    def command(self, *arguments: str) -> str:
        """Run a command of the server on its data and return what it printed."""
        environment = os.environ | {"SERENITE_SERVER_ADMIN_PASSWORD": self.password}
        done = subprocess.run(  # noqa: S603  our own interpreter and module
            [*self._base(), *arguments], env=environment, check=True, capture_output=True, text=True
        )
        return done.stdout

    def approve_all(self) -> None:
        """Approve the posts that asked (the scripted day does it in the console's page)."""
        for line in self.command("device", "list").splitlines():
            if "  demandé" in line:
                self.command("device", "approve", line.split()[0])

    def start(self) -> None:
        """Start the server, on the ports of last time if there was one."""
        log = (self._folder / "server.log").open("a", encoding="utf-8")
        ports = ["--practice-port", str(self._ports[0]), "--public-port", str(self._ports[1])]
        cards = ["--card-roots-simulated", "--card-roots", str(self._roots)]
        self._process = subprocess.Popen(  # noqa: S603  our own interpreter and module
            [*self._base(), *ports, *cards, "run"], stdout=subprocess.PIPE, stderr=log, text=True
        )
        log.close()
        assert self._process.stdout is not None
        told = json.loads(self._process.stdout.readline())
        self._ports = (told["practice_port"], told["public_port"])

    def stop(self) -> None:
        """Stop the server: for the posts, the network is cut."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(_STOP_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()
        self._process = None

    def _base(self) -> list[str]:
        return [sys.executable, "-m", "sync_server", "--data-dir", str(self._folder)]

    def deposits(self) -> list[str]:
        """Return the titles that the DMP sandbox holds, read from the server's own database."""
        engine = sa.create_engine("sqlite://", module=dbapi2, creator=self._read_only)
        with engine.connect() as connection:
            found = list(connection.execute(sa.select(deposit.c.title)).scalars())
        engine.dispose()
        return found

    def _read_only(self) -> "dbapi2.Connection":
        return dbapi2.connect(f"file:{self._folder / 'region.db'}?mode=ro", uri=True)
