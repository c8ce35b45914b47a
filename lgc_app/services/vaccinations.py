# SPDX-License-Identifier: EUPL-1.2
"""The vaccination booklet: what was done, what the calendar asks, a dose added, a lot searched for a recall."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa

from lgc_app.services.live_vaccines import why_not_live
from lgc_app.services.session import Session
from lgc_app.services.typed_dose import (
    MAX_LOT,
    MAX_WORDS,
    CloseDoseError,
    LiveVaccineError,
    NewDose,
    WrongDoseError,
    day_of,
    expiry_of,
    refuse_expired,
    words_of,
)
from lgc_app.services.vaccine_calendar import VaccineCalendar
from lgc_app.services.vaccine_groups import risk_groups
from lgc_core.clinical.vaccination.edition import Edition
from lgc_core.clinical.vaccination.gs1 import Scan, read_code
from lgc_core.clinical.vaccination.products import BY_CIP, BY_NAME, Product
from lgc_core.clinical.vaccination.recognise import valences_of, valences_of_words
from lgc_core.clinical.vaccination.schedule import TOO_CLOSE, Advice, Given, advice, too_close
from lgc_core.clinical.vaccination.valences import VALENCES
from lgc_core.model.ids import new_id
from lgc_core.model.note import clean_text
from lgc_core.model.patient import Patient
from lgc_core.model.problem import Problem
from lgc_core.model.rights import Right
from lgc_core.model.vaccination import Vaccination
from lgc_core.model.values import Concept
from lgc_core.model.words import fold
from lgc_core.store import links, queries
from lgc_core.store.changes import Changes
from lgc_core.store.tables import ENTITY_TABLES

_TABLE = ENTITY_TABLES[Vaccination].c
_TAKEN_BACK: Final = "ajout annulé aussitôt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scanned:
    """What a code says, and the product when the table knows the box."""

    scan: Scan
    product: Product | None

    @property
    def words(self) -> str:
        """Return the name of the product, empty when it is not known."""
        return self.product.name if self.product else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DoneDose:
    """One line of the booklet, in words."""

    id: str
    day_words: str
    at_ms: int | None
    vaccine: str
    valences: str
    lot: str
    who: str
    not_done: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Booklet:
    """The booklet of a patient; `unknown` are vaccines that the rules leave out, their aim not being known."""

    done: tuple[DoneDose, ...]
    advice: tuple[Advice, ...]
    edition: Edition
    unknown: tuple[str, ...] = ()
    birth_known: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """Somebody who received a lot."""

    patient: str
    shown: str
    birth_date: str
    phones: tuple[str, ...]
    vaccine: str
    lot: str
    day_words: str


class Vaccinations:
    """Reads and adds doses; `calendar` says what is asked, and may be replaced by a newer edition."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.calendar = VaccineCalendar(session)

    def booklet(self, patient: Patient, problems: Sequence[Problem] | None = None) -> Booklet:
        """Return what was done and what is asked, newest and most pressing first; `problems` if they were read."""
        self._session.require(Right.READ_RECORD)
        found = self._of(patient.id)
        given = [one for one in map(_given, found) if one is not None]
        birth, edition = _birth(patient), self.calendar.current()
        today = self._session.now().date()
        groups = risk_groups(self._session.store, patient, today, problems)
        asked = advice(edition, birth, given, today, patient.traits.sex, groups) if birth else []
        done = sorted(map(_done, found), key=lambda one: (one.at_ms or 0, one.id), reverse=True)
        unknown = tuple(one.vaccine.text for one in found if not one.not_done and not valences_of(one))
        return Booklet(
            done=tuple(done),
            advice=tuple(asked),
            edition=edition,
            unknown=unknown,
            birth_known=birth is not None,
        )

    def scan(self, untrusted_typed: str) -> Scanned:
        """Read the code of a box.

        Raises:
            UnreadableCodeError: it is no GS1 code of a medicine.
            ExpiredVaccineError: the box is past its date.
        """
        found = read_code(untrusted_typed)
        if found.expiry is not None:
            refuse_expired(found.expiry, self._session.now().date())
        return Scanned(scan=found, product=BY_CIP.get(found.cip13))

    def add(self, patient: str, dose: NewDose) -> Changes:
        """Keep a dose.

        Raises:
            WrongDoseError: no name, a lot or a date that cannot be.
            ExpiredVaccineError: given after the date of its box.
            CloseDoseError: the same valence less than four weeks apart, without a reason.
            LiveVaccineError: a live vaccine during a pregnancy, or too soon after another, without a reason.
        """
        self._session.require(Right.WRITE_VACCINE)
        made = self._made(patient, dose)
        self._refuse_before_birth(made)
        if not made.reason:
            self._refuse_close(made)
            self._refuse_live(made)
        with self._session.store.unit_of_work(self._session.author) as uow:
            uow.create(made)
        return uow.changes

    def withdraw(self, vaccination: str, reason: str) -> Changes:
        """Take a line out of the booklet, with a reason; its history stays.

        Raises:
            WrongDoseError: without a reason.
            LookupError: it is not there.
        """
        self._session.require(Right.WRITE_VACCINE)
        why = " ".join(clean_text(reason).split())[:MAX_WORDS]
        if not why:
            raise WrongDoseError("Indiquez pourquoi ce vaccin est retiré du carnet.", at="reason")
        with self._session.store.unit_of_work(self._session.author) as uow:
            uow.annul(Vaccination, vaccination, why)
        return uow.changes

    def take_back(self, added: Changes) -> Changes:
        """Undo a dose that was just added."""
        self._session.require(Right.WRITE_VACCINE)
        with self._session.store.unit_of_work(self._session.author) as uow:
            for name, key in added.entities:
                if name == "vaccination":
                    uow.annul(Vaccination, key, _TAKEN_BACK)
        return uow.changes

    def who_received(self, lot: str) -> list[Received]:
        """Return everybody of the practice who received a lot, by name; blanks and case do not matter.

        Raises:
            WrongDoseError: no lot was typed.
        """
        self._session.require(Right.READ_RECORD)
        wanted = _folded_lot(lot)
        if not wanted:
            raise WrongDoseError("Écrivez le numéro du lot.", at="lot")
        with self._session.store.reading() as connection:
            lots = sa.func.upper(sa.func.replace(_TABLE.ix_lot, " ", ""))
            found = [one for one in queries.find(connection, Vaccination, lots == wanted) if not one.not_done]
            roots = links.roots_of(connection, {one.patient for one in found})
            stands = {one.patient: roots.get(one.patient, one.patient) for one in found}
            people = {key: queries.get(connection, Patient, root) for key, root in stands.items()}
        lines = [_received(one, patient) for one in found if (patient := people[one.patient]) is not None]
        return sorted(lines, key=lambda line: fold(line.shown))

    def _of(self, patient: str) -> list[Vaccination]:
        with self._session.store.reading() as connection:
            found = queries.of_patient(connection, Vaccination, patient)
        corrected = {one.corrects for one in found if one.corrects}
        return [one for one in found if one.id not in corrected]

    def _made(self, patient: str, dose: NewDose) -> Vaccination:
        now = self._session.now()
        words = words_of(dose.vaccine, "vaccine", "Choisissez le vaccin, ou scannez sa boîte.")
        product = BY_CIP.get(dose.gtin[1:]) if dose.gtin else None
        product = product or BY_NAME.get(fold(words))
        day = day_of(dose.day, now.date())
        expiry = expiry_of(dose.expiry)
        if expiry is not None and not dose.declared and day.date is not None:
            refuse_expired(expiry, day.date)
        lot = "".join(clean_text(dose.lot).split()).upper()
        if len(lot) > MAX_LOT:
            raise WrongDoseError(f"Lot trop long\u00a0: {MAX_LOT} caractères au plus.", at="lot")
        return Vaccination(
            id=new_id(),
            patient=patient,
            vaccine=product.concept(dose.gtin[1:] if dose.gtin else "") if product else Concept(text=words),
            targets=product.valences if product else valences_of_words(words),
            at=day,
            lot=lot,
            lot_missing="" if lot else "UNK",
            expiry=expiry.isoformat() if expiry else "",
            gtin=dose.gtin,
            site=" ".join(clean_text(dose.site).split())[:MAX_WORDS],
            performer=None if dose.declared else self._session.stamp(),
            declared=dose.declared,
            reason=" ".join(clean_text(dose.reason).split())[:MAX_WORDS],
        )

    def _refuse_before_birth(self, made: Vaccination) -> None:
        with self._session.store.reading() as connection:
            known = queries.get(connection, Patient, made.patient)
        born = known.traits.birth_date if known else ""
        if born and made.at.text[:10] < born[: len(made.at.text[:10])]:
            raise WrongDoseError("Cette date est avant la naissance.", at="day")

    def _refuse_live(self, made: Vaccination) -> None:
        today = self._session.now().date()
        why = why_not_live(self._session.store, made, self._of(made.patient), today)
        if why:
            raise LiveVaccineError(why, at="reason")

    def _refuse_close(self, made: Vaccination) -> None:
        day = made.at.date
        if day is None or not made.targets:
            return
        given = [one for one in map(_given, self._of(made.patient)) if one is not None]
        near = too_close(made.targets, day, given)
        if near:
            shared = ", ".join(VALENCES[key] for key in made.targets if key in near[0].valences)
            raise CloseDoseError(
                f"Déjà fait le {near[0].day:%d/%m/%Y} ({shared})\u00a0: moins de {TOO_CLOSE.days}\u00a0jours. "
                "Indiquez un motif pour l’enregistrer quand même.",
                at="reason",
            )


def _birth(patient: Patient) -> dt.date | None:
    try:
        return dt.date.fromisoformat(patient.traits.birth_date)
    except ValueError:
        return None


def _given(one: Vaccination) -> Given | None:
    valences, first = valences_of(one), one.at.earliest
    if one.not_done or not valences or first is None:
        return None
    return Given(day=first.date(), valences=valences)


def _done(one: Vaccination) -> DoneDose:
    lot = f"lot\u00a0{one.lot}" if one.lot else "lot inconnu"
    return DoneDose(
        id=one.id,
        day_words=one.at.display(),
        at_ms=one.at.earliest_ms,
        vaccine=one.vaccine.text,
        valences=valence_words(valences_of(one)),
        lot=lot,
        who=one.performer.name.shown if one.performer else "déclaré" if one.declared else "",
        not_done=one.not_done,
        reason=one.reason,
    )


def valence_words(keys: Iterable[str]) -> str:
    """Return valences in the order of the table: « D T P »."""
    kept = set(keys)
    return " ".join(key for key in VALENCES if key in kept)


def _received(one: Vaccination, patient: Patient) -> Received:
    return Received(
        patient=patient.id,
        shown=patient.shown,
        birth_date=patient.traits.birth_date,
        phones=tuple(telecom.value for telecom in patient.telecoms if telecom.kind == "tel"),
        vaccine=one.vaccine.text,
        lot=one.lot,
        day_words=one.at.display(),
    )


def _folded_lot(lot: str) -> str:
    return "".join(lot.split()).upper()
