# SPDX-License-Identifier: EUPL-1.2
"""The effect of operations on one entity: field texts, and the operation that gave each."""

from typing import Final

import msgspec

from lgc_core.model.catalogue import BY_NAME
from lgc_core.model.entity import Entity


class EntityState(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """One entity as the operations seen so far leave it.

    Attributes:
        fields: canonical JSON text of each field; `extra` holds fields this version does not know.
        versions: operation of each field's value, where it is not the creating one.
    """

    entity_type: str
    entity_id: str
    partition: str
    created_op: str
    last_op: str
    fields: dict[str, str]
    versions: dict[str, str] = {}
    extra: dict[str, str] = {}
    annulled_op: str | None = None
    sealed_id: str | None = None

    def version(self, field: str) -> str | None:
        """Return the operation whose value a field shows; None for a field never given."""
        if field in self.versions:
            return self.versions[field]
        return self.created_op if field in self.fields or field in self.extra else None

    def value(self, field: str) -> str | None:
        """Return the canonical text of a field, None when absent."""
        return self.fields.get(field, self.extra.get(field))


_quoted: Final = msgspec.json.Encoder().encode
_REMEMBERED: Final = 1_024
"""Entities of a push or of a batch: read when they are checked and again when their row is made."""


class EntityDecoder:
    """Rebuild typed entities from field texts, one JSON decoder per kind."""

    def __init__(self) -> None:
        self._decoders = {kind: msgspec.json.Decoder(kind) for kind in BY_NAME.values()}
        self._seen: dict[int, tuple[dict[str, str], str, Entity]] = {}

    def decode(self, kind: type[Entity], entity_id: str, fields: dict[str, str]) -> Entity:
        """Return the typed entity; the fields of a state never change, so what was read once is not read again.

        Raises:
            msgspec.ValidationError: when a text does not fit its field.
        """
        seen = self._seen.get(id(fields))
        if seen is not None and seen[0] is fields and seen[1] == entity_id and type(seen[2]) is kind:
            return seen[2]
        entity = self.read(kind, entity_id, fields)
        if len(self._seen) >= _REMEMBERED:
            self._seen.clear()
        self._seen[id(fields)] = (fields, entity_id, entity)
        return entity

    def read(self, kind: type[Entity], entity_id: str, fields: dict[str, str]) -> Entity:
        """Return the typed entity of field texts that nobody will ask for again, and remember nothing of it.

        Raises:
            msgspec.ValidationError: when a text does not fit its field.
        """
        texts = [f'"{name}":{text}' for name, text in fields.items()]
        texts.append(f'"id":{_quoted(entity_id).decode()}')
        return self._decoders[kind].decode("{" + ",".join(texts) + "}")

    def forget(self) -> None:
        """Let go of every entity read so far: a locked post remembers nobody."""
        self._seen.clear()


DECODER: Final = EntityDecoder()
"""Decoders are built once; entities are frozen and may be shared."""
