# SPDX-License-Identifier: EUPL-1.2
"""Lines of treatment and of prescription (CI-SIS E.42, E.83)."""

from typing import Literal

from lxml import etree

from interop.cda.oids import INTERNAL_REFERENCE, PRESCRIBED, SECTION_STOPPED
from interop.cda.read.collector import Collector, section_code
from interop.cda.read.entries.parts import absence, all_nested, negated
from interop.cda.read.entries.posology import posology, printed_posology
from interop.cda.read.entries.product import material, product
from interop.cda.references import References
from interop.cda.tree import attr, find, find_all, templates, xsi_type
from interop.cda.values import concept, interval
from lgc_core.model.treatment import Treatment
from lgc_core.model.values import Interval

Status = Literal["en_cours", "suspendu", "arrêté"]


def read_treatment(administration: etree._Element, into: Collector) -> None:
    """Propose one line; a medicine that is only planned, or denied, stays on the page."""
    said = into.references.entry(administration)
    coded = (find(administration, "code"), find(material(administration), "code"))
    if none_known := absence(into.written, *coded):
        into.propose(administration, none_known, said)
        return
    named = product(administration, into.references)
    if negated(administration):
        into.leave(administration, "nié par le document", named.text if named else said)
    elif attr(administration, "moodCode") != "EVN" and not templates(administration) & PRESCRIBED:
        into.leave(administration, "prévu, pas encore pris", named.text if named else said)
    elif named is None:
        into.leave(administration, "médicament sans nom")
    else:
        period = _period(administration)
        printed = printed_posology(administration, into.references)
        draft = Treatment(
            id=into.draft_id(administration),
            patient="",
            product=named,
            posology=posology(administration, printed),
            period=period,
            reason=_reason(administration, into.references),
            nature="si_besoin" if find(administration, "precondition") is not None else "fond",
            status=_status(administration, period, into.written),
            source=into.source(administration),
        )
        into.propose(administration, draft, said or named.text, _remark(draft, printed))


def _period(administration: etree._Element) -> Interval:
    times = find_all(administration, "effectiveTime")
    return next((interval(t) for t in times if xsi_type(t) in ("IVL_TS", "")), Interval())


def _status(administration: etree._Element, period: Interval, written: str) -> Status:
    if section_code(administration) in SECTION_STOPPED:
        return "arrêté"
    if attr(find(administration, "statusCode"), "code") == "suspended":
        return "suspendu"
    ended = bool(period.end and period.end.text and written and period.end.text[:10] < written[:10])
    return "arrêté" if ended else "en_cours"


def _reason(administration: etree._Element, references: References) -> str:
    found = (concept(find(act, "code"), references) for act in all_nested(administration, INTERNAL_REFERENCE))
    coded = next((c.text for c in found if c), "")
    row = references.row(find(administration, "text"))
    printed = (cell for title, cell in row.items() if title.lower().startswith("motif"))
    return coded or next((cell for cell in printed if cell.strip(" -")), "")


def _remark(draft: Treatment, printed: str) -> str:
    if draft.posology is None:
        return "Posologie absente du document."
    if not draft.posology.rules:
        return "Posologie gardée en toutes lettres."
    return "" if printed else "Posologie lue dans les seules données codées."
