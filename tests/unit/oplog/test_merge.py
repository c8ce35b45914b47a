# SPDX-License-Identifier: EUPL-1.2
"""The merge decides by base versions, keeps both values, and never by a clock (class A tie-break apart)."""

import datetime as dt

import msgspec
import pytest

from lgc_core.model.canonical import canonical
from lgc_core.model.ids import derived_id
from lgc_core.model.values import Concept, Interval, PersonName, Stamp, on_day
from lgc_core.oplog.merge import Reason, Surroundings, apply
from lgc_core.oplog.operation import RESOLVED_FIELD, SEAL_FIELD, Change, Op, change
from lgc_core.oplog.resolution import Cited, Resolution, cite
from lgc_core.oplog.state import EntityState

TRAITS = '{"birth_date":"1952-03-12","birth_family":"G","birth_givens":"M","sex":"F"}'
AROUND = Surroundings(hlc_of=lambda _: "0001", value_of=lambda *_: None, is_sealed=lambda _: False)


def op(name: str, kind: str = "set", entity: str = "problem", hlc: str = "0002", **fields: Change) -> Op:
    return Op(
        op_id=name,
        partition="cabinet:x",
        device="poste",
        dev_seq=1,
        hlc=hlc,
        sv=1,
        actor="d",
        kind=kind,
        entity_type=entity,
        entity_id="e1",
        fields=fields,
    )


def created(entity: str = "problem", **fields: Change) -> EntityState:
    if entity == "problem":
        fields = {"patient": change("p"), "code": change(Concept(text="Diabète")), **fields}
    state = apply(None, op("o1", "create", entity, **fields), AROUND).state
    assert state is not None
    return state


def test_a_change_that_saw_the_current_value_is_taken() -> None:
    done = apply(created(), op("o2", comment=change("suivi", base=None)), AROUND)
    assert done.state is not None
    assert done.state.value("comment") == '"suivi"'
    assert done.conflicts == ()


def test_a_clinical_change_that_did_not_see_the_current_value_loses_and_is_kept() -> None:
    state = created(status=change("actif"))
    newer = apply(state, op("o2", status=change("résolu", base="o1")), AROUND).state
    done = apply(newer, op("o3", hlc="9999", status=change("inactif", base="o1")), AROUND)
    assert done.state is not None
    assert done.state.value("status") == '"résolu"'
    (found,) = done.conflicts
    assert (found.winner_value, found.loser_value) == ('"résolu"', '"inactif"')
    assert found.id == derived_id("conflict", "e1", "status", "o3")


@pytest.mark.parametrize(
    ("field", "was", "new", "letter"),
    [
        ("traits", TRAITS, {"birth_family": "HOARAU", "birth_givens": "A", "sex": "F", "birth_date": "1960"}, "G"),
        ("record_number", '"974"', "975", "F"),
        ("identity_flags", '["homonyme"]', ["douteuse"], "B"),
    ],
)
@pytest.mark.parametrize("hlc", ["0000", "0009"])
def test_an_identity_a_number_or_a_flag_of_another_hand_is_a_proposal_whatever_the_clock(
    field: str, was: str, new: object, letter: str, hlc: str
) -> None:
    base = EntityState(
        entity_type="patient", entity_id="e1", partition="cabinet:x", created_op="o1", last_op="o2",
        fields={"traits": TRAITS} | {field: was}, versions={field: "o2"},
    )  # fmt: skip
    around = msgspec.structs.replace(AROUND, hlc_of=lambda _: "0005")
    done = apply(base, op("o3", entity="patient", hlc=hlc, **{field: change(new, base="o1")}), around)
    assert done.state is not None
    assert done.state.value(field) == was
    (found,) = done.conflicts
    assert (found.merge, found.winner_op, found.loser_op) == (letter, "o2", "o3")
    assert (found.winner_value, found.loser_value) == (was, canonical(new))


@pytest.mark.parametrize(("hlc", "shown"), [("0000", '"chez A"'), ("0009", '"chez B"')])
def test_an_administrative_tie_shows_the_later_hand_and_keeps_the_other(hlc: str, shown: str) -> None:
    base = EntityState(
        entity_type="patient", entity_id="e1", partition="cabinet:x", created_op="o1", last_op="o1",
        fields={"job": '"chez A"', "traits": TRAITS},
        versions={"job": "o2"},
    )  # fmt: skip
    around = msgspec.structs.replace(AROUND, hlc_of=lambda _: "0005")
    done = apply(base, op("o3", entity="patient", hlc=hlc, job=change("chez B", base="o1")), around)
    assert done.state is not None
    assert done.state.value("job") == shown
    assert len(done.conflicts) == 1


def test_a_decision_that_names_no_version_has_seen_nothing() -> None:
    cited = cite(Resolution(field="status", closes=(Cited(winner="o1", loser="o9"),)))
    decided = op("o2", "resolve", status=change("résolu"), **{RESOLVED_FIELD: cited})
    done = apply(created(status=change("actif")), decided, AROUND)
    assert done.quarantine is None
    assert done.state is not None
    assert done.state.value("status") == '"actif"'
    assert [(one.winner_op, one.loser_op) for one in done.conflicts] == [("o1", "o2")]


def test_a_decision_sees_a_version_and_not_equal_words() -> None:
    cited = cite(Resolution(field="status", closes=(Cited(winner="o1", loser="o9"),)))
    decided = op("o2", "resolve", status=change("résolu", base="o0"), **{RESOLVED_FIELD: cited})
    around = msgspec.structs.replace(AROUND, value_of=lambda *_: '"actif"')
    done = apply(created(status=change("actif")), decided, around)
    assert [(one.winner_op, one.loser_op) for one in done.conflicts] == [("o1", "o2")]
    assert done.closed == ()


def test_a_decision_folded_twice_closes_nothing_more() -> None:
    cited = cite(Resolution(field="status", closes=(Cited(winner="o1", loser="o9"),)))
    state = created(status=change("actif"))
    decided = op("o2", "resolve", status=change("résolu", base=state.version("status")), **{RESOLVED_FIELD: cited})
    first = apply(state, decided, AROUND)
    assert first.closed != ()
    again = apply(first.state, decided, AROUND)
    assert (again.state, again.closed) == (first.state, ())


def test_an_entity_stays_in_its_partition() -> None:
    elsewhere = msgspec.structs.replace(op("o2", comment=change("suivi")), partition="cabinet:y")
    assert apply(created(), elsewhere, AROUND).quarantine is Reason.WRONG_PARTITION


def test_the_same_words_written_twice_are_no_conflict() -> None:
    state = apply(created(status=change("actif")), op("o2", status=change("résolu", base="o1")), AROUND).state
    done = apply(state, op("o3", status=change("résolu", base="o1")), AROUND)
    assert done.conflicts == ()


def test_a_fact_is_never_modified() -> None:
    fact = apply(
        None,
        op(
            "o1",
            "create",
            "vaccination",
            patient=change("p"),
            vaccine=change({"text": "DTP"}),
            at=change({"text": "2026"}),
        ),
        AROUND,
    ).state
    done = apply(fact, op("o2", entity="vaccination", lot=change("A12", base=None)), AROUND)
    assert done.quarantine is Reason.WRITE_ONCE
    assert done.state == fact


def test_a_post_creates_no_sending_that_the_region_has_already_received() -> None:
    given = {"patient": change("p"), "document": change("d"), "channel": change("DMP"), "state": change("reçu")}
    done = apply(None, op("o1", "create", "dispatch", **given), AROUND)
    assert (done.state, done.quarantine) == (None, Reason.SERVER_ONLY)
    own = msgspec.structs.replace(op("o1", "create", "dispatch", **given), device="server")
    assert apply(None, own, AROUND).state is not None


def test_a_post_cannot_move_a_sending_itself() -> None:
    sending = apply(
        None,
        op("o1", "create", "dispatch", patient=change("p"), document=change("d"), channel=change("DMP")),
        AROUND,
    ).state
    done = apply(sending, op("o2", entity="dispatch", state=change("reçu", base=None)), AROUND)
    assert done.quarantine is Reason.SERVER_ONLY


@pytest.mark.parametrize(
    ("one", "reason"),
    [
        (op("o2", entity="dinosaure"), Reason.UNKNOWN_ENTITY),
        (op("o2", "fusionner"), Reason.UNKNOWN_KIND),
        (op("o2", status=change(["pas", "un", "statut"], base=None)), Reason.WRONG_TYPE),
    ],
)
def test_what_cannot_be_applied_is_set_aside_whole(one: Op, reason: Reason) -> None:
    state = created()
    done = apply(state, one, AROUND)
    assert done.quarantine is reason
    assert done.state == state


def test_a_change_of_something_unknown_is_set_aside() -> None:
    assert apply(None, op("o2", status=change("actif")), AROUND).quarantine is Reason.UNKNOWN_TARGET


def test_a_field_of_a_later_version_is_kept_verbatim() -> None:
    done = apply(created(), op("o2", couleur=change("bleu", base=None)), AROUND)
    assert done.state is not None
    assert done.state.extra == {"couleur": '"bleu"'}


def test_an_operation_folded_twice_changes_nothing() -> None:
    state = created()
    first = apply(state, op("o2", status=change("résolu", base=None)), AROUND).state
    again = apply(first, op("o2", status=change("résolu", base=None)), AROUND)
    assert again.conflicts == ()
    assert again.state == first


def test_an_edit_against_a_deletion_is_a_visible_conflict() -> None:
    state = created()
    gone = apply(state, op("o2", "annul", annulled=change("erreur", base="o1")), AROUND).state
    done = apply(gone, op("o3", status=change("résolu", base=None)), AROUND)
    assert len(done.conflicts) == 1
    assert done.state is not None
    assert done.state.annulled_op == "o2"


def test_a_deletion_that_did_not_see_the_last_edit_is_a_visible_conflict() -> None:
    edited = apply(created(), op("o2", status=change("résolu", base=None)), AROUND).state
    done = apply(edited, op("o3", "annul", annulled=change("erreur", base="o1")), AROUND)
    assert done.state is not None
    assert done.state.annulled_op is None
    assert len(done.conflicts) == 1


def test_a_word_that_lost_does_not_stand_in_the_way_of_a_deletion() -> None:
    state = created(status=change("actif"))
    seen = apply(state, op("o2", status=change("résolu", base="o1")), AROUND).state
    after = apply(seen, op("o3", status=change("inactif", base="o1")), AROUND).state
    done = apply(after, op("o4", "annul", annulled=change("erreur", base="o2")), AROUND)
    assert done.conflicts == ()
    assert done.state is not None
    assert done.state.annulled_op == "o4"


def test_two_hands_that_delete_the_same_agree() -> None:
    gone = apply(created(), op("o2", "annul", annulled=change("erreur", base="o1")), AROUND).state
    done = apply(gone, op("o3", "annul", annulled=change("doublon", base="o1")), AROUND)
    assert done.state == gone
    assert done.conflicts == ()


def test_the_first_of_two_signatures_stands_and_the_other_is_kept() -> None:
    began, who = Interval(start=on_day(dt.date(2026, 11, 23))), Stamp(name=PersonName(family="Ethève"))
    start = {"patient": change("p"), "period": change(began), "responsible": change(who)}
    draft = apply(None, op("o1", "create", "encounter", **start), AROUND).state
    signed = apply(draft, op("o2", "sign", "encounter", **{SEAL_FIELD: change("s1")}), AROUND).state
    done = apply(signed, op("o3", "sign", "encounter", **{SEAL_FIELD: change("s2")}), AROUND)
    assert done.state is not None
    assert done.state.sealed_id == "s1"
    assert [(one.winner_value, one.loser_value) for one in done.conflicts] == [('"s1"', '"s2"')]


def test_a_word_after_the_seal_is_kept_outside_the_signature() -> None:
    around = msgspec.structs.replace(AROUND, is_sealed=lambda _: True)
    note = apply(
        None,
        op(
            "o1",
            "create",
            "note_section",
            encounter=change("c"),
            patient=change("p"),
            code=change("A"),
            text=change("x"),
        ),
        AROUND,
    ).state
    done = apply(note, op("o2", entity="note_section", text=change("y", base="o1")), around)
    assert [one.merge for one in done.conflicts] == ["D"]
