# SPDX-License-Identifier: EUPL-1.2
"""One operation of the log (sync-protocol.md, Op; kinds in model.md §4.I)."""

from typing import Any, Final, Literal, get_args

import msgspec

from lgc_core.model.canonical import canonical

SCHEMA_VERSION: Final = 2
"""Version of the fields that this code writes; older ones are read by upcast.py, which says what each brought."""

Kind = Literal["create", "set", "annul", "sign", "resolve"]
KINDS: Final = frozenset(get_args(Kind))

ANNUL_FIELD: Final = "annulled"
SEAL_FIELD: Final = "sealed_id"
RESOLVED_FIELD: Final = "resolved"
"""In an operation of kind `resolve`: the conflicts that it cites (resolution.py)."""


class Change(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """A new value of one field as canonical JSON, and the operation whose value the writer saw."""

    v: msgspec.Raw
    base: str | None = None

    @property
    def text(self) -> str:
        """Return the canonical JSON text of the value."""
        return str(self.v, "utf-8")


class Op(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """What a person did to one entity, written once, ordered by the server, merged by base version.

    Attributes:
        hlc: sortable hybrid clock (see clock.py); display order and class A tie-break only.
        sv: schema version of the fields.
        actor: id of the Staff row, or `server`.
        kind: one of `Kind`; a newer version may send others, which are set aside whole.
        cause: id of the gesture that several operations belong to.
    """

    op_id: str
    partition: str
    device: str
    dev_seq: int
    hlc: str
    sv: int
    actor: str
    kind: str
    entity_type: str
    entity_id: str
    fields: dict[str, Change]
    cause: str = ""


def change(value: Any, base: str | None = None) -> Change:
    """Build a change from a value object."""
    return Change(v=msgspec.Raw(canonical(value).encode()), base=base)


class _Stamped(msgspec.Struct, frozen=True):
    hlc: str


_encoder = msgspec.json.Encoder(order="sorted")
_decoder = msgspec.json.Decoder(Op)
_stamp_decoder = msgspec.json.Decoder(_Stamped)


def encode(op: Op) -> bytes:
    """Return the bytes of an operation: what is stored, sent and hashed."""
    return _encoder.encode(op)


def decode(body: bytes | str) -> Op:
    """Read an operation.

    Raises:
        msgspec.ValidationError: when it is not one, or is nested beyond any value of ours.
    """
    try:
        return _decoder.decode(body)
    except RecursionError:
        raise msgspec.ValidationError("nested too deep") from None


def at(op: Op, hlc: str) -> Op:
    """Return an operation under the clock that orders it; an empty one is its own."""
    return op if hlc in ("", op.hlc) else msgspec.structs.replace(op, hlc=hlc)


def clock_moved(body: str, hlc: str) -> str:
    """Return the clock that orders an operation where its body says another one, else an empty text."""
    return "" if _stamp_decoder.decode(body).hlc == hlc else hlc
