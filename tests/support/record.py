# SPDX-License-Identifier: EUPL-1.2
"""Stores, posts and fictional people for tests: real SQLite in memory, a real arbiter in process."""

import datetime as dt
from collections.abc import Sequence
from functools import cache

import sqlalchemy as sa
from sqlcipher3 import dbapi2

from lgc_core.model.ids import new_id
from lgc_core.model.patient import Patient, UsualIdentity
from lgc_core.model.values import Author, Traits
from lgc_core.store.local_tables import PATIENT_FTS, REF_FTS, TEXT_FTS, local
from lgc_core.store.store import Store
from lgc_core.store.tables import metadata
from lgc_core.store.tables import op as op_table
from lgc_core.sync.arbiter import Arbiter
from lgc_core.sync.exchange import Exchange
from lgc_core.sync.protocol import (
    HandshakeRequest,
    HandshakeResponse,
    PullRequest,
    PullResponse,
    PushRequest,
    PushResponse,
)

PRACTICE = "0190d0d0-0000-7000-8000-000000000974"
DOCTOR = Author(staff="0190d0d0-0000-7000-8000-0000000000d1", name="Dr Maëlle Ethève", role="medecin")
NURSE = Author(staff="0190d0d0-0000-7000-8000-0000000000d2", name="Laurent Nativel", role="infirmier")


def memory_engine() -> sa.Engine:
    """Return an engine over one private in-memory database.

    Every engine shares one dialect and its compiled statements: a simulation opens thousands of databases.
    """
    first, compiled = _first_engine()
    pool = sa.pool.StaticPool(_connect, dialect=first.dialect)  # type: ignore[arg-type]
    engine = sa.Engine(pool, first.dialect, first.url).execution_options(compiled_cache=compiled)
    _begin_ourselves(engine)
    return engine


@cache
def _first_engine() -> tuple[sa.Engine, dict[object, object]]:
    engine = sa.create_engine("sqlite://", module=dbapi2, creator=_connect, poolclass=sa.pool.StaticPool)
    engine.connect().close()
    return engine, {}


def _connect() -> dbapi2.Connection:
    connection = dbapi2.connect(":memory:", check_same_thread=False)
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys=ON")
    return connection


def _begin_ourselves(engine: sa.Engine) -> None:
    @sa.event.listens_for(engine, "begin")
    def _(connection: sa.Connection) -> None:
        write = connection.get_execution_options().get("write")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


@cache
def _template(*, post: bool) -> dbapi2.Connection:
    """Make the tables once; every empty database is a copy of these pages."""
    engine = memory_engine()
    metadata.create_all(engine)
    if post:
        local.create_all(engine)
        with engine.begin() as connection:
            connection.exec_driver_sql(PATIENT_FTS)
            connection.exec_driver_sql(REF_FTS)
            connection.exec_driver_sql(TEXT_FTS)
    return engine.raw_connection().driver_connection  # type: ignore[return-value]


def copy_of(engine: sa.Engine) -> sa.Engine:
    """Return a second database with the same content: a backup that was kept."""
    return _filled(engine.raw_connection().driver_connection)  # type: ignore[arg-type]


def _filled(source: dbapi2.Connection) -> sa.Engine:
    engine = memory_engine()
    source.backup(engine.raw_connection().driver_connection)
    return engine


def make_store(device: str = "poste-1", practice: str = PRACTICE) -> Store:
    """Return an empty store of one post."""
    return Store(_filled(_template(post=True)), practice, device)


def make_arbiter(practice: str = PRACTICE) -> Arbiter:
    """Return an empty region that knows one practice."""
    arbiter = Arbiter(_filled(_template(post=False)))
    arbiter.open_partition(f"cabinet:{practice}")
    arbiter.open_partition(f"trail:{practice}")
    return arbiter


class InProcessRegion:
    """SyncProtocol over an arbiter in this process."""

    def __init__(self, arbiter: Arbiter, device: str) -> None:
        self.arbiter = arbiter
        self.device = device

    def handshake(self, request: HandshakeRequest) -> HandshakeResponse:
        return self.arbiter.handshake(request)

    def push(self, request: PushRequest) -> PushResponse:
        return self.arbiter.push(request, self.device)

    def pull(self, request: PullRequest) -> PullResponse:
        return self.arbiter.pull(request)


def exchange_of(store: Store, arbiter: Arbiter) -> Exchange:
    """Return the exchange of a post with a region."""
    return Exchange(store, InProcessRegion(arbiter, store.post.device), sign=lambda _: b"signature of a test")


def make_patient(
    family: str = "GRONDIN",
    given: str = "Marie Josette",
    born: str = "1952-03-12",
    usual: str = "HOARAU",
    **more: object,
) -> Patient:
    """Return a fictional patient of La Réunion."""
    traits = Traits(
        birth_family=family,
        birth_givens=given,
        first_given=given.split(maxsplit=1)[0],
        sex="F",
        birth_date=born,
        birth_cog="97413",
    )
    return Patient(id=new_id(), traits=traits, usual=UsualIdentity(family=usual, given=given), **more)  # type: ignore[arg-type]


def add(store: Store, *entities: object, author: Author = DOCTOR) -> None:
    """Write entities in one transaction."""
    with store.unit_of_work(author) as uow:
        for entity in entities:
            uow.create(entity)  # type: ignore[arg-type]


def ops_of(engine: sa.Engine) -> set[str]:
    """Return every operation that a log holds."""
    with engine.connect() as connection:
        return set(connection.execute(sa.select(op_table.c.op_id)).scalars())


def rows(engine: sa.Engine, tables: Sequence[str]) -> dict[str, list[tuple[object, ...]]]:
    """Return every row of some tables, ordered: what two equal records have equal."""
    found: dict[str, list[tuple[object, ...]]] = {}
    with engine.connect() as connection:
        for name in tables:
            table = metadata.tables[name]
            query = sa.select(table).order_by(*table.primary_key.columns)
            found[name] = [tuple(row) for row in connection.execute(query)]
    return found


AT = dt.datetime(2026, 11, 23, 10, 42, 7, tzinfo=dt.timezone(dt.timedelta(hours=4)))
