# SPDX-License-Identifier: EUPL-1.2
"""What the merge asks of a kind of entity, found once for each kind: looking again costs more than merging."""

from functools import cache

import msgspec

from lgc_core.model.canonical import canonical
from lgc_core.model.entity import Entity, FieldRule, Writer, field_rules


class Shape(msgspec.Struct, frozen=True, kw_only=True):
    """The fields of one kind.

    Attributes:
        names: every field, the id left out.
        starts: the fields that only the region writes, each with the canonical text it starts with.
    """

    rules: dict[str, FieldRule]
    names: frozenset[str]
    starts: dict[str, str]


@cache
def shape_of(kind: type[Entity]) -> Shape:
    """Return the shape of a kind."""
    rules = {rule.name: rule for rule in field_rules(kind)}
    defaults = dict(zip(reversed(kind.__struct_fields__), reversed(kind.__struct_defaults__), strict=False))
    reserved = [name for name, rule in rules.items() if rule.writer is Writer.SERVER]
    starts = {name: canonical(defaults[name]) for name in reserved}
    return Shape(rules=rules, names=frozenset(rules), starts=starts)
