# SPDX-License-Identifier: EUPL-1.2
"""What every request handler is given: settings, database, authority, sessions; passed, never global."""

import threading
from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa
from starlette.requests import Request

from sync_server.config import Settings
from sync_server.db import open_engine
from sync_server.schema import bring_up_to_date
from sync_server.services.arrivals import Arrivals
from sync_server.services.authority import Authority, open_authority
from sync_server.services.blob_store import BlobStore
from sync_server.services.card_trust import CardTrust, load_card_trust
from sync_server.services.dossiers import Dossiers
from sync_server.services.fair_queue import FairQueue
from sync_server.services.hints import Hints
from sync_server.services.news import News, news_of
from sync_server.services.refusal_trail import RefusalTrail
from sync_server.services.secret_files import secret_of
from sync_server.services.sessions import Sessions
from sync_server.services.snapshots import Snapshots
from sync_server.services.throttle import Throttle

_HASHES: Final = 4


@dataclass(frozen=True)
class Server:
    """One running server."""

    settings: Settings
    engine: sa.Engine
    authority: Authority
    card_trust: CardTrust
    sessions: Sessions
    throttle: Throttle
    blobs: BlobStore
    arrivals: Arrivals
    snapshots: Snapshots
    hints: Hints
    news: News
    refusals: RefusalTrail
    turns: FairQueue
    dossiers: Dossiers
    hashing: threading.BoundedSemaphore
    """Password hashes take 32 to 64 MiB each: a crowd of guesses queues here instead of filling the memory."""

    def tell(self, practice: str, but: str = "") -> None:
        """Wake the posts of a practice, here and at other processes, except the one whose work it was."""
        self.hints.wake(practice, but)
        self.news.tell(practice)


def open_server(settings: Settings) -> Server:
    """Open the database, bring its schema up to date, and open or make the authority.

    Raises:
        UserError: when a setting, a key or the database does not let the server start.
    """
    settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    engine = open_engine(settings.database_url, settings.database_key_file)
    bring_up_to_date(engine)
    secret = secret_of(settings.data_dir / "secrets" / "web.key")
    blobs = BlobStore(settings.data_dir / "blobs", secret_of(settings.data_dir / "secrets" / "blobs.key"))
    return Server(
        settings=settings,
        engine=engine,
        authority=open_authority(settings),
        card_trust=load_card_trust(settings.card_roots, simulated=settings.card_roots_simulated),
        sessions=Sessions(engine, secret),
        throttle=Throttle(engine, secret),
        blobs=blobs,
        arrivals=Arrivals(settings.data_dir / "arriving", blobs),
        snapshots=Snapshots(
            engine, settings.data_dir / "snapshots", secret_of(settings.data_dir / "secrets" / "snapshots.key")
        ),
        hints=Hints(),
        news=news_of(engine),
        refusals=RefusalTrail(engine),
        turns=FairQueue(),
        dossiers=Dossiers(engine, secret_of(settings.data_dir / "secrets" / "dossiers.key")),
        hashing=threading.BoundedSemaphore(_HASHES),
    )


def server_of(request: Request) -> Server:
    """Return the server that a request belongs to."""
    server = request.app.state.server
    assert isinstance(server, Server)
    return server
