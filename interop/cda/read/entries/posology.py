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
from interop.cda.values import quantity, ratio
from lgc_core.model.values import Posology, Quantity, Rule

_UNITS: Final = {
    "{tablet}": "comprimé", "{tbl}": "comprimé", "{capsule}": "gélule", "mL": "mL", "mg": "mg", "g": "g",
    "[drp]": "goutte", "{sachet}": "sachet", "{puff}": "bouffée", "ug": "µg", "[iU]": "UI",
    "{application}": "application", "count": "unité", "1": "unité", "": "dose",
}  # fmt: skip
_PERIODS: Final = {"d": "jour", "h": "heure", "wk": "semaine", "mo": "mois", "min": "minute", "a": "an"}
_NUMBER_WORDS: Final = {"un": "1", "une": "1", "deux": "2", "trois": "3", "quatre": "4", "six": "6"}
_POSOLOGY_COLUMN: Final = re.compile(r"posologie|dose|fréquence|rythme", re.IGNORECASE)
_MOMENTS: Final = ("matin", "midi", "soir", "coucher", "goûter")
_DAILY: Final = re.compile(r"jour|/\s*j\b|matin|midi|soir|coucher|quotidien", re.IGNORECASE)


def posology(administration: etree._Element, printed: str) -> Posology | None:
    """Read how a medicine is taken; None when neither words (`printed_posology`) nor structure say it."""
    rule = _rule(administration)
    if printed:
        return Posology(text=printed, rules=(rule,) if rule and agrees(printed, rule) else ())
    if rule is None:
        return None
    return Posology(text=rule_words(rule), rules=(rule,))


def printed_posology(administration: etree._Element, references: References) -> str:
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
    specified = bool(cycles) and attr(cycles[0], "institutionSpecified") == "true"
    times_a_day = _times_a_day(every) if specified else 0
    return Rule(
        dose_low=low,
        dose_high=high,
        times=times_a_day or (1 if every else None),
        every=Quantity(value="1", unit="d") if times_a_day else every,
        max_dose=ratio(find(administration, "maxDoseQuantity")),
    )


def _times_a_day(every: Quantity | None) -> int:
    """Return how often a day a period in hours means, 0 when that is no whole number (model.md §8, trap 2)."""
    if every is None or every.unit != "h" or every.decimal <= 0 or 24 % every.decimal:
        return 0
    return int(24 / every.decimal)


def _dose(administration: etree._Element) -> tuple[Quantity | None, Quantity | None]:
    dose = find(administration, "doseQuantity")
    low = quantity(find(dose, "low")) or quantity(dose)
    high = quantity(find(dose, "high"))
    return low, high if high != low else None


def agrees(printed: str, rule: Rule) -> bool:
    """Tell whether every number of a rule can be read in the words."""
    numbers = _numbers(printed)
    doses = {_plain(q) for q in (rule.dose_low, rule.dose_high) if q}
    return doses <= numbers and _rhythm_agrees(printed, numbers, rule)


def _rhythm_agrees(printed: str, numbers: set[str], rule: Rule) -> bool:
    every = rule.every
    if every is None:
        return True
    if (rule.times or 1) > 1:
        return _says_times(printed, numbers, rule.times or 1)
    if _plain(every) == "1":
        return bool(_DAILY.search(printed)) if every.unit == "d" else _PERIODS.get(every.unit, "?") in printed
    if times := _times_a_day(every):
        return _plain(every) in numbers or _says_times(printed, numbers, times)
    return _plain(every) in numbers


def _says_times(printed: str, numbers: set[str], times: int) -> bool:
    """Tell whether words say « 3 fois » or name three moments of the day."""
    moments = {moment for moment in _MOMENTS if moment in printed.lower()}
    return len(moments) == times or (str(times) in numbers and bool(_DAILY.search(printed)))


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
    if (rule.times or 1) > 1:
        dose = f"{dose} {rule.times} fois"
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
