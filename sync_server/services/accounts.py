# SPDX-License-Identifier: EUPL-1.2
"""Administrators of the region: made on the command line, logged in by login and password."""

import secrets
from dataclasses import dataclass
from functools import cache

import sqlalchemy as sa

from lgc_core.errors import UserError
from lgc_core.model.ids import new_id
from sync_server.db import reading, writing
from sync_server.services import journal
from sync_server.services.clock import now_ms
from sync_server.services.passwords import hash_password, password_fits
from sync_server.tables import admin_account


@dataclass(frozen=True)
class Admin:
    """Who is at the console."""

    id: str
    login: str
    name: str


def add_admin(engine: sa.Engine, login: str, name: str, password: str) -> Admin:
    """Create an administrator.

    Raises:
        UserError: when the login is taken or the password too short.
    """
    admin = Admin(new_id(), login.strip().casefold(), name.strip())
    phc = hash_password(password, secrets.token_bytes(16))
    with writing(engine) as connection:
        taken = connection.execute(
            sa.select(admin_account.c.id).where(admin_account.c.login == admin.login)
        ).first()
        if taken:
            raise UserError(f"L’identifiant « {admin.login} » est déjà pris. Choisissez-en un autre.")
        row = {"id": admin.id, "login": admin.login, "name": admin.name, "password": phc, "created_ms": now_ms()}
        connection.execute(admin_account.insert().values(**row))
        journal.write(connection, "administrateur ajouté", actor=admin.login)
    return admin


def check_login(engine: sa.Engine, untrusted_login: str, untrusted_password: str) -> Admin | None:
    """Return the administrator, or None after the same work, whichever of the two was wrong."""
    login = untrusted_login.strip().casefold()
    with reading(engine) as connection:
        row = connection.execute(sa.select(admin_account).where(admin_account.c.login == login)).first()
    fits = password_fits(untrusted_password, row.password if row else _nobody())
    return Admin(row.id, row.login, row.name) if row is not None and fits else None


def admin_by_id(engine: sa.Engine, admin: str) -> Admin | None:
    """Return an administrator by id, None when the account is gone."""
    with reading(engine) as connection:
        row = connection.execute(sa.select(admin_account).where(admin_account.c.id == admin)).first()
    return Admin(row.id, row.login, row.name) if row else None


@cache
def _nobody() -> str:
    """Return a hash compared when the login is unknown, so that the answer takes as long."""
    return hash_password(secrets.token_urlsafe(16), secrets.token_bytes(16))


def note_login(engine: sa.Engine, admin: Admin) -> None:
    """Write in the journal that an administrator came in."""
    with writing(engine) as connection:
        journal.write(connection, "console ouverte", actor=admin.login)
