# SPDX-License-Identifier: EUPL-1.2
"""Editions of code lists on this post: their files are fetched like any other, then made into a table of words.

Rows are local and made again from the file at any time.
"""

import contextlib
import time
from collections.abc import Callable
from itertools import islice
from typing import Final

import sqlalchemy as sa

from lgc_app.services.files import Files
from lgc_app.services.references import IN_USE, active_editions, edition_in_use
from lgc_app.services.session import Session
from lgc_app.services.settings import write_setting
from lgc_core.clinical.code_list import CodeLine, unpack
from lgc_core.errors import UserError
from lgc_core.model.ref_edition import RefEdition
from lgc_core.model.words import fold

MEDIA: Final = "application/x-serenite-codes"
_ROWS: Final = 500
_BREATH_S: Final = 0.01
"""Between two local transactions while a list is made, so that a save of whoever works waits for one at most."""

_INSERT: Final = sa.text(
    "INSERT INTO ref_fts (words, code, label, dataset, edition) VALUES (:words, :code, :label, :dataset, :edition)"
)


class Editions:
    """Brings in the editions in force; used by one exchange at a time."""

    def __init__(self, session: Session, files: Files, rest: Callable[[float], None] = time.sleep) -> None:
        self._session = session
        self._files = files
        self._rest = rest

    def expect(self) -> None:
        """Ask for the files of the editions in force that were never heard of."""
        for one in active_editions(self._session):
            if edition_in_use(self._session, one.dataset) != one.id:
                self._files.expect(one.blob, one.size, MEDIA)

    def settle(self) -> bool:
        """Make the table of what arrived, in small transactions; the list before serves until it is whole."""
        done = False
        for one in active_editions(self._session):
            if edition_in_use(self._session, one.dataset) == one.id or not self._files.has(one.blob):
                continue
            with contextlib.suppress(UserError):  # damaged here: it stays awaited, and the list before serves
                self._make(one)
                done = True
        return done

    def _make(self, edition: RefEdition) -> None:
        self._drop(edition.dataset, edition.id, keep=False)  # what an interrupted making left
        lines = unpack(self._files.bytes_to_send(edition.blob))
        while some := list(islice(lines, _ROWS)):
            with self._session.store.writing() as connection:
                connection.execute(_INSERT, [_row(edition, line) for line in some])
            self._rest(_BREATH_S)
        write_setting(self._session.store.engine, f"{IN_USE}{edition.dataset}", edition.id)
        self._drop(edition.dataset, edition.id, keep=True)

    def _drop(self, dataset: str, edition: str, *, keep: bool) -> None:
        """Take the rows of an edition out, or (`keep`) those of every other one of the dataset."""
        which = "<>" if keep else "="
        rows = sa.text(f"SELECT rowid FROM ref_fts WHERE dataset = :dataset AND edition {which} :edition")  # noqa: S608
        with self._session.store.reading() as connection:
            gone = connection.execute(rows, {"dataset": dataset, "edition": edition}).scalars().all()
        for start in range(0, len(gone), _ROWS):
            some = [{"row": one} for one in gone[start : start + _ROWS]]
            with self._session.store.writing() as connection:
                connection.execute(sa.text("DELETE FROM ref_fts WHERE rowid = :row"), some)
            self._rest(_BREATH_S)


def _row(edition: RefEdition, line: CodeLine) -> dict[str, str]:
    bare = line.code.replace(".", "")
    return {
        "words": f"{fold(line.label)} {line.code.casefold()} {bare.casefold()}",
        "code": line.code,
        "label": line.label,
        "dataset": edition.dataset,
        "edition": edition.id,
    }
