# SPDX-License-Identifier: EUPL-1.2
"""The codes of frequent problems and of birthplaces are those of the published editions."""

import csv
import gzip
import re
from pathlib import Path

import pytest

from lgc_core.clinical.frequent_problems import FREQUENT
from lgc_core.codes import CIM10, CISP2
from lgc_core.model.places import COMMUNES_974, COUNTRIES, ELSEWHERE

REFDATA = next(
    (one / "shared" / "refdata" for one in Path(__file__).parents if (one / "shared" / "refdata").is_dir()),
    Path("/nulle/part"),
)


def table(name, key):
    with gzip.open(REFDATA / name, "rt", encoding="utf-8") as file:
        return {row[key]: row for row in csv.DictReader(file)}


@pytest.mark.given
def test_every_category_is_in_the_french_edition_and_not_withdrawn_from_it():
    edition = table("cim10/cim10_atih_edsnlp.csv.gz", "code")
    codes = [one.code for concept in FREQUENT.values() for one in concept.codings if one.system == CIM10]
    assert len(codes) > 100
    for code in codes:
        assert not edition[code.replace(".", "")]["long"].startswith("*** SU"), code


@pytest.mark.given
def test_every_commune_has_the_name_of_the_official_code():
    edition = table("geo/communes_cog_fr.csv.gz", "code_insee")
    for code, name in (COMMUNES_974 | ELSEWHERE).items():
        assert edition[code]["nom"].replace("'", "’") == name


def test_codes_have_the_shape_of_their_system():
    cisp = [one.code for concept in FREQUENT.values() for one in concept.codings if one.system == CISP2]
    assert all(re.fullmatch(r"[A-Z]\d\d", code) for code in cisp)
    assert all(re.fullmatch(r"99[1-5]\d\d", code) for code in COUNTRIES)
