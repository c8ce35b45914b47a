# SPDX-License-Identifier: EUPL-1.2
"""« À corriger »: operations that were set aside whole, why, what can be done, and what was done about each."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa

from lgc_app.services.conflict_versions import Version, Versions
from lgc_app.services.conflict_words import field_words, read_value, value_words
from lgc_app.services.disputes import right_over
from lgc_app.services.session import ForbiddenError, Session
from lgc_core.errors import UserError
from lgc_core.model.catalogue import BY_NAME
from lgc_core.model.note import PRIVATE_SECTION, clean_text, section_id
from lgc_core.model.patient import Patient
from lgc_core.model.rights import may
from lgc_core.model.set_aside_mark import MarkState, SetAsideMark, mark_id
from lgc_core.model.write_rights import rights_to_write
from lgc_core.oplog.merge import Reason
from lgc_core.oplog.operation import ANNUL_FIELD, Op, decode
from lgc_core.oplog.state import DECODER
from lgc_core.store import queries, states
from lgc_core.store.changes import Changes
from lgc_core.store.identity import USER, kind_of
from lgc_core.store.queries import SET_ASIDE, STILL_ASIDE
from lgc_core.store.tables import op as op_table
from lgc_core.store.tables import quarantine
from lgc_core.store.unit_of_work import OwnOperationRefusedError, UnitOfWork

MENDED: Final[MarkState] = "corrigé"
DROPPED: Final[MarkState] = "abandonné"
TO_MEND: Final[MarkState] = "à corriger"
MAX_REASON: Final = 500

_REMEDIES: Final = {
    Reason.UNKNOWN_ENTITY.value: "Mettez ce poste à jour, puis proposez-le de nouveau.",
    Reason.UNKNOWN_KIND.value: "Mettez ce poste à jour, puis proposez-le de nouveau.",
    Reason.UNKNOWN_TARGET.value: "Faites un échange, puis proposez-le de nouveau.",
    Reason.WRITE_ONCE.value: "Un fait ne se modifie pas : saisissez-en un nouveau, puis écartez celui-ci.",
    Reason.SERVER_ONLY.value: "Seule la région écrit cette valeur : écartez l’élément.",
    Reason.WRONG_TYPE.value: "La valeur n’est pas lisible : saisissez-la de nouveau, puis écartez celle-ci.",
    Reason.WRONG_PARTITION.value: "L’élément appartient à un autre cabinet : prévenez le support régional.",
    "poste révoqué": "Le poste qui l’a écrit a été retiré : relisez, puis proposez-le de nouveau d’ici.",
    "droit retiré": "Le droit sur ces données avait pris fin : relisez, puis écartez l’élément avec un motif.",
    "poste étranger": "Relisez, puis proposez-le de nouveau d’ici.",
    "droit insuffisant de l’auteur": "Relisez : qui en a le droit peut le proposer de nouveau à son nom.",
    "accès de l’auteur terminé": "Relisez, puis proposez-le de nouveau à votre nom, ou écartez-le avec un motif.",
    "sceau d’une autre personne": "La signature n’est pas celle de l’auteur : écartez-le et prévenez la région.",
    "auteur réservé à la région": "Aucun poste n’écrit au nom de la région : écartez l’élément et prévenez-la.",
}
_KINDS: Final = {
    "patient": "Patient",
    "note_section": "Note",
    "form_answer": "Réponse de formulaire",
    "encounter": "Consultation",
    "problem": "Problème",
    "allergy": "Allergie",
    "treatment": "Traitement",
    "observation": "Mesure ou résultat",
    "document": "Document",
    "dispatch": "Envoi",
    "appointment": "Rendez-vous",
    "vaccination": "Vaccination",
    "addendum": "Complément",
}
_NAMED_BY: Final = {
    "problem": "code",
    "allergy": "agent",
    "treatment": "product",
    "observation": "code",
    "vaccination": "vaccine",
    "document": "title",
}
"""The field that says which one it is."""

_OFFERED: Final = frozenset({"create", "set", "annul"})


class CannotBeOfferedError(UserError):
    """The operation would be set aside again."""

    def __init__(self) -> None:
        super().__init__(
            "Cet élément ne peut pas être proposé de nouveau tel quel. Il reste gardé en entier : "
            "saisissez-le de nouveau, puis écartez-le avec un motif."
        )


class ReasonMissingError(UserError):
    """Setting aside for good wants a reason."""

    def __init__(self) -> None:
        super().__init__("Indiquez le motif en quelques mots. L’élément reste gardé en entier.")


class AlreadyMendedError(UserError):
    """Somebody mended it meanwhile."""

    def __init__(self) -> None:
        super().__init__("Cet élément a déjà été traité. La liste est à jour.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Aside:
    """One operation that was set aside: what it said, whose it is, why, and what to do."""

    id: str
    title: str
    patient: str
    words: str
    now: str
    why: str
    remedy: str
    origin: Version
    can_offer: bool


class SetAside:
    """Lists what was set aside; nothing here deletes anything."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def waiting(self) -> list[Aside]:
        """Return what this person may mend, oldest first."""
        with self._session.store.reading() as connection:
            rows = connection.execute(self._query().where(STILL_ASIDE)).all()
            read = _Reader(self._session, connection)
            return [one for row in rows if (one := read.aside(decode(row.body), row.reason))]

    def offer_again(self, op_id: str) -> Changes:
        """Write the operation anew, over what the record shows now; the old one is noted as mended.

        Raises:
            AlreadyMendedError: it does not wait any more.
            CannotBeOfferedError: it would be set aside again.
            ForbiddenError: it is not this person's to write.
        """
        op = self._waiting_op(op_id)
        self._session.require(right_over(op.entity_type))
        self._require_to_write(op)
        try:
            with self._session.store.unit_of_work(self._session.author) as uow:
                _write_again(uow, op)
                self._mark(uow, op_id, MENDED, "")
        except (OwnOperationRefusedError, LookupError, ValueError) as error:
            raise CannotBeOfferedError from error
        return uow.changes

    def drop(self, op_id: str, reason: str) -> None:
        """Take an operation off the list with a reason; it stays in the log, whole.

        Raises:
            ReasonMissingError: no reason was given.
            AlreadyMendedError: it does not wait any more.
        """
        op = self._waiting_op(op_id)
        self._session.require(right_over(op.entity_type))
        words = " ".join(clean_text(reason).split())[:MAX_REASON]
        if not words:
            raise ReasonMissingError
        with self._session.store.unit_of_work(self._session.author) as uow:
            self._mark(uow, op_id, DROPPED, f"{self._session.author.name} : {words}")

    def put_back(self, op_id: str) -> None:
        """Undo `drop`: the operation waits again."""
        with self._session.store.unit_of_work(self._session.author) as uow:
            local = sa.update(quarantine).where(quarantine.c.op_id == op_id, quarantine.c.state == DROPPED)
            if not uow.connection.execute(local.values(state=TO_MEND)).rowcount:
                self._mark(uow, op_id, TO_MEND, "", was=DROPPED)

    def _require_to_write(self, op: Op) -> None:
        """Refuse what the region would set aside again for who offers it: a nurse signs no order of a doctor."""
        needed = rights_to_write(op.entity_type, op.kind, lambda name: _text_of(op, name))
        if needed and not any(self._session.may(one) for one in needed):
            raise ForbiddenError(min(needed, key=lambda one: one.name))

    def _waiting_op(self, op_id: str) -> Op:
        with self._session.store.reading() as connection:
            row = connection.execute(self._query().where(quarantine.c.op_id == op_id, STILL_ASIDE)).first()
        if row is None:
            raise AlreadyMendedError
        return decode(row.body)

    def _mark(self, uow: UnitOfWork, op_id: str, state: MarkState, note: str, was: MarkState = TO_MEND) -> None:
        """Say what became of an operation: every post of the practice shows the same list."""
        key = mark_id(op_id)
        known = uow.get(SetAsideMark, key)
        if (known.state if known else TO_MEND) != was:
            raise AlreadyMendedError
        if known is not None:
            uow.set(SetAsideMark, key, state=state, note=note)
            return
        home = uow.connection.execute(
            sa.select(quarantine.c.partition).where(quarantine.c.op_id == op_id)
        ).scalar()
        uow.create(SetAsideMark(id=key, op=op_id, state=state, note=note), home or "")

    def _query(self) -> sa.Select[tuple[str, str]]:
        """Ask for what was set aside of the practice, and of the person at the screen."""
        homes = (self._session.store.post.cabinet, self._session.own_partition)
        return (
            sa.select(op_table.c.body, quarantine.c.reason)
            .select_from(SET_ASIDE.join(op_table, op_table.c.op_id == quarantine.c.op_id))
            .where(quarantine.c.partition.in_(homes))
            .order_by(op_table.c.hlc)
        )


class _Reader:
    """Puts operations in words over one connection."""

    def __init__(self, session: Session, connection: sa.Connection) -> None:
        self._session = session
        self._connection = connection
        self._versions = Versions(connection)

    def aside(self, op: Op, reason: str) -> Aside | None:
        """Return an operation in words, None when it is not this person's to read."""
        if not may(self._session.staff.role, right_over(op.entity_type)) or self._is_private(op):
            return None
        patient = self._patient(op)
        return Aside(
            id=op.op_id,
            title=self._title(op),
            patient=patient.shown if patient else "",
            words=_said(op),
            now=self._shown_now(op),
            why=reason,
            remedy=remedy_of(reason),
            origin=self._versions.made(op.op_id, "", None),
            can_offer=op.kind in _OFFERED and op.entity_type in BY_NAME,
        )

    def _title(self, op: Op) -> str:
        """Name the kind, and which one where its words are known: `Problème : Insuffisance cardiaque`."""
        kind = _KINDS.get(op.entity_type, "Élément du dossier")
        name = _NAMED_BY.get(op.entity_type, "")
        known = states.load(self._connection, [(op.entity_type, op.entity_id)]).get((op.entity_type, op.entity_id))
        text = known.value(name) if known and name else None
        words = value_words(op.entity_type, name, text) if text else ""
        return f"{kind}\u00a0: {words}" if words else kind

    def _is_private(self, op: Op) -> bool:
        """Tell whether somebody else's personal notes are inside."""
        if kind_of(op.partition) == USER:
            return op.partition != self._session.own_partition
        if op.entity_type != "note_section" or op.actor == self._session.staff.id:
            return False
        code, encounter = (op.fields.get(name) for name in ("code", "encounter"))
        if code is not None:
            return code.text.strip('"') == PRIVATE_SECTION
        state = states.load(self._connection, [(op.entity_type, op.entity_id)]).get((op.entity_type, op.entity_id))
        if state is None or encounter is not None:
            return True
        return op.entity_id == section_id((state.value("encounter") or "").strip('"'), PRIVATE_SECTION)

    def _patient(self, op: Op) -> Patient | None:
        key = (op.entity_type, op.entity_id)
        given = op.fields.get("patient")
        known = states.load(self._connection, [key]).get(key)
        text = given.text if given else (known.value("patient") if known else None)
        patient = op.entity_id if op.entity_type == "patient" else (text or "").strip('"')
        return queries.get(self._connection, Patient, patient) if patient else None

    def _shown_now(self, op: Op) -> str:
        key = (op.entity_type, op.entity_id)
        known = states.load(self._connection, [key]).get(key)
        if known is None or op.kind != "set":
            return ""
        return _in_words(op.entity_type, {name: known.value(name) for name in op.fields})


def _text_of(op: Op, name: str) -> str | None:
    change = op.fields.get(name)
    return change.text if change is not None else None


def remedy_of(reason: str) -> str:
    """Return what a person can do about an operation set aside for a reason."""
    return _REMEDIES.get(reason, "Relisez, puis proposez-le de nouveau ou écartez-le avec un motif.")


def _said(op: Op) -> str:
    texts = {name: change.text for name, change in op.fields.items() if name not in _SILENT}
    return _in_words(op.entity_type, texts)


_SILENT: Final = frozenset({"created", "patient", "encounter", "resolved"})


def _in_words(entity_type: str, texts: Mapping[str, str | None]) -> str:
    pairs = (
        (field_words(entity_type, name), value_words(entity_type, name, text)) for name, text in texts.items()
    )
    return " ; ".join(f"{name}\u00a0: {words}" for name, words in pairs)


def _write_again(uow: UnitOfWork, op: Op) -> None:
    kind = BY_NAME[op.entity_type]
    if op.kind == "create" and not states.load(uow.connection, [(op.entity_type, op.entity_id)]):
        uow.create(DECODER.decode(kind, op.entity_id, {name: one.text for name, one in op.fields.items()}))
    elif op.kind == "annul":
        uow.annul(kind, op.entity_id, str(read_value("", ANNUL_FIELD, op.fields[ANNUL_FIELD].text)))
    elif op.kind in _OFFERED:
        values: dict[str, Any] = {
            name: read_value(op.entity_type, name, one.text)
            for name, one in op.fields.items()
            if name != "created"
        }
        uow.set(kind, op.entity_id, **values)
    else:
        raise ValueError(op.kind)
