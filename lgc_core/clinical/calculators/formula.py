# SPDX-License-Identifier: EUPL-1.2
"""What a formula is: inputs with units and ranges, a computation, a reference; and how typed values are read."""

import re
from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Final, Literal

import msgspec

from lgc_core.clinical.substances import convert_of
from lgc_core.clinical.units import printed

Group = Literal["Rein", "Cœur et vaisseaux", "Diabète", "Corps"]
GROUPS: Final[tuple[Group, ...]] = ("Rein", "Cœur et vaisseaux", "Diabète", "Corps")

_TYPED: Final = re.compile(r"([0-9]{1,9}(?:[.,][0-9]{1,6})?)\s*(\S.{0,19})?\Z")
_SPACES: Final = re.compile(r"[\u00a0\u202f]")


class Input(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to know: a number in a range, or one of a few options.

    Attributes:
        unit: UCUM code of the number that the formula takes, empty for a choice.
        bounds: least and greatest number accepted, both included.
        units: other UCUM codes that may be typed after the number; converted by the analysis `substance`.
        options: (value, words) pairs of a choice, empty for a number.
        source: what of the record fills it: `age`, `sex`, `filtration`, `measure:poids`, `analyte:hdl`, or "".
        default: value of a choice when nothing is said; the screen shows it.
    """

    key: str
    words: str
    unit: str = ""
    bounds: tuple[Decimal, Decimal] = (Decimal(0), Decimal(0))
    units: tuple[str, ...] = ()
    substance: str = ""
    options: tuple[tuple[str, str], ...] = ()
    source: str = ""
    default: str = ""
    required: bool = True

    @property
    def unit_text(self) -> str:
        """Return the unit as printed in French."""
        return {"a": "ans", "d": "jours", "": ""}.get(self.unit, printed(self.unit))

    @property
    def range_words(self) -> str:
        """Return « entre 10 et 3000 µmol/L »."""
        low, high = (french_digits(bound) for bound in self.bounds)
        return f"entre {low} et {high}\u00a0{self.unit_text}".rstrip()


class UnreadableInputError(ValueError):
    """What was typed is not a number, not a unit that is known, or not an option."""


class OutOfRangeError(ValueError):
    """The number is outside what the formula accepts."""


class Answers:
    """The values of a formula, by key of its inputs: numbers exact, choices as their value."""

    def __init__(self, values: Mapping[str, Decimal | str]) -> None:
        self._values = values

    def number(self, key: str) -> Decimal:
        """Return a number that the formula requires."""
        found = self._values[key]
        assert isinstance(found, Decimal)
        return found

    def maybe(self, key: str) -> Decimal | None:
        """Return a number that may be missing."""
        return self.number(key) if key in self._values else None

    def choice(self, key: str) -> str:
        """Return the value of a choice."""
        return str(self._values[key])

    @property
    def sex(self) -> Literal["F", "M"]:
        """Return the sex, which an input limits to two."""
        return "F" if self.choice("sex") == "F" else "M"


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What was found: a number with its unit, how it reads, and what to beware of."""

    value: Decimal
    unit_text: str
    reading: str = ""
    cautions: tuple[str, ...] = ()
    is_notable: bool = False

    @property
    def words(self) -> str:
        """Return `53 mL/min/1,73 m²`."""
        return f"{french_digits(self.value)}\u00a0{self.unit_text}".rstrip()


class Formula(msgspec.Struct, frozen=True, kw_only=True):
    """A calculator; `compute` takes values that `read` accepted."""

    key: str
    words: str
    group: Group
    about: str
    reference: str
    inputs: tuple[Input, ...]
    compute: Callable[[Answers], Outcome]


def read(wanted: Input, typed: str) -> Decimal | str:
    """Read what was typed for an input: « 13,6 mg/L », « 120 », or the value of an option.

    Raises:
        UnreadableInputError: not a number, an unknown unit, or not an option.
        OutOfRangeError: outside the bounds, once converted.
    """
    text = _SPACES.sub(" ", typed).strip()
    if wanted.options:
        if text not in dict(wanted.options):
            raise UnreadableInputError
        return text
    found = _TYPED.match(text)
    if found is None:
        raise UnreadableInputError
    value = _in_unit(wanted, Decimal(found[1].replace(",", ".")), found[2] or "")
    if not wanted.bounds[0] <= value <= wanted.bounds[1]:
        raise OutOfRangeError
    return value


def _in_unit(wanted: Input, value: Decimal, unit_typed: str) -> Decimal:
    if not unit_typed or _folded(unit_typed) in (_folded(wanted.unit_text), _folded(wanted.unit)):
        return value
    for code in wanted.units:
        if _folded(unit_typed) in (_folded(printed(code)), _folded(code)):
            converted = convert_of(wanted.substance, value, code, wanted.unit)
            if converted is not None:
                return converted
    raise UnreadableInputError


def _folded(unit: str) -> str:
    return unit.strip().casefold().replace("µ", "u").replace("μ", "u").replace(" ", "").replace("\u00a0", "")


def rounded(value: Decimal | float, places: int = 0) -> Decimal:
    """Round half up, as French laboratories print.

    Raises:
        ValueError: when the value is not finite.
    """
    try:
        return Decimal(str(value)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    except InvalidOperation as wrong:
        raise ValueError("not a finite number") from wrong


def french_digits(value: Decimal) -> str:
    """Return a plain number with a decimal comma, without useless zeros of an integer."""
    text = f"{value:f}"
    return text.replace(".", ",").replace("-", "−")
