# SPDX-License-Identifier: EUPL-1.2
"""Small forms being typed (a new patient, measures, a dose), kept on this post until written or emptied."""

from collections.abc import Mapping
from typing import Final

import msgspec

from lgc_app.services.session import Session
from lgc_app.services.settings import read_setting, settings_like, write_setting

PREFIX: Final = "form:"
_MOST: Final = 64_000
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

    def begun(self, kind: str, last: str = "", but: str = "") -> dict[str, dict[str, str]]:
        """Return the forms of a kind that the person at the screen left half typed: by name, in its order.

        `last` is what their names end with, `but` the one that is in view.
        """
        own = self._key("")
        return {
            name: msgspec.json.decode(content, type=dict[str, str])
            for key, content in settings_like(self._session.store.engine, own + kind)
            if (name := key.removeprefix(own)) != but and content and name.endswith(last)
        }

    def _key(self, name: str) -> str:
        return f"{PREFIX}{self._session.staff.id}:{name}"
