# SPDX-License-Identifier: EUPL-1.2
"""What it takes to write each kind of entity: services ask before they write, the region asks again.

Wide on purpose: any one of the rights named is enough. It says what no screen and no command of ours can write for
a role; what a screen refuses more closely is its own affair (model.md, Staff.role).
"""

from collections.abc import Callable
from typing import Final

from lgc_core.model.rights import Right

Rights = frozenset[Right]
TextOf = Callable[[str], str | None]
"""Canonical text of a field as the operation gives it, else as the entity has it."""

ANYBODY: Final[Rights] = frozenset()
"""Of the post or of oneself: who looked, what one likes, what was taken off a list."""

_CLINICAL: Final[Rights] = frozenset({Right.WRITE_PROBLEM, Right.FILE_DOCUMENT, Right.WRITE_MEASURE})
_NOTE: Final[Rights] = frozenset({Right.WRITE_NOTE})
_ROUND: Final[Rights] = frozenset({Right.KEEP_ROUND})
_IDENTITY: Final[Rights] = frozenset({Right.EDIT_IDENTITY})
_AGENDA: Final[Rights] = frozenset({Right.MANAGE_AGENDA})
_PRACTICE: Final[Rights] = frozenset({Right.MANAGE_PRACTICE})
_ORDER: Final[Rights] = frozenset({Right.CERTIFY})

WRITTEN_BY: Final[dict[str, Rights]] = {
    "practice": _PRACTICE,
    "staff": _PRACTICE,
    "device": ANYBODY,
    "patient": _IDENTITY,
    "identity_check": _IDENTITY,
    "patient_link": _IDENTITY,
    "invitation": frozenset({Right.INVITE_PATIENT}),
    "encounter": _NOTE,
    "note_section": _NOTE,
    "form_answer": _NOTE,
    "addendum": _NOTE,
    "sealed_record": frozenset({Right.SIGN_NOTE}),
    "problem": _CLINICAL,
    "allergy": _CLINICAL,
    "absence": _CLINICAL,
    "procedure": _CLINICAL,
    "observation": _CLINICAL,
    "treatment": _CLINICAL,
    "vaccination": _CLINICAL | {Right.WRITE_VACCINE},
    "document": _CLINICAL | {Right.WRITE_LETTER, Right.EMIT_DOCUMENT},
    "dispatch": frozenset({Right.EMIT_DOCUMENT}),
    "appointment": _AGENDA,
    "agenda_rule": _AGENDA,
    "audit_read": ANYBODY,
    "task": frozenset({Right.MANAGE_TASKS}),
    "care_schedule": _ROUND,
    "visit": _ROUND,
    "transmission": _ROUND,
    "template": _NOTE | {Right.WRITE_LETTER},
    "preference": ANYBODY,
    "personal_note": _NOTE,
    "ref_edition": _PRACTICE,
    "dossier_request": _NOTE,
    "dossier": _NOTE,
    "care_team_member": _NOTE,
    "dossier_message": _NOTE,
    "set_aside_mark": ANYBODY,
}
"""By entity; a test compares the keys with the catalogue."""

ORDER_TEMPLATES: Final = frozenset({"certificat", "ordonnance"})
ORDER_DOCUMENTS: Final = frozenset({"Certificat", "Ordonnance"})
"""Words of the type of a document that only who may certify makes here."""


def rights_to_write(entity_type: str, kind: str, text_of: TextOf) -> Rights:
    """Return the rights any of which lets a person write so; none named lets everybody.

    `kind` is that of the operation. To decide a conflict over a clinical value is a clinician's, whoever wrote it.
    """
    needed = WRITTEN_BY.get(entity_type, ANYBODY)
    if entity_type == "encounter" and kind == "sign":
        return frozenset({Right.SIGN_NOTE})
    if entity_type == "template" and _plain(text_of("kind")) in ORDER_TEMPLATES:
        return _ORDER
    if entity_type == "document" and kind == "create" and _is_order(text_of):
        return _ORDER
    if kind == "resolve" and needed and needed != _PRACTICE:
        return needed | {Right.WRITE_PROBLEM}
    return needed


def _is_order(text_of: TextOf) -> bool:
    made_here = _plain(text_of("origin")) == "émis"
    words = text_of("type") or ""
    return made_here and any(f'"text":"{one}"' in words for one in ORDER_DOCUMENTS)


def _plain(text: str | None) -> str:
    return (text or "").strip('"')
