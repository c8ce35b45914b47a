# SPDX-License-Identifier: EUPL-1.2
"""Invite a patient to the web view: a sheet with a one-time code, whose hash alone leaves the practice."""

import datetime as dt
import secrets
from dataclasses import dataclass
from typing import Final

from lgc_app.services.patients import Patients
from lgc_app.services.session import Session
from lgc_core.errors import UserError
from lgc_core.model.identity import IdentityStatus
from lgc_core.model.ids import new_id
from lgc_core.model.invitation import Invitation
from lgc_core.model.invitation_code import code_hash
from lgc_core.model.rights import Right
from lgc_core.store.changes import Changes

ALPHABET: Final = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""No I, O, 0, 1: a code is read aloud and typed on a phone."""

CODE_LENGTH: Final = 12
"""60 bits: out of reach even without the server's throttle."""

VALID_DAYS: Final = 30


class NotQualifiedError(UserError):
    """The matricule leaves the practice only when the identity is qualifiée."""

    def __init__(self) -> None:
        super().__init__("Identité non qualifiée\u00a0: l’accès en ligne attend la vérification de l’identité.")


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is printed and handed over, once: the code is nowhere else."""

    patient: str
    matricule: str
    code: str
    expires: dt.date


class Invitations:
    """Makes invitations."""

    def __init__(self, session: Session, patients: Patients) -> None:
        self._session = session
        self._patients = patients

    def invite(self, patient: str) -> tuple[Sheet, Changes]:
        """Make a code for a patient.

        Raises:
            NotQualifiedError: the identity is not qualifiée or has no matricule.
        """
        self._session.require(Right.INVITE_PATIENT)
        found = self._patients.get(patient)
        if found.ins is None or self._patients.status(found) is not IdentityStatus.QUALIFIEE:
            raise NotQualifiedError
        code = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
        salt = secrets.token_bytes(16)
        expires = self._session.now() + dt.timedelta(days=VALID_DAYS)
        invitation = Invitation(
            id=new_id(),
            patient=patient,
            matricule=found.ins.matricule,
            code_hash=code_hash(code, salt),
            salt=salt.hex(),
            expires_at=expires.isoformat(timespec="seconds"),
        )
        with self._session.store.unit_of_work(self._session.author) as uow:
            uow.create(invitation)
        shown = "-".join(code[start : start + 4] for start in range(0, CODE_LENGTH, 4))
        return Sheet(found.shown, found.ins.matricule, shown, expires.date()), uow.changes
