# SPDX-License-Identifier: EUPL-1.2
"""Posology: the words of the document always, a rule only when words and structure agree (model.md §8).

The official VSM sample prints « 1 cp/j » and codes two tablets: a structure is believed only when every
number of it is in the words.
"""

import re
from typing import Final

from lxml import etree

from interop.cda.references import References
from interop.cda.tree import attr, find, find_all, xsi_type
from interop.cda.values import interval, quantity, ratio
from lgc_core.model.values import Interval, Posology, Quantity, Rule

_UNITS: Final = {
    "{tablet}": "comprimé", "{tbl}": "comprimé", "{capsule}": "gélule", "mL": "mL", "mg": "mg", "g": "g",
    "[drp]": "goutte", "{sachet}": "sachet", "{puff}": "bouffée", "ug": "µg", "[iU]": "UI",
    "{application}": "application", "": "dose",
}  # fmt: skip
_PERIODS: Final = {"d": "jour", "h": "heure", "wk": "semaine", "mo": "mois", "min": "minute", "a": "an"}
_NUMBER_WORDS: Final = {"un": "1", "une": "1", "deux": "2", "trois": "3", "quatre": "4", "six": "6"}
_POSOLOGY_COLUMN: Final = re.compile(r"posologie|dose|fréquence|rythme", re.IGNORECASE)
_DAILY: Final = re.compile(r"jour|/\s*j\b|matin|midi|soir|coucher|quotidien", re.IGNORECASE)


def posology(administration: etree._Element, references: References) -> Posology | None:
    """Read how a medicine is taken; None when the document says nothing of it."""
    printed = _printed(administration, references)
    rule = _rule(administration)
    if printed:
        return Posology(text=printed, rules=(rule,) if rule and agrees(printed, rule) else ())
    if rule is None:
        return None
    return Posology(text=rule_words(rule), rules=(rule,))


def _printed(administration: etree._Element, references: References) -> str:
    """Return the words: nested steps, posology columns of the narrative row, then frequency words."""
    nested = find_all(administration, "entryRelationship/substanceAdministration")
    steps = [references.entry(step) for step in nested]
    if any(steps):
        return " ; ".join(step for step in steps if step)
    row = references.row(find(administration, "text"))
    columns = [cell for title, cell in row.items() if _POSOLOGY_COLUMN.search(title) and cell.strip(" -")]
    if columns:
        return " ; ".join(columns)
    found = [
        references.original(translation)
        for time in find_all(administration, "effectiveTime")
        for translation in find_all(time, "period/translation")
    ]
    return " ; ".join(dict.fromkeys(text for text in found if text))


def _rule(administration: etree._Element) -> Rule | None:
    """Build the one rule of a simple administration; None for anything that one rule cannot hold."""
    if find(administration, "entryRelationship/substanceAdministration") is not None:
        return None
    times = find_all(administration, "effectiveTime")
    cycles = [t for t in times if xsi_type(t) in ("PIVL_TS", "EIVL_TS", "SXPR_TS")]
    if len(cycles) > 1 or (cycles and xsi_type(cycles[0]) != "PIVL_TS"):
        return None
    low, high = _dose(administration)
    every = quantity(find(cycles[0], "period")) if cycles else None
    if low is None or (cycles and every is None):
        return None
    return Rule(
        dose_low=low,
        dose_high=high,
        times=1 if every else None,
        every=every,
        bounds=_bounds(times),
        max_dose=ratio(find(administration, "maxDoseQuantity")),
        institution_specified=bool(cycles) and attr(cycles[0], "institutionSpecified") == "true",
    )


def _dose(administration: etree._Element) -> tuple[Quantity | None, Quantity | None]:
    dose = find(administration, "doseQuantity")
    low = quantity(find(dose, "low")) or quantity(dose)
    high = quantity(find(dose, "high"))
    return low, high if high != low else None


def _bounds(times: list[etree._Element]) -> Interval | None:
    found = next((interval(t) for t in times if xsi_type(t) in ("IVL_TS", "")), None)
    return found if found and found != Interval() else None


def agrees(printed: str, rule: Rule) -> bool:
    """Tell whether every number of a rule can be read in the words."""
    numbers = _numbers(printed)
    doses = {_plain(q) for q in (rule.dose_low, rule.dose_high) if q}
    return doses <= numbers and _rhythm_agrees(printed, numbers, rule.every)


def _rhythm_agrees(printed: str, numbers: set[str], every: Quantity | None) -> bool:
    if every is None:
        return True
    if _plain(every) == "1":
        return bool(_DAILY.search(printed)) if every.unit == "d" else _PERIODS.get(every.unit, "?") in printed
    if every.unit == "h" and 24 % every.decimal == 0:
        return bool({_plain(every), str(int(24 / every.decimal))} & numbers)
    return _plain(every) in numbers


def _numbers(printed: str) -> set[str]:
    digits = {_normal(n) for n in re.findall(r"\d+(?:[.,]\d+)?", printed)}
    spelled = {_NUMBER_WORDS[w] for w in re.findall(r"[a-zé]+", printed.lower()) if w in _NUMBER_WORDS}
    return digits | spelled


def _normal(number: str) -> str:
    text = number.replace(",", ".")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _plain(amount: Quantity) -> str:
    return _normal(amount.value)


def rule_words(rule: Rule) -> str:
    """Say a rule in French, for a document that printed none."""
    if rule.dose_low is None:
        return "posologie non précisée"
    dose = _amount(rule.dose_low)
    if rule.dose_high:
        dose = f"{_plain(rule.dose_low).replace('.', ',')} à {_amount(rule.dose_high)}"
    if rule.every is None:
        return dose
    return f"{dose} {_rhythm(rule.every)}"


def _amount(amount: Quantity) -> str:
    number = _plain(amount)
    unit = _UNITS.get(amount.unit, amount.unit.strip("{}[]"))
    plural = "s" if amount.decimal >= 2 and len(unit) > 2 else ""
    return f"{number.replace('.', ',')} {unit}{plural}"


def _rhythm(every: Quantity) -> str:
    unit, number = _PERIODS.get(every.unit, every.unit), _plain(every)
    if number == "1":
        return f"par {unit}"
    feminine = unit in ("heure", "semaine", "minute")
    plural = "" if unit.endswith("s") else "s"
    return f"{'toutes' if feminine else 'tous'} les {number} {unit}{plural}"
