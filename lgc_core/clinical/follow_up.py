# SPDX-License-Identifier: EUPL-1.2
"""What a chronic condition asks to be measured again, and how often: a reminder, never an order.

Intervals in general use in France (HAS and Assurance maladie: follow-up of type 2 diabetes, of hypertension, of
chronic kidney disease). Taken from a secondary summary, not checked against the primary texts.
"""

from collections.abc import Iterable
from typing import Final, Literal

import msgspec

from lgc_core.clinical.analytes import BY_KEY as ANALYTE_OF
from lgc_core.clinical.vitals import BY_KEY as MEASURE_OF
from lgc_core.codes import CIM10, CISP2
from lgc_core.model.problem import Problem
from lgc_core.model.words import fold

Condition = Literal["diabète", "hypertension", "rein"]


class _Signs(msgspec.Struct, frozen=True):
    """How a condition is known: its CISP-2 classes, its CIM-10 categories, the first words of a free text."""

    cisp: frozenset[str]
    cim: tuple[str, ...]
    words: tuple[str, ...]


_SIGNS: Final[dict[Condition, _Signs]] = {
    "diabète": _Signs(frozenset({"T89", "T90"}), ("E10", "E11", "E13", "E14"), ("diabete",)),
    "hypertension": _Signs(
        frozenset({"K86", "K87"}), ("I10", "I11", "I12", "I13", "I15"), ("hypertension arterielle", "hta")
    ),
    "rein": _Signs(frozenset(), ("N18",), ("maladie renale chronique", "insuffisance renale chronique")),
}
_NOT_THAT: Final = ("insipide", "gestationnel", "pulmonaire")


class FollowUp(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to measure again after so many months, for some conditions; `is_measure` is taken here."""

    words: str
    months: int
    of: frozenset[Condition]
    loinc: frozenset[str]
    is_measure: bool = False


def _analysis(words: str, months: int, keys: str, *of: Condition) -> FollowUp:
    loinc = frozenset(code for key in keys.split() for code in ANALYTE_OF[key].loinc)
    return FollowUp(words=words, months=months, of=frozenset(of), loinc=loinc)


FOLLOW_UPS: Final = (
    FollowUp(
        words="Tension",
        months=12,
        of=frozenset(_SIGNS),
        loinc=frozenset({MEASURE_OF["pas"].loinc}),
        is_measure=True,
    ),
    _analysis("HbA1c", 6, "hba1c", "diabète"),
    _analysis("Créatinine et DFG", 12, "creatinine", "diabète", "hypertension", "rein"),
    _analysis("Albuminurie", 12, "acr", "diabète", "rein"),
    _analysis("Bilan lipidique", 12, "ldl cholesterol", "diabète"),
)
FOLLOWED_LOINC: Final = frozenset(code for one in FOLLOW_UPS for code in one.loinc)


def conditions_of(problems: Iterable[Problem]) -> frozenset[Condition]:
    """Return the conditions that a file follows: current ones, of the person and not of the family."""
    current = [one for one in problems if one.kind in ("problème", "antécédent") and one.status == "actif"]
    return frozenset(key for key, signs in _SIGNS.items() if any(_has(signs, one) for one in current))


def _has(signs: _Signs, problem: Problem) -> bool:
    words = fold(problem.code.text)
    if any(other in words for other in _NOT_THAT):
        return False
    cim = problem.code.code(CIM10) or ""
    cisp = problem.code.code(CISP2) or ""
    return cisp in signs.cisp or cim.startswith(signs.cim) or words.startswith(signs.words)
