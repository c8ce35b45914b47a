# SPDX-License-Identifier: EUPL-1.2
"""« Versions à rapprocher »: both versions of a value, who wrote them and when, and what a person decides."""

from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa

from lgc_app.services.conflict_words import read_value
from lgc_app.services.disputes import Choice, Decided, Dispute, Disputes, right_over
from lgc_app.services.session import Session
from lgc_app.services.settings import read_setting, write_setting
from lgc_core.errors import UserError
from lgc_core.model.catalogue import BY_NAME
from lgc_core.model.ids import new_id
from lgc_core.model.note import (
    MAX_SECTION_BYTES,
    Addendum,
    clean_text,
)
from lgc_core.oplog.operation import ANNUL_FIELD
from lgc_core.oplog.resolution import Cited, Resolution
from lgc_core.oplog.state import EntityState
from lgc_core.store import log, queries, states
from lgc_core.store.changes import Changes
from lgc_core.store.tables import conflict
from lgc_core.store.unit_of_work import OwnOperationRefusedError, UnitOfWork

_DRAFT: Final = "rapprochement"
"""Settings that begin so are reunited texts not validated yet: on this post only, inside the encrypted file."""


class AlreadyDecidedError(UserError):
    """Somebody decided meanwhile, here or elsewhere."""

    def __init__(self) -> None:
        super().__init__("Ce choix a déjà été fait, ici ou sur un autre poste. La liste est à jour.")


class ValueMovedError(UserError):
    """The value shown is no longer the one that was read."""

    def __init__(self) -> None:
        super().__init__("La valeur a changé pendant votre lecture. Relisez les deux versions, puis choisissez.")


class NoSuchChoiceError(UserError):
    """Not every conflict can be decided every way."""

    def __init__(self) -> None:
        super().__init__("Choix impossible ici. Gardez dans l’historique : les deux versions y restent.")


class NewerVersionError(UserError):
    """A version written by a later program is not readable here, or the two do not fit each other any more."""

    def __init__(self) -> None:
        super().__init__(
            "Cette version ne peut pas être gardée par ce poste : elle vient peut-être d’un logiciel plus récent. "
            "Mettez ce poste à jour, ou gardez l’autre. Les deux restent dans l’historique."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A decision that was written, and what takes it back."""

    changes: Changes
    entity_type: str
    entity_id: str
    field: str
    cited: tuple[Cited, ...]
    before: str | None
    given: bool
    typed: str
    can_undo: bool


class Conflicts:
    """Lists what is in two versions and writes what is decided; the losing value stays for ever."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def waiting(self) -> list[Dispute]:
        """Return the disputes that this person may decide, clinical ones first."""
        with self._session.store.reading() as connection:
            query = sa.select(conflict).where(conflict.c.state == log.OPEN).order_by(conflict.c.id)
            groups: dict[tuple[str, str, str], list[sa.Row[Any]]] = {}
            for row in connection.execute(query):
                groups.setdefault((row.entity_type, row.entity_id, row.field), []).append(row)
            found = states.load(connection, {key[:2] for key in groups})
            reader = Disputes(self._session, connection)
            disputes = [
                dispute
                for key, rows in groups.items()
                if (state := found.get(key[:2])) and (dispute := reader.dispute(state, rows))
            ]
        return sorted(disputes, key=lambda one: (one.nature == "administratif", one.shown, one.title, one.id))

    def for_others(self, mine: int) -> int:
        """Return how many values wait for somebody else's right, when this person sees `mine`."""
        with self._session.store.reading() as connection:
            return max(queries.count_conflicts(connection, self._session.store.post.cabinet) - mine, 0)

    def decided(self) -> list[Decided]:
        """Return every conflict that was decided and that this person may read: no losing value is ever gone."""
        with self._session.store.reading() as connection:
            query = sa.select(conflict).where(conflict.c.state == log.RESOLVED).order_by(conflict.c.id)
            reader = Disputes(self._session, connection)
            return [one for row in connection.execute(query).all() if (one := reader.decided(row))]

    def find(self, key: str) -> Dispute:
        """Return a dispute by its name.

        Raises:
            AlreadyDecidedError: when it is not waiting (any more).
        """
        for one in self.waiting():
            if key in (one.id, one.entity_id):
                return one
        raise AlreadyDecidedError

    def resolve(self, dispute: Dispute, choice: Choice, text: str = "") -> Decision:
        """Write a decision; `text` is the merged text of Choice.TEXT.

        Raises:
            ForbiddenError: a clinical value is decided by a clinician, an administrative one by the desk too.
            AlreadyDecidedError, ValueMovedError: somebody was faster.
            NoSuchChoiceError: the value cannot be decided that way. NewerVersionError: this post cannot write it.
        """
        self._session.require(dispute.right)
        if choice not in dispute.choices:
            raise NoSuchChoiceError
        try:
            return self._decide(dispute, choice, text)
        except OwnOperationRefusedError as refused:
            raise NewerVersionError from refused

    def _decide(self, dispute: Dispute, choice: Choice, text: str) -> Decision:
        kind = BY_NAME[dispute.entity_type]
        with self._session.store.unit_of_work(self._session.author) as uow:
            before = self._check(uow, dispute)
            values = self._values(dispute, before, choice, text)
            decision = Resolution(field=dispute.field, closes=dispute.cited)
            if choice is Choice.SECOND and dispute.field == ANNUL_FIELD:
                uow.annul(kind, dispute.entity_id, dispute.second.text)
            if choice is Choice.COMPLEMENT:
                self._complement(uow, before, dispute)
            uow.resolve(kind, dispute.entity_id, decision, **values)
        typed = self.kept_text(dispute)
        if typed:
            write_setting(self._session.store.engine, self._draft(dispute.id), "")
        return Decision(
            changes=uow.changes,
            entity_type=dispute.entity_type,
            entity_id=dispute.entity_id,
            field=dispute.field,
            cited=dispute.cited,
            before=before.value(dispute.field),
            given=bool(values),
            typed=typed,
            can_undo=choice is not Choice.COMPLEMENT and dispute.field != ANNUL_FIELD,
        )

    def take_back(self, decision: Decision) -> Changes:
        """Undo a decision just made: the value before it is shown again, and both versions wait again.

        Raises:
            NoSuchChoiceError: a deletion or a complement stays.
        """
        if not decision.can_undo:
            raise NoSuchChoiceError
        kind = BY_NAME[decision.entity_type]
        self._session.require(right_over(decision.entity_type))
        values = {}
        if decision.given:
            values[decision.field] = read_value(decision.entity_type, decision.field, decision.before)
        with self._session.store.unit_of_work(self._session.author) as uow:
            uow.resolve(
                kind, decision.entity_id, Resolution(field=decision.field, reopens=decision.cited), **values
            )
        if decision.typed:
            draft = self._draft(f"{decision.entity_id}:{decision.field}")
            write_setting(self._session.store.engine, draft, decision.typed)
        return uow.changes

    def keep_text(self, dispute: Dispute, text: str) -> None:
        """Keep a text that is being reunited on this post, within the moment of the last key."""
        self._session.require(dispute.right)
        write_setting(self._session.store.engine, self._draft(dispute.id), _checked(text))

    def kept_text(self, dispute: Dispute) -> str:
        """Return the text that this person was reuniting, empty when there is none; it outlives a new version."""
        return read_setting(self._session.store.engine, self._draft(dispute.id))

    def _draft(self, dispute_id: str) -> str:
        return f"{_DRAFT}:{self._session.staff.id}:{dispute_id}"

    def _check(self, uow: UnitOfWork, dispute: Dispute) -> EntityState:
        key = (dispute.entity_type, dispute.entity_id)
        state = states.load(uow.connection, [key])[key]
        losers = [one.loser for one in dispute.cited]
        waiting = sa.select(sa.func.count()).where(
            conflict.c.entity_id == dispute.entity_id,
            conflict.c.field == dispute.field,
            conflict.c.loser_op.in_(losers),
            conflict.c.state == log.OPEN,
        )
        if uow.connection.execute(waiting).scalar_one() < len(losers):
            raise AlreadyDecidedError
        if state.version(dispute.field) != dispute.seen:
            raise ValueMovedError
        return state

    def _values(self, dispute: Dispute, state: EntityState, choice: Choice, text: str) -> dict[str, Any]:
        if choice is Choice.COMPLEMENT or Choice.SECOND not in dispute.choices or dispute.field == ANNUL_FIELD:
            return {}
        if choice is Choice.TEXT:
            return {dispute.field: _checked(text)}
        given = state.value(dispute.field) if choice is Choice.FIRST else dispute.second.value
        return {dispute.field: read_value(dispute.entity_type, dispute.field, given)}

    def _complement(self, uow: UnitOfWork, state: EntityState, dispute: Dispute) -> None:
        encounter = (state.value("encounter") or "").strip('"')
        text = f"{dispute.title.split(',')[0]} : {dispute.second.text}"
        uow.create(
            Addendum(id=new_id(), encounter=encounter, patient=dispute.patient, text=clean_text(text), at=uow.at)
        )


def _checked(text: str) -> str:
    words = clean_text(text)
    if len(words.encode()) > MAX_SECTION_BYTES:
        raise UserError("Texte trop long (256\u00a0Ko). Raccourcissez-le ; les deux versions restent gardées.")
    return words
