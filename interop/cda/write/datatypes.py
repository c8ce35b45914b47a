# SPDX-License-Identifier: EUPL-1.2
"""Our values to HL7 v3 data types; what is unknown is said, never guessed."""

from lxml import etree

from interop.cda.write.element import make, null
from interop.cda.write.header import coded, instant
from interop.cda.write.labels import SYSTEM_NAMES
from interop.cda.write.section import original_text
from lgc_core.model.observation import ReferenceRange, Value
from lgc_core.model.values import Concept, Interval, Quantity, Range, When


def concept(tag: str, found: Concept, anchor: str, kind: str = "") -> etree._Element:
    """Return a coded element: first coding, original text, other codings as translations."""
    first = found.codings[0] if found.codings else None
    attributes = {"type": kind}
    if first:
        attributes |= {
            "code": first.code,
            "displayName": first.display or found.text,
            "codeSystem": first.folded_system,
            "codeSystemName": SYSTEM_NAMES.get(first.folded_system, ""),
        }
    others = [coded("translation", coding) for coding in found.codings[1:]]
    return make(tag, attributes, original_text(anchor) if anchor else None, others)


def moment(tag: str, found: When | None) -> etree._Element:
    """Return a TS, or why it is missing."""
    value = instant(found)
    return make(tag, {"value": value}) if value else null(tag, (found.missing if found else "") or "UNK")


def interval(found: Interval, *, closed: bool = False, typed: bool = False) -> etree._Element:
    """Return an IVL_TS; `closed` also prints an unknown end."""
    end = instant(found.end)
    return make(
        "effectiveTime",
        {"type": "IVL_TS" if typed else ""},
        moment("low", found.start),
        moment("high", found.end) if end or closed else None,
    )


def quantity(tag: str, found: Quantity, kind: str = "") -> etree._Element:
    """Return a PQ."""
    return make(tag, {"type": kind, "value": found.value, "unit": found.unit})


def value(found: Value, anchor: str) -> etree._Element:
    """Return an observation's value with its type.

    Raises:
        ValueError: for a value without a CDA form of ours (ratio, moment), to be sent as words.
    """
    if found.concept:
        return concept("value", found.concept, anchor, "CD")
    if found.quantity:
        return _quantity_value(found.quantity)
    if found.range:
        return _range_value(found.range)
    return _plain_value(found)


def _plain_value(found: Value) -> etree._Element:
    if found.integer is not None:
        return make("value", {"type": "INT", "value": str(found.integer)})
    if found.boolean is not None:
        return make("value", {"type": "BL", "value": str(found.boolean).lower()})
    if found.text is not None:
        return make("value", {"type": "ST"}, found.text)
    if found.missing is not None:
        return make("value", {"type": "PQ", "nullFlavor": found.missing})
    raise ValueError("a ratio or a moment is sent as words")


def _quantity_value(found: Quantity) -> etree._Element:
    if not found.comparator:
        return quantity("value", found, "PQ")
    bound = "high" if found.comparator.startswith("<") else "low"
    inclusive = "true" if found.comparator.endswith("=") else "false"
    limit = make(bound, {"value": found.value, "unit": found.unit, "inclusive": inclusive})
    return make("value", {"type": "IVL_PQ"}, limit)


def _range_value(found: Range) -> etree._Element:
    return make(
        "value",
        {"type": "IVL_PQ"},
        quantity("low", found.low) if found.low else None,
        quantity("high", found.high) if found.high else None,
    )


def reference_range(found: ReferenceRange) -> etree._Element | None:
    """Return the normal range of a result; words alone stay in the narrative."""
    if found.range is None:
        return None
    normal = {"code": "N", "displayName": "Normal", "codeSystem": "2.16.840.1.113883.5.83"}
    limits = make(
        "observationRange",
        {"classCode": "OBS", "moodCode": "EVN.CRT"},
        _range_value(found.range),
        make("interpretationCode", normal),
    )
    return make("referenceRange", {"typeCode": "REFV"}, limits)
