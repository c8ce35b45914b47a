# SPDX-License-Identifier: EUPL-1.2
"""Calculators on a patient's file: what the record knows of each input, with its date, then the computation."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

import sqlalchemy as sa

from lgc_app.services.pregnancies import pregnancy_in
from lgc_app.services.renal import filtrations
from lgc_app.services.session import Session
from lgc_core.clinical.analytes import ANALYTES
from lgc_core.clinical.calculators.catalogue import BY_KEY
from lgc_core.clinical.calculators.formula import (
    Answers,
    Formula,
    Input,
    Outcome,
    OutOfRangeError,
    UnreadableInputError,
    french_digits,
    read,
    rounded,
)
from lgc_core.clinical.follow_up import conditions_of
from lgc_core.clinical.renal import STALE_AFTER, TOMORROW, parted_by_date
from lgc_core.clinical.substances import convert_of
from lgc_core.clinical.units import printed
from lgc_core.clinical.vitals import BY_KEY as MEASURE_BY_KEY
from lgc_core.errors import UserError
from lgc_core.model.observation import Observation
from lgc_core.model.patient import Patient, age_on
from lgc_core.model.problem import Problem
from lgc_core.model.rights import Right
from lgc_core.model.values import Quantity
from lgc_core.model.words import fold
from lgc_core.store import links, queries
from lgc_core.store.tables import ENTITY_TABLES

_TABLE = ENTITY_TABLES[Observation].c
_LOINC_OF: Final = {one.key: one.loinc for one in ANALYTES}
_FIGURES: Final = 4
"""Significant digits of a value that was converted to the unit of a formula."""


DIABETES, KIDNEY, PREGNANCY = "noted:diabète", "noted:rein", "noted:grossesse"
_NOT_PREGNANT: Final = ((PREGNANCY, "Grossesse au dossier\u00a0: cette formule n’est pas faite pour elle."),)
_UNFIT: Final[dict[str, tuple[tuple[str, str], ...]]] = {
    "score2": (
        (DIABETES, "Diabète au dossier\u00a0: prenez SCORE2-Diabetes."),
        (KIDNEY, "Maladie rénale chronique au dossier\u00a0: SCORE2 n’est pas fait pour elle."),
    ),
    **dict.fromkeys(("dfg", "dfg2021", "mdrd", "cockcroft"), _NOT_PREGNANT),
    "imc": _NOT_PREGNANT,
}
"""What the file says that makes a formula unfit: said before its result (ESC 2021; the equations' own papers)."""


class WrongInputError(UserError):
    """One input of a formula cannot be used; `key` names it."""

    def __init__(self, key: str, sentence: str) -> None:
        super().__init__(sentence)
        self.key = key


class UnknownFormulaError(UserError):
    """No formula has this key."""

    def __init__(self) -> None:
        super().__init__(f"Calcul inconnu. Choisissez parmi\u00a0: {', '.join(BY_KEY)}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the record says of an input: the text to type, where it comes from, and whether it is old."""

    typed: str
    origin: str
    is_stale: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Calculated:
    """An outcome with its inputs in words and the inputs that were old."""

    formula: Formula
    outcome: Outcome
    inputs: tuple[str, ...]
    stale: tuple[str, ...] = ()


class Calculations:
    """Fills formulas from the record and computes them; nothing is written."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def known(self, patient: Patient) -> dict[str, Known]:
        """Return what the record knows, by the `source` of inputs; what it does not know is absent."""
        self._session.require(Right.READ_RECORD)
        today = self._session.now().date()
        sources = {one.source: one for formula in BY_KEY.values() for one in formula.inputs if one.source}
        with self._session.store.reading() as connection:
            filled = {
                source: known
                for source, one in sources.items()
                if (known := _known(connection, patient, one, today, self._session.practice.id)) is not None
            }
            return filled | _noted(connection, patient, today)

    def compute(self, key: str, typed: Mapping[str, str], known: Mapping[str, Known] | None = None) -> Calculated:
        """Compute a formula from what was typed, by key of its inputs; `known` fills what was not.

        Raises:
            UnknownFormulaError: no formula has this key.
            WrongInputError: an input is missing, unreadable or out of range.
        """
        self._session.require(Right.READ_RECORD)
        if key not in BY_KEY:
            raise UnknownFormulaError
        return calculated(BY_KEY[key], typed, known or {})


def calculated(formula: Formula, typed: Mapping[str, str], known: Mapping[str, Known]) -> Calculated:
    """Compute a formula without the record: what a screen does at each key.

    Raises:
        WrongInputError: an input is missing, unreadable or out of range.
    """
    values: dict[str, Decimal | str] = {}
    inputs, stale = [], []
    for one in formula.inputs:
        given = typed.get(one.key, "").strip()
        filled = known.get(one.source) if one.source and not given else None
        text = given or (known_words(one, filled) if filled else one.default)
        if not text:
            if one.required:
                raise WrongInputError(one.key, f"Il manque\u00a0: {one.words.lower()}.")
            continue
        values[one.key] = _read(one, text)
        inputs.append(_said(one, values[one.key], filled))
        if filled is not None and filled.is_stale:
            stale.append(f"{one.words} datant de plus de 6\u00a0mois ({filled.origin}).")
    stale += [warning for noted, warning in _UNFIT.get(formula.key, ()) if noted in known]
    outcome = formula.compute(Answers(values))
    return Calculated(formula=formula, outcome=outcome, inputs=tuple(inputs), stale=tuple(stale))


def known_words(wanted: Input, known: Known) -> str:
    """Return a known value as the text of this input: `124 µmol/L` becomes its number in the input's unit."""
    if wanted.options:
        return known.typed
    try:
        value = read(wanted, known.typed)
    except OutOfRangeError:
        return known.typed.split("\u00a0")[0]  # shown, and refused in words
    except UnreadableInputError:
        return ""
    assert isinstance(value, Decimal)
    return french_digits(_figures(value))


def _figures(value: Decimal) -> Decimal:
    places = max(_FIGURES - 1 - value.adjusted(), 0)
    cut = rounded(value, places)
    return cut.quantize(Decimal(1)) if cut == cut.to_integral_value() else cut.normalize()


def _read(wanted: Input, text: str) -> Decimal | str:
    try:
        return read(wanted, text)
    except UnreadableInputError:
        kinds = ", ".join(words for _value, words in wanted.options)
        hint = f"choisissez {kinds}" if kinds else f"écrivez un nombre, en {wanted.unit_text}"
        raise WrongInputError(wanted.key, f"{wanted.words}\u00a0: {hint}.") from None
    except OutOfRangeError:
        sentence = f"{wanted.words}\u00a0: {wanted.range_words} pour cette formule."
        raise WrongInputError(wanted.key, sentence) from None


def _said(wanted: Input, value: Decimal | str, filled: Known | None) -> str:
    if isinstance(value, Decimal):
        shown = f"{french_digits(_figures(value))}\u00a0{wanted.unit_text}".rstrip()
    else:
        shown = dict(wanted.options)[value].lower()
    origin = f" ({filled.origin})" if filled is not None else ""
    return f"{wanted.words} {shown}{origin}"


def _known(
    connection: sa.Connection, patient: Patient, wanted: Input, today: dt.date, practice: str
) -> Known | None:
    kind, _, name = wanted.source.partition(":")
    if kind == "age":
        return _age(patient, today)
    if kind == "sex":
        sex = patient.traits.sex
        return None if sex == "UN" else Known(typed=sex, origin="identité")
    if kind == "filtration":
        return _filtration(connection, patient, today, practice)
    if kind == "diabetes":
        return _diabetes(connection, patient)
    codes = _LOINC_OF[name] if kind == "analyte" else frozenset({MEASURE_BY_KEY[name].loinc})
    return _last(connection, patient, wanted, codes, today)


def _noted(connection: sa.Connection, patient: Patient, today: dt.date) -> dict[str, Known]:
    """Return what the file says of the person that no formula takes and some do not bear."""
    problems = queries.of_patient(connection, Problem, patient.id)
    conditions = conditions_of(problems)
    pregnant = pregnancy_in(connection, patient, problems, today)
    found = {DIABETES: "diabète" in conditions, KIDNEY: "rein" in conditions, PREGNANCY: pregnant is not None}
    return {key: Known(typed="", origin="problème noté") for key, is_noted in found.items() if is_noted}


def _age(patient: Patient, today: dt.date) -> Known | None:
    age = age_on(patient.traits.birth_date, today)
    if age is None:
        return None
    return Known(typed=str(age[0]), origin=f"né{'e' if patient.traits.sex == 'F' else ''} le {_born(patient)}")


def _born(patient: Patient) -> str:
    return "/".join(reversed(patient.traits.birth_date.split("-")))


def _filtration(connection: sa.Connection, patient: Patient, today: dt.date, practice: str) -> Known | None:
    series, _misdated = parted_by_date(filtrations(connection, patient, practice), today)
    if not series:
        return None
    last = series[-1]
    origin = f"{last.formula}, créatinine du {last.on:%d/%m/%Y}"
    return Known(typed=str(last.ml_min), origin=origin, is_stale=last.is_stale(today))


def _diabetes(connection: sa.Connection, patient: Patient) -> Known | None:
    """Return the age at which the oldest dated problem named diabetes began."""
    years = [
        int(start.text[:4])
        for one in queries.of_patient(connection, Problem, patient.id)
        if "diabete" in fold(one.code.text) and one.kind != "familial"
        if (start := one.period.start) is not None and not start.missing and start.text[:4].isdigit()
    ]
    born = patient.traits.birth_date[:4]
    if not years or not born.isdigit():
        return None
    return Known(typed=str(min(years) - int(born)), origin=f"problème noté depuis {min(years)}")


def _last(
    connection: sa.Connection, patient: Patient, wanted: Input, codes: frozenset[str], today: dt.date
) -> Known | None:
    """Return the newest value whose unit the input takes."""
    where = (links.is_of(connection, _TABLE.ix_patient, patient.id), _TABLE.ix_code.in_(codes))
    found = queries.find(connection, Observation, *where, order=_TABLE.ix_at_ms)
    corrected = {one.corrects for one in found}
    for one in reversed(found):
        day, value = one.at.date, one.value.quantity if one.value else None
        if one.id in corrected or day is None or value is None or value.comparator or day > today + TOMORROW:
            continue
        number = convert_of(wanted.substance, value.decimal, value.unit, wanted.unit)
        if number is not None:
            is_stale = today - day > STALE_AFTER
            return Known(typed=_typed(wanted, value, number), origin=f"du {day:%d/%m/%Y}", is_stale=is_stale)
    return None


def _typed(wanted: Input, value: Quantity, converted: Decimal) -> str:
    """Return a value as received when the input takes its unit, so that nothing is rounded twice."""
    received = f"{french_digits(value.decimal)}\u00a0{printed(value.unit)}"
    try:
        read(wanted, received)
    except UnreadableInputError:
        return f"{french_digits(_figures(converted))}\u00a0{wanted.unit_text}"
    except OutOfRangeError:
        return received
    return received
