# SPDX-License-Identifier: EUPL-1.2
"""Lines of treatment and « no known treatment » (CI-SIS E.42, E.43).

A posology without rules, or that one simple rule cannot hold, is sent as words: a half-true structure is
worse than none (model.md §8).
"""

from typing import Final

from lxml import etree

from interop.cda.oids import ABSENT_OR_UNKNOWN
from interop.cda.write.datatypes import interval
from interop.cda.write.element import make, null, template
from interop.cda.write.entries.problem import shown_period
from interop.cda.write.header import coded
from interop.cda.write.section import Cell, Written, original_text, text_of
from lgc_core.codes import CIS, HL7_ACT_CODE
from lgc_core.model.absence import Absence
from lgc_core.model.treatment import Treatment
from lgc_core.model.values import Coding, Concept, Interval, Posology, Quantity, Rule

_IHE: Final = "1.3.6.1.4.1.19376.1.5.3.1."
_TREATMENT: Final = (
    "2.16.840.1.113883.10.20.1.24", _IHE + "4.7", "1.2.250.1.213.1.1.3.42", _IHE + "4.7.1",
)  # fmt: skip
_PRODUCT: Final = ("2.16.840.1.113883.10.20.1.53", _IHE + "4.7.2", "1.2.250.1.213.1.1.3.43")
_DRUG: Final = {
    "code": "DRUG", "displayName": "Médicament", "codeSystem": HL7_ACT_CODE, "codeSystemName": "HL7:ActCode",
}  # fmt: skip
_NONE: Final = {
    "aucun_connu": ("no-known-medications", "Pas de traitement médicamenteux connu"),
    "autre": ("no-medication-info", "Pas d'information sur les traitements médicamenteux"),
}


def write_treatment(treatment: Treatment, rank: int) -> Written:
    """Return the line (product, posology, period, reason) and its administration."""
    anchor = f"traitement-{rank}"
    simple = simple_rule(treatment.posology)
    entry = _administration(
        treatment.id,
        make("code", _DRUG),
        anchor,
        [
            interval(treatment.period, closed=True, typed=True),
            _frequency(simple),
            _dose(simple),
            _consumable(product_code(treatment.product, anchor), treatment.product.text),
        ],
    )
    cells = (
        Cell(shown_period(treatment.period)),
        Cell(treatment.product.text, anchor),
        Cell(treatment.posology.text if treatment.posology else "", f"{anchor}-posologie"),
        Cell(treatment.reason),
    )
    return Written(cells=cells, entry=entry)


def write_no_treatment(absence: Absence) -> Written:
    """Return the coded statement that no treatment is known, or that nobody asked."""
    code, label = _NONE.get(absence.reason, _NONE["autre"])
    coding = Coding(system=ABSENT_OR_UNKNOWN, code=code, display=label)
    entry = _administration(
        absence.id,
        coded("code", coding),
        "traitement-aucun",
        [interval(Interval(), closed=True, typed=True), _consumable(null("code", "NA"), "")],
    )
    cells = (Cell(""), Cell(label, "traitement-aucun"), Cell(""), Cell(""))
    return Written(cells=cells, entry=entry)


def simple_rule(posology: Posology | None) -> Rule | None:
    """Return the rule that normal dosing (4.7.1) holds whole: one dose at one plain rhythm, else None."""
    if posology is None or len(posology.rules) != 1:
        return None
    rule = posology.rules[0]
    plain = not (rule.moments or rule.condition or rule.max_dose)
    if not plain or rule.dose_low is None or rule.every is None or not rule.times:
        return None
    whole = rule.every.unit != "d" or rule.every.decimal != 1 or 24 % rule.times == 0
    return rule if rule.times == 1 or (rule.every.unit == "d" and rule.every.decimal == 1 and whole) else None


def _frequency(rule: Rule | None) -> etree._Element | None:
    """Return the rhythm; several times a day are hours apart that the structure decides (model.md §8)."""
    if rule is None or rule.every is None or not rule.times:
        return None
    several = rule.times > 1
    period = {"value": str(24 // rule.times), "unit": "h"}
    if not several:
        period = {"value": rule.every.value, "unit": rule.every.unit}
    attributes = {"type": "PIVL_TS", "operator": "A"}
    if several or rule.institution_specified:
        attributes["institutionSpecified"] = "true"
    return make("effectiveTime", attributes, make("period", period))


def _dose(rule: Rule | None) -> etree._Element | None:
    if rule is None or rule.dose_low is None:
        return None
    return make(
        "doseQuantity", None, _bound("low", rule.dose_low), _bound("high", rule.dose_high or rule.dose_low)
    )


def _bound(tag: str, amount: Quantity) -> etree._Element:
    return make(tag, {"value": amount.value, "unit": amount.unit})


def product_code(product: Concept, anchor: str) -> etree._Element:
    """Return the product's code: CIS as the code, everything else as translations (E.43)."""
    main = next((c for c in product.codings if c.folded_system == CIS), None)
    attributes = {}
    if main:
        attributes = {
            "code": main.code, "displayName": main.display or product.text, "codeSystem": CIS,
            "codeSystemName": "CIS",
        }  # fmt: skip
    others = [coded("translation", c) for c in product.codings if c is not main]
    return make("code", attributes, original_text(anchor), others)


def _consumable(code: etree._Element, name: str) -> etree._Element:
    material = make("manufacturedMaterial", None, code, make("name", None, name) if name else null("name", "NA"))
    return make("consumable", None, make("manufacturedProduct", None, template(*_PRODUCT), material))


def _administration(
    identifier: str, code: etree._Element, anchor: str, rest: list[etree._Element | None]
) -> etree._Element:
    return make(
        "substanceAdministration",
        {"classCode": "SBADM", "moodCode": "EVN"},
        template(*_TREATMENT),
        make("id", {"root": identifier.upper()}),
        code,
        text_of(anchor),
        make("statusCode", {"code": "completed"}),
        rest,
    )
