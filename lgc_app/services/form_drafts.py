# SPDX-License-Identifier: EUPL-1.2
"""Small forms being typed (a new patient, measures, a dose), kept on this post until written or emptied."""

from collections.abc import Mapping
from typing import Final

import msgspec
import sqlalchemy as sa

from lgc_app.services.session import Session
from lgc_app.services.settings import read_setting, write_setting
from lgc_core.store.local_tables import setting

PREFIX: Final = "form:"
_MOST: Final = 20_000
"""Characters of one form: more can never be written from it, and stays on the screen only."""


class FormDrafts:
    """One draft a person and a form; the name of a form of a file ends with the id of its patient."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def keep(self, name: str, values: Mapping[str, str]) -> None:
        """Write what is in a form to the encrypted file of this post; an empty form is forgotten."""
        typed = {field: text for field, text in values.items() if text.strip()}
        content = msgspec.json.encode(typed).decode() if typed else ""
        if len(content) <= _MOST and (content or self.waiting(name)):
            write_setting(self._session.store.engine, self._key(name), content)

    def waiting(self, name: str) -> dict[str, str]:
        """Return what was left in a form by the person at the screen, empty when nothing was."""
        content = read_setting(self._session.store.engine, self._key(name))
        return msgspec.json.decode(content, type=dict[str, str]) if content else {}

    def begun(self, kind: str) -> dict[str, dict[str, str]]:
        """Return the forms of a kind that the person at the screen left half typed: by name, oldest first."""
        start = self._key(kind)
        query = sa.select(setting.c.key, setting.c.value).where(setting.c.key.startswith(start, autoescape=True))
        with self._session.store.engine.connect() as connection:
            rows = connection.execute(query.where(setting.c.value != "").order_by(setting.c.key)).all()
        own = len(self._key(""))
        return {key[own:]: msgspec.json.decode(value, type=dict[str, str]) for key, value in rows}

    def _key(self, name: str) -> str:
        return f"{PREFIX}{self._session.staff.id}:{name}"
