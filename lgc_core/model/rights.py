# SPDX-License-Identifier: EUPL-1.2
"""Who may do what: a pure table of roles and actions; services ask it before each act."""

import enum
from typing import Final

from lgc_core.model.staff import Role


class Right(enum.Enum):
    """An act that a role may or may not do; the words finish « Votre rôle ne permet pas de … »."""

    SEE_IDENTITY = "voir qui sont les patients"
    READ_TRAIL = "voir qui a ouvert un dossier"
    READ_RECORD = "lire le dossier médical"
    WRITE_NOTE = "écrire une note"
    SIGN_NOTE = "signer une consultation"
    WRITE_MEASURE = "saisir une mesure"
    WRITE_VACCINE = "noter un vaccin"
    WRITE_PROBLEM = "modifier les problèmes et allergies"
    FILE_DOCUMENT = "classer un document"
    EMIT_DOCUMENT = "émettre un document signé"
    WRITE_LETTER = "écrire un courrier"
    CERTIFY = "établir un certificat ou une ordonnance"
    EDIT_IDENTITY = "créer ou modifier une identité"
    MANAGE_AGENDA = "gérer l’agenda"
    INVITE_PATIENT = "inviter un patient à consulter son dossier"
    MANAGE_TASKS = "tenir les tâches"
    KEEP_ROUND = "tenir la tournée"
    EXPORT_PATIENT = "remettre une copie du dossier"
    EXPORT_PRACTICE = "exporter le cabinet"
    ERASE = "effacer un dossier"
    MANAGE_PRACTICE = "modifier le cabinet et ses personnes"


_CLINICAL: Final = frozenset(
    {Right.READ_RECORD, Right.WRITE_NOTE, Right.WRITE_MEASURE, Right.WRITE_PROBLEM, Right.FILE_DOCUMENT}
)
_VACCINES: Final = frozenset({Right.WRITE_VACCINE})
_LETTERS: Final = frozenset({Right.WRITE_LETTER})
_ROUND: Final = frozenset({Right.KEEP_ROUND})
_DESK: Final = frozenset(
    {Right.SEE_IDENTITY, Right.EDIT_IDENTITY, Right.MANAGE_AGENDA, Right.INVITE_PATIENT, Right.MANAGE_TASKS}
)
_MEDICAL: Final = (
    _CLINICAL
    | _VACCINES
    | _LETTERS
    | _ROUND
    | _DESK
    | {Right.SIGN_NOTE, Right.EMIT_DOCUMENT, Right.CERTIFY, Right.READ_TRAIL, Right.EXPORT_PATIENT}
)

RIGHTS: Final[dict[Role, frozenset[Right]]] = {
    Role.MEDECIN: _MEDICAL | {Right.MANAGE_PRACTICE, Right.EXPORT_PRACTICE, Right.ERASE},
    Role.REMPLACANT: _MEDICAL,
    Role.INFIRMIER: _CLINICAL | _VACCINES | _LETTERS | _ROUND | _DESK | {Right.SIGN_NOTE},
    Role.SECRETAIRE: _DESK,
    Role.ADMIN: frozenset({Right.MANAGE_PRACTICE, Right.MANAGE_AGENDA, Right.SEE_IDENTITY}),
}


def may(role: Role, right: Right) -> bool:
    """Tell whether a role holds a right."""
    return right in RIGHTS[role]
