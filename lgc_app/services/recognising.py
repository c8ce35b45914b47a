# SPDX-License-Identifier: EUPL-1.2
"""Whose a document that arrived seems to be, and whether that leaves no doubt: a person files all the others."""

from dataclasses import dataclass

from interop.cda.compare import compare_identity
from lgc_app.services.inbox import Inbox
from lgc_core.errors import OutsideError, UserError


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognised:
    """What the identity of a document says.

    Attributes:
        patient: the one file with the same traits, empty when there is none, or two.
        shown: its name.
        said: the name in the document, when no file has it.
        maybe: who the words of a text seem to name, for a person to confirm.
        has_lines: the document brings results or lines, which somebody has to read.
        is_sure: one file, traits that agree, read whole, no line to take, never filed before.
    """

    patient: str = ""
    shown: str = ""
    said: str = ""
    maybe: str = ""
    has_lines: bool = False
    is_sure: bool = False


def recognise(inbox: Inbox, document: str) -> Recognised:
    """Compare a document with the files of the practice; nothing is written."""
    try:
        proposal = inbox.propose(document)
    except (UserError, OutsideError):
        return Recognised()
    if proposal.reading is None:
        return Recognised()
    subject = proposal.reading.header.subject
    alike = [one for one in proposal.candidates if compare_identity(subject, one).verdict == "concordant"]
    has_lines = bool(proposal.proposals)
    if len(alike) != 1:
        traits = subject.traits
        said = f"{traits.birth_family.upper()} {traits.first_given or traits.birth_givens}" if traits else ""
        return Recognised(said=said.strip(), has_lines=has_lines)
    whole = proposal.document.read_state == "lu" and not proposal.already_filed
    return Recognised(
        patient=alike[0].id, shown=alike[0].shown, has_lines=has_lines, is_sure=whole and not has_lines
    )
