# SPDX-License-Identifier: EUPL-1.2
"""Whether a person is pregnant, as the file says it: an active problem, a received status, term or last menses."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Final

import msgspec

from lgc_core.codes import CIM10, CISP2, LOINC
from lgc_core.model.observation import Observation
from lgc_core.model.problem import Problem
from lgc_core.model.values import When
from lgc_core.model.words import fold

STATUS: Final = "11449-6"
LAST_MENSES: Final = "8665-2"
EXPECTED: Final = frozenset({"11778-8", "11779-6", "11780-4"})
PREGNANCY_LOINC: Final = EXPECTED | {STATUS, LAST_MENSES}
"""LOINC of the CI-SIS (JDV_ObservationGrossesse_CISIS): status, last menses, expected day of birth."""

TERM: Final = dt.timedelta(weeks=41)
"""From the first day of the last menses to the term, as it is counted in France (41 SA)."""

_AFTER_TERM: Final = dt.timedelta(days=14)
_LONGEST: Final = TERM + _AFTER_TERM
_CISP: Final = frozenset({"W78", "W79", "W81", "W84", "W85"})
_CIM: Final = ("Z321", "Z33", "Z34", "Z35", *(f"O{number}" for number in range(10, 49)))
"""Pregnancy under way: without its abortive outcomes (O00 to O08), birth and what follows (O60 and after)."""

_NOT_ONE: Final = ("extra uterine", "molaire", "arretee")
_NO: Final = ("non", "pas", "absence", "aucune")


class Pregnancy(msgspec.Struct, frozen=True, kw_only=True):
    """What the banner says of it; `to_confirm` when it was noted longer ago than a pregnancy lasts."""

    words: str
    to_confirm: bool = False


def pregnancy_of(
    problems: Iterable[Problem], observations: Sequence[Observation], today: dt.date
) -> Pregnancy | None:
    """Return the pregnancy that a file speaks of, None when it speaks of none that may still last."""
    expected = _expected(observations)
    if expected is not None and today > expected + _AFTER_TERM:
        observations, expected = (), None
    noted = [one for one in problems if _is_pregnancy(one)]
    if not noted and not (_is_said(observations, today) or expected):
        return None
    if expected is not None:
        weeks = (today - (expected - TERM)).days // 7
        return Pregnancy(words=f"Grossesse, {weeks}\u00a0SA, terme le {expected:%d/%m/%Y}")
    if not noted:
        return Pregnancy(words="Grossesse")
    since = [(when, day) for one in noted if (when := _since(one)) and (day := when.earliest)]
    if not since:
        return Pregnancy(words="Grossesse")
    start, first = max(since, key=lambda one: one[1])
    if today - first.date() > _LONGEST:
        return Pregnancy(words=f"Grossesse notée le {start.display()}, à confirmer", to_confirm=True)
    return Pregnancy(words=f"Grossesse, depuis {start.display()}")


def _since(problem: Problem) -> When | None:
    """Return when it began, else when it was noted: a line that nobody closes is not a pregnancy for ever."""
    start = problem.period.start
    if start is not None and not start.missing:
        return start
    return When(text=problem.created.at[:10]) if problem.created else None


def _is_pregnancy(problem: Problem) -> bool:
    if problem.kind != "problème" or problem.status != "actif":
        return False
    words = fold(problem.code.text)
    if any(other in words for other in _NOT_ONE):
        return False
    cim = (problem.code.code(CIM10) or "").replace(".", "")
    return words.startswith("grossesse") or problem.code.code(CISP2) in _CISP or cim.startswith(_CIM)


def _expected(observations: Sequence[Observation]) -> dt.date | None:
    """Return the latest term said, else the one that the last menses give."""
    terms = [day for one in observations if one.code.code(LOINC) in EXPECTED and (day := _day(one))]
    menses = [day for one in observations if one.code.code(LOINC) == LAST_MENSES and (day := _day(one))]
    return max(terms, default=None) or (max(menses) + TERM if menses else None)


def _day(one: Observation) -> dt.date | None:
    return one.value.when.date if one.value and one.value.when else None


def _is_said(observations: Sequence[Observation], today: dt.date) -> bool:
    """Tell whether the last status says « enceinte » and is not older than a pregnancy lasts."""
    said = [one for one in observations if one.code.code(LOINC) == STATUS]
    if not said:
        return False
    last = max(said, key=lambda one: one.at.earliest_ms or 0)
    first = last.at.earliest or (When(text=last.created.at).earliest if last.created else None)
    if first is None or today - first.date() > _LONGEST or last.value is None:
        return False
    concept = last.value.concept
    words = fold(concept.text if concept else last.value.text or "").split()
    return last.value.boolean is True or ("enceinte" in words and not any(no in words for no in _NO))
