# SPDX-License-Identifier: EUPL-1.2
"""A revoked post sends all it holds before anything is destroyed: drafts of everybody, operations, files."""

import dataclasses
from typing import Final

import msgspec
import sqlalchemy as sa

from lgc_app.services.drafts import Draft, Drafts
from lgc_app.services.files import HERE, Files
from lgc_app.services.letter_drafts import drafts_left, keep_draft
from lgc_app.services.session import Session
from lgc_core.model.encounter import Encounter
from lgc_core.model.ids import new_id
from lgc_core.model.note import PRIVATE_SECTION, Addendum, NoteSection, SectionCode, section_id
from lgc_core.model.staff import Staff
from lgc_core.model.values import Interval, at_instant
from lgc_core.store import outbox, queries
from lgc_core.store.local_tables import local_draft
from lgc_core.store.unit_of_work import UnitOfWork

_DRAFT: Final = local_draft.c


def cut_everything(session: Session) -> None:
    """Make operations of the drafts of every person of this post, complements being typed included."""
    for person in _people(session):
        theirs = dataclasses.replace(session, staff=person)
        drafts = Drafts(theirs)
        drafts.cut(always=True)
        for draft in drafts.waiting():
            if draft.text.strip():
                _send_late_words(theirs, drafts, draft)
    _send_letters(session)


def _send_late_words(theirs: Session, drafts: Drafts, draft: Draft) -> None:
    """Let words leave that no section takes any more: as a complement, or in a note of its own when private."""
    with theirs.store.unit_of_work(theirs.author) as uow:
        if draft.code == PRIVATE_SECTION:
            _keep_private(theirs, uow, draft)
        else:
            words = Addendum(
                id=new_id(), encounter=draft.encounter, patient=draft.patient, text=draft.text, at=uow.at
            )
            uow.create(words)
        drafts.forget(uow, draft)


def _keep_private(theirs: Session, uow: UnitOfWork, draft: Draft) -> None:
    """Put private words into a new note of their author: a complement would be read by all."""
    _note(theirs, uow, draft.patient, PRIVATE_SECTION, draft.text)


def _note(theirs: Session, uow: UnitOfWork, patient: str, code: SectionCode, text: str) -> None:
    now = Interval(start=at_instant(theirs.now()))
    note = Encounter(id=new_id(), patient=patient, period=now, responsible=theirs.stamp())
    uow.create(note)
    key = section_id(note.id, code)
    uow.create(NoteSection(id=key, encounter=note.id, patient=patient, code=code, text=text))


def _send_letters(session: Session) -> None:
    """Let letters being written leave as a note of their author: on this post they would be destroyed."""
    with session.store.reading() as connection:
        left = drafts_left(connection)
        people = {staff: queries.get(connection, Staff, staff) for staff, _patient, _draft in left}
    for staff, patient, draft in left:
        person = people[staff] or msgspec.structs.replace(session.staff, id=staff)
        theirs = dataclasses.replace(session, staff=person)
        with theirs.store.unit_of_work(theirs.author) as uow:
            _note(theirs, uow, patient, "libre", f"{draft.title}\n\n{draft.text}")
        keep_draft(session.store.engine, staff, patient, None)


def is_empty_handed(session: Session, files: Files) -> bool:
    """Tell whether nothing is left that only this post holds."""
    with session.store.reading() as connection:
        waiting = outbox.count_unanswered(connection)
        words = sa.select(sa.func.count()).where(sa.func.trim(_DRAFT.text) != "")
        drafts = connection.execute(words).scalar_one() or drafts_left(connection)
    return not waiting and not drafts and not files.in_state(HERE)


def _people(session: Session) -> list[Staff]:
    """Return whoever has drafts here; somebody whose row is not here any more still has words to send."""
    with session.store.reading() as connection:
        ids = connection.execute(sa.select(_DRAFT.author).distinct()).scalars().all()
        return [
            queries.get(connection, Staff, one) or msgspec.structs.replace(session.staff, id=one) for one in ids
        ]
