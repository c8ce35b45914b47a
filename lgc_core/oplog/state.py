# SPDX-License-Identifier: EUPL-1.2
"""The effect of operations on one entity: field texts, and the operation that gave each."""

from typing import Final

import msgspec

from lgc_core.model.catalogue import BY_NAME
from lgc_core.model.entity import Entity


class EntityState(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
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


class EntityDecoder:
    """Rebuild typed entities from field texts, one JSON decoder per kind."""

    def __init__(self) -> None:
        self._decoders = {kind: msgspec.json.Decoder(kind) for kind in BY_NAME.values()}

    def decode(self, kind: type[Entity], entity_id: str, fields: dict[str, str]) -> Entity:
        """Return the typed entity.

        Raises:
            msgspec.ValidationError: when a text does not fit its field.
        """
        body = ",".join(f'"{name}":{text}' for name, text in fields.items())
        comma = "," if body else ""
        identifier = msgspec.json.encode(entity_id).decode()
        return self._decoders[kind].decode(f'{{"id":{identifier}{comma}{body}}}')


DECODER: Final = EntityDecoder()
"""Decoders are built once: they hold no state."""
