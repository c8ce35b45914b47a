# SPDX-License-Identifier: EUPL-1.2
"""What the acts of everywhere need: the palette offers nobody what their role refuses, and a key says why."""

from typing import Final

from lgc_app.services.session import ForbiddenError, Session
from lgc_core.errors import UserError
from lgc_core.model.rights import Right

NEEDS: Final[dict[str, tuple[Right, ...]]] = {
    "go-patients": (Right.EDIT_IDENTITY, Right.READ_RECORD),
    "go-inbox": (Right.FILE_DOCUMENT,),
    "go-import": (Right.FILE_DOCUMENT,),
    "go-lots": (Right.READ_RECORD,),
    "go-agenda": (Right.MANAGE_AGENDA,),
    "go-round": (Right.KEEP_ROUND,),
    "go-templates": (Right.WRITE_NOTE,),
    "go-settings": (Right.READ_RECORD, Right.MANAGE_PRACTICE),
    "go-people": (Right.MANAGE_PRACTICE,),
    "new-patient": (Right.EDIT_IDENTITY,),
    "invite": (Right.INVITE_PATIENT,),
    "failsafe": (Right.READ_RECORD,),
    "failsafe-day": (Right.READ_RECORD,),
    "print-day": (Right.MANAGE_AGENDA,),
    "export-patient": (Right.EXPORT_PATIENT,),
    "export-practice": (Right.EXPORT_PRACTICE,),
}
"""Any one of the rights is enough; an act that is not here is everybody's."""


def may_do(session: Session, act: str) -> bool:
    """Tell whether the person at the screen may do an act, for what is offered; the services decide."""
    needs = NEEDS.get(act, ())
    return not needs or any(session.may(one) for one in needs)


def refusal(session: Session, act: str) -> str:
    """Say why an act is refused: the role, or an access that is over; "" when it is not."""
    if may_do(session, act):
        return ""
    right = NEEDS[act][0]
    try:
        session.require_role(right)
    except UserError as refused:
        return refused.sentence
    return ForbiddenError(right).sentence
