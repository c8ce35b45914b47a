# SPDX-License-Identifier: EUPL-1.2
"""A dated table of clinical facts on this post: the software’s, or an edition that was installed."""

from collections.abc import Callable
from typing import Generic, TypeVar

from lgc_app.services.session import Session
from lgc_app.services.settings import read_setting, write_setting
from lgc_core.errors import UserError
from lgc_core.model.rights import Right

T = TypeVar("T")


class InstalledTable(Generic[T]):
    """Reads, installs and gives out editions; each post has its own until the `ref` partition carries them."""

    def __init__(
        self,
        session: Session,
        setting: str,
        default: T,
        read: Callable[[bytes], T],
        write: Callable[[T], bytes],
    ) -> None:
        self._session = session
        self._setting = setting
        self._default = default
        self._read, self._write = read, write
        self._seen: tuple[str, T] = ("", default)

    def current(self) -> T:
        """Return the edition in force; one that this version cannot read any more gives way to the software's."""
        text = read_setting(self._session.store.engine, self._setting)
        if text != self._seen[0]:
            try:
                self._seen = (text, self._read(text.encode()) if text else self._default)
            except UserError:
                self._seen = (text, self._default)
        return self._seen[1]

    def install(self, untrusted: bytes) -> T:
        """Put an edition in force on this post.

        Raises:
            UserError: it cannot be trusted; the former one stays.
        """
        self._session.require(Right.MANAGE_PRACTICE)
        edition = self._read(untrusted)
        write_setting(self._session.store.engine, self._setting, self._write(edition).decode())
        return edition

    def restore(self) -> T:
        """Come back to the edition of the software."""
        self._session.require(Right.MANAGE_PRACTICE)
        write_setting(self._session.store.engine, self._setting, "")
        return self.current()

    def exported(self) -> bytes:
        """Return the edition in force as JSON, to be read, changed and installed again."""
        return self._write(self.current())
