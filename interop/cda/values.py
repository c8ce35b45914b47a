# SPDX-License-Identifier: EUPL-1.2
"""HL7 v3 data types to our values: digits, precision and missing reasons exactly as received."""

import re
from typing import Final, cast

from lxml import etree

from interop.cda.oids import CIP_ALIASES
from interop.cda.references import References
from interop.cda.tree import attr, find, find_all, words, xsi_type
from lgc_core.codes import code_system
from lgc_core.model.observation import Value
from lgc_core.model.values import Coding, Concept, Interval, Quantity, Range, Ratio, When, from_hl7
from lgc_core.model.values.quantity import Comparator
from lgc_core.model.values.when import Missing

_MISSING: Final = frozenset({"UNK", "NA", "NASK", "ASKU", "MSK", "NI", "NAV", "OTH"})
_NUMBER: Final = re.compile(r"-?\d{1,30}(\.\d{1,30})?\Z")
_BARE: Final = frozenset({"", "oui", "non", "texte libre", "(texte libre)"})
_UNKNOWN: Final = When(missing="UNK")


def missing(element: etree._Element | None) -> Missing:
    """Return the null flavour, `NI` for a flavour we do not know, empty when there is none."""
    flavour = attr(element, "nullFlavor")
    if not flavour:
        return ""
    return cast("Missing", flavour) if flavour in _MISSING else "NI"


def when(element: etree._Element | None) -> When | None:
    """Read a TS, or the first known bound of an IVL_TS."""
    if element is None:
        return None
    if value := attr(element, "value"):
        return from_hl7(value)
    for bound in ("low", "center", "high"):
        if value := attr(find(element, bound), "value"):
            return from_hl7(value)
    flavour = missing(element) or missing(find(element, "low")) or missing(find(element, "high"))
    return When(missing=flavour) if flavour else None


def interval(element: etree._Element | None) -> Interval:
    """Read an IVL_TS, or a single TS as a start."""
    if element is None:
        return Interval()
    if attr(element, "value"):
        return Interval(start=when(element))
    return Interval(start=_bound(find(element, "low")), end=_bound(find(element, "high")))


def _bound(element: etree._Element | None) -> When | None:
    value = attr(element, "value")
    return from_hl7(value) if value else None


def known_or_unknown(moment: When | None) -> When:
    """Return a moment that entities can hold."""
    return moment or _UNKNOWN


def codings(element: etree._Element | None) -> tuple[Coding, ...]:
    """Return the code and its translations, systems folded, in order, doubles left out."""
    if element is None:
        return ()
    found = [_coding(item) for item in (element, *find_all(element, "translation"))]
    return tuple(dict.fromkeys(coding for coding in found if coding))


def _coding(element: etree._Element) -> Coding | None:
    code, system = attr(element, "code"), attr(element, "codeSystem")
    if not code:
        return None
    folded = code_system(CIP_ALIASES.get(system, system))
    return Coding(system=folded, code=code, display=" ".join(attr(element, "displayName").split()))


def concept(element: etree._Element | None, references: References, *fallbacks: str) -> Concept | None:
    """Return words and codings: original text, then fallbacks, then displays; None without any words.

    Words that only answer (« Oui ») name nothing: the display is taken instead.
    """
    if element is None and not any(fallbacks):
        return None
    found = codings(element)
    return _worded((references.original(element), *fallbacks, *_displays(element, found, references)), found)


def question(element: etree._Element | None, references: References, said: str) -> Concept | None:
    """Return what an observation asks: the entry's words come last, since they often are the answer."""
    found = codings(element)
    return _worded((references.original(element), *_displays(element, found, references), said), found)


def _displays(
    element: etree._Element | None, found: tuple[Coding, ...], references: References
) -> tuple[str, ...]:
    translated = (references.original(t) for t in find_all(element, "translation"))
    return (*(c.display for c in found), *translated)


def _worded(candidates: tuple[str, ...], found: tuple[Coding, ...]) -> Concept | None:
    words_of_codes = (c.code for c in found)
    text = next((c for c in (*candidates, *words_of_codes) if not is_bare(c)), "")
    return Concept(text=text, codings=found) if text else None


def is_bare(text: str) -> bool:
    """Tell whether words name nothing by themselves: empty, a dash, yes, no."""
    return text.strip(" -.").lower() in _BARE


def quantity(element: etree._Element | None, comparator: Comparator = "") -> Quantity | None:
    """Read a PQ; None when it has no plain decimal number."""
    value = attr(element, "value").lstrip("+")
    if value.startswith("."):
        value = "0" + value
    if not _NUMBER.match(value):
        return None
    return Quantity(value=value, unit=attr(element, "unit"), comparator=comparator)


def bounds(element: etree._Element | None) -> Range | None:
    """Read an IVL_PQ as bounds with their inclusion."""
    low, high = find(element, "low"), find(element, "high")
    low_value, high_value = quantity(low), quantity(high)
    if low_value is None and high_value is None:
        return None
    return Range(
        low=low_value,
        high=high_value,
        low_inclusive=attr(low, "inclusive") != "false",
        high_inclusive=attr(high, "inclusive") != "false",
    )


def ratio(element: etree._Element | None) -> Ratio | None:
    """Read an RTO of two quantities."""
    top, bottom = quantity(find(element, "numerator")), quantity(find(element, "denominator"))
    return Ratio(numerator=top, denominator=bottom) if top and bottom else None


def value(element: etree._Element | None, references: References) -> Value | None:
    """Read an observation's value by its type; None when there is no element at all.

    A flavoured or empty value becomes the reason of its absence; an unknown type keeps its words.
    """
    if element is None:
        return None
    known = _typed(element, references)
    if known is not None:
        return known
    if text := references.text(element) or attr(element, "value"):
        return Value(text=text)
    return Value(missing=missing(element) or "NI")


def _typed(element: etree._Element, references: References) -> Value | None:
    kind, raw = xsi_type(element), attr(element, "value")
    if kind in ("CD", "CE", "CO", "CV", "CS"):
        found = concept(element, references)
        return Value(concept=found) if found else None
    if kind == "IVL_PQ":
        return _interval_value(element)
    if kind in ("PQ", "REAL"):
        number = quantity(element)
        return Value(quantity=number) if number else None
    if kind == "INT" and raw.lstrip("-").isdigit() and len(raw) < 16:
        return Value(integer=int(raw))
    if kind == "BL" and raw in ("true", "false"):
        return Value(boolean=raw == "true")
    return _rare_value(element, kind)


def _rare_value(element: etree._Element, kind: str) -> Value | None:
    if kind in ("TS", "IVL_TS"):
        moment = when(element)
        return Value(when=moment) if moment and moment.text else None
    if kind.startswith("RTO"):
        found = ratio(element)
        return Value(ratio=found) if found else None
    if kind in ("ST", "ED") and words(element):
        return Value(text=words(element))
    return None


def _interval_value(element: etree._Element) -> Value | None:
    """Read `<0.128` and `>=0.512` as a quantity with a comparator, two bounds as a range."""
    found = bounds(element)
    if found is None:
        return None
    if found.low and found.high:
        return Value(range=found)
    if found.low:
        return Value(quantity=quantity(find(element, "low"), ">=" if found.low_inclusive else ">"))
    return Value(quantity=quantity(find(element, "high"), "<=" if found.high_inclusive else "<"))
