# SPDX-License-Identifier: EUPL-1.2
"""Files named by documents: encrypted here, content-addressed, sent to and received from the region."""

from typing import Final, Protocol

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

from lgc_app.services.session import Session
from lgc_app.vault.attachments import BlobRef
from lgc_core.errors import OutsideError, UserError
from lgc_core.model.rights import Right
from lgc_core.store.local_tables import attachment

HERE: Final = "ici"
IN_REGION: Final = "région"
AWAITED: Final = "attendu"
ERASED: Final = "effacé"


class FileAwaitedError(OutsideError):
    """The document is known, its file has not arrived yet."""

    def __init__(self) -> None:
        super().__init__("Ce document arrive d’un autre poste. Son contenu sera là au prochain échange.")


class FileErasedError(UserError):
    """The file was destroyed by an erasure."""

    def __init__(self) -> None:
        super().__init__("Ce document a été effacé à la demande du patient. Il n’existe plus sur ce poste.")


class Safe(Protocol):
    """Where the bytes rest, encrypted."""

    def put(self, content: bytes) -> BlobRef:
        """Encrypt, keep and flush."""
        ...

    def get(self, ref: BlobRef) -> bytes:
        """Return the verified bytes.

        Raises:
            UserError: when the file was damaged or removed.
        """
        ...

    def destroy(self, ref: BlobRef) -> None:
        """Destroy the key of a file, then the file, for good."""
        ...


class Files:
    """Keeps and gives files by the hash of their content."""

    def __init__(self, session: Session, safe: Safe) -> None:
        self._session = session
        self._safe = safe

    def keep(self, content: bytes, media: str, state: str = HERE) -> str:
        """Keep bytes and return their SHA-256; the same bytes twice are one file."""
        ref = self._safe.put(content)
        if self.has(ref.sha256):
            return ref.sha256
        values = {"sha256": ref.sha256, "size": ref.size, "media": media, "state": state}
        insert = sqlite.insert(attachment).values(values)
        with self._session.store.writing() as connection:
            connection.execute(insert.on_conflict_do_update(index_elements=["sha256"], set_=values))
        return ref.sha256

    def read(self, sha256: str) -> bytes:
        """Return the bytes of a file.

        Raises:
            FileAwaitedError: when it has not arrived here.
        """
        self._session.require(Right.READ_RECORD)
        return self.bytes_to_send(sha256)

    def bytes_to_send(self, sha256: str) -> bytes:
        """Return the bytes of a file that goes to the region, whoever is at the screen; nobody reads them there.

        Raises:
            FileAwaitedError: when it has not arrived here.
        """
        with self._session.store.reading() as connection:
            return self.bytes_in(connection, sha256)

    def bytes_in(self, connection: sa.Connection, sha256: str) -> bytes:
        """Return the bytes of a file inside a reading that its caller checked: an export.

        Raises:
            FileAwaitedError: when it has not arrived here.
        """
        row = connection.execute(sa.select(attachment).where(attachment.c.sha256 == sha256)).first()
        if row is None or row.state == AWAITED:
            raise FileAwaitedError
        if row.state == ERASED:
            raise FileErasedError
        return self._safe.get(BlobRef(sha256, row.size))

    def has(self, sha256: str) -> bool:
        """Tell whether the bytes are on this post."""
        row = self._row(sha256)
        return row is not None and row.state not in (AWAITED, ERASED)

    def expect(self, sha256: str, size: int, media: str) -> None:
        """Note that a document of another post names this file."""
        values = {"sha256": sha256, "size": size, "media": media, "state": AWAITED}
        with self._session.store.writing() as connection:
            connection.execute(sqlite.insert(attachment).values(values).on_conflict_do_nothing())

    def in_state(self, state: str) -> list[str]:
        """Return the files to send (HERE) or to receive (AWAITED)."""
        with self._session.store.reading() as connection:
            query = sa.select(attachment.c.sha256).where(attachment.c.state == state)
            return list(connection.execute(query).scalars())

    def mark(self, sha256: str, state: str) -> None:
        """Remember where a file is."""
        with self._session.store.writing() as connection:
            update = sa.update(attachment).where(attachment.c.sha256 == sha256)
            connection.execute(update.values(state=state))

    def _row(self, sha256: str) -> sa.Row[tuple[str, int, str, str]] | None:
        with self._session.store.reading() as connection:
            return connection.execute(sa.select(attachment).where(attachment.c.sha256 == sha256)).first()
