# SPDX-License-Identifier: EUPL-1.2
"""The year of the demo is one that the services could have written, and that a clinician would believe."""

import csv
import datetime as dt
import random
from pathlib import Path

import pytest

from lgc_app.demo.cast import DOCTOR, NURSE, PEOPLE, PRACTICE
from lgc_app.demo.year.acute import EPISODES
from lgc_app.demo.year.childhood import size_at
from lgc_app.demo.year.chronic import CHRONIC
from lgc_app.demo.year.people import _HOMES, make_people
from lgc_app.demo.year.seasons import cyclone_of, is_worked, weight
from lgc_app.demo.year.talk import say
from lgc_app.demo.year.write import YearWriter
from lgc_app.services.cabinet import Cabinet, make_cabinet
from lgc_app.services.session import Session
from lgc_app.vault.attachments import AttachmentStore
from lgc_app.vault.keys import DatabaseKey
from lgc_core.clinical.frequent_problems import FREQUENT
from lgc_core.clinical.vitals import BY_KEY
from lgc_core.model.appointment import Appointment
from lgc_core.model.encounter import Encounter
from lgc_core.model.note import NoteSection
from lgc_core.model.observation import Observation
from lgc_core.model.patient import age_on
from lgc_core.model.places import COMMUNES_974
from lgc_core.model.seal import SealedRecord, is_intact
from lgc_core.model.words import fold
from lgc_core.store import queries
from tests.support.record import AT, add, make_store

POSTCODES = Path(__file__).parents[5] / "shared" / "refdata" / "geo" / "codes_postaux_974.csv"
COUNT = 45


@pytest.fixture(scope="module")
def cabinet(tmp_path_factory) -> Cabinet:
    store = make_store(practice=PRACTICE.id)
    store.now = lambda: AT
    add(store, PRACTICE, *PEOPLE, author=DOCTOR.author)
    safe = AttachmentStore(tmp_path_factory.mktemp("annee"), DatabaseKey.generate())
    made = make_cabinet(Session(store, PRACTICE, DOCTOR), safe, None, lambda _content: b"")
    YearWriter(store, made.files, random.Random(7)).write(COUNT)
    return made


def all_of(cabinet, kind):
    with cabinet.session.store.reading() as connection:
        return queries.find(connection, kind)


def test_the_same_seed_gives_the_same_people():
    first, again = (make_people(20, random.Random(3), AT.date()) for _ in range(2))
    assert first == again
    assert len({patient.address.postcode for patient in first}) > 3


def test_every_visit_is_sealed_as_the_service_seals_and_each_seal_holds(cabinet):
    encounters = all_of(cabinet, Encounter)
    seals = {record.aggregate_id: record for record in all_of(cabinet, SealedRecord)}
    assert len(encounters) > COUNT
    assert all(one.status == "signe" and is_intact(seals[one.id]) for one in encounters)
    assert all(not cabinet.encounters.get(one.id).late for one in encounters[:10])


def test_each_fact_bears_the_day_when_it_was_written(cabinet):
    for section in all_of(cabinet, NoteSection)[:200]:
        note = cabinet.encounters.get(section.encounter)
        assert section.created.at[:10] == note.encounter.period.start.text[:10]
        assert section.created.by == DOCTOR.author


def test_no_two_visits_share_a_quarter_and_none_is_on_a_day_off(cabinet):
    starts = [one.slot.start for one in all_of(cabinet, Appointment) if one.slot.staff == DOCTOR.id]
    assert len(starts) == len(set(starts))
    assert all(is_worked(dt.datetime.fromisoformat(start).date()) for start in starts)


def test_what_was_measured_is_possible(cabinet):
    bounds = {measure.loinc: measure.possible for measure in BY_KEY.values()}
    for one in all_of(cabinet, Observation):
        if one.category == "vital":
            low, high = bounds[one.code.codings[0].code]
            assert low <= float(one.value.quantity.value) <= high, one.code.text


def test_texts_are_varied_and_said_to_the_end(cabinet):
    texts = [one.text for one in all_of(cabinet, NoteSection) if one.code in ("S", "O")]
    assert len(set(texts)) > len(texts) * 0.6
    assert not [text for text in texts if "{" in text or "|" in text or "  " in text]


def test_the_words_of_the_year_are_found_and_the_nurse_has_her_round(cabinet):
    assert cabinet.texts.search("renouvellement") or cabinet.texts.search("suivi")
    nurse = make_cabinet(
        Session(cabinet.session.store, PRACTICE, NURSE), cabinet.files.safe, None, lambda _content: b""
    )
    assert nurse.rounds.day(AT.date())


def test_every_sentence_of_the_year_can_be_said_and_every_disease_has_its_codes():
    dice = random.Random(1)
    for one in (*EPISODES, *CHRONIC):
        for part in (one.asked, one.found, one.concluded, one.done):
            assert not set("{}|") & set(say(dice, part))
    assert [one.label for one in CHRONIC if fold(one.label) not in FREQUENT] == []


def test_dengue_has_its_season_and_the_cyclone_closes_the_practice():
    assert weight("dengue", dt.date(2026, 4, 10)) > 10 * weight("dengue", dt.date(2026, 9, 10))
    assert not is_worked(cyclone_of(2026))


def test_children_grow():
    (child,) = make_people(1, random.Random(2), AT.date())
    sizes = [size_at(child, months, 0.0) for months in range(0, 200, 6)]
    assert sizes == sorted(sizes)


def test_every_commune_of_the_island_has_patients():
    assert {cog for cog, _postcode, _weight in _HOMES} == set(COMMUNES_974)
    ages = [age_on(one.traits.birth_date, AT.date())[0] for one in make_people(600, random.Random(5), AT.date())]
    assert 0.12 < sum(age < 15 for age in ages) / 600 < 0.3


@pytest.mark.given
def test_the_postcodes_are_those_of_the_post_office():
    with POSTCODES.open(encoding="utf-8") as file:
        known = {(row["code_insee"], row["code_postal"]) for row in csv.DictReader(file)}
    assert [(cog, code) for cog, code, _weight in _HOMES if (cog, code) not in known] == []
