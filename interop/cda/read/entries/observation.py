# SPDX-License-Identifier: EUPL-1.2
"""One measured or answered thing, whatever section it comes from."""

import re
from typing import Final, cast, get_args

from lxml import etree

from interop.cda.read.collector import Collector
from interop.cda.read.entries.parts import comment, negated
from interop.cda.read.people import stamp
from interop.cda.tree import attr, find, find_all
from interop.cda.values import bounds, known_or_unknown, question, value, when
from lgc_core.model.observation import Category, Flag, Observation, ReferenceRange, Value
from lgc_core.model.values import Concept, When

_FLAGS: Final = frozenset(get_args(Flag))
_SIDES: Final[dict[str, Flag]] = {"HU": "H", "HX": "H", "LU": "L", "LX": "L", "EX": "A"}
"""JDV_HL7_ObservationInterpretation_CISIS: « significativement », « hors seuil »; the side colours the result, the
words of the laboratory stay in the comment."""

_DISAGREES: Final = "La valeur codée ne figure pas dans le texte du compte rendu : vérifiez."


def read_answer(element: etree._Element, into: Collector, category: Category) -> None:
    """Propose a stand-alone observation of a category (habits, pregnancy)."""
    propose_observation(element, into, category)


def propose_observation(
    element: etree._Element,
    into: Collector,
    category: Category,
    *,
    parent: str = "",
    rank: int = 0,
    at: When | None = None,
) -> None:
    """Propose one observation; without a value, or denied, it stays on the page."""
    named = question(find(element, "code"), into.references, into.references.entry(element))
    found = _answer(value(find(element, "value"), into.references), named)
    said = into.references.entry(element) or (named.text if named else "")
    if named is None or found is None:
        into.leave(element, "sans valeur" if named else "mesure sans nom", said)
    elif negated(element):
        into.leave(element, "nié par le document", said)
    elif attr(element, "moodCode") not in ("EVN", ""):
        into.leave(element, "prévu, pas encore fait", said)
    else:
        own_time = when(find(element, "effectiveTime"))
        draft = Observation(
            id=into.draft_id(element),
            patient="",
            category=category,
            code=named,
            value=found,
            at=_moment(own_time, at),
            parent=parent,
            rank=rank,
            ref_range=reference_range(element, into),
            flags=_flags(element),
            performer=stamp(find(element, "performer")),
            entry="import",
            comment=_comment(element, into),
            source=into.source(element),
        )
        into.propose(element, draft, said, _remark(element, into, found))


def _answer(found: Value | None, named: Concept | None) -> Value | None:
    """Take the answer's display when its original text points at the question, as in the VSM sample."""
    answer = found.concept if found else None
    if answer is None or named is None or not named.text.startswith(answer.text) or not answer.codings:
        return found
    display = answer.codings[0].display
    return Value(concept=Concept(text=display, codings=answer.codings)) if display else found


def _moment(own: When | None, inherited: When | None) -> When:
    """Return the observation's own time when it is known, else that of what holds it."""
    if own is not None and not own.missing:
        return own
    return inherited or known_or_unknown(own)


def _flags(element: etree._Element) -> tuple[Flag, ...]:
    codes = [attr(code, "code") for code in find_all(element, "interpretationCode")]
    known = dict.fromkeys(_SIDES.get(code, code) for code in codes)
    return tuple(cast("Flag", code) for code in known if code in _FLAGS)


def _comment(element: etree._Element, into: Collector) -> str:
    """Return the author's comment, and interpretation codes outside our closed list as words."""
    other = [
        attr(code, "displayName") or attr(code, "code")
        for code in find_all(element, "interpretationCode")
        if attr(code, "code") not in _FLAGS and attr(code, "code")
    ]
    said = comment(element, into.references)
    return " ".join(part for part in (said, *(f"Interprétation : {o}." for o in other)) if part)


def reference_range(element: etree._Element, into: Collector) -> ReferenceRange | None:
    """Read the laboratory's normal range as bounds and words; None when neither is there."""
    found = find(element, "referenceRange/observationRange")
    limits = bounds(find(found, "value"))
    text = into.references.text(find(found, "text"))
    if found is None or (limits is None and not text):
        return None
    return ReferenceRange(range=limits, text=text)


def _remark(element: etree._Element, into: Collector, found: Value) -> str:
    """Compare the coded number with the narrative row it stands in; words come first."""
    if found.quantity is None:
        return ""
    holder = find(element, "code/originalText")
    row = into.references.row(holder if holder is not None else find(element, "text"))
    if not row:
        return ""
    printed = re.sub(r"(?<=\d)[\s\u00a0\u202f](?=\d{3}\b)", "", " ".join(row.values())).replace(",", ".")
    numbers = {_normal(n) for n in re.findall(r"\d+(?:\.\d+)?", printed)}
    return "" if _normal(found.quantity.value.lstrip("-")) in numbers else _DISAGREES


def _normal(number: str) -> str:
    return number.rstrip("0").rstrip(".") if "." in number else number


def panel(
    element: etree._Element, into: Collector, category: Category, named: Concept, *, parent: str, rank: int
) -> str:
    """Propose an observation without value that holds others, and return its provisional id."""
    draft = Observation(
        id=into.draft_id(element),
        patient="",
        category=category,
        code=named,
        at=known_or_unknown(when(find(element, "effectiveTime")) or _first_time(element)),
        shape="panel",
        parent=parent,
        rank=rank,
        performer=stamp(find(element, "performer")),
        entry="import",
        comment=_comment(element, into),
        source=into.source(element),
    )
    return into.propose(element, draft, named.text).id


def _first_time(element: etree._Element) -> When | None:
    times = (when(find(child, "effectiveTime")) for child in find_all(element, "component/observation"))
    return next((t for t in times if t and not t.missing), None)
