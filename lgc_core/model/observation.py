# SPDX-License-Identifier: EUPL-1.2
"""Everything measured, counted, scored or answered: a fact, mended only by a new fact with `corrects`."""

from typing import Annotated, Literal

import msgspec

from lgc_core.model.entity import E, Entity, Regime
from lgc_core.model.values import Concept, Quantity, Range, Ratio, Source, Stamp, When

Category = Literal["vital", "bio", "micro", "vie", "fonction", "grossesse", "directive", "score", "mesure_patient"]
Flag = Literal["N", "H", "HH", "L", "LL", "A", "AA", "S", "I", "R"]


class Value(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What was found: exactly one kind of answer, or the reason there is none.

    Raises:
        ValueError: when none or several are given.
    """

    quantity: Quantity | None = None
    range: Range | None = None
    ratio: Ratio | None = None
    concept: Concept | None = None
    integer: int | None = None
    boolean: bool | None = None
    when: When | None = None
    text: str | None = None
    missing: str | None = None

    def __post_init__(self) -> None:
        given = sum(getattr(self, name) is not None for name in self.__struct_fields__)
        if given != 1:
            raise ValueError("a value is exactly one answer or one reason for its absence")


class ReferenceRange(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The laboratory's range, as bounds and as printed."""

    range: Range | None = None
    text: str = ""


class Observation(Entity, frozen=True, kw_only=True):
    """One result; a panel has no value, its parts name it as parent."""

    regime = Regime.FACT

    patient: Annotated[str, E]
    category: Annotated[Category, E]
    code: Annotated[Concept, E]
    value: Annotated[Value | None, E] = None
    at: Annotated[When, E]
    issued: Annotated[When | None, E] = None
    shape: Annotated[Literal["valeur", "panel", "isolat"], E] = "valeur"
    parent: Annotated[str, E] = ""
    rank: Annotated[int, E] = 0
    ref_range: Annotated[ReferenceRange | None, E] = None
    flags: Annotated[tuple[Flag, ...], E] = ()
    performer: Annotated[Stamp | None, E] = None
    entry: Annotated[Literal["saisie", "appareil", "import", "patient"], E] = "saisie"
    encounter: Annotated[str, E] = ""
    comment: Annotated[str, E] = ""
    corrects: Annotated[str, E] = ""
    source: Annotated[Source | None, E] = None
