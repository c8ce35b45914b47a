# SPDX-License-Identifier: EUPL-1.2
"""The booklet: doses typed and scanned, close or expired ones refused, lots found, rights asked."""

import pytest
from msgspec import structs

from lgc_app.services.session import ForbiddenError
from lgc_app.services.typed_dose import (
    CloseDoseError,
    ExpiredVaccineError,
    LiveVaccineError,
    NewDose,
    WrongDoseError,
)
from lgc_core.clinical.vaccination.calendar_2025 import CALENDAR_2025
from lgc_core.clinical.vaccination.edition import BadEditionError, read_edition, write_edition
from lgc_core.clinical.vaccination.gs1 import UnreadableCodeError
from lgc_core.clinical.vaccination.recognise import valences_of_words
from lgc_core.codes import CIP
from lgc_core.model.ids import new_id
from lgc_core.model.rights import Right, may
from lgc_core.model.staff import Role
from lgc_core.model.vaccination import Vaccination
from lgc_core.model.values import Concept, Telecom, When
from tests.support.cabinet import a_followed_patient, keep, open_test_cabinet
from tests.support.record import make_patient

BOX = "01034009367738751727033110AC12\x1d21X1"


@pytest.fixture(scope="module")
def practice(tmp_path_factory):
    """One practice for all tests: each takes a patient of its own."""
    return open_test_cabinet(tmp_path_factory.mktemp("vaccins"))


@pytest.fixture
def patient(practice):
    made = structs.replace(
        a_followed_patient(), id=new_id(), telecoms=(Telecom(kind="tel", value="0692000001", use="MC"),)
    )
    keep(practice, made)
    return made


def booklet(practice, patient):
    return practice.vaccinations.booklet(patient)


def asked(practice, patient, key):
    return next((one.state for one in booklet(practice, patient).advice if one.rule.key == key), None)


def test_a_scanned_box_becomes_a_dose_with_its_lot(practice, patient):
    scanned = practice.vaccinations.scan(BOX)
    assert scanned.words == "Boostrixtetra"
    assert asked(practice, patient, "dtp") == "en retard"
    dose = NewDose(vaccine=scanned.words, gtin=scanned.scan.gtin, lot=scanned.scan.lot, expiry="2027-03-31")
    practice.vaccinations.add(patient.id, dose)
    (done,) = booklet(practice, patient).done
    assert (done.vaccine, done.valences, done.lot) == ("Boostrixtetra", "D T P Ca", "lot\u00a0AC12")
    assert done.who == "Dr Maëlle Ethève"
    assert asked(practice, patient, "dtp") is None


def test_a_dose_keeps_its_box_number_coded(practice, patient):
    practice.vaccinations.add(patient.id, NewDose(vaccine="Boostrixtetra", gtin="03400936773875", lot=" ac 12 "))
    (kept,) = practice.vaccinations._of(patient.id)
    assert kept.vaccine.code(CIP) == "3400936773875"
    assert (kept.lot, kept.lot_missing, kept.declared) == ("AC12", "", False)


def test_the_same_valence_within_four_weeks_asks_for_a_reason(practice, patient):
    practice.vaccinations.add(patient.id, NewDose(vaccine="Revaxis", day="10/11/2026", lot="A1"))
    with pytest.raises(CloseDoseError, match="Déjà fait le 10/11/2026"):
        practice.vaccinations.add(patient.id, NewDose(vaccine="Boostrixtetra", lot="B2"))
    practice.vaccinations.add(patient.id, NewDose(vaccine="Boostrixtetra", lot="B2", reason="plaie souillée"))
    assert [one.reason for one in booklet(practice, patient).done] == ["plaie souillée", ""]


def test_another_valence_the_same_day_asks_for_nothing(practice, patient):
    practice.vaccinations.add(patient.id, NewDose(vaccine="Revaxis", lot="A1"))
    practice.vaccinations.add(patient.id, NewDose(vaccine="Efluelda", lot="G1"))
    assert len(booklet(practice, patient).done) == 2


def test_an_expired_box_is_refused_at_the_scan_and_at_the_entry(practice, patient):
    with pytest.raises(ExpiredVaccineError, match="périmé depuis le 31/03/2025"):
        practice.vaccinations.scan("01034009367738751725033110AC12")
    with pytest.raises(ExpiredVaccineError):
        practice.vaccinations.add(patient.id, NewDose(vaccine="Revaxis", expiry="10/2026"))
    practice.vaccinations.add(patient.id, NewDose(vaccine="Revaxis", expiry="10/2026", day="20/10/2026"))


@pytest.mark.parametrize(
    ("dose", "field"),
    [
        (NewDose(vaccine="  "), "vaccine"),
        (NewDose(vaccine="x" * 200), "vaccine"),
        (NewDose(vaccine="Revaxis", day="32/13/2026"), "day"),
        (NewDose(vaccine="Revaxis", day="24/11/2027"), "day"),
        (NewDose(vaccine="Revaxis", day="hier"), "day"),
        (NewDose(vaccine="Revaxis", lot="L" * 21), "lot"),
        (NewDose(vaccine="Revaxis", expiry="bientôt"), "expiry"),
        (NewDose(vaccine="Revaxis", expiry="13/2027"), "expiry"),
    ],
)
def test_what_cannot_be_is_refused_where_it_was_typed(practice, patient, dose, field):
    with pytest.raises(WrongDoseError) as refused:
        practice.vaccinations.add(patient.id, dose)
    assert refused.value.field == field
    assert booklet(practice, patient).done == ()


def test_an_old_dose_known_by_its_year_is_declared_and_counts(practice, patient):
    practice.vaccinations.add(patient.id, NewDose(vaccine="dTP", day="2018", declared=True))
    (done,) = booklet(practice, patient).done
    assert (done.day_words, done.who, done.lot) == ("2018", "déclaré", "lot inconnu")
    assert asked(practice, patient, "dtp") is None


def test_a_vaccine_that_nobody_knows_is_kept_and_said_to_be_left_out(practice, patient):
    practice.vaccinations.add(patient.id, NewDose(vaccine="Vaccin de l’armée"))
    assert booklet(practice, patient).unknown == ("Vaccin de l’armée",)


def test_a_refusal_read_from_a_document_is_shown_and_never_counts(practice, patient):
    refusal = Vaccination(
        id=new_id(),
        patient=patient.id,
        vaccine=Concept(text="Covid-19"),
        at=When(text="2026-11-01"),
        not_done="Refus",
    )
    keep(practice, refusal)
    assert booklet(practice, patient).done[0].not_done == "Refus"
    assert asked(practice, patient, "covid") == "à faire"


def test_a_dose_just_added_is_taken_back(practice, patient):
    changes = practice.vaccinations.add(patient.id, NewDose(vaccine="Revaxis", lot="A1"))
    practice.vaccinations.take_back(changes)
    assert booklet(practice, patient).done == ()


def test_a_line_is_withdrawn_only_with_a_reason(practice, patient):
    practice.vaccinations.add(patient.id, NewDose(vaccine="Revaxis", lot="A1"))
    (done,) = booklet(practice, patient).done
    with pytest.raises(WrongDoseError):
        practice.vaccinations.withdraw(done.id, "  ")
    practice.vaccinations.withdraw(done.id, "mauvais patient")
    assert booklet(practice, patient).done == ()


def test_a_lot_is_found_over_the_whole_practice(practice, patient):
    practice.vaccinations.add(patient.id, NewDose(vaccine="Priorix", lot="RAPPEL-9"))
    (line,) = practice.vaccinations.who_received(" rappel-9 ")
    assert (line.patient, line.vaccine, line.day_words) == (patient.id, "Priorix", "23/11/2026")
    assert line.phones == ("0692000001",)
    assert practice.vaccinations.who_received("inconnu") == []
    with pytest.raises(WrongDoseError):
        practice.vaccinations.who_received(" ")


def test_a_newer_calendar_is_installed_shown_and_put_away(practice, patient):
    newer = structs.replace(CALENDAR_2025, name="Calendrier 2027", rules=CALENDAR_2025.rules[:1])
    calendar = practice.vaccinations.calendar
    calendar.install(write_edition(newer))
    assert booklet(practice, patient).edition.name == "Calendrier 2027"
    with pytest.raises(BadEditionError):
        calendar.install(b"{}")
    assert read_edition(calendar.exported()) == newer
    assert calendar.restore() == CALENDAR_2025


def test_a_code_that_is_none_is_refused(practice):
    with pytest.raises(UnreadableCodeError):
        practice.vaccinations.scan("3400936773875")


@pytest.mark.parametrize("role", list(Role))
def test_who_may_note_a_vaccine(tmp_path, role):
    assert may(role, Right.WRITE_VACCINE) == (role in {Role.MEDECIN, Role.REMPLACANT, Role.INFIRMIER})


def test_the_secretary_may_not_read_the_booklet_nor_add_to_it(tmp_path):
    desk = open_test_cabinet(tmp_path, role=Role.SECRETAIRE).vaccinations
    for refused in (
        lambda: desk.booklet(a_followed_patient()),
        lambda: desk.add("x", NewDose(vaccine="Revaxis")),
        lambda: desk.who_received("A1"),
        lambda: desk.withdraw("x", "y"),
        lambda: desk.calendar.install(b"{}"),
    ):
        with pytest.raises(ForbiddenError):
            refused()


def test_a_live_vaccine_during_a_pregnancy_asks_for_a_reason(practice):
    young = structs.replace(make_patient("PAYET", "Anne", "1996-05-02", "PAYET"), id=new_id())
    keep(practice, young)
    add = practice.vaccinations.add
    practice.problems.add_problem(young.id, "Grossesse")
    for live in ("Priorix", "Ixchiq", "Fièvre jaune"):
        with pytest.raises(LiveVaccineError, match="contre-indiqué pendant la grossesse"):
            add(young.id, NewDose(vaccine=live))
    add(young.id, NewDose(vaccine="Boostrixtetra"))
    add(young.id, NewDose(vaccine="Vimkunya"))
    add(young.id, NewDose(vaccine="Priorix", day="2010", declared=True))
    add(young.id, NewDose(vaccine="Priorix", reason="grossesse interrompue, pas encore close"))
    assert len(booklet(practice, young).done) == 4


def test_a_dose_before_the_birth_is_refused(practice, patient):
    for day in ("1950", "02/1952", "11/03/1952"):
        with pytest.raises(WrongDoseError, match="avant la naissance"):
            practice.vaccinations.add(patient.id, NewDose(vaccine="Revaxis", day=day, declared=True))
    practice.vaccinations.add(patient.id, NewDose(vaccine="Revaxis", day="1952", declared=True))


@pytest.mark.parametrize(
    ("words", "valences"),
    [
        ("DTP, rappel des 65 ans", "D T P"),
        ("Vaccin DTCaP-Hib-HepB (hexavalent)", "D T P Ca Hib HB"),
        ("Priorix, poudre et solvant", "ROR"),
        ("Grippe saisonnière", "Grippe"),
        ("Méningocoque B", "MenB"),
        ("Anti-tétanique", "T"),
        ("DT Polio", "D T P"),
        ("DT-Polio-coqueluche, rappel", "D T P Ca"),
        ("Gardasil", "HPV"),
        ("Prevenar", "Pn"),
        ("Prevenar 20", "Pn VPC20"),
        ("Pneumocoque 20-valent", "Pn VPC20"),
        ("Zostavax", "ZonaVivant"),
        ("Homéopathie", ""),
    ],
)
def test_french_words_tell_what_a_vaccine_protects_from(words, valences):
    assert valences_of_words(words) == tuple(valences.split())
