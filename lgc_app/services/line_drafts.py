# SPDX-License-Identifier: EUPL-1.2
"""A line of the file being typed, kept on this post until it is written: a lock or a stop loses nothing."""

from typing import Final

import msgspec

from lgc_app.services.line_rows import LineForm
from lgc_app.services.session import Session
from lgc_app.services.settings import read_setting, write_setting
from lgc_core.model.rights import Right

_MOST: Final = 20_000
"""Characters kept of one form: more can never be written as a line, and stays on the screen only."""


class LineDraft(msgspec.Struct, frozen=True, kw_only=True):
    """What is in the form; `line` is empty for a new one."""

    line: str
    form: LineForm


class LineDrafts:
    """One form a person and a patient."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def keep(self, patient: str, draft: LineDraft) -> None:
        """Write the form to the encrypted file of this post."""
        self._session.require_role(Right.WRITE_PROBLEM)
        content = msgspec.json.encode(draft).decode()
        if len(content) <= _MOST:
            write_setting(self._session.store.engine, self._key(patient), content)

    def waiting(self, patient: str) -> LineDraft | None:
        """Return the form that was left, None when there is none."""
        content = read_setting(self._session.store.engine, self._key(patient))
        return msgspec.json.decode(content, type=LineDraft) if content else None

    def forget(self, patient: str) -> None:
        """Drop the form: it is written, or the person closed it."""
        if read_setting(self._session.store.engine, self._key(patient)):
            write_setting(self._session.store.engine, self._key(patient), "")

    def _key(self, patient: str) -> str:
        return f"line_form:{self._session.staff.id}:{patient}"
