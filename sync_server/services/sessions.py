# SPDX-License-Identifier: EUPL-1.2
"""Web sessions: the browser holds a random token, the database only its hash; idle and absolute limits.

The form token (CSRF) is an HMAC of the cookie's value: nothing to store, useless without the cookie.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from typing import Final, Literal

import sqlalchemy as sa

from sync_server.db import reading, writing
from sync_server.services.clock import Clock, now_ms
from sync_server.tables import web_session

Kind = Literal["admin", "patient"]
IDLE_MS: Final = 30 * 60 * 1000
LONGEST_MS: Final = 12 * 3600 * 1000
_NOTE_EVERY_MS: Final = 60 * 1000
"""A page view does not cost a disk write each time."""


@dataclass(frozen=True)
class Sessions:
    """Opens, finds and closes sessions of both webs."""

    engine: sa.Engine
    secret: bytes
    clock: Clock = now_ms

    def open(self, kind: Kind, subject: str) -> str:
        """Return the token of a new session; sweep the dead ones on the way."""
        token, now = secrets.token_urlsafe(32), self.clock()
        with writing(self.engine) as connection:
            connection.execute(web_session.delete().where(web_session.c.created_ms < now - LONGEST_MS))
            row = {
                "token_sha256": _hash(token),
                "kind": kind,
                "subject": subject,
                "created_ms": now,
                "seen_ms": now,
            }
            connection.execute(web_session.insert().values(**row))
        return token

    def subject(self, kind: Kind, untrusted_token: str) -> str | None:
        """Return the subject of a living session and note that it was seen, else None."""
        now = self.clock()
        mine = web_session.c.token_sha256 == _hash(untrusted_token)
        with reading(self.engine) as connection:
            row = connection.execute(sa.select(web_session).where(mine, web_session.c.kind == kind)).first()
        if row is None or row.seen_ms < now - IDLE_MS or row.created_ms < now - LONGEST_MS:
            return None
        if row.seen_ms < now - _NOTE_EVERY_MS:
            with writing(self.engine) as connection:
                connection.execute(web_session.update().where(mine).values(seen_ms=now))
        return str(row.subject)

    def close(self, untrusted_token: str) -> None:
        """End a session; an unknown token is no news."""
        with writing(self.engine) as connection:
            connection.execute(web_session.delete().where(web_session.c.token_sha256 == _hash(untrusted_token)))

    def form_token(self, cookie: str) -> str:
        """Return the token that a form of this browser must carry."""
        return hmac.new(self.secret, b"form\0" + cookie.encode(), hashlib.sha256).hexdigest()

    def form_token_fits(self, cookie: str, untrusted_token: str) -> bool:
        """Tell whether a posted form comes from a page that this browser was given."""
        return bool(cookie) and hmac.compare_digest(self.form_token(cookie), untrusted_token)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
