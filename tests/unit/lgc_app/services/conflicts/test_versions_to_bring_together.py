# SPDX-License-Identifier: EUPL-1.2
"""Both versions in words, who wrote them, what may be decided and by whom; nothing is lost by deciding."""

import pytest
import sqlalchemy as sa

from lgc_app.services.conflict_words import value_words
from lgc_app.services.conflicts import (
    AlreadyDecidedError,
    Choice,
    NewerVersionError,
    NoSuchChoiceError,
    ValueMovedError,
)
from lgc_app.services.session import ForbiddenError
from lgc_app.services.word_diff import passages, reunited
from lgc_core.model.allergy import Allergy
from lgc_core.model.catalogue import ENTITIES
from lgc_core.model.encounter import Encounter
from lgc_core.model.entity import entity_name, field_rules
from lgc_core.model.ids import new_id
from lgc_core.model.note import Addendum, NoteSection
from lgc_core.model.problem import Problem
from lgc_core.model.staff import Role
from lgc_core.model.treatment import Treatment
from lgc_core.model.values import Posology
from lgc_core.store import queries
from lgc_core.store.tables import conflict
from tests.support.disputed import FIRST_END, SECOND_END, TwoPosts


@pytest.fixture
def posts(tmp_path):
    return TwoPosts(tmp_path)


def _get(posts, kind, key, store=None):
    with (store or posts.here).reading() as connection:
        return queries.get(connection, kind, key)


def test_a_disputed_text_shows_both_hands_and_the_words_that_differ(posts):
    posts.dispute_note()
    (one,) = posts.cabinet.conflicts.waiting()
    assert (one.nature, one.shown) == ("texte", "HOARAU Marie Josette")
    assert one.title == "Conduite à tenir, consultation du 23/11/2026"
    assert FIRST_END in one.first.text
    assert SECOND_END in one.second.text
    assert "Nativel" in one.second.who
    assert (one.second.role, one.second.post) == ("infirmier", "Tablette")
    differing = [(part.first, part.second) for part in one.passages if part.differs]
    assert ("8 mm", "11 mm") in differing
    assert "".join(part.first for part in one.passages) == one.first.text
    assert "".join(part.second for part in one.passages) == one.second.text


def test_a_merged_text_is_shown_at_both_posts_and_the_two_versions_stay(posts):
    posts.dispute_note()
    (one,) = posts.cabinet.conflicts.waiting()
    text = reunited(one.passages)
    posts.cabinet.conflicts.resolve(one, Choice.TEXT, text)
    posts.settle()
    for store in (posts.here, posts.there):
        assert _get(posts, NoteSection, posts.section, store).text == text
    assert FIRST_END in text
    assert SECOND_END in text
    assert posts.cabinet.conflicts.waiting() == []
    with posts.there.reading() as connection:
        row = connection.execute(sa.select(conflict)).one()
    assert row.state == "résolu"
    assert SECOND_END in row.loser_value


@pytest.mark.parametrize(
    ("choice", "shown"), [(Choice.FIRST, "1 matin, midi et soir"), (Choice.SECOND, "1 le soir")]
)
def test_a_disputed_posology_is_decided_by_one_choice_and_taken_back(posts, choice, shown):
    posts.dispute_posology()
    (one,) = posts.cabinet.conflicts.waiting()
    assert (one.first.text, one.second.text) == ("1 matin, midi et soir", "1 le soir")
    decision = posts.cabinet.conflicts.resolve(one, choice)
    assert _get(posts, Treatment, posts.treatment.id).posology.text == shown
    posts.cabinet.conflicts.take_back(decision)
    posts.settle()
    assert _get(posts, Treatment, posts.treatment.id, posts.there).posology.text == "1 matin, midi et soir"
    assert len(posts.cabinet.conflicts.waiting()) == 1


def test_a_version_that_this_post_cannot_write_is_refused_in_words_and_both_stay(posts):
    posts.dispute_posology()
    with posts.here.writing() as connection:
        connection.execute(sa.update(conflict).values(loser_value='{"futur":1}'))
    (one,) = posts.cabinet.conflicts.waiting()
    with pytest.raises(NewerVersionError, match="logiciel plus récent"):
        posts.cabinet.conflicts.resolve(one, Choice.SECOND)
    assert len(posts.cabinet.conflicts.waiting()) == 1


def test_a_text_cannot_be_given_for_a_coded_value(posts):
    posts.dispute_posology()
    (one,) = posts.cabinet.conflicts.waiting()
    with pytest.raises(NoSuchChoiceError):
        posts.cabinet.conflicts.resolve(one, Choice.TEXT, "2 par jour")


def test_the_desk_decides_what_is_administrative_and_never_reads_the_rest(tmp_path):
    posts = TwoPosts(tmp_path, Role.SECRETAIRE)
    posts.dispute_job()
    posts.dispute_note()
    waiting = posts.cabinet.conflicts.waiting()
    assert [one.nature for one in waiting] == ["administratif"]
    assert posts.cabinet.conflicts.for_others(len(waiting)) == 1
    posts.cabinet.conflicts.resolve(waiting[0], Choice.SECOND)
    assert posts.cabinet.conflicts.waiting() == []


def test_a_clinical_dispute_is_refused_to_the_desk_whoever_hands_it(posts, tmp_path):
    posts.dispute_posology()
    (one,) = posts.cabinet.conflicts.waiting()
    desk = TwoPosts(tmp_path / "accueil", Role.SECRETAIRE)
    with pytest.raises(ForbiddenError):
        desk.cabinet.conflicts.resolve(one, Choice.FIRST)


def test_a_choice_made_elsewhere_meanwhile_is_told_and_not_overwritten(posts):
    posts.dispute_posology()
    (one,) = posts.cabinet.conflicts.waiting()
    posts.cabinet.conflicts.resolve(one, Choice.FIRST)
    with pytest.raises(AlreadyDecidedError):
        posts.cabinet.conflicts.resolve(one, Choice.SECOND)


def test_a_value_that_moved_while_it_was_read_is_read_again(posts):
    posts.dispute_posology()
    (one,) = posts.cabinet.conflicts.waiting()
    with posts.here.unit_of_work(posts.cabinet.session.author) as uow:
        uow.set(Treatment, posts.treatment.id, posology=Posology(text="1 midi"))
    with pytest.raises(ValueMovedError):
        posts.cabinet.conflicts.resolve(one, Choice.FIRST)
    (again,) = posts.cabinet.conflicts.waiting()
    assert again.first.text == "1 midi"


def test_who_typed_on_over_a_losing_text_is_one_version_and_not_many(posts):
    posts.dispute_note()
    for words in ("Un.", "Un, deux.", "Un, deux, trois."):
        with posts.there.unit_of_work(posts.cabinet.session.author) as uow:
            uow.set(Problem, posts.problem.id, comment=words)
    posts.both_write(lambda uow: uow.set(Problem, posts.problem.id, comment="Ici."), lambda _uow: None)
    found = {one.title: one for one in posts.cabinet.conflicts.waiting()}
    assert len(found) == posts.cabinet.exchanges.situation().conflicts


def test_a_late_word_on_a_signed_note_becomes_a_complement(posts):
    posts.both_write(
        lambda uow: uow.sign(Encounter, posts.encounter.id, new_id(), status="signe"),
        lambda uow: uow.set(NoteSection, posts.section, text="Trop tard."),
    )
    (one,) = posts.cabinet.conflicts.waiting()
    assert one.choices == {Choice.FIRST, Choice.COMPLEMENT}
    posts.cabinet.conflicts.resolve(one, Choice.COMPLEMENT)
    posts.settle()
    with posts.there.reading() as connection:
        (added,) = queries.find(connection, Addendum)
    assert added.text == "Conduite à tenir : Trop tard."
    assert posts.cabinet.conflicts.waiting() == []


@pytest.mark.parametrize(("choice", "stays"), [(Choice.FIRST, True), (Choice.SECOND, False)])
def test_a_deletion_that_had_not_seen_a_change_is_decided_by_a_person(posts, choice, stays):
    posts.both_write(
        lambda uow: uow.set(Allergy, posts.allergy.id, comment="choc en 2019"),
        lambda uow: uow.annul(Allergy, posts.allergy.id, "doublon"),
    )
    (one,) = posts.cabinet.conflicts.waiting()
    assert (one.nature, one.second.text) == ("suppression", "doublon")
    posts.cabinet.conflicts.resolve(one, choice)
    posts.settle()
    assert (_get(posts, Allergy, posts.allergy.id, posts.there) is not None) is stays
    assert posts.cabinet.conflicts.waiting() == []


def test_a_change_of_a_line_taken_out_is_kept_in_the_history_alone(posts):
    posts.both_write(
        lambda uow: uow.annul(Allergy, posts.allergy.id, "doublon"),
        lambda uow: uow.set(Allergy, posts.allergy.id, comment="choc en 2019"),
    )
    (one,) = posts.cabinet.conflicts.waiting()
    assert (one.choices, one.second.text) == ({Choice.FIRST}, "choc en 2019")
    posts.cabinet.conflicts.resolve(one, Choice.FIRST)
    posts.settle()
    assert posts.cabinet.conflicts.waiting() == []


def test_every_field_that_can_be_disputed_has_french_words():
    from lgc_app.services.conflict_words import field_words

    silent = {"created", "dossier_id", "record_number", "struct_ids", "sector", "setting", "oid_root", "source"}
    silent |= {
        "state",
        "lease_until",
        "error",
        "receipt",
        "received_at",
        "used_at",
        "ps_id",
        "profession",
        "valid_from",
        "replaces",
    }
    for kind in ENTITIES:
        for rule in field_rules(kind):
            if rule.merge.value in "ABCG" and rule.name not in silent and kind.regime.value != "fact":
                words = field_words(entity_name(kind), rule.name)
                assert words[0].isupper(), (entity_name(kind), rule.name)


def test_an_unknown_field_of_a_later_version_is_still_readable():
    assert value_words("problem", "couleur", '{"teinte":"bleu"}') == "teinte : bleu"


def test_words_that_differ_are_whole_words():
    found = passages("Poids 71,4 kg ce jour.", "Poids 74,1 kg ce jour.")
    assert [(one.first, one.second) for one in found if one.differs] == [("71,4 kg", "74,1 kg")]
