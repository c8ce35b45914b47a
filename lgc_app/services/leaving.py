# SPDX-License-Identifier: EUPL-1.2
"""A revoked post sends all it holds before anything is destroyed: drafts of everybody, operations, files."""

import dataclasses
from typing import Final

import msgspec
import sqlalchemy as sa

from lgc_app.services.drafts import ADDENDUM, Draft, Drafts
from lgc_app.services.files import HERE, Files
from lgc_app.services.session import Session
from lgc_core.model.ids import new_id
from lgc_core.model.note import Addendum
from lgc_core.model.staff import Staff
from lgc_core.store import outbox, queries
from lgc_core.store.local_tables import local_draft

_DRAFT: Final = local_draft.c
_FROM_PRIVATE: Final = "Note personnelle restée sur un poste révoqué\u00a0: "


def cut_everything(session: Session) -> None:
    """Make operations of the drafts of every person of this post, complements being typed included."""
    for person in _people(session):
        theirs = dataclasses.replace(session, staff=person)
        drafts = Drafts(theirs)
        drafts.cut(always=True)
        for draft in drafts.waiting():
            if draft.text.strip():
                _send_as_complement(theirs, drafts, draft)


def _send_as_complement(theirs: Session, drafts: Drafts, draft: Draft) -> None:
    """Let words leave that no section takes any more: a complement typed, a private line of a signed note."""
    words = draft.text if draft.code == ADDENDUM else f"{_FROM_PRIVATE}{draft.text}"
    with theirs.store.unit_of_work(theirs.author) as uow:
        uow.create(Addendum(id=new_id(), encounter=draft.encounter, patient=draft.patient, text=words, at=uow.at))
        drafts.forget(uow, draft)


def is_empty_handed(session: Session, files: Files) -> bool:
    """Tell whether nothing is left that only this post holds."""
    with session.store.reading() as connection:
        waiting = outbox.count_unanswered(connection)
        words = sa.select(sa.func.count()).where(sa.func.trim(_DRAFT.text) != "")
        drafts = connection.execute(words).scalar_one()
    return not waiting and not drafts and not files.in_state(HERE)


def _people(session: Session) -> list[Staff]:
    """Return whoever has drafts here; somebody whose row is not here any more still has words to send."""
    with session.store.reading() as connection:
        ids = connection.execute(sa.select(_DRAFT.author).distinct()).scalars().all()
        return [
            queries.get(connection, Staff, one) or msgspec.structs.replace(session.staff, id=one) for one in ids
        ]
