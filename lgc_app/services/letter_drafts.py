# SPDX-License-Identifier: EUPL-1.2
"""Letters being written: on this post, inside the encrypted file, one for each person and patient."""

from typing import Final

import msgspec
import sqlalchemy as sa

from lgc_app.services.settings import read_setting, write_setting
from lgc_core.model.canonical import canonical, read
from lgc_core.store.local_tables import setting

_PREFIX: Final = "courrier"


class LetterDraft(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is being written for a patient by a person."""

    template: str
    title: str
    text: str


def keep_draft(engine: sa.Engine, staff: str, patient: str, draft: LetterDraft | None) -> None:
    """Keep what is typed; None lets it go."""
    write_setting(engine, _key(staff, patient), canonical(draft) if draft else "")


def draft_of(engine: sa.Engine, staff: str, patient: str) -> LetterDraft | None:
    """Return what a person was writing for a patient."""
    kept = read_setting(engine, _key(staff, patient))
    return read(kept, LetterDraft) if kept else None


def drafts_left(connection: sa.Connection) -> list[tuple[str, str, LetterDraft]]:
    """Return every letter being written on this post, with its author and its patient."""
    query = sa.select(setting.c.key, setting.c.value).where(setting.c.key.startswith(f"{_PREFIX}:"))
    found = [(row.key.split(":"), row.value) for row in connection.execute(query) if row.value]
    return [(key[1], key[2], read(value, LetterDraft)) for key, value in found]


def _key(staff: str, patient: str) -> str:
    return f"{_PREFIX}:{staff}:{patient}"
