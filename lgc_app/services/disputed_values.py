# SPDX-License-Identifier: EUPL-1.2
"""A clinical value in two versions is shown with both wherever it appears, until a person decided."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar, cast

import msgspec
import sqlalchemy as sa

from lgc_app.services.conflict_versions import Versions
from lgc_app.services.conflict_words import read_value
from lgc_core.model.entity import Entity, entity_name, field_rules
from lgc_core.oplog.operation import ANNUL_FIELD
from lgc_core.store import links, log, queries
from lgc_core.store.tables import ENTITY_TABLES, conflict

E = TypeVar("E", bound=Entity)


class DisputedValues:
    """The open conflicts over some kinds of entities of a patient, read once."""

    def __init__(self, connection: sa.Connection, kinds: Sequence[type[Entity]]) -> None:
        self._connection = connection
        self._versions = Versions(connection)
        self._rows: dict[str, dict[str, list[sa.Row[Any]]]] = {}
        names = [entity_name(kind) for kind in kinds]
        query = sa.select(conflict).where(conflict.c.state == log.OPEN, conflict.c.entity_type.in_(names))
        for row in connection.execute(query.order_by(conflict.c.id)):
            self._rows.setdefault(row.entity_id, {}).setdefault(row.field, []).append(row)

    def count(self, entity_id: str) -> int:
        """Return how many versions of an entity there are; 1 when nothing is disputed."""
        return 1 + len(self._rows.get(entity_id, ()))

    def may_be_removed(self, entity_id: str) -> bool:
        """Tell whether somebody took a line out without having seen its last change."""
        return ANNUL_FIELD in self._rows.get(entity_id, ())

    def variants(self, entity: E) -> tuple[E, ...]:
        """Return an entity as shown, then as it would be with the other version of each disputed field."""
        known = {rule.name for rule in field_rules(type(entity))}
        found = [entity]
        for field, rows in self._rows.get(entity.id, {}).items():
            leaf, _chain, _leaves = self._versions.newest(rows)
            if field in known and leaf.loser_value is not None:
                value = read_value(entity_name(type(entity)), field, leaf.loser_value)
                found.append(msgspec.structs.replace(entity, **{field: value}))
        return tuple(found)

    def removed(self, kind: type[E], patient: str) -> list[E]:
        """Return the lines taken out while somebody changed them: they stay in sight until that is decided."""
        table, names = ENTITY_TABLES[kind], [rule.name for rule in field_rules(kind)]
        ids = list(self._rows)
        if not ids:
            return []
        his = links.is_of(self._connection, table.c.ix_patient, patient)
        where = (table.c.annulled_op.is_not(None), his, table.c.id.in_(ids))
        rows = self._connection.execute(sa.select(table.c.id, *(table.c[name] for name in names)).where(*where))
        return [cast(E, queries.decode_row(kind, names, row)) for row in rows]


def both_words(variants: Sequence[E], words: Callable[[E], str]) -> str:
    """Return the words of every version, each once: « 71,4 kg ou 74,1 kg »."""
    return " ou ".join(dict.fromkeys(said for one in variants if (said := words(one))))


def status_words(variants: Sequence[E], words: Callable[[E], str]) -> str:
    """Return the words of a state when the versions differ in it, else nothing."""
    said = list(dict.fromkeys(map(words, variants)))
    return " ou ".join(said) if len(said) > 1 else ""
