# SPDX-License-Identifier: EUPL-1.2
"""ui.md §10, line by line, on every screen of the real window in every look; its two kept pictures; the guide."""

import ast
import re
from pathlib import Path

import pytest
from PIL import Image

import lgc_app.ui
from lgc_app.ui.start.patient_file import PatientFile
from lgc_app.ui.words.messages import Message
from tests.pictures.__main__ import IMAGES
from tests.pictures.tour import KEPT, LOOKS, SCREEN, picture_names
from tests.pictures.visits import VISITS
from tests.support.exact_words import EXPECTED
from tests.support.screen_checks import CHECKS

pytestmark = pytest.mark.timeout(600)  # the walk, on a machine that does much else
UI = Path(lgc_app.ui.__file__).parent
GUIDE = IMAGES.parent / "guide.md"
NAMES = sorted(picture_names())
SMALL_ENOUGH = 120_000
"""Bytes of a kept picture."""


@pytest.mark.parametrize("check", CHECKS)
def test_every_screen_passes_in_every_look(walked, check):
    assert not walked.faults[check], "\n".join(walked.faults[check])


def test_every_screen_of_the_source_was_walked_through(walked):
    """A new screen has to be visited in tests/pictures/visits.py."""
    wanted = {
        node.value.value
        for file in UI.rglob("*.py")
        for node in ast.parse(file.read_text("utf-8")).body
        if isinstance(node, ast.Assign | ast.AnnAssign) and _is_where(node)
    }
    seen = {visit.where for visits in VISITS.values() for visit in visits}
    assert wanted >= {"journee", "reception", "papier"}
    assert (wanted | walked.shown | PatientFile.PLACES) - {"biologie"} <= seen  # the place whose screen is biology
    assert {name for name, _look in walked.looked_at} == set(NAMES)
    assert {look for _name, look in walked.looked_at} == set(LOOKS)


def _is_where(node):
    target = node.targets[0] if isinstance(node, ast.Assign) else node.target
    return isinstance(target, ast.Name) and target.id == "WHERE" and isinstance(node.value, ast.Constant)


@pytest.mark.parametrize("name", NAMES)
def test_a_screen_has_its_two_kept_pictures_and_the_guide_shows_it(name):
    """`python3 dev.py pictures` takes them."""
    for look in KEPT:
        file = IMAGES / f"{name}{look}.png"
        assert file.stat().st_size < SMALL_ENOUGH, file
        with Image.open(file) as kept:
            assert kept.size == SCREEN, file
    assert f"(images/{name}.png)" in GUIDE.read_text("utf-8")


def test_no_picture_is_kept_that_no_page_shows():
    pages = "".join(page.read_text("utf-8") for page in IMAGES.parents[1].rglob("*.md"))
    shown = set(re.findall(r"images/([\w-]+\.png)", pages))
    kept = {f"{name}{look}.png" for name in NAMES for look in KEPT}
    assert {file.name for file in IMAGES.glob("*.png")} <= shown | kept


def test_the_sentences_of_the_design_are_there_once_each():
    assert set(EXPECTED) == set(Message)
    texts = [message.value for message in Message]
    assert len(set(texts)) == len(texts)
