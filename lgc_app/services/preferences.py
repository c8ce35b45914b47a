# SPDX-License-Identifier: EUPL-1.2
"""What a person likes (widths of panes...): it follows them to every post where they show their card.

Somebody without a card, or a post that may only read, keeps it on the post, in the encrypted file.
"""

from typing import Final

from lgc_app.services.session import Session
from lgc_app.services.settings import read_setting, write_setting
from lgc_core.model.preference import Preference, preference_id
from lgc_core.store import queries
from lgc_core.store.unit_of_work import UnitOfWork

FILE_PANES: Final = "file_panes"
_LONGEST: Final = 1000


class Preferences:
    """Texts by name, for the person at the screen."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def read(self, name: str) -> str:
        """Return what was kept, "" for nothing."""
        if self._session.own_partition:
            with self._session.store.reading() as connection:
                found = queries.get(connection, Preference, self._id(name))
            if found is not None:
                return found.value
        return read_setting(self._session.store.engine, self._key(name))

    def write(self, name: str, value: str) -> None:
        """Keep a short text.

        Raises:
            ValueError: when it is no preference but a document.
        """
        if len(value) > _LONGEST:
            raise ValueError("a preference is short")
        if self._session.own_partition and not self._session.lease.is_over():
            with self._session.store.unit_of_work(self._session.author) as uow:
                self._write(uow, name, value)
        else:
            write_setting(self._session.store.engine, self._key(name), value)

    def _write(self, uow: UnitOfWork, name: str, value: str) -> None:
        if uow.get(Preference, self._id(name)) is not None:
            uow.set(Preference, self._id(name), value=value)
        elif value:
            uow.create(Preference(id=self._id(name), name=name, value=value), self._session.own_partition)

    def _id(self, name: str) -> str:
        return preference_id(self._session.staff.ps_id, name)

    def _key(self, name: str) -> str:
        return f"preference:{self._session.staff.id}:{name}"
