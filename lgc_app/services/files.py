# SPDX-License-Identifier: EUPL-1.2
"""Files named by documents: encrypted here, content-addressed, sent to and received from the region."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

from lgc_app.services.session import Session
from lgc_app.vault.attachments import BlobRef
from lgc_core.errors import OutsideError, UserError
from lgc_core.model.rights import Right
from lgc_core.pieces.arriving_file import Finish
from lgc_core.pieces.cut import Held, count_of
from lgc_core.store.local_tables import attachment

HERE: Final = "ici"
IN_REGION: Final = "région"
AWAITED: Final = "attendu"
ERASED: Final = "effacé"
_MOVING: Final = (HERE, AWAITED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Moving:
    """A file that has to leave or to come: `moved` of its `size` bytes are there."""

    sha256: str
    size: int
    media: str
    state: str
    moved: int = 0
    wanted: bool = False

    @property
    def percent(self) -> int:
        """Return how much of it moved; 100 is said only when all is there and proven."""
        return min(self.moved * 100 // max(self.size, 1), 99)


class FileAwaitedError(OutsideError):
    """The document is known, its file has not arrived yet; `moving` says how much of it has."""

    def __init__(self, moving: Moving | None = None) -> None:
        super().__init__("Ce document arrive d’un autre poste. Son contenu sera là au prochain échange.")
        self.moving = moving


class FileErasedError(UserError):
    """The file was destroyed by an erasure."""

    def __init__(self) -> None:
        super().__init__("Ce document a été effacé à la demande du patient. Il n’existe plus sur ce poste.")


class Safe(Protocol):
    """Where the bytes rest, encrypted."""

    def put(self, content: bytes) -> BlobRef:
        """Encrypt, keep and flush."""
        ...

    def put_file(self, untrusted_path: Path) -> BlobRef:
        """Encrypt, keep and flush a file of this machine, a piece at a time."""
        ...

    def get(self, ref: BlobRef) -> bytes:
        """Return the verified bytes.

        Raises:
            UserError: when the file was damaged or removed.
        """
        ...

    def pieces(self, ref: BlobRef, numbers: Iterable[int]) -> list[bytes]:
        """Return some verified pieces, in order."""
        ...

    def held(self, ref: BlobRef) -> Held:
        """Return what has arrived of a file."""
        ...

    def take(self, ref: BlobRef, number: int, untrusted_piece: bytes) -> Held:
        """Keep a piece of a file that is being received."""
        ...

    def finish(self, ref: BlobRef) -> Finish:
        """Prove a file all of whose pieces arrived, and keep it."""
        ...

    def sweep(self, now: float) -> int:
        """Drop what was begun and abandoned."""
        ...

    def destroy(self, ref: BlobRef) -> None:
        """Destroy the key of a file, then the file, for good."""
        ...


class Files:
    """Keeps and gives files by the hash of their content."""

    def __init__(self, session: Session, safe: Safe) -> None:
        self._session = session
        self.safe = safe
        self._live: dict[str, int] = {}

    def keep(self, content: bytes, media: str, state: str = HERE) -> str:
        """Keep bytes and return their SHA-256; the same bytes twice are one file."""
        return self._known(self.safe.put(content), media, state)

    def keep_file(self, untrusted_path: Path, media: str) -> BlobRef:
        """Keep a file of this machine without reading it whole in memory.

        Raises:
            OSError: it cannot be read. UserError: too large, or no room.
        """
        ref = self.safe.put_file(untrusted_path)
        self._known(ref, media, HERE)
        return ref

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
            raise FileAwaitedError(self._moving(row) if row else None)
        if row.state == ERASED:
            raise FileErasedError
        return self.safe.get(BlobRef(sha256, row.size))

    def stream(self, sha256: str) -> Iterator[bytes]:
        """Return the bytes of a file, a piece at a time.

        Raises:
            FileAwaitedError: when it has not arrived here. FileErasedError: it was destroyed.
        """
        self._session.require(Right.READ_RECORD)
        row = self._row(sha256)
        if row is None or row.state == AWAITED:
            raise FileAwaitedError(self._moving(row) if row else None)
        if row.state == ERASED:
            raise FileErasedError
        ref = BlobRef(sha256, row.size)
        return (self.safe.pieces(ref, [number])[0] for number in range(count_of(row.size)))

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
        """Return the files to send (HERE) or to receive (AWAITED), the smallest first."""
        return [one.sha256 for one in self.moving(state)]

    def moving(self, *states: str) -> list[Moving]:
        """Return the files that have to leave or to come: wanted ones first, then the smallest."""
        query = sa.select(attachment).where(attachment.c.state.in_(states or _MOVING))
        with self._session.store.reading() as connection:
            rows = connection.execute(query.order_by(attachment.c.wanted.desc(), attachment.c.size)).all()
        return [self._moving(row) for row in rows]

    def moving_of(self, sha256: str) -> Moving | None:
        """Return where a file is, None when it is unknown here."""
        row = self._row(sha256)
        return self._moving(row) if row else None

    def mark(self, sha256: str, state: str) -> None:
        """Remember where a file is."""
        self._live.pop(sha256, None)
        self._write(sha256, state=state, moved=0, wanted=0)

    def offer_again(self) -> None:
        """Offer every file of this post again: the region was restored and may have lost some."""
        with self._session.store.writing() as connection:
            again = sa.update(attachment).where(attachment.c.state == IN_REGION).values(state=HERE, moved=0)
            connection.execute(again)

    def want(self, sha256: str, *, wanted: bool = True) -> None:
        """Ask for a file before the others, or ask no more; what has come of it is kept."""
        self._write(sha256, wanted=int(wanted))

    def is_wanted(self, sha256: str) -> bool:
        """Tell whether somebody still waits for it."""
        row = self._row(sha256)
        return row is not None and bool(row.wanted)

    def note_moved(self, sha256: str, moved: int) -> None:
        """Say how much of a file went or came, for the screen; `settle` keeps it."""
        self._live[sha256] = moved

    def settle(self) -> None:
        """Keep how much of each file went or came."""
        live, self._live = self._live, {}
        for sha256, moved in live.items():
            self._write(sha256, moved=moved)

    def _known(self, ref: BlobRef, media: str, state: str) -> str:
        if self.has(ref.sha256):
            return ref.sha256
        values = {"sha256": ref.sha256, "size": ref.size, "media": media, "state": state}
        insert = sqlite.insert(attachment).values(values)
        with self._session.store.writing() as connection:
            connection.execute(insert.on_conflict_do_update(index_elements=["sha256"], set_=values))
        return ref.sha256

    def _write(self, sha256: str, **values: object) -> None:
        with self._session.store.writing() as connection:
            connection.execute(sa.update(attachment).where(attachment.c.sha256 == sha256).values(**values))

    def _moving(self, row: sa.Row[tuple[str, int, str, str, int, int]]) -> Moving:
        moved = self._live.get(row.sha256, row.moved)
        return Moving(
            sha256=row.sha256,
            size=row.size,
            media=row.media,
            state=row.state,
            moved=moved,
            wanted=bool(row.wanted),
        )

    def _row(self, sha256: str) -> sa.Row[tuple[str, int, str, str, int, int]] | None:
        with self._session.store.reading() as connection:
            return connection.execute(sa.select(attachment).where(attachment.c.sha256 == sha256)).first()
