# SPDX-License-Identifier: EUPL-1.2
"""Moments, quantities, words, identities, ages, seals and rights."""

import datetime as dt
import itertools
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lgc_core.codes import CCAM, INS_NIR, INS_TEST
from lgc_core.model.identity import IdentityCheck, IdentityStatus, control_key, identity_status, matricule_fault
from lgc_core.model.ids import derived_id, new_id, oid_of
from lgc_core.model.note import clean_text
from lgc_core.model.patient import Ins, age_on, age_shown
from lgc_core.model.rights import RIGHTS, Right, may
from lgc_core.model.seal import SEAL_PREFIX, Seal, SealedRecord, is_intact, seal_content, seal_digest
from lgc_core.model.staff import Role
from lgc_core.model.values import (
    Coding,
    Concept,
    PersonName,
    Quantity,
    Stamp,
    Traits,
    When,
    at_instant,
    from_hl7,
    quantity,
    to_hl7,
)
from lgc_core.model.words import fold


@pytest.mark.parametrize(
    ("hl7", "text", "precision", "shown"),
    [
        ("1975", "1975", "year", "1975"),
        ("197511", "1975-11", "month", "11/1975"),
        ("19751103", "1975-11-03", "day", "03/11/1975"),
        ("202101040735+0100", "2021-01-04T07:35+01:00", "minute", "04/01/2021 07:35"),
        ("20210104073512+0400", "2021-01-04T07:35:12+04:00", "second", "04/01/2021 07:35"),
        ("20210104073512Z", "2021-01-04T07:35:12+00:00", "second", "04/01/2021 07:35"),
    ],
)
def test_a_moment_keeps_the_precision_of_its_source(hl7, text, precision, shown):
    when = from_hl7(hl7)
    assert (when.text, when.precision, when.display()) == (text, precision, shown)
    assert to_hl7(when).replace("+0000", "Z") == hl7
    assert not when.offset_assumed


def test_hours_without_an_offset_are_those_of_la_reunion_and_it_is_said():
    when = from_hl7("202101040735")
    assert (when.text, when.offset_assumed) == ("2021-01-04T07:35+04:00", True)


@pytest.mark.parametrize("hl7", ["", "UNK", "20211340", "2021-01-04", "99", "20210230", "202101042575", "x" * 500,
                                 "20210104073512+9900", "٢٠٢١", "0000", "20210104 07"])  # fmt: skip
def test_a_malformed_moment_is_kept_as_text_and_missing(hl7):
    when = from_hl7(hl7)
    assert when.missing == "UNK"
    assert when.text == hl7.strip()[:64]
    assert (when.earliest, when.date, when.precision, to_hl7(when)) == (None, None, "", None)


@given(st.text(max_size=40))
def test_no_text_of_another_version_breaks_a_moment(text):
    when = When(text=text)
    assert when.earliest_ms is None or isinstance(when.earliest_ms, int)
    assert isinstance(when.display(), str)
    _ = when.precision, when.date


def test_lists_are_ordered_by_the_earliest_possible_moment():
    texts = ["2026", "2026-01", "2026-01-01", "2026-01-01T00:00+04:00"]
    assert len({When(text=text).earliest_ms for text in texts}) == 1


def test_an_instant_without_offset_is_refused():
    with pytest.raises(ValueError, match="offset"):
        at_instant(dt.datetime(2026, 11, 21, 10, 42))  # noqa: DTZ001  the point of the test


@pytest.mark.parametrize("digits", ["1.950", "1.95", "0", "-3", "0.10", "100000000000000000000000000001"])
def test_a_quantity_keeps_its_digits(digits):
    assert Quantity(value=digits).value == digits


def test_equal_numbers_with_other_digits_are_two_values():
    assert Quantity(value="1.950") != Quantity(value="1.95")


@pytest.mark.parametrize("text", ["", "1.", ".5", "1e3", "1,5", " 1", "+1", "١", "1.5.2", "NaN", "1\n"])
def test_what_is_no_plain_number_is_no_quantity(text):
    with pytest.raises(ValueError):
        Quantity(value=text)


@pytest.mark.parametrize(("typed", "value"), [("38,1", "38.1"), ("1 200", "1200"), ("72\u202f500,0", "72500.0")])
def test_a_french_number_is_read(typed, value):
    assert quantity(typed, "kg").value == value


def test_an_alias_of_a_code_system_is_read_as_the_system():
    one = Concept(text="Appendicectomie", codings=(Coding(system="1.2.250.1.215.300.1", code="HHFA001"),))
    assert one.code(CCAM) == "HHFA001"
    assert one.codings[0].system == "1.2.250.1.215.300.1"


@pytest.mark.parametrize("text", ["", " ", "\n\t"])
def test_a_code_without_words_is_no_statement(text):
    with pytest.raises(ValueError):
        Concept(text=text)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\r\nb\rc\u2029d\u2028e\x0bf\x0cg\x85h", "a\nb\nc\nd\ne\nf\ng\nh"),
        ("e\u0301te\u0301", "été"),
        ("a\x00b\x07c\x1bd\x7fe", "abcde"),
        ("tab\tkept", "tab\tkept"),
        ("👩🏽‍⚕️ 🇷🇪", "👩🏽‍⚕️ 🇷🇪"),
        ("سكري\u200f 12", "سكري\u200f 12"),
        ("moitié \ud83d", "moitié \ufffd"),
        ("\ud83d\ude00", "😀"),
    ],
)
def test_a_note_is_kept_clean_and_whole(typed, kept):
    assert clean_text(typed) == kept


@given(st.text(alphabet=st.characters(), max_size=60))
def test_cleaning_is_idempotent_and_always_has_bytes(typed):
    once = clean_text(typed)
    assert clean_text(once) == once
    once.encode()


@pytest.mark.parametrize(("words", "folded"), [("Bègue-Hélène", "begue helene"),
                                               ("Œdème", "oedeme"),
    ("K/BIDI", "k bidi"),
    ("  L’Étang ", "l etang"),
    ("ﬁèvre", "fievre"),
])  # fmt: skip
def test_words_are_folded_for_search(words, folded):
    assert fold(words) == folded


@pytest.mark.parametrize(("number", "key"), [("2790351215189", "89"), ("2A", None), ("1840", None)])
def test_the_key_of_a_matricule_is_97_minus_the_rest(number, key):
    if key is None:
        with pytest.raises(ValueError):
            control_key(number)
    else:
        assert control_key(number) == f"{97 - int(number) % 97:02d}" == key


@pytest.mark.parametrize(("corsican", "digits"), [
    ("18501 2A 004 001", "1850119004001"),
    ("18501 2B 004 001", "1850118004001"),
    ("18501 2a 004 001", "1850119004001")])  # fmt: skip
def test_corsica_counts_as_19_and_18(corsican, digits):
    assert control_key(corsican.replace(" ", "")) == f"{97 - int(digits) % 97:02d}"


@given(st.integers(1_000_000_000_000, 2_999_999_999_999), st.integers(1, 96))
def test_every_wrong_key_is_found_except_under_a_test_oid(number, shift):
    right = control_key(str(number))
    wrong = f"{(int(right) + shift - 1) % 97 + 1:02d}"
    assert matricule_fault(Ins(matricule=f"{number}{right}", oid=INS_NIR)) == ""
    assert "clé" in matricule_fault(Ins(matricule=f"{number}{wrong}", oid=INS_NIR))
    assert matricule_fault(Ins(matricule=f"{number}{wrong}", oid=INS_TEST)) == ""


TRAITS = Traits(birth_family="GRONDIN", birth_givens="Marie", sex="F", birth_date="1952-03-12")
CHECKS = ("insi_traits", "insi_vitale", "piece")


def check(kind, digest=TRAITS.digest):
    return IdentityCheck(id=new_id(), patient="p", kind=kind, traits_hash=digest, at="2026")


@pytest.mark.parametrize("kinds", [kinds for n in range(4) for kinds in itertools.combinations(CHECKS, n)])
@pytest.mark.parametrize("flags", [(), ("homonyme",), ("douteuse",), ("fictive", "homonyme")])
def test_the_status_adds_up_from_checks_and_flags(kinds, flags):
    called, seen = bool({"insi_traits", "insi_vitale"} & set(kinds)), "piece" in kinds
    expected = ["provisoire", "validée", "récupérée", "qualifiée"][called * 2 + seen]
    if {"douteuse", "fictive"} & set(flags):
        expected = "provisoire"
    assert identity_status(TRAITS, flags, map(check, kinds)).value == expected


def test_checks_on_other_traits_count_for_nothing():
    assert identity_status(TRAITS, (), [check("piece", "0" * 64)]) is IdentityStatus.PROVISOIRE


@pytest.mark.parametrize(
    ("born", "day", "shown"),
    [
        ("2026-11-21", "2026-11-21", "0 jour"),
        ("2026-11-20", "2026-11-21", "1 jour"),
        ("2026-01-31", "2026-02-28", "28 jours"),
        ("2026-10-21", "2026-11-21", "1 mois"),
        ("2024-11-22", "2026-11-21", "23 mois"),
        ("2024-11-21", "2026-11-21", "2 ans"),
        ("2004-02-29", "2026-02-28", "21 ans"),
        ("2004-02-29", "2026-03-01", "22 ans"),
        ("1952-00-00", "2026-11-21", "âge inconnu"),
        ("2027-01-01", "2026-11-21", "âge inconnu"),
        ("", "2026-11-21", "âge inconnu"),
    ],
)
def test_the_age_is_said_as_clinicians_say_it(born, day, shown):
    assert age_shown(born, dt.date.fromisoformat(day)) == shown


def test_a_partial_birth_date_has_no_age():
    assert age_on("1952", dt.date(2026, 11, 21)) is None


def sealed(content):
    seal = Seal(sha256=seal_digest(content), by=Stamp(name=PersonName(family="E")), at="2026", method="session")
    return SealedRecord(
        id=new_id(), patient="p", aggregate_type="encounter", aggregate_id="e", content=content, seal=seal
    )


def test_a_sealed_record_shows_any_change():
    import hashlib

    import msgspec

    content = seal_content({"b": "é", "a": [1, None]})
    assert content == '{"a":[1,null],"b":"é"}'
    record = sealed(content)
    assert is_intact(record)
    assert record.seal.sha256 == hashlib.sha256(SEAL_PREFIX + content.encode()).hexdigest()
    for position in range(len(content)):
        changed = content[:position] + "#" + content[position + 1 :]
        assert not is_intact(msgspec.structs.replace(record, content=changed))


@pytest.mark.parametrize("right", Right)
@pytest.mark.parametrize("role", Role)
def test_the_table_of_rights(role, right):
    rows = {
        Right.READ_RECORD: "m r i",
        Right.WRITE_NOTE: "m r i",
        Right.SIGN_NOTE: "m r i",
        Right.WRITE_MEASURE: "m r i",
        Right.WRITE_VACCINE: "m r i",
        Right.WRITE_PROBLEM: "m r i",
        Right.FILE_DOCUMENT: "m r i",
        Right.EMIT_DOCUMENT: "m r",
        Right.EDIT_IDENTITY: "m r i s",
        Right.MANAGE_TASKS: "m r i s",
        Right.KEEP_ROUND: "m r i",
        Right.SEE_IDENTITY: "m r i s a",
        Right.READ_TRAIL: "m r",
        Right.WRITE_LETTER: "m r i",
        Right.CERTIFY: "m r",
        Right.EXPORT_PATIENT: "m r",
        Right.EXPORT_PRACTICE: "m",
        Right.ERASE: "m",
        Right.MANAGE_AGENDA: "m r i s a",
        Right.INVITE_PATIENT: "m r i s",
        Right.MANAGE_PRACTICE: "m a",
    }
    assert may(role, right) is (role.value[0] in rows[right].split())


def test_every_role_is_in_the_table():
    assert set(RIGHTS) == set(Role)


@given(st.uuids())
def test_the_oid_of_a_uuid_is_decimal_and_short(identifier):
    oid = oid_of(str(identifier))
    assert oid == f"2.25.{identifier.int}"
    assert len(oid) <= 44
    assert oid_of(str(identifier), "1.2.250.1.999") == f"1.2.250.1.999.{identifier.int}"


def test_ids_rise_and_derived_ids_agree():
    made = [new_id() for _ in range(2000)]
    assert made == sorted(set(made))
    assert uuid.UUID(made[0]).version == 7
    assert derived_id("a", "b") == derived_id("a", "b") != derived_id("ab", "")
