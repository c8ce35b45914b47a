# SPDX-License-Identifier: EUPL-1.2
"""What the author of an operation could do when it was written, from the practice's own people.

No honest post sends what is refused here: its services ask first (model.md, Staff.role). It is set aside whole,
with a reason and a line in the journal; somebody with the right offers it again. What the region cannot know it
does not judge: an author of whom it has never heard (it was restored, or a colleague's post comes later), and what
was written while it forgot.
"""

import datetime as dt
import enum
from collections.abc import Sequence
from typing import Final

import msgspec
import sqlalchemy as sa

from lgc_core.model.canonical import read
from lgc_core.model.encounter import Encounter
from lgc_core.model.rights import Right, may
from lgc_core.model.seal import Seal
from lgc_core.model.staff import Role, Staff
from lgc_core.model.values.stamp import Provenance
from lgc_core.model.write_rights import Rights, rights_to_write
from lgc_core.oplog.clock import milliseconds
from lgc_core.oplog.merge import SERVER
from lgc_core.oplog.operation import Op, decode
from lgc_core.oplog.standing import GRACE_MS, Standing, written_ms
from lgc_core.oplog.state import EntityState
from lgc_core.store.identity import cabinet
from lgc_core.store.tables import ENTITY_TABLES
from lgc_core.store.tables import op as op_table
from lgc_core.sync.arbiter import Judge, OpenJudge, Order
from lgc_core.sync.protocol import PushResponse
from sync_server.services import journal
from sync_server.services.devices import Post

_EVENT: Final = "opérations mises de côté, droit de l’auteur"
_KEEPERS: Final = frozenset({Role.MEDECIN, Role.INFIRMIER})
_BY_CONTENT: Final = frozenset({"staff", "document", "template", "sealed_record"})
"""What is judged by its fields too, and what changes people."""

_AUTHORS_TOLD: Final = 8
"""Authors of one push that the journal names."""


class AuthorReason(enum.StrEnum):
    """Why the region set an operation aside for who wrote it."""

    NOT_ALLOWED = "droit insuffisant de l’auteur"
    ENDED = "accès de l’auteur terminé"
    ANOTHERS_SEAL = "sceau d’une autre personne"
    NOBODY = "auteur réservé à la région"


def judge_for(post: Post, now_ms: int) -> OpenJudge:
    """Return what judges the authors of the pushes of a post."""

    def begin(connection: sa.Connection, order: Order) -> Judge:
        return _Authors(connection, cabinet(post.practice), order, now_ms).reason

    return begin


def note(connection: sa.Connection, post: Post, ops: Sequence[Op], response: PushResponse) -> None:
    """Write into the journal whose operations were set aside for their author."""
    refused = {one.op_id for one in response.results if one.reason in frozenset(AuthorReason)}
    for actor in sorted({op.actor for op in ops if op.op_id in refused})[:_AUTHORS_TOLD]:
        journal.write(connection, _EVENT, actor=actor, practice=post.practice, device=post.id)


class _Authors:
    """The people of one practice, as one push meets them, in its order."""

    def __init__(self, connection: sa.Connection, home: str, order: Order, now_ms: int) -> None:
        self._connection = connection
        self._home = home
        self._order = order
        self._now_ms = now_ms
        self._people: dict[str, Standing] = {}
        self._begun: dict[str, str] = {}
        self._always: set[tuple[str, str, str]] = set()
        """Who may do what whenever: nearly every operation of nearly every push, at a fifth of the price."""

    def reason(self, op: Op, state: EntityState | None) -> str:
        """Return why an operation is set aside for its author, an empty text when it may be tried."""
        if (op.actor, op.entity_type, op.kind) in self._always:
            return ""
        if op.actor == SERVER:
            return AuthorReason.NOBODY
        is_founding = self._order.seq == 0 and self._order.partition == self._home
        found = "" if is_founding else self._found(op, state)
        if found and self._was_forgotten(written_ms(op, self._now_ms)):
            found = ""
        if not found:
            self._remember(op)
        return found

    def _found(self, op: Op, state: EntityState | None) -> str:
        needed = rights_to_write(op.entity_type, op.kind, lambda name: _told(op, state, name))
        if not needed:
            return ""
        person = self._person(op.actor)
        if not person.is_known:
            return ""
        at_ms = written_ms(op, self._now_ms)
        if _holds(person.roles_at(at_ms), needed):
            if not person.has_ended(at_ms):
                if person.is_constant and op.entity_type not in _BY_CONTENT:
                    self._always.add((op.actor, op.entity_type, op.kind))
                return _strange_seal(op, person)
            reason = AuthorReason.ENDED
        else:
            reason = AuthorReason.NOT_ALLOWED
        excused = self._are_late_words(op, state, person, at_ms) or self._keeps_alone(op, person, at_ms)
        return "" if excused else reason

    def _person(self, actor: str) -> Standing:
        if actor not in self._people:
            self._people[actor] = person = Standing()
            query = sa.select(op_table.c.body, op_table.c.hlc).where(
                op_table.c.entity_id == actor,
                op_table.c.partition == self._home,
                op_table.c.result != "quarantined",
                op_table.c.seq.is_not(None),
            )
            for body, hlc in self._connection.execute(query.order_by(op_table.c.seq)):
                op = decode(body)
                if op.entity_type == "staff":
                    person.learn(op, milliseconds(hlc))
        return self._people[actor]

    def _remember(self, op: Op) -> None:
        """Learn from what this very push brings: a person and their first words may come together."""
        if op.entity_type == "staff" and op.partition == self._home:
            self._always.clear()
            self._person(op.entity_id).learn(op, written_ms(op, self._now_ms))
        elif op.entity_type == "encounter" and op.kind == "create":
            self._begun[op.entity_id] = op.actor

    def _are_late_words(self, op: Op, state: EntityState | None, person: Standing, at_ms: int) -> bool:
        """Tell whether these are words typed in time and made an operation later: a post closed over a draft."""
        if op.entity_type != "note_section" or op.kind not in ("create", "set"):
            return False
        if not _holds(person.roles_until(at_ms), frozenset({Right.WRITE_NOTE})):
            return False
        return self._author_of((_told(op, state, "encounter") or "").strip('"')) == op.actor

    def _keeps_alone(self, op: Op, person: Standing, at_ms: int) -> bool:
        """Tell whether a nurse, or the last doctor who left, writes the people of a practice that nobody manages.

        A practice of nurses has nobody else to add a colleague; and two people who end each other offline, each on
        their post, must not lock the practice out (docs/decisions/0023).
        """
        if op.entity_type != "staff" or not person.roles_at(at_ms) & _KEEPERS:
            return False
        query = sa.select(ENTITY_TABLES[Staff].c.id).where(ENTITY_TABLES[Staff].c.partition == self._home)
        others = {*self._connection.execute(query).scalars(), *self._people}
        manages = frozenset({Right.MANAGE_PRACTICE})
        standing = (self._person(one) for one in others)
        return not any(_holds(one.roles_at(at_ms), manages) and not one.has_ended(at_ms) for one in standing)

    def _author_of(self, encounter: str) -> str:
        if encounter not in self._begun:
            table = ENTITY_TABLES[Encounter].c
            query = sa.select(table.created).where(table.id == encounter, table.partition == self._home)
            text = self._connection.execute(query).scalar()
            self._begun[encounter] = read(text, Provenance).by.staff if text else ""
        return self._begun[encounter]

    def _was_forgotten(self, at_ms: int) -> bool:
        """Tell whether the region lost what it knew of that time: between its last backup and its restore."""
        life = self._order.since_ms
        if at_ms > life:
            return False
        began = dt.datetime.fromtimestamp(life / 1000, dt.UTC).isoformat(timespec="milliseconds")
        query = sa.select(sa.func.max(op_table.c.received_at)).where(
            op_table.c.partition == self._home, op_table.c.received_at < began
        )
        last = self._connection.execute(query).scalar()
        return last is not None and at_ms >= dt.datetime.fromisoformat(last).timestamp() * 1000 - GRACE_MS


def _holds(roles: set[Role], needed: Rights) -> bool:
    return any(may(role, right) for role in roles for right in needed)


def _told(op: Op, state: EntityState | None, name: str) -> str | None:
    change = op.fields.get(name)
    if change is not None:
        return change.text
    return state.value(name) if state is not None else None


def _strange_seal(op: Op, person: Standing) -> str:
    """Refuse a seal that names somebody else than the author; one that says no number says nothing."""
    if op.entity_type != "sealed_record" or "seal" not in op.fields:
        return ""
    try:
        said = read(op.fields["seal"].text, Seal).by.ps_id
    except msgspec.ValidationError:
        return ""  # unreadable: the merge says so
    cards = person.cards - {""}
    return AuthorReason.ANOTHERS_SEAL if said and cards and said not in cards else ""
