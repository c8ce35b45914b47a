# SPDX-License-Identifier: EUPL-1.2
"""Hypothesis builds any entity of the catalogue from its annotations, within what the values allow."""

import enum
import types
import typing
from typing import Any

import msgspec
from hypothesis import strategies as st

from lgc_core.model.agenda_rule import Rhythm
from lgc_core.model.entity import Entity, field_rules
from lgc_core.model.ids import new_id
from lgc_core.model.observation import Value
from lgc_core.model.values import Concept, Quantity, When
from lgc_core.model.values.when import Interval

TEXT = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=12)
WORDS = TEXT.filter(lambda text: bool(text.strip()))
NUMBERS = st.from_regex(r"-?[0-9]{1,6}(\.[0-9]{1,4})?", fullmatch=True)
MOMENTS = st.sampled_from(["2026", "2026-11", "2026-11-21", "2026-11-21T10:42+04:00", "2026-11-21T10:42:07+01:00"])


def entities(kind: type[Entity]) -> st.SearchStrategy[Any]:
    """Return a strategy of whole entities of a kind."""
    fields = {rule.name: _of(rule.type) for rule in field_rules(kind)}
    return st.fixed_dictionaries(fields).map(lambda given: kind(id=new_id(), **given))


def _of(hint: Any) -> st.SearchStrategy[Any]:
    if hint in _SPECIAL:
        return _SPECIAL[hint]()
    if isinstance(hint, type) and issubclass(hint, enum.Enum):
        return st.sampled_from(list(hint))
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        return _struct(hint)
    return _composed(typing.get_origin(hint), typing.get_args(hint))


def _composed(origin: Any, parts: tuple[Any, ...]) -> st.SearchStrategy[Any]:
    if origin is typing.Annotated:
        return _of(parts[0])
    if origin is typing.Literal:
        return st.sampled_from(parts)
    if origin in (typing.Union, types.UnionType):
        return st.one_of([_of(one) for one in parts])
    if origin is tuple:
        return st.lists(_of(parts[0]), max_size=2).map(tuple)
    raise TypeError(origin)


def _struct(kind: type[msgspec.Struct]) -> st.SearchStrategy[Any]:
    hints = typing.get_type_hints(kind, include_extras=True)
    fields = {name: st.deferred(lambda hint=hints[name]: _of(hint)) for name in kind.__struct_fields__}
    return st.fixed_dictionaries(fields).map(lambda given: kind(**given))


def _value() -> st.SearchStrategy[Any]:
    hints = typing.get_type_hints(Value)
    one = st.sampled_from(sorted(hints))
    return one.flatmap(lambda name: _of(_without_none(hints[name])).map(lambda given: Value(**{name: given})))


def _without_none(hint: Any) -> Any:
    return next(one for one in typing.get_args(hint) if one is not types.NoneType)


def _quantity() -> st.SearchStrategy[Any]:
    return st.builds(Quantity, value=NUMBERS, unit=st.sampled_from(["", "kg", "mm[Hg]", "umol/L"]), unit_text=TEXT)


def _when() -> st.SearchStrategy[Any]:
    known = st.builds(When, text=MOMENTS, offset_assumed=st.booleans())
    return st.one_of(known, st.builds(When, text=TEXT, missing=st.sampled_from(["UNK", "NASK"])))


_SPECIAL: dict[Any, Any] = {
    str: lambda: TEXT,
    int: lambda: st.integers(-(2**53), 2**53),
    bool: st.booleans,
    types.NoneType: st.none,
    Concept: lambda: st.builds(Concept, text=WORDS),
    Quantity: _quantity,
    When: _when,
    Interval: lambda: st.builds(Interval, start=st.one_of(st.none(), _when()), end=st.one_of(st.none(), _when())),
    Value: _value,
    Rhythm: lambda: st.builds(
        Rhythm,
        unit=st.sampled_from(["jour", "semaine"]),
        every=st.integers(1, 60),
        weekdays=st.lists(st.integers(1, 7), max_size=3).map(tuple),
    ),
}
