# SPDX-License-Identifier: EUPL-1.2
"""A clinical value in two versions is shown with both, in the banner and in every list, until it is decided."""

import pytest

from lgc_app.services.disputes import Choice
from lgc_core.model.absence import Absence, absence_id
from lgc_core.model.allergy import Allergy
from lgc_core.model.problem import Problem
from lgc_core.model.treatment import Treatment
from lgc_core.model.values import Concept
from tests.support.disputed import TwoPosts


@pytest.fixture
def posts(tmp_path):
    return TwoPosts(tmp_path)


def _seen(posts):
    return posts.cabinet.overviews.of(posts.patient)


def test_both_posologies_are_in_the_list_until_one_is_chosen(posts):
    posts.dispute_posology()
    (line,) = _seen(posts).treatments
    assert (line.aside, line.versions) == ("1 matin, midi et soir ou 1 le soir", 2)
    posts.cabinet.conflicts.resolve(posts.cabinet.conflicts.find(line.id), Choice.SECOND)
    (line,) = _seen(posts).treatments
    assert (line.aside, line.versions) == ("1 le soir", 1)


def test_a_treatment_stopped_on_one_post_only_stays_in_sight(posts):
    posts.both_write(
        lambda uow: uow.set(Treatment, posts.treatment.id, status="arrêté"),
        lambda uow: uow.set(Treatment, posts.treatment.id, status="suspendu"),
    )
    assert _seen(posts).treatments == ()
    posts.both_write(
        lambda uow: uow.set(Problem, posts.problem.id, status="résolu"),
        lambda uow: uow.set(Problem, posts.problem.id, status="rémission"),
    )
    (line,) = _seen(posts).problems
    assert line.words == "Diabète de type 2 (résolu ou rémission)"


def test_the_banner_tells_an_allergy_in_two_versions(posts):
    posts.both_write(
        lambda uow: uow.set(Allergy, posts.allergy.id, agent=Concept(text="Amoxicilline")),
        lambda uow: uow.set(Allergy, posts.allergy.id, agent=Concept(text="Iode")),
    )
    assert _seen(posts).allergy_words == "Allergie\u00a0: Amoxicilline ou Iode · 2\u00a0versions"


def test_an_allergy_taken_out_while_somebody_changed_it_stays_in_sight(posts):
    posts.both_write(
        lambda uow: uow.annul(Allergy, posts.allergy.id, "doublon"),
        lambda uow: uow.set(Allergy, posts.allergy.id, comment="choc en 2019"),
    )
    (line,) = _seen(posts).allergy_lines
    assert line.words == "Pénicilline (à garder ou à retirer)"
    posts.cabinet.conflicts.resolve(posts.cabinet.conflicts.find(line.id), Choice.FIRST)
    assert _seen(posts).allergies == ()


def test_no_known_allergy_in_two_versions_is_never_shown_as_a_certainty(posts):
    with posts.here.unit_of_work(posts.cabinet.session.author) as uow:
        uow.annul(Allergy, posts.allergy.id, "erreur de patient")
    key = absence_id(posts.patient.id, "allergie")
    of = {"id": key, "patient": posts.patient.id, "topic": "allergie", "at": "2026-11-23"}
    posts.both_write(
        lambda uow: uow.create(Absence(reason="aucun_connu", **of)),
        lambda uow: uow.create(Absence(reason="non_recherché", **of)),
    )
    seen = _seen(posts)
    assert seen.allergy_state == "inconnu"
    assert "2\u00a0versions" in seen.allergy_words
