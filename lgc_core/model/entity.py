# SPDX-License-Identifier: EUPL-1.2
"""What every row of the record is made of: an id, fields with a merge class, a regime, a partition.

A class belongs to a field for ever (model.md, legend; sync-protocol.md, Merge per field).
"""

import enum
import typing
from functools import cache
from typing import Annotated, Any, ClassVar

import msgspec

from lgc_core.model.values.stamp import Provenance


class MergeClass(enum.Enum):
    """How two concurrent values of a field meet (sync-protocol.md)."""

    ADMINISTRATIVE = "A"
    CLINICAL = "B"
    NARRATIVE = "C"
    SIGNED = "D"
    ADDITIVE = "E"
    RESERVED = "F"
    IDENTITY = "G"


class Writer(enum.Enum):
    """Who may write a field after creation."""

    STAFF = "staff"
    ADMIN = "admin"
    SERVER = "server"


class Regime(enum.Enum):
    """The regimes of the record (model.md §1.1); local tables are not entities."""

    FACT = "fact"
    STATE = "state"
    DRAFT = "draft"


class FieldRule(msgspec.Struct, frozen=True, kw_only=True):
    """The merge rule of one field."""

    name: str
    type: Any
    merge: MergeClass
    writer: Writer
    until_sealed: bool


def _rule(merge: str, writer: str = "staff", *, until_sealed: bool = False) -> msgspec.Meta:
    return msgspec.Meta(extra={"merge": merge, "writer": writer, "until_sealed": until_sealed})


A = _rule("A")
A_ADMIN = _rule("A", "admin")
B = _rule("B")
B_SEALED = _rule("B", until_sealed=True)
C = _rule("C")
C_SEALED = _rule("C", until_sealed=True)
D = _rule("D")
E = _rule("E")
F = _rule("F")
F_SERVER = _rule("F", "server")
G = _rule("G")


class Entity(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A row of the record: the id is made by the writer, lower-case UUID text, never reused or shown."""

    regime: ClassVar[Regime] = Regime.STATE
    partition_kind: ClassVar[str] = "cabinet"
    other_kinds: ClassVar[tuple[str, ...]] = ()
    """Kinds of partition where it may also be born; it never moves (model.md §1.3)."""
    aggregate: ClassVar[str] = ""
    """Name of the field that holds the sealed parent's id, empty for an aggregate root."""

    id: str
    created: Annotated[Provenance | None, E] = None


def entity_name(kind: type[Entity]) -> str:
    """Return the wire and table name: `NoteSection` -> `note_section`."""
    return "".join(f"_{c.lower()}" if c.isupper() else c for c in kind.__name__).lstrip("_")


@cache
def field_rules(kind: type[Entity]) -> tuple[FieldRule, ...]:
    """Return the rules of an entity's fields, in declaration order, the id left out.

    Raises:
        TypeError: when a field has no merge class.
    """
    hints = typing.get_type_hints(kind, include_extras=True)
    names = [name for name in kind.__struct_fields__ if name != "id"]
    return tuple(_field_rule(kind, name, hints[name]) for name in names)


def _field_rule(kind: type[Entity], name: str, hint: Any) -> FieldRule:
    metas = [m for m in getattr(hint, "__metadata__", ()) if isinstance(m, msgspec.Meta) and m.extra]
    if not metas:
        raise TypeError(f"{kind.__name__}.{name} has no merge class")
    extra = metas[0].extra or {}
    return FieldRule(
        name=name,
        type=typing.get_args(hint)[0],
        merge=MergeClass(extra["merge"]),
        writer=Writer(extra["writer"]),
        until_sealed=extra["until_sealed"],
    )
