# SPDX-License-Identifier: EUPL-1.2
"""The door: bytes of a CDA document in, everything a screen needs out."""

from dataclasses import dataclass
from typing import Literal, TypeVar

from interop.cda.read.body import Body, read_body
from interop.cda.read.collector import Collector
from interop.cda.read.entries.table import read_entries
from interop.cda.read.header import Header, read_header
from interop.cda.read.proposal import Draft, NotTaken, Proposal
from interop.cda.references import References
from interop.cda.tree import clinical_document
from interop.xml import parse

D = TypeVar("D", bound=Draft)


@dataclass(frozen=True, slots=True, kw_only=True)
class CdaReading:
    """A document read: header, body as shown, proposals, what was left, and dangling references."""

    header: Header
    body: Body
    proposals: tuple[Proposal, ...]
    not_taken: tuple[NotTaken, ...]
    dangling: tuple[str, ...]

    def drafts(self, kind: type[D]) -> tuple[D, ...]:
        """Return the drafts of one entity type, in document order."""
        return tuple(p.draft for p in self.proposals if isinstance(p.draft, kind))

    @property
    def read_state(self) -> Literal["lu", "partiel", "illisible"]:
        """Return the state that `Document.read_state` keeps."""
        if not self.body.shows_something:
            return "illisible"
        return "partiel" if self.not_taken or self.body.faults else "lu"

    @property
    def left_sentence(self) -> str:
        """Say how many entries are shown without being proposed; empty when none is."""
        count = len(self.not_taken)
        if not count:
            return ""
        plural = "s" if count > 1 else ""
        return f"{count} élément{plural} affiché{plural} mais non repris"


def read_cda(untrusted: bytes) -> CdaReading:
    """Read a CDA R2 document of any type, N1 or N3.

    Raises:
        HostileXml: entities, DTD, absurd size or depth.
        UnreadableDocument: broken encoding or XML, no ClinicalDocument.
    """
    document = clinical_document(parse(untrusted))
    references = References(document)
    header = read_header(document, references)
    written = header.issued.text if header.issued and not header.issued.missing else ""
    into = Collector(references, header.unique_oid, written)
    read_entries(document, into)
    return CdaReading(
        header=header,
        body=read_body(document),
        proposals=tuple(into.proposals),
        not_taken=tuple(into.not_taken),
        dangling=references.dangling(document),
    )
