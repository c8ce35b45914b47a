# SPDX-License-Identifier: EUPL-1.2
"""Results and measures of a patient as series: one line an analysis, in one unit, with flags and sources."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final, Literal

from lgc_app.services.measures import grown_on, is_child
from lgc_app.services.renal import filtrations
from lgc_app.services.result_flags import ResultFlag, flag_of, quantity_words, range_words, unit_words
from lgc_app.services.result_flags import digits as french_digits
from lgc_app.services.session import Session
from lgc_core.clinical.analytes import BY_KEY as ANALYTE_BY_KEY
from lgc_core.clinical.analytes import BY_LOINC as ANALYTE_OF
from lgc_core.clinical.analytes import GROUPS, Group
from lgc_core.clinical.renal import Filtration, creatinine_umol
from lgc_core.clinical.substances import convert_of
from lgc_core.clinical.units import convert, printed
from lgc_core.clinical.vitals import BY_LOINC as MEASURE_OF
from lgc_core.clinical.vitals import has_usual_range, is_unusual
from lgc_core.codes import LOINC
from lgc_core.model.document import Document
from lgc_core.model.observation import Observation, Value
from lgc_core.model.patient import Patient, age_on
from lgc_core.model.rights import Right
from lgc_core.model.values import Quantity, Range
from lgc_core.model.words import fold
from lgc_core.store import links, queries
from lgc_core.store.tables import ENTITY_TABLES

DFG: Final = "dfg"
DFG_FLOOR: Final = 60
"""Below 60 mL/min/1.73 m² for three months: chronic kidney disease (KDIGO 2012, 1.1)."""

_SHOWN: Final = frozenset({"bio", "micro", "vital", "mesure_patient", "score", "fonction"})
_MEASURED: Final = frozenset({"vital", "mesure_patient"})
_FIGURES: Final = 3
"""Least significant digits of a value that changed from mass to amount: 6.2 mmol/L is 1.12 g/L, not 1.1."""

_TABLE = ENTITY_TABLES[Observation].c


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One value on one day.

    Attributes:
        words: as received, or converted to the unit of the series.
        value: in the unit of the series; None for words, a comparator or another unit: not on the curve.
        received: `14,0 mg/L` when the value was converted, else empty.
        document: id of the document it was read from, empty when typed here.
        origin: who made it and in what it came, in words.
    """

    id: str
    at_ms: int
    day: dt.date
    day_words: str
    words: str
    value: Decimal | None = None
    received: str = ""
    flag: ResultFlag = ""
    document: str = ""
    origin: str = ""
    comment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultSeries:
    """The results of one analysis, oldest first, in one unit."""

    key: str
    name: str
    group: Group
    unit: str
    reference: str
    results: tuple[Result, ...]
    bounds: tuple[Decimal | None, Decimal | None] = (None, None)
    kind: Literal["résultat", "mesure", "calcul"] = "résultat"


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultTable:
    """Everything measured of a patient; `filtrations` is what the DFG line was computed from."""

    series: tuple[ResultSeries, ...]
    filtrations: tuple[Filtration, ...]
    birth_date: str
    sex: str

    def age_at(self, day: dt.date) -> str:
        """Return `74 ans` on a day, empty when it is not known."""
        age = age_on(self.birth_date, day)
        return f"{age[0]}\u00a0ans" if age else ""


class Biology:
    """Builds the table of results."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def of(self, patient: Patient) -> ResultTable:
        """Return every series of a patient, in the order of the groups."""
        self._session.require(Right.READ_RECORD)
        with self._session.store.reading() as connection:
            where = (links.is_of(connection, _TABLE.ix_patient, patient.id),)
            found = queries.find(connection, Observation, *where, order=_TABLE.ix_at_ms)
            documents = {one.id: one for one in queries.of_patient(connection, Document, patient.id)}
            renal = tuple(filtrations(connection, patient, self._session.practice.id))
        series = _in_series(_living(found), documents, grown_on(patient))
        if renal:
            series.append(_filtration_series(renal, series))
        order = {group: rank for rank, group in enumerate(GROUPS)}
        rank = {one.key: place for place, one in enumerate(series)}
        series.sort(key=lambda one: (order[one.group], _after_creatinine(one), rank[one.key]))
        return ResultTable(
            series=tuple(series),
            filtrations=renal,
            birth_date=patient.traits.birth_date,
            sex=patient.traits.sex,
        )


def _after_creatinine(series: ResultSeries) -> int:
    return {"creatinine": 0, DFG: 1}.get(series.key, 2)


def _living(found: Iterable[Observation]) -> list[Observation]:
    listed = list(found)
    corrected = {one.corrects for one in listed if one.corrects}
    return [one for one in listed if one.id not in corrected and one.category in _SHOWN and one.shape == "valeur"]


def _in_series(
    found: list[Observation], documents: dict[str, Document], grown: dt.date | None
) -> list[ResultSeries]:
    groups: dict[str, list[Observation]] = {}
    for one in found:
        if one.at.earliest_ms is not None:
            groups.setdefault(_key(one), []).append(one)
    made = (part for key, members in groups.items() for part in _one_unit_each(key, members))
    return [_series(key, members, unit, documents, grown) for key, members, unit in made]


def _key(one: Observation) -> str:
    code = one.code.code(LOINC) or ""
    if code in ANALYTE_OF:
        return ANALYTE_OF[code].key
    if code in MEASURE_OF:
        return MEASURE_OF[code].key
    return code or fold(one.code.text)


def _one_unit_each(
    key: str, members: list[Observation]
) -> Iterable[tuple[str, list[Observation], Quantity | None]]:
    """Part a series whose units cannot be converted into one another with certainty."""
    left = members
    while left:
        unit = _unit_of(key, left)
        same = [one for one in left if _fits(key, _quantity(one), unit)]
        yield key if left is members else f"{key}|{unit.unit if unit else ''}", same, unit
        left = [one for one in left if one not in same]


def _unit_of(key: str, members: list[Observation]) -> Quantity | None:
    """Return the unit of the newest result, or the usual one of the analysis when several units came."""
    found = [quantity for one in members if (quantity := _quantity(one)) is not None]
    usual = ANALYTE_BY_KEY[key].unit if key in ANALYTE_BY_KEY else ""
    if usual and len({one.unit for one in found}) > 1:
        wanted = Quantity(value="0", unit=usual)
        if _converted(key, found[-1], wanted) is not None:
            return wanted
    return found[-1] if found else None


def _fits(key: str, quantity: Quantity | None, unit: Quantity | None) -> bool:
    return quantity is None or unit is None or _converted(key, quantity, unit) is not None


def _quantity(one: Observation) -> Quantity | None:
    return one.value.quantity if one.value else None


def _converted(key: str, quantity: Quantity, unit: Quantity) -> Decimal | None:
    if key == "creatinine" and unit.unit == "umol/L":
        plain = Quantity(value=quantity.value, unit=quantity.unit)
        return creatinine_umol(plain)
    if quantity.unit_system != "ucum" or not quantity.unit:
        same = (quantity.unit, quantity.unit_text) == (unit.unit, unit.unit_text)
        return quantity.decimal if same else None
    return convert_of(key, quantity.decimal, quantity.unit, unit.unit)


def _series(
    key: str,
    members: list[Observation],
    unit: Quantity | None,
    documents: dict[str, Document],
    grown: dt.date | None,
) -> ResultSeries:
    last = members[-1]
    code = last.code.code(LOINC) or ""
    analyte, measure = ANALYTE_OF.get(code), MEASURE_OF.get(code)
    measured = last.category in _MEASURED or (measure is not None and analyte is None)
    name = analyte.words if analyte else measure.words if measure else last.code.text
    return ResultSeries(
        key=key,
        name=name,
        group="Mesures" if measured else analyte.group if analyte else "Autres résultats",
        unit=unit_words(unit) if unit else "",
        reference=_reference(key, members, unit, grown),
        bounds=_bounds(key, members, unit, grown),
        results=tuple(_result(one, key, unit, documents, grown) for one in members),
        kind="mesure" if measured else "résultat",
    )


def _usual(
    members: list[Observation], unit: Quantity | None, grown: dt.date | None
) -> tuple[Decimal, Decimal] | None:
    """Return the usual range of a measure for the person who was measured last, in its own unit only."""
    measure = MEASURE_OF.get(members[-1].code.code(LOINC) or "")
    if measure is None or unit is None or unit.unit != measure.unit:
        return None
    return measure.usual if has_usual_range(measure, child=is_child(members[-1], grown)) else None


def _reference(key: str, members: list[Observation], unit: Quantity | None, grown: dt.date | None) -> str:
    """Return the range of the newest result that gives one, in the unit shown."""
    if bounds := _newest_range(key, members, unit):
        return range_words(bounds)
    for one in reversed(members):
        reference, quantity = one.ref_range, _quantity(one)
        if reference and reference.text and (quantity is None or unit is None or quantity.unit == unit.unit):
            return reference.text
    usual = _usual(members, unit, grown)
    return f"{usual[0]} à {usual[1]}".replace(".", ",") if usual else ""


def _bounds(
    key: str, members: list[Observation], unit: Quantity | None, grown: dt.date | None
) -> tuple[Decimal | None, Decimal | None]:
    """Return the numbers of the reference, in the unit shown; None for a side that is open or not known."""
    if found := _newest_range(key, members, unit):
        return (found.low.decimal if found.low else None, found.high.decimal if found.high else None)
    return _usual(members, unit, grown) or (None, None)


def _newest_range(key: str, members: list[Observation], unit: Quantity | None) -> Range | None:
    """Return the newest range that came in the unit shown, else the newest that can be converted to it."""
    ranges = [one.ref_range.range for one in reversed(members) if one.ref_range and one.ref_range.range]
    native = (one for one in ranges if unit and all(b is None or b.unit == unit.unit for b in (one.low, one.high)))
    found = next((one for one in native if one.low or one.high), None)
    return found or next((made for one in ranges if (made := _range_in(key, one, unit)) is not None), None)


def _range_in(key: str, bounds: Range | None, unit: Quantity | None) -> Range | None:
    """Convert a range to a unit; None when it is empty or when one bound cannot be converted."""
    if bounds is None or unit is None or not (bounds.low or bounds.high):
        return None
    if all(bound is None or bound.unit in ("", unit.unit) for bound in (bounds.low, bounds.high)):
        return bounds
    made: dict[str, Quantity | None] = {}
    for side, bound in (("low", bounds.low), ("high", bounds.high)):
        value = _converted(key, bound, unit) if bound else None
        if bound is not None and value is None:
            return None
        made[side] = None if bound is None or value is None else _bound_in(value, bound, unit)
    return Range(low=made["low"], high=made["high"])


def _bound_in(value: Decimal, bound: Quantity, unit: Quantity) -> Quantity:
    return Quantity(value=_same_precision(value, bound, _FIGURES), unit=unit.unit)


def _result(
    one: Observation, key: str, unit: Quantity | None, documents: dict[str, Document], grown: dt.date | None
) -> Result:
    first = one.at.earliest
    assert first is not None  # `_in_series` left the others out
    plain = Result(
        id=one.id,
        at_ms=int(first.timestamp() * 1000),
        day=first.date(),
        day_words=one.at.display(),
        words=_words(one),
        flag=_flag(one, grown),
        document=one.source.document if one.source else "",
        origin=_origin(one, documents),
        comment=one.comment,
    )
    quantity = _quantity(one)
    if quantity is None or unit is None:
        return plain
    value = _converted(key, quantity, unit)
    on_curve = None if quantity.comparator else value
    if value is None or quantity.unit == unit.unit:
        return replace(plain, value=on_curve)
    received = f"{quantity_words(quantity)}\u00a0{unit_words(quantity)}"
    least = _FIGURES if convert(quantity.decimal, quantity.unit, unit.unit) is None else 2
    digits = _same_precision(value, quantity, least)
    shown = quantity_words(Quantity(value=digits, comparator=quantity.comparator))
    return replace(plain, value=on_curve, words=shown, received=received)


def _same_precision(value: Decimal, received: Quantity, least: int) -> str:
    """Return a converted value with as many significant digits as came: 14.0 mg/L is 124 µmol/L, not 123.76."""
    figures = max(len(received.decimal.as_tuple().digits), least)
    if not value:
        return "0"
    rounded = value.quantize(Decimal(1).scaleb(min(value.adjusted() - figures + 1, 0)))
    return f"{rounded:f}"


def _flag(one: Observation, grown: dt.date | None) -> ResultFlag:
    quantity, measure = _quantity(one), MEASURE_OF.get(one.code.code(LOINC) or "")
    if one.flags or one.ref_range or measure is None or quantity is None or quantity.unit != measure.unit:
        return flag_of(one)
    if not is_unusual(measure, quantity.decimal, child=is_child(one, grown)):
        return ""
    low, high = measure.usual
    return "bas" if quantity.decimal < low else "haut" if quantity.decimal > high else ""


def _words(one: Observation) -> str:
    value = one.value
    if value is None:
        return "en cours"
    if value.missing:
        return "non fait"
    if value.quantity:
        return quantity_words(value.quantity)
    if value.ratio:
        return f"{quantity_words(value.ratio.numerator)}/{quantity_words(value.ratio.denominator)}"
    return value.concept.text if value.concept else _plain_words(value)


def _plain_words(value: Value) -> str:
    if value.boolean is not None:
        return "oui" if value.boolean else "non"
    if value.integer is not None:
        return str(value.integer)
    return value.text or range_words(value.range) or (value.when.display() if value.when else "")


def _origin(one: Observation, documents: dict[str, Document]) -> str:
    parts: list[str] = []
    if one.performer is not None:
        structure = one.performer.organisation
        parts.append(structure.name if structure and structure.name else one.performer.name.shown)
    document = documents.get(one.source.document) if one.source else None
    if document is not None:
        label = document.filed_as.title if document.filed_as else document.title
        parts.append(f"« {label} »".replace("« ", "«\u00a0").replace(" »", "\u00a0»"))
    elif one.entry == "saisie":
        parts.append(f"saisi par {one.created.by.name}" if one.created else "saisi ici")
    return ", ".join(parts)


def _filtration_series(renal: tuple[Filtration, ...], series: list[ResultSeries]) -> ResultSeries:
    creatinines = {result.day: result for one in series if one.key == "creatinine" for result in one.results}
    results = tuple(_filtration(one, creatinines.get(one.on)) for one in renal)
    return ResultSeries(
        key=DFG,
        name=f"DFG ({renal[-1].formula})",
        group="Fonction rénale",
        unit=printed("mL/min/{1.73_m2}"),
        reference=f">\u00a0{DFG_FLOOR}",
        results=results,
        kind="calcul",
    )


def _filtration(one: Filtration, creatinine: Result | None) -> Result:
    midnight = dt.datetime.combine(one.on, dt.time(), dt.UTC)
    return Result(
        id=f"{DFG}:{one.on.isoformat()}",
        at_ms=creatinine.at_ms if creatinine else int(midnight.timestamp() * 1000),
        day=one.on,
        day_words=f"{one.on:%d/%m/%Y}",
        words=french_digits(str(one.ml_min)),
        value=Decimal(one.ml_min),
        flag="bas" if one.ml_min < DFG_FLOOR else "",
        document=creatinine.document if creatinine else "",
        origin=creatinine.origin if creatinine else "",
    )
