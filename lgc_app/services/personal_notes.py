# SPDX-License-Identifier: EUPL-1.2
"""« Notes personnelles »: in the partition of their author, who finds them on every post; read by nobody else.

Notes of before (a section of the consultation, in the practice's partition) are still read by their author; the
first key typed over them begins the personal note, with their words.
"""

import sqlalchemy as sa

from lgc_app.services.session import Session
from lgc_core.model.personal_note import PersonalNote, personal_note_id
from lgc_core.store import queries
from lgc_core.store.unit_of_work import UnitOfWork


def note_key(session: Session, encounter: str) -> str:
    """Return the id of the notes of the person at the screen beside a consultation."""
    return personal_note_id(session.staff.ps_id, encounter)


def own_words(connection: sa.Connection, session: Session, encounter: str) -> str | None:
    """Return the personal notes of the person at the screen, None when there are none; never somebody else's."""
    if not session.own_partition:
        return None
    found = queries.get(connection, PersonalNote, note_key(session, encounter))
    return found.text if found else None


def write_own(uow: UnitOfWork, session: Session, encounter: str, patient: str, text: str) -> None:
    """Write personal notes; the words that came meanwhile from another post of the person stay as a version."""
    key = note_key(session, encounter)
    if uow.get(PersonalNote, key) is not None:
        uow.set(PersonalNote, key, text=text)
        return
    note = PersonalNote(id=key, practice=uow.post.practice, encounter=encounter, patient=patient, text=text)
    uow.create(note, session.own_partition)
