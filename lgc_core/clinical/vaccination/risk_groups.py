# SPDX-License-Identifier: EUPL-1.2
"""Groups of people for whom influenza is dangerous, as the codes of a file tell them; free words tell nothing.

The list of the French vaccination calendar (chapter on influenza) as its summaries give it, in CIM-10 and
CISP-2; to be read again by a physician.
"""

from collections.abc import Iterable
from typing import Final

from lgc_core.codes import CIM10, CISP2
from lgc_core.model.problem import Problem

PREGNANCY: Final = "grossesse"
CHRONIC: Final = "maladie chronique"
GROUPS: Final = frozenset({PREGNANCY, CHRONIC})

_CIM: Final = (
    "J40", "J41", "J42", "J43", "J44", "J45", "J46", "J47", "J84", "E84",
    "I20", "I21", "I22", "I25", "I34", "I35", "I36", "I37", "I42", "I48", "I50", "I60", "I61", "I63", "I64", "I69",
    "E10", "E11", "E13", "E14",
    "N04", "N18",
    "K70", "K73", "K74",
    "D57", "D80", "D81", "D82", "D83", "D84", "B20", "B21", "B22", "B23", "B24", "Z94",
    "G12", "G20", "G35", "G70", "G71",
    "E6602", "E6612",  # morbid obesity, in the French CIM-10
)  # fmt: skip
_CISP: Final = frozenset(
    {
        "R95",
        "R96",
        "K74",
        "K75",
        "K76",
        "K77",
        "K78",
        "K83",
        "K90",
        "K91",
        "T89",
        "T90",
        "B78",
        "B90",
        "N86",
        "N87",
    }
)


def is_chronic_risk(problem: Problem) -> bool:
    """Tell whether a current problem of the person is one of the list."""
    if problem.kind not in ("problème", "antécédent") or problem.status != "actif":
        return False
    cim = (problem.code.code(CIM10) or "").replace(".", "")
    return cim.startswith(_CIM) or (problem.code.code(CISP2) or "") in _CISP


def groups_of(problems: Iterable[Problem], *, pregnant: bool) -> frozenset[str]:
    """Return the groups of a person."""
    found = {CHRONIC} if any(is_chronic_risk(one) for one in problems) else set()
    return frozenset(found | ({PREGNANCY} if pregnant else set()))
