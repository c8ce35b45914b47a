# SPDX-License-Identifier: EUPL-1.2
"""Every official sample is read: header and words or PDF shown, counts held, nothing dropped in silence."""

import os
import re
import time
from collections import Counter
from html import unescape
from pathlib import Path

import pytest

from interop.cda.check import check_cda
from interop.cda.compare import compare_identity
from interop.cda.read.document import CdaReading, read_cda
from interop.cda.render import render_html
from interop.cda.tree import clinical_document
from interop.cda.tree import name as tag
from interop.xml import parse
from tests.support.cda import ISSUED, a_patient

SAMPLES = Path(__file__).parents[2].parent / "shared/samples/cda"
NAMES = sorted(path.name for path in SAMPLES.glob("*.xml")) if SAMPLES.is_dir() else []

EXPECTED = {
    "VSM_1.4_2022.01.xml": {"Problem": 5, "Procedure": 1, "Allergy": 1, "Observation": 2, "Treatment": 2},
    "IPS-FR_2024.01.xml": {
        "Problem": 8, "Procedure": 3, "Allergy": 1, "Treatment": 1, "Observation": 14, "Vaccination": 2,
    },
    "BIO-CR-BIO_2024.01_Microbiologie_V1.xml": {"Observation": 20},
    "BIO-CR-BIO_2024.01_TSH_1.xml": {"Observation": 2},
    "BIO-CR-BIO_2024.01_CRP_non_LOINC.xml": {"Observation": 1},
    "BIO-CR-BIO_2024.01_CR-2nde-intention-PDF.xml": {"Observation": 1},
    "LDL-SES_2022.01.xml": {"Treatment": 2},
    "VAC_2023.01.xml": {"Vaccination": 4},
    "CNAM-HR_2021.01_sans-info.xml": {"Absence": 3},
    "eP-MED-DM_2024.01_PosoStruct.xml": {"Treatment": 2, "Observation": 3},
    "eP-MED-DM_2023.01_PosoNonStruct.xml": {"Treatment": 2, "Observation": 3},
}  # fmt: skip

pytestmark = pytest.mark.given


def read(name: str) -> CdaReading:
    return read_cda((SAMPLES / name).read_bytes())


@pytest.mark.parametrize("name", NAMES or ["absent"])
def test_every_official_sample_is_shown_with_its_header(name):
    if not NAMES:
        if os.environ.get("CI") == "true":
            pytest.fail("the official samples are missing")
        pytest.skip("the official samples are not on this machine")
    start = time.perf_counter()
    reading = read(name)
    assert time.perf_counter() - start < 5
    assert reading.header.unique_oid
    assert reading.header.title
    assert reading.header.authors
    assert reading.header.subject.traits is not None
    assert reading.body.shows_something
    assert reading.read_state in ("lu", "partiel")
    assert all(p.draft for p in reading.proposals)
    assert all(n.reason for n in reading.not_taken)


@pytest.mark.parametrize(("name", "counts"), EXPECTED.items())
@pytest.mark.skipif(not NAMES, reason="the official samples are not on this machine")
def test_the_main_types_propose_what_they_hold(name, counts):
    found = Counter(type(p.draft).__name__ for p in read(name).proposals)
    assert dict(found) == counts


@pytest.mark.skipif(not NAMES, reason="the official samples are not on this machine")
def test_a_sample_about_somebody_else_is_refused_in_words():
    comparison = compare_identity(read("VSM_1.4_2022.01.xml").header.subject, a_patient())
    assert comparison.verdict == "discordant"
    assert "naissance 28/03/1979 au lieu du 21/03/1952" in comparison.sentence


@pytest.mark.skipif(not NAMES, reason="the official samples are not on this machine")
def test_the_summary_of_the_norm_keeps_its_words_over_its_codes():
    plavix = next(p for p in read("VSM_1.4_2022.01.xml").proposals if "PLAVIX" in p.words)
    assert plavix.draft.posology.text == "1 cp/j"
    assert plavix.draft.posology.rules == ()


@pytest.mark.parametrize("name", NAMES or ["absent"])
@pytest.mark.skipif(not NAMES, reason="the official samples are not on this machine")
def test_our_checks_do_not_fail_on_any_sample(name):
    for finding in check_cda((SAMPLES / name).read_bytes(), ISSUED.date()):
        assert finding.sentence.endswith(".")


@pytest.mark.parametrize("name", NAMES or ["absent"])
@pytest.mark.skipif(not NAMES, reason="the official samples are not on this machine")
def test_no_word_of_any_narrative_is_lost_on_the_page(name):
    document = clinical_document(parse((SAMPLES / name).read_bytes()))
    page = unescape(re.sub(r"<[^>]*>", " ", render_html(read(name))))
    shown = set(page.split())
    for section in document.iter(tag("section")):
        text = section.find(tag("text"))
        pieces = [] if text is None else [piece for piece in text.itertext() if piece.strip()]
        assert {word for piece in pieces for word in piece.split()} <= shown
