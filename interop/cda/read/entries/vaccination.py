# SPDX-License-Identifier: EUPL-1.2
"""Vaccinations, with their lot or the reason that it is unknown (CI-SIS E.45, E.82)."""

from typing import Final, Literal

from lxml import etree

from interop.cda.oids import DOSE_NUMBER
from interop.cda.read.collector import Collector
from interop.cda.read.entries.parts import absence, negated, nested
from interop.cda.read.entries.product import lot, material, product
from interop.cda.read.people import stamp
from interop.cda.tree import attr, find
from interop.cda.values import known_or_unknown, when
from lgc_core.model.vaccination import Vaccination
from lgc_core.model.values import Concept

Act = Literal["INITIMMUNIZ", "BOOSTER", "IMMUNIZ"]
_ACTS: Final[dict[str, Act]] = {"INITIMMUNIZ": "INITIMMUNIZ", "BOOSTER": "BOOSTER"}
_MAX_DOSE: Final = 30


def read_vaccination(administration: etree._Element, into: Collector) -> None:
    """Propose an injection or a refusal; a recommended vaccine stays on the page."""
    said = into.references.entry(administration)
    code = find(administration, "code")
    if none_known := absence(into.written, code, find(material(administration), "code")):
        into.propose(administration, none_known, said)
        return
    vaccine = product(administration, into.references)
    if vaccine is None:
        into.leave(administration, "vaccin sans nom")
    elif attr(administration, "moodCode") != "EVN":
        into.leave(administration, "vaccin recommandé, pas encore fait", vaccine.text)
    else:
        into.propose(administration, _draft(administration, vaccine, into), said or vaccine.text)


def _draft(administration: etree._Element, vaccine: Concept, into: Collector) -> Vaccination:
    number, missing = lot(administration)
    return Vaccination(
        id=into.draft_id(administration),
        patient="",
        vaccine=vaccine,
        act=_ACTS.get(attr(find(administration, "code"), "code"), "IMMUNIZ"),
        dose_number=_dose_number(administration),
        at=known_or_unknown(when(find(administration, "effectiveTime"))),
        lot=number,
        lot_missing=missing,
        performer=stamp(find(administration, "performer")),
        declared=True,
        not_done="Non réalisée selon le document" if negated(administration) else "",
        source=into.source(administration),
    )


def _dose_number(administration: etree._Element) -> int:
    raw = attr(find(nested(administration, DOSE_NUMBER), "value"), "value")
    return int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 3 and int(raw) <= _MAX_DOSE else 0
