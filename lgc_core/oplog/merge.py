# SPDX-License-Identifier: EUPL-1.2
"""The merge: what one operation does to one entity, decided by base versions and never by a clock.

Pure: the server and every post fold the same operations in the same order into the same state, conflicts
and quarantines (sync-protocol.md, Merge and Delete).
"""

import enum
from collections.abc import Callable
from typing import Final

import msgspec

from lgc_core.model.canonical import canonical, read
from lgc_core.model.catalogue import BY_NAME
from lgc_core.model.entity import Entity, FieldRule, MergeClass, Regime, Writer
from lgc_core.model.ids import derived_id
from lgc_core.oplog.line_merge import line_merge
from lgc_core.oplog.operation import ANNUL_FIELD, KINDS, RESOLVED_FIELD, SEAL_FIELD, Change, Op
from lgc_core.oplog.resolution import Resolution, cited_by, conflict_id
from lgc_core.oplog.shape import shape_of
from lgc_core.oplog.state import DECODER, EntityState

_LONGEST_NAME: Final = 64
"""Characters of a field name; a longer one, or one that is no name, is nobody's field."""

SERVER: Final = "server"
"""Device and actor name of operations written by the region."""


class Reason(enum.StrEnum):
    """Why an operation was set aside; it is stored, shown in « À corriger », and blocks nothing."""

    UNKNOWN_ENTITY = "type inconnu de cette version"
    UNKNOWN_TARGET = "cible inconnue"
    WRITE_ONCE = "un fait ne se modifie pas"
    SERVER_ONLY = "champ réservé au serveur"
    WRONG_TYPE = "valeur illisible"
    WRONG_PARTITION = "partition étrangère"
    UNKNOWN_KIND = "geste inconnu de cette version"


class ConflictFound(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Two values for one field; both are kept, the winner is shown until a person decides."""

    id: str
    field: str
    merge: str
    winner_op: str
    loser_op: str
    winner_value: str | None
    loser_value: str | None


class MergedText(msgspec.Struct, frozen=True, kw_only=True):
    """A narrative that no operation holds: one operation laid over another version, line by line.

    Its id is the version of the field from then on: who writes next names it as base. The id tells both parents,
    so that the author of one of them, who writes on without having seen the other, does not write over it.
    """

    id: str
    field: str
    over: str
    value: str


class Applied(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What an operation did."""

    state: EntityState | None
    conflicts: tuple[ConflictFound, ...] = ()
    merged: tuple[MergedText, ...] = ()
    closed: tuple[str, ...] = ()
    reopened: tuple[str, ...] = ()
    quarantine: Reason | None = None


class Surroundings(msgspec.Struct, frozen=True, kw_only=True):
    """What the merge must know beyond the entity itself."""

    hlc_of: Callable[[str], str]
    """Clock of an operation already applied."""
    value_of: Callable[[str, str], str | None]
    """Text that an operation, or a merge, gave to a field; None when it or the field is unknown."""
    is_sealed: Callable[[str], bool]
    """Whether the aggregate with this id was sealed."""


def apply(state: EntityState | None, op: Op, around: Surroundings) -> Applied:
    """Fold one operation into an entity; the same operation folded twice changes nothing."""
    kind = BY_NAME.get(op.entity_type)
    if kind is None:
        return Applied(state=state, quarantine=Reason.UNKNOWN_ENTITY)
    if op.kind not in KINDS:
        return Applied(state=state, quarantine=Reason.UNKNOWN_KIND)
    if not (shape_of(kind).names.issuperset(op.fields) or all(map(_is_name, op.fields))):
        return Applied(state=state, quarantine=Reason.WRONG_TYPE)
    applied = _fold(kind, state, op, around)
    if applied.state is not state and applied.state is not None and not _fits(kind, applied.state):
        return Applied(state=state, quarantine=Reason.WRONG_TYPE)
    return applied


def _is_name(name: str) -> bool:
    return name.isidentifier() and len(name) <= _LONGEST_NAME


def _fits(kind: type[Entity], state: EntityState) -> bool:
    try:
        DECODER.decode(kind, state.entity_id, state.fields)
    except (msgspec.ValidationError, ValueError):
        return False
    return True


def _fold(kind: type[Entity], state: EntityState | None, op: Op, around: Surroundings) -> Applied:
    if state is None:
        return _begin(kind, op)
    if op.op_id in (state.created_op, state.annulled_op, state.last_op):
        return Applied(state=state)
    if state.partition != op.partition:
        return Applied(state=state, quarantine=Reason.WRONG_PARTITION)
    if op.kind == "annul":
        return _annul(state, op)
    return _Merge(kind, state, op, around).run()


def _begin(kind: type[Entity], op: Op) -> Applied:
    if op.kind != "create":
        return Applied(state=None, quarantine=Reason.UNKNOWN_TARGET)
    if op.device != SERVER and _oversteps(kind, op):
        return Applied(state=None, quarantine=Reason.SERVER_ONLY)
    return Applied(state=_created(kind, op))


def _created(kind: type[Entity], op: Op) -> EntityState:
    known = shape_of(kind).names
    texts = {name: str(change.v, "utf-8") for name, change in op.fields.items()}
    is_known = known.issuperset(texts)  # nearly always
    return EntityState(
        entity_type=op.entity_type,
        entity_id=op.entity_id,
        partition=op.partition,
        created_op=op.op_id,
        last_op=op.op_id,
        fields=texts if is_known else {name: text for name, text in texts.items() if name in known},
        extra={} if is_known else {name: text for name, text in texts.items() if name not in known},
    )


def _oversteps(kind: type[Entity], op: Op) -> bool:
    """Tell whether a post gives a field of the server another value than the one it starts with."""
    starts = shape_of(kind).starts
    return any(name in op.fields and op.fields[name].text != start for name, start in starts.items())


def _annul(state: EntityState, op: Op) -> Applied:
    change = op.fields.get(ANNUL_FIELD)
    if change is None:
        return Applied(state=state, quarantine=Reason.WRONG_TYPE)
    if state.annulled_op is not None:
        return Applied(state=state)
    if change.base != state.last_op:
        return Applied(state=state, conflicts=(_conflict(op, ANNUL_FIELD, "B", state.last_op, None, change),))
    return Applied(state=msgspec.structs.replace(state, annulled_op=op.op_id, last_op=op.op_id))


def _conflict(
    op: Op, field: str, merge: str, current_op: str, current: str | None, change: Change
) -> ConflictFound:
    return ConflictFound(
        id=conflict_id(op.entity_id, field, op.op_id),
        field=field,
        merge=merge,
        winner_op=current_op,
        loser_op=op.op_id,
        winner_value=current,
        loser_value=change.text,
    )


class _Merge:
    """The fields of one operation against one living entity."""

    def __init__(self, kind: type[Entity], state: EntityState, op: Op, around: Surroundings) -> None:
        self._kind = kind
        self._rules = shape_of(kind).rules
        self._state = state
        self._op = op
        self._around = around
        self._fields = dict(state.fields)
        self._extra = dict(state.extra)
        self._versions = dict(state.versions)
        self._conflicts: list[ConflictFound] = []
        self._merged: list[MergedText] = []
        self._decision = cited_by(op) if op.kind == "resolve" else None
        self._sealed_id = state.sealed_id
        self._took_effect = False

    def run(self) -> Applied:
        if refused := self._refusal():
            return Applied(state=self._state, quarantine=refused)
        sealed_before = self._is_sealed()
        for name, change in self._op.fields.items():
            if (self._op.kind, name) in (("create", "created"), ("resolve", RESOLVED_FIELD)):
                continue  # two posts made the same thing: who was first is no question for a person
            self._merge_field(name, change, sealed_before=sealed_before)
        state = msgspec.structs.replace(
            self._state,
            fields=self._fields,
            extra=self._extra,
            versions=self._versions,
            last_op=self._op.op_id if self._took_effect else self._state.last_op,
            sealed_id=self._sealed_id,
        )
        decided = Resolution(field="") if self._conflicts or self._decision is None else self._decision
        return Applied(
            state=state,
            conflicts=tuple(self._conflicts),
            merged=tuple(self._merged),
            closed=decided.closed_ids(state.entity_id),
            reopened=decided.reopened_ids(state.entity_id),
        )

    def _is_sealed(self) -> bool:
        if self._state.sealed_id is not None:
            return True
        parent = self._kind.aggregate
        text = self._state.value(parent) if parent else None
        return text is not None and self._around.is_sealed(text.strip('"'))

    def _refusal(self) -> Reason | None:
        if self._op.kind == "create":
            return None
        if self._op.kind == "resolve" and self._decision is None:
            return Reason.WRONG_TYPE
        for name, change in self._op.fields.items():
            rule = self._rules.get(name)
            if rule is None:
                continue
            if rule.writer is Writer.SERVER and self._op.device != SERVER:
                return Reason.SERVER_ONLY
            if self._is_write_once(rule) and change.text != self._state.value(name):
                return Reason.WRITE_ONCE
        return None

    def _is_write_once(self, rule: FieldRule) -> bool:
        if rule.merge is MergeClass.SIGNED:
            return True
        return rule.merge is MergeClass.ADDITIVE and (self._kind.regime is Regime.FACT or rule.name == "created")

    def _merge_field(self, name: str, change: Change, *, sealed_before: bool) -> None:
        if name == SEAL_FIELD and self._op.kind == "sign":
            self._seal(change)
            return
        current_op, current = self._state.version(name), self._state.value(name)
        if change.text == current:
            self._versions[name] = self._op.op_id
            self._took_effect |= self._op.kind == "resolve"  # to keep what is shown is a decision, too
            return
        rule = self._rules.get(name)
        if rule is not None and rule.until_sealed and sealed_before:
            self._lose(name, "D", current_op, current, change)
        elif self._state.annulled_op is None and self._saw_current(name, change, current_op, current):
            self._win(name, change.text, self._op.op_id)
        else:
            self._contend(name, rule, current_op, current, change)

    def _saw_current(self, name: str, change: Change, current_op: str | None, current: str | None) -> bool:
        """Tell whether the writer saw the current value, by its version or, seldom, by an equal text.

        A decision sees by its version alone: keeping the same words was somebody else's decision.
        """
        if change.base == current_op or self._op.kind == "resolve":
            return change.base == current_op
        return change.base is not None and self._around.value_of(change.base, name) == current is not None

    def _contend(
        self, name: str, rule: FieldRule | None, current_op: str | None, current: str | None, change: Change
    ) -> None:
        merge = rule.merge if rule else MergeClass.ADMINISTRATIVE
        if merge is MergeClass.NARRATIVE and self._reunite(name, current_op, current, change):
            return
        if merge is MergeClass.ADMINISTRATIVE and self._state.annulled_op is None and self._is_later(current_op):
            self._win(name, change.text, self._op.op_id)
            self._conflicts.append(
                ConflictFound(
                    id=conflict_id(self._op.entity_id, name, current_op or ""),
                    field=name,
                    merge=merge.value,
                    winner_op=self._op.op_id,
                    loser_op=current_op or "",
                    winner_value=change.text,
                    loser_value=current,
                )
            )
        else:
            self._lose(name, merge.value, current_op, current, change)

    def _reunite(self, name: str, current_op: str | None, current: str | None, change: Change) -> bool:
        """Lay a narrative over the current one if they touched other lines; tell whether that was done."""
        before = self._around.value_of(change.base, name) if change.base else None
        if before is None or current is None or current_op is None:
            return False
        if self._op.kind == "resolve" or self._state.annulled_op is not None:
            return False
        text = _reunited(before, current, change.text)
        if text is None:
            return False
        if text != current:
            version = derived_id("merged", self._op.entity_id, name, current_op, self._op.op_id)
            self._merged.append(MergedText(id=version, field=name, over=current_op, value=text))
            self._win(name, text, version)
        return True

    def _is_later(self, current_op: str | None) -> bool:
        if current_op is None:
            return True
        return (self._op.hlc, self._op.op_id) > (self._around.hlc_of(current_op), current_op)

    def _seal(self, change: Change) -> None:
        if self._sealed_id is None:
            self._sealed_id = change.text.strip('"')
            self._took_effect = True
        elif self._sealed_id != change.text.strip('"'):
            self._lose(SEAL_FIELD, "D", self._state.last_op, f'"{self._sealed_id}"', change)

    def _win(self, name: str, text: str, version: str) -> None:
        target = self._fields if name in self._rules else self._extra
        target[name] = text
        self._versions[name] = version
        self._took_effect = True

    def _lose(self, name: str, merge: str, current_op: str | None, current: str | None, change: Change) -> None:
        self._conflicts.append(_conflict(self._op, name, merge, current_op or "", current, change))


def _reunited(before: str, current: str, mine: str) -> str | None:
    """Merge three canonical texts; None when they are no narratives or touched the same lines."""
    try:
        base, theirs, ours = (read(one, str) for one in (before, current, mine))
    except msgspec.ValidationError:
        return None
    text = line_merge(base, theirs, ours)
    return None if text is None else canonical(text)
