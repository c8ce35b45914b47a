# SPDX-License-Identifier: EUPL-1.2
"""Acts done (CI-SIS E.62); a planned act stays on the page."""

from lxml import etree

from interop.cda.read.collector import Collector
from interop.cda.read.entries.parts import absence, comment, negated
from interop.cda.read.people import stamp
from interop.cda.tree import attr, find
from interop.cda.values import concept, known_or_unknown, when
from lgc_core.model.procedure import Procedure


def read_procedure(element: etree._Element, into: Collector) -> None:
    """Propose one act."""
    said = into.references.entry(element)
    code = find(element, "code")
    if none_known := absence(into.written, code):
        into.propose(element, none_known, said)
        return
    named = concept(code, into.references, said)
    if named is None:
        into.leave(element, "acte sans nom")
    elif negated(element):
        into.leave(element, "nié par le document", named.text)
    elif attr(element, "moodCode") != "EVN":
        into.leave(element, "prévu, pas encore fait", named.text)
    else:
        draft = Procedure(
            id=into.draft_id(element),
            patient="",
            code=named,
            when=known_or_unknown(when(find(element, "effectiveTime"))),
            site=concept(find(element, "targetSiteCode"), into.references),
            performer=stamp(find(element, "performer")) or stamp(find(element, "author")),
            comment=comment(element, into.references),
            source=into.source(element),
        )
        into.propose(element, draft, said or named.text)
