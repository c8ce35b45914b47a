# SPDX-License-Identifier: EUPL-1.2
"""A document read for Réception on the vault's thread: what is shown, what is proposed, or why neither can be."""

from dataclasses import dataclass

from lgc_app.services.cabinet import Cabinet
from lgc_app.services.documents import DocumentView
from lgc_app.services.files import FileAwaitedError
from lgc_app.services.inbox import FilingProposal
from lgc_app.ui.reception.findings import known_words
from lgc_core.errors import UserError
from lgc_core.store.search import PatientLine


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedArrival:
    """`known` are the folded words of the patient's file; `fault` says why nothing is shown.

    `suggested` are the patients whom the words of a document without identity seem to name.
    """

    document: str
    patient: str
    view: DocumentView | None = None
    proposal: FilingProposal | None = None
    known: frozenset[str] = frozenset()
    fault: str = ""
    suggested: tuple[PatientLine, ...] = ()


def read_arrival(cabinet: Cabinet, document: str, patient: str) -> OpenedArrival:
    """Read a document and its proposal, for the best candidate or for the patient asked."""
    try:
        view = cabinet.documents.open(document)
        proposal = cabinet.inbox.propose(document, patient)
    except FileAwaitedError as awaited:
        cabinet.documents.want(document)  # it comes before the others
        return OpenedArrival(document=document, patient=patient, fault=awaited.sentence)
    except UserError as trouble:
        return OpenedArrival(document=document, patient=patient, fault=trouble.sentence)
    known: frozenset[str] = frozenset()
    if proposal.candidates:
        known = known_words(cabinet.overviews.of(proposal.candidates[0]))
    nobody = proposal.reading is None and not proposal.candidates
    suggested = tuple(cabinet.inbox.suggested(document)) if nobody else ()
    return OpenedArrival(
        document=document, patient=patient, view=view, proposal=proposal, known=known, suggested=suggested
    )
