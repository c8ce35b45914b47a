# SPDX-License-Identifier: EUPL-1.2
"""One line of « Échanges »: a sending, its true state, and what will happen to it."""

from dataclasses import dataclass
from typing import Literal

from lgc_core.model.dispatch import Dispatch
from lgc_core.model.document import Document
from lgc_core.model.patient import Patient

ItemState = Literal["enregistré", "envoyé", "reçu", "refusé", "annulé"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One line of « Échanges »."""

    id: str
    title: str
    patient: str
    to: str
    state: ItemState
    since: str
    what_happens: str


def item_of(dispatch: Dispatch, document: Document | None, patient: Patient | None, *, is_here: bool) -> Item:
    """Return a sending as it is shown; `is_here`: its last operation has not left this post."""
    state: ItemState = dispatch.state
    if state == "enregistré" and not is_here:
        state = "envoyé"
    happens = {
        "enregistré": "Partira seul.",
        "envoyé": "Accusé de réception attendu.",
        "reçu": _receipt_words(dispatch),
        "refusé": dispatch.error.phrase if dispatch.error else "",
        "annulé": "",
    }[state]
    at = dispatch.created.at if dispatch.created else ""
    return Item(
        id=dispatch.id,
        title=document.title if document else "Document",
        patient=patient.shown if patient else "",
        to=dispatch.to or dispatch.channel,
        state=state,
        since=at[11:16],
        what_happens=happens,
    )


def _receipt_words(dispatch: Dispatch) -> str:
    """Say who received and when; the sandbox is named as one."""
    who = f"{dispatch.to} (bac à sable)" if "bac à sable" in dispatch.receipt else dispatch.to
    day, _, hour = dispatch.received_at.partition("T")
    return f"{who}, le {'/'.join(reversed(day.split('-')))} à {hour[:5]}." if hour else f"{who}."
