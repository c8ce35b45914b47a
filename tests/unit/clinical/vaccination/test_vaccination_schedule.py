# SPDX-License-Identifier: EUPL-1.2
"""What is due, late or to talk over, by age and doses given; an edition that contradicts itself is refused."""

import datetime as dt
import json
from pathlib import Path

import pytest
from hypothesis import given as any_of
from hypothesis import settings
from hypothesis import strategies as st
from msgspec import structs

from lgc_core.clinical.vaccination.calendar_2025 import CALENDAR_2025
from lgc_core.clinical.vaccination.campaign import Campaign
from lgc_core.clinical.vaccination.edition import BadEditionError, read_edition, write_edition
from lgc_core.clinical.vaccination.risk_groups import is_chronic_risk
from lgc_core.clinical.vaccination.schedule import Given, advice, plus_months, too_close
from lgc_core.codes import CIM10, CISP2
from lgc_core.model.ids import new_id
from lgc_core.model.problem import Problem
from lgc_core.model.values import Coding, Concept

TODAY = dt.date(2026, 11, 23)
HEXA = "D T P Ca Hib HB"
GIVEN = Path(__file__).parents[5] / "shared" / "refdata" / "vaccination" / "calendrier_vaccinal_2025.derived.json"


def dose(day, valences):
    return Given(day=dt.date.fromisoformat(day), valences=frozenset(valences.split()))


def lines(birth, *given, today=TODAY, sex="M", groups=()):
    found = advice(CALENDAR_2025, dt.date.fromisoformat(birth), given, today, sex, frozenset(groups))
    return {line.rule.key: (line.state, line.dose_words) for line in found}


def test_a_newborn_has_everything_to_come():
    found = lines("2026-10-20")
    assert found["hexavalent"] == ("à venir", "1ʳᵉ dose")
    assert set(found) == {"hexavalent", "pneumocoque-nourrisson", "rotavirus", "meningocoque-b"}


def test_at_four_months_the_second_dose_is_due_after_the_first_and_late_without_it():
    birth = "2026-07-20"
    assert lines(birth, dose("2026-09-21", HEXA))["hexavalent"] == ("à faire", "2ᵉ dose")
    assert lines(birth)["hexavalent"] == ("en retard", "1ʳᵉ dose")
    assert lines(birth, dose("2026-11-10", HEXA))["hexavalent"] == ("à venir", "2ᵉ dose")


def test_an_infant_up_to_date_has_nothing_late():
    birth, days = "2025-09-01", ("2025-11-03", "2026-01-05", "2026-08-03")
    given = [dose(day, HEXA) for day in days] + [dose(day, "Pn") for day in days]
    given += [dose(day, "MenB") for day in ("2025-12-01", "2026-02-02", "2026-09-01")]
    given += [dose(day, "MenACWY") for day in ("2026-03-02", "2026-09-01")] + [dose("2026-09-01", "ROR")]
    found = lines(birth, *given)
    by_risk = dict.fromkeys(("grippe-risque", "covid-risque"), ("à discuter", ""))
    assert found == {"ror": ("à venir", "2ᵉ dose"), **by_risk}


def test_a_dose_twice_in_one_week_counts_once():
    given = (dose("2026-09-21", HEXA), dose("2026-09-25", HEXA))
    assert lines("2026-07-20", *given)["hexavalent"] == ("à faire", "2ᵉ dose")


@pytest.mark.parametrize(
    ("birth", "last", "state"),
    [
        ("1952-03-12", "2026-09-02", None),
        ("1961-06-01", "2017-01-10", ("à faire", "65 ans")),
        ("1958-06-01", "2010-01-10", ("en retard", "65 ans")),
        ("1981-11-24", "2001-01-01", ("en retard", "25 ans, avec coqueluche")),
        ("1981-11-20", "2021-12-01", None),
        ("1981-11-20", "2024-12-01", None),
        ("2020-10-01", "2021-09-01", ("à faire", "6 ans, avec coqueluche")),
    ],
)
def test_the_boosters_at_fixed_ages(birth, last, state):
    assert lines(birth, dose(last, "D T P")).get("dtp") == state


@pytest.mark.parametrize(
    ("birth", "given", "state"),
    [
        # the last dose of infancy, given at 12 months and a half, is not the booster of 6 years
        ("2020-10-01", ("2020-12-01", "2021-02-01", "2021-10-15"), ("à faire", "6 ans, avec coqueluche")),
        # the booster of 6 years, given the day after the birthday, is not the one of 11 to 13
        ("2015-09-01", ("2016-08-01", "2021-09-02"), ("à faire", "11-13 ans, avec coqueluche")),
        ("2011-11-01", ("2012-10-01", "2018-03-01"), ("en retard", "11-13 ans, avec coqueluche")),
        ("2020-10-01", ("2021-09-01", "2025-06-01"), None),
        ("2015-09-01", ("2021-09-02", "2025-01-10"), None),
    ],
)
def test_the_dose_of_one_age_is_not_that_of_the_next(birth, given, state):
    assert lines(birth, *(dose(day, "D T P Ca") for day in given)).get("dtp") == state


def test_an_older_vaccine_does_not_stand_for_the_one_that_is_asked():
    former = (dose("2019-10-01", "Pn"), dose("2020-10-01", "ZonaVivant"))
    assert lines("1952-03-12", *former)["pneumocoque-adulte"] == ("à faire", "dose unique")
    assert lines("1952-03-12", *former)["zona"] == ("à faire", "1ʳᵉ dose")
    assert "pneumocoque-adulte" not in lines("1952-03-12", dose("2025-10-01", "Pn VPC20"))


def test_measles_before_one_year_is_outside_the_two_doses():
    birth = "2024-11-23"
    early, first = dose("2025-07-01", "ROR"), dose("2025-11-25", "ROR")
    assert lines(birth, early, first)["ror"] == ("en retard", "2ᵉ dose")
    assert "ror" not in lines(birth, early, first, dose("2026-05-01", "ROR"))
    assert "ror" not in lines(birth, dose("2025-11-20", "ROR"), dose("2026-05-01", "ROR"))


def test_a_series_begun_after_one_year_needs_fewer_doses():
    birth, first, second = "2025-06-01", "2026-06-10", "2026-08-12"
    begun = (dose(first, "Pn"), dose(first, "MenACWY"))
    assert "meningocoques-acwy" not in lines(birth, *begun)
    assert lines(birth, *begun)["pneumocoque-nourrisson"] == ("en retard", "2ᵉ dose")
    assert "pneumocoque-nourrisson" not in lines(birth, *begun, dose(second, "Pn"))
    in_time = (dose("2025-08-01", "Pn"), dose("2025-10-01", "Pn"), dose("2025-12-01", "MenACWY"))
    assert lines(birth, *in_time)["pneumocoque-nourrisson"] == ("en retard", "rappel")
    assert lines(birth, *in_time)["meningocoques-acwy"] == ("en retard", "rappel")


def test_rotavirus_is_not_asked_after_24_weeks():
    assert "rotavirus" in lines("2026-07-01")
    assert "rotavirus" not in lines("2026-06-05")


def test_an_adult_born_before_1980_is_not_asked_about_measles():
    assert "ror-adulte" not in lines("1979-12-31")
    assert lines("1980-01-01")["ror-adulte"] == ("à discuter", "1ʳᵉ dose")


@pytest.mark.parametrize(
    ("today", "last", "state"),
    [
        ("2026-01-14", "", None),
        ("2026-01-15", "", "à venir"),
        ("2026-04-14", "2025-05-10", "à venir"),
        ("2026-04-15", "2025-05-10", "à faire"),
        ("2026-09-30", "", "à faire"),
        ("2026-10-01", "", None),
        ("2026-06-01", "2026-04-15", None),
        ("2026-06-01", "2026-02-01", "à faire"),
    ],
)
def test_influenza_is_asked_from_65_during_the_campaign_of_the_island(today, last, state):
    given = (dose(last, "Grippe"),) if last else ()
    found = lines("1952-03-12", *given, today=dt.date.fromisoformat(today))
    assert found.get("grippe", (None, ""))[0] == state
    assert "grippe" not in lines("1970-03-12", *given, today=dt.date.fromisoformat(today))


@pytest.mark.parametrize(
    ("birth", "groups", "asked"),
    [
        ("1980-01-01", (), {"grippe-risque"}),
        ("1980-01-01", ("grossesse",), {"grippe-groupes"}),
        ("1980-01-01", ("maladie chronique",), {"grippe-groupes"}),
        ("2025-12-02", ("maladie chronique",), set()),
        ("2025-12-01", ("maladie chronique",), {"grippe-groupes"}),
        ("1952-03-12", ("maladie chronique",), {"grippe"}),
    ],
)
def test_influenza_is_asked_of_a_pregnancy_and_of_a_chronic_disease_at_any_age(birth, groups, asked):
    found = lines(birth, today=dt.date(2026, 6, 1), groups=groups)
    assert {key for key in found if key.startswith("grippe")} == asked


def test_a_campaign_may_end_the_year_after_and_without_one_a_dose_lasts_a_year():
    winter = Campaign(valence="Grippe", start="10-15", end="01-31", where="Hexagone", source="essai")
    assert winter.around(dt.date(2027, 1, 31)) == (dt.date(2026, 10, 15), dt.date(2027, 1, 31))
    assert winter.around(dt.date(2027, 2, 1))[0] == dt.date(2027, 10, 15)
    without = structs.replace(CALENDAR_2025, campaigns=())
    last = (dose("2026-05-10", "Grippe"),)
    born = dt.date(1952, 3, 12)
    assert "grippe" not in {one.rule.key for one in advice(without, born, last, TODAY)}
    assert "grippe" in {one.rule.key for one in advice(without, born, (), TODAY)}


@pytest.mark.parametrize(
    ("cim", "cisp", "is_risk"),
    [("E11.9", "", True), ("", "R95", True), ("J45.9", "R96", True), ("I10", "K86", False), ("", "", False)],
)
def test_a_coded_chronic_disease_is_a_risk_and_a_free_word_is_not(cim, cisp, is_risk):
    codings = [Coding(system=system, code=code) for system, code in ((CIM10, cim), (CISP2, cisp)) if code]
    problem = Problem(id=new_id(), patient=new_id(), code=Concept(text="BPCO", codings=tuple(codings)))
    assert is_chronic_risk(problem) is is_risk
    assert not is_chronic_risk(structs.replace(problem, status="résolu"))
    assert not is_chronic_risk(structs.replace(problem, kind="familial"))


def test_two_doses_of_hpv_before_15_are_enough_and_one_is_not():
    early = (dose("2020-05-01", "HPV"), dose("2020-12-01", "HPV"))
    assert "hpv-rattrapage" not in lines("2008-03-12", *early)
    assert lines("2008-03-12", early[0])["hpv-rattrapage"] == ("à discuter", "2ᵉ dose")


def test_a_dose_of_infancy_does_not_stand_for_the_adolescent_one():
    given = (dose("2013-09-01", "MenACWY"), dose("2014-03-01", "MenACWY"))
    assert lines("2013-03-01", *given)["meningocoques-acwy-adolescent"] == ("à faire", "11-14 ans")


def test_a_risk_is_talked_over_again_once_a_dose_no_longer_answers_it():
    assert "grippe-risque" not in lines("1980-01-01", dose("2026-05-10", "Grippe"))
    assert lines("1980-01-01", dose("2019-05-10", "Grippe"))["grippe-risque"] == ("à discuter", "")


def test_what_concerns_a_pregnancy_is_told_to_women_of_that_age_at_each_one():
    former = dose("2021-11-20", "D T P Ca")
    assert lines("1994-05-02", former, sex="F")["coqueluche-grossesse"] == ("à discuter", "")
    assert "coqueluche-grossesse" not in lines("1994-05-02", dose("2026-09-02", "D T P Ca"), sex="F")
    assert "coqueluche-grossesse" not in lines("1994-05-02", former)
    assert "vrs-grossesse" not in lines("1952-05-02", sex="F")


def test_reunion_is_spoken_of_by_age():
    assert lines("2015-01-01")["dengue-enfant-974"] == ("à discuter", "")
    assert "dengue-adulte-974" in lines("1980-01-01")
    assert "chikungunya-974" in lines("1952-01-01")


def test_two_doses_of_one_valence_within_four_weeks_are_close():
    given = (dose("2026-11-01", "D T P"), dose("2026-11-20", "Grippe"))
    assert too_close(("T",), TODAY, given) == [given[0]]
    assert too_close(("T",), dt.date(2026, 11, 29), given) == []


@settings(max_examples=50, deadline=None)
@any_of(
    st.dates(dt.date(1910, 1, 1), TODAY),
    st.lists(
        st.tuples(st.dates(dt.date(1910, 1, 1), TODAY), st.sampled_from([HEXA, "Pn", "HPV", "Grippe"])), max_size=9
    ),
)
def test_any_life_gets_an_answer_and_each_rule_one_line(birth, doses):
    given = [Given(day=day, valences=frozenset(keys.split())) for day, keys in doses]
    found = advice(CALENDAR_2025, birth, given, TODAY)
    assert len({line.rule.key for line in found}) == len(found)


def test_a_birth_in_the_future_asks_for_nothing():
    assert advice(CALENDAR_2025, dt.date(9990, 1, 1), [], TODAY) == []


def test_months_are_added_as_calendars_do():
    assert plus_months(dt.date(2026, 1, 31), 1) == dt.date(2026, 2, 28)
    assert plus_months(dt.date(2026, 11, 30), 3) == dt.date(2027, 2, 28)
    assert plus_months(dt.date(2026, 3, 15), -3) == dt.date(2025, 12, 15)


def test_an_edition_goes_out_and_comes_back():
    assert read_edition(write_edition(CALENDAR_2025)) == CALENDAR_2025


@pytest.mark.parametrize(
    "change",
    [
        {"date": "hier"},
        {"rules": []},
        {"surprise": 1},
        {"rules": [{"key": "a", "words": "A", "kind": "série", "valences": ["Peste"], "doses": [{"age": 2}]}]},
        {"rules": [{"key": "a", "words": "A", "kind": "série", "valences": ["T"], "doses": []}]},
        {
            "rules": [
                {"key": "a", "words": "A", "kind": "série", "valences": ["T"], "doses": [{"age": 4}, {"age": 2}]}
            ]
        },
        {
            "rules": [
                {
                    "key": "a",
                    "words": "A",
                    "kind": "série",
                    "valences": ["T"],
                    "doses": [{"age": 4}],
                    "late_doses": 2,
                }
            ]
        },
        {"rules": [{"key": "a", "words": "A", "kind": "avis", "valences": ["T"], "start": 9, "end": 3}]},
    ],
)
def test_an_edition_that_is_wrong_is_refused(change):
    untrusted = json.dumps(json.loads(write_edition(CALENDAR_2025)) | change).encode()
    with pytest.raises(BadEditionError):
        read_edition(untrusted)


@pytest.mark.given
def test_every_vaccine_of_the_given_calendar_has_its_rule():
    given = {rule["id"] for rule in json.loads(GIVEN.read_text(encoding="utf-8"))["rules"]}
    ours = {
        "HEXA": "hexavalent", "PNC": "pneumocoque-nourrisson", "ROTA": "rotavirus", "MENB": "meningocoque-b",
        "MENACWY": "meningocoques-acwy", "ROR": "ror", "DTCAP6": "dtp", "DTCAP11": "dtp", "HPV": "hpv",
        "DTP_ADULT": "dtp", "GRIPPE": "grippe", "COVID": "covid", "PNC_ADULT": "pneumocoque-adulte",
        "ZONA": "zona", "VRS": "vrs", "DENGUE_974": "dengue-enfant-974", "CHIK_974": "chikungunya-974",
    }  # fmt: skip
    assert given == set(ours)
    assert set(ours.values()) <= {rule.key for rule in CALENDAR_2025.rules}
