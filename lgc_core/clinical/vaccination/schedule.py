# SPDX-License-Identifier: EUPL-1.2
"""What a calendar asks of one person today: late, due, to talk over, to come; nothing is given by itself."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Final, Literal

import msgspec

from lgc_core.clinical.vaccination.campaign import season_of
from lgc_core.clinical.vaccination.edition import Dose, Edition, Rule

State = Literal["en retard", "à faire", "à discuter", "à venir"]
_ORDER: Final = {"en retard": 0, "à faire": 1, "à discuter": 2, "à venir": 3}
SOON: Final = 3
"""Months ahead of which a coming dose is listed."""

TOO_CLOSE: Final = dt.timedelta(days=28)
"""Two doses of one valence closer than four weeks are asked about: the least spacing of the calendar's series."""

LIVE_SPACING: Final = dt.timedelta(days=28)
"""Two injected live vaccines are given the same day, else four weeks apart."""


class Given(msgspec.Struct, frozen=True, kw_only=True):
    """A dose that was given: the day, and what it protects from."""

    day: dt.date
    valences: frozenset[str]


class Advice(msgspec.Struct, frozen=True, kw_only=True):
    """One line of what is to do; `since` is when it became, or becomes, due."""

    rule: Rule
    state: State
    dose_words: str
    since: dt.date | None = None
    given: int = 0


def advice(
    edition: Edition,
    birth: dt.date,
    given: Iterable[Given],
    today: dt.date,
    sex: str = "",
    groups: frozenset[str] = frozenset(),
) -> list[Advice]:
    """Return what an edition asks of a person born on a day, most pressing first; sex unknown: every rule.

    `groups` are those at risk that the person belongs to (risk_groups).
    """
    if birth > today:  # a date that is wrong: nothing can be asked of it
        return []
    doses = sorted(given, key=lambda one: one.day)
    rules = [rule for rule in edition.rules if rule.sex in ("", sex) or sex not in ("F", "M")]
    rules = [rule for rule in rules if _is_for(rule, groups)]
    found = [line for rule in rules if (line := _of_rule(edition, rule, birth, doses, today)) is not None]
    return sorted(found, key=lambda one: (_ORDER[one.state], one.since or today))


def too_close(valences: Iterable[str], day: dt.date, given: Iterable[Given]) -> list[Given]:
    """Return the doses that share a valence and are less than TOO_CLOSE from a day, nearest first."""
    wanted = frozenset(valences)
    near = [one for one in given if one.valences & wanted and abs(one.day - day) < TOO_CLOSE]
    return sorted(near, key=lambda one: abs(one.day - day))


def plus_months(day: dt.date, months: float) -> dt.date:
    """Return a day some months later; the 31st becomes the last of a shorter month."""
    whole = int(months)
    index = day.year * 12 + day.month - 1 + whole
    year, month = divmod(index, 12)
    first_of_next = dt.date(year + (month == 11), (month + 1) % 12 + 1, 1)
    last = (first_of_next - dt.timedelta(days=1)).day
    return dt.date(year, month + 1, min(day.day, last)) + dt.timedelta(days=round((months - whole) * 30.4375))


def _is_for(rule: Rule, groups: frozenset[str]) -> bool:
    concerned = not rule.groups or not groups.isdisjoint(rule.groups)
    return concerned and groups.isdisjoint(rule.unless)


def _of_rule(
    edition: Edition, rule: Rule, birth: dt.date, given: Sequence[Given], today: dt.date
) -> Advice | None:
    starts, ends = plus_months(birth, rule.start), plus_months(birth, rule.end)
    if today >= ends or birth.year < rule.born_from:
        return None
    if rule.kind != "série" and today < starts:
        return None
    counted = [one for one in given if one.valences >= set(rule.valences)]
    if rule.kind == "série":
        return _series(rule, birth, counted, today) if plus_months(starts, -SOON) <= today else None
    if rule.kind == "rendez-vous":
        return _appointment(rule, birth, counted, today)
    if rule.kind == "annuel":
        return _yearly(rule, starts, counted, today, season_of(edition.campaigns, rule.valences, today))
    since = plus_months(today, -rule.lasts) if rule.lasts else birth
    answered = any(one.day >= since for one in counted)
    return None if answered else Advice(rule=rule, state="à discuter", dose_words="")


def _series(rule: Rule, birth: dt.date, given: Sequence[Given], today: dt.date) -> Advice | None:
    counted = _spaced(given, plus_months(birth, rule.counts_from))
    early = [one for one in counted if one.day < plus_months(birth, rule.start)]
    if len(counted) >= _needed(rule, birth, counted) or (rule.met_early and len(early) >= rule.met_early):
        return None
    dose = rule.doses[len(counted)]
    since = plus_months(birth, max(dose.age, rule.start))
    if counted and dose.gap:
        since = max(since, plus_months(counted[-1].day, dose.gap))
    late = max(plus_months(birth, dose.late_age), plus_months(since, 1))
    return _line(rule, dose, since, late, today, len(counted))


def _needed(rule: Rule, birth: dt.date, counted: Sequence[Given]) -> int:
    """Return how many doses are enough: fewer for a series begun late, whose first dose protects better."""
    late = bool(counted and rule.late_doses) and counted[0].day >= plus_months(birth, rule.late_from)
    return rule.late_doses if late else len(rule.doses)


def _spaced(given: Sequence[Given], first: dt.date) -> list[Given]:
    """Keep the doses that count: since a day, and not twice within the least spacing."""
    kept: list[Given] = []
    for one in given:
        if one.day >= first and (not kept or one.day - kept[-1].day >= TOO_CLOSE):
            kept.append(one)
    return kept


def _appointment(rule: Rule, birth: dt.date, given: Sequence[Given], today: dt.date) -> Advice | None:
    passed = [dose for dose in rule.doses if plus_months(birth, dose.age) <= today]
    if not passed:
        return None
    dose = passed[-1]
    since = plus_months(birth, dose.age)
    before = passed[-2].age if len(passed) > 1 else 0
    opens = plus_months(birth, max(dose.age - (dose.grace or rule.grace), before))
    if any(one.day >= opens for one in given):
        return None
    return _line(rule, dose, since, plus_months(birth, dose.late_age), today, len(given))


def _yearly(
    rule: Rule, starts: dt.date, given: Sequence[Given], today: dt.date, season: tuple[dt.date, dt.date] | None
) -> Advice | None:
    if season is not None:
        return _seasonal(rule, max(starts, season[0]), season[0], given, today)
    since = max(starts, plus_months(given[-1].day, 12)) if given else starts
    if today < since:
        return None
    return Advice(rule=rule, state="à faire", dose_words="chaque année", since=since, given=len(given))


def _seasonal(rule: Rule, since: dt.date, opens: dt.date, given: Sequence[Given], today: dt.date) -> Advice | None:
    """Ask during the campaign, and say a little before that it comes; a dose counts since its first day."""
    if any(one.day >= opens for one in given) or since > plus_months(today, SOON):
        return None
    state: State = "à venir" if since > today else "à faire"
    return Advice(rule=rule, state=state, dose_words="chaque année", since=since, given=len(given))


def _line(rule: Rule, dose: Dose, since: dt.date, late: dt.date, today: dt.date, done: int) -> Advice | None:
    if since > plus_months(today, SOON):
        return None
    state: State = "à venir" if since > today else "à faire" if today < late else "en retard"
    if rule.catch_up and state != "à venir":
        state = "à discuter"
    words = dose.words or ("1ʳᵉ dose" if done == 0 else f"{done + 1}ᵉ dose")
    return Advice(rule=rule, state=state, dose_words=words, since=since, given=done)
