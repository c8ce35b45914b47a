# SPDX-License-Identifier: EUPL-1.2
"""The central server as a real process over HTTPS, on free ports, stopped by its pid."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.serialization import Encoding

from lgc_app.sync.device_key import pinned_context
from lgc_app.sync.transport import Transport
from sync_server.db import open_engine
from sync_server.tables import throttle
from tests.support.igc import simulated_igc

ROOT = Path(__file__).parents[2]
ADMIN = ("virassamy", "M. Virassamy", "lataniers-bougainvilliers")
DATABASES = ("sqlite", "postgresql")


@dataclass
class RunningServer:
    """A server that answers."""

    process: subprocess.Popen[str]
    data_dir: Path
    database_url: str
    practice_port: int
    public_port: int
    log_file: Path

    @property
    def practice_url(self) -> str:
        return f"https://127.0.0.1:{self.practice_port}"

    @property
    def public_url(self) -> str:
        return f"https://127.0.0.1:{self.public_port}"

    @property
    def authority_file(self) -> Path:
        return self.data_dir / "authority" / "ca.pem"

    @property
    def authority_pem(self) -> str:
        return self.authority_file.read_text(encoding="ascii")

    @property
    def logs(self) -> str:
        return self.log_file.read_text(encoding="utf-8")

    def engine(self):
        """Return an engine on the same database, for what no door of the server shows."""
        return open_engine(self.database_url)

    def public_transport(self) -> Transport:
        return Transport(self.public_url, pinned_context(self.authority_pem))

    def command(self, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
        """Run `serenite-server` on the same data."""
        return run_command(self.data_dir, self.database_url, *arguments, **more)

    def stop(self) -> int:
        """Ask it to stop and return its exit code."""
        self.process.terminate()
        return self.process.wait(15)


def run_command(data_dir: Path, database_url: str, *arguments: str, **more: str):
    """Run one command of the server in a process of its own."""
    return subprocess.run(
        [*_base(data_dir, database_url), *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        timeout=60,
        env=os.environ | more,
    )


def _base(data_dir: Path, database_url: str) -> list[str]:
    base = [sys.executable, "-m", "sync_server", "--data-dir", str(data_dir)]
    return [*base, "--database-url", database_url] if database_url else base


def write_card_roots(folder: Path) -> Path:
    """Write the simulated card authorities as the bundle that the server pins."""
    igc = simulated_igc()
    file = folder / "card-roots.pem"
    file.write_bytes(
        igc.root.certificate.public_bytes(Encoding.PEM) + igc.persons.certificate.public_bytes(Encoding.PEM)
    )
    return file


def database_url(kind: str, folder: Path) -> str:
    """Return an empty database of a kind."""
    if kind == "postgresql":
        from tests.support.postgres import new_database

        return new_database()
    return f"sqlite:///{folder / 'region.db'}"


@contextmanager
def running_server(folder: Path, kind: str = "sqlite") -> Iterator[RunningServer]:
    """Start a server with one administrator and the simulated cards, and stop it at the end."""
    folder.mkdir(parents=True, exist_ok=True)
    url = database_url(kind, folder)
    password = {"SERENITE_SERVER_ADMIN_PASSWORD": ADMIN[2]}
    added = run_command(folder, url, "admin", "add", ADMIN[0], ADMIN[1], **password)
    assert added.returncode == 0, added.stderr
    with started(folder, url) as server:
        yield server


@contextmanager
def started(folder: Path, url: str) -> Iterator[RunningServer]:
    """Start a server on existing data."""
    log_file = folder / "server.log"
    options = ["--practice-port", "0", "--public-port", "0", "--card-roots-simulated"]
    options += ["--card-roots", str(write_card_roots(folder))]
    with log_file.open("a", encoding="utf-8") as log:
        process = subprocess.Popen(
            [*_base(folder, url), *options, "run"], stdout=subprocess.PIPE, stderr=log, text=True, cwd=ROOT
        )
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            assert line, log_file.read_text(encoding="utf-8")
            told = json.loads(line)
            yield RunningServer(process, folder, url, told["practice_port"], told["public_port"], log_file)
        finally:
            if process.poll() is None:
                process.terminate()
                try:
                    process.wait(15)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()
            assert process.stdout is not None
            process.stdout.close()


@contextmanager
def stretched_waits(server):
    """Make every wait that began end in a minute, then forget them: a slow machine must not outlast them."""
    engine, until_ms = server.engine(), round(time.time() * 1000) + 60_000
    with engine.begin() as connection:
        connection.execute(
            throttle.update().where(throttle.c.until_ms > throttle.c.at_ms).values(until_ms=until_ms)
        )
    engine.dispose()
    yield
    forget_attempts(server)


def forget_attempts(server):
    """Forget every wrong guess: the tests of a module share a server, and must not pay for each other's."""
    engine = server.engine()
    with engine.begin() as connection:
        connection.execute(throttle.delete())
    engine.dispose()
