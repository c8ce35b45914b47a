# SPDX-License-Identifier: EUPL-1.2
"""RGPD, article 17: what may be erased of a file, until when the law keeps the rest, and the erasure itself.

How long: Code de la santé publique, article R1112-7, which CNIL and CNOM extend to practices in town: 20 years
after the last contact, at least until the 28th birthday, 10 years after a death that came within 10 years of it.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa

from lgc_app.services.erasure_words import counted, forget_words
from lgc_app.services.files import ERASED, Safe
from lgc_app.services.session import Session
from lgc_app.services.trail import Trail
from lgc_app.vault.attachments import BlobRef
from lgc_core.errors import UserError
from lgc_core.model.audit import AuditRead
from lgc_core.model.catalogue import ENTITIES
from lgc_core.model.document import Document
from lgc_core.model.entity import Entity
from lgc_core.model.identity import PatientLink
from lgc_core.model.note import clean_text
from lgc_core.model.patient import Patient
from lgc_core.model.rights import Right
from lgc_core.model.words import fold
from lgc_core.store import links, queries
from lgc_core.store.changes import Changes
from lgc_core.store.local_tables import attachment
from lgc_core.store.tables import ENTITY_TABLES

YEARS_KEPT: Final = 20
MINOR_KEPT_UNTIL: Final = 28
YEARS_AFTER_DEATH: Final = 10
TRAIL_WORDS: Final = "dossier effacé"
_ALWAYS_KEPT: Final = frozenset({AuditRead, PatientLink})
"""The trail of who looked is a proof that the law asks for; a link names no fact."""

_NOT_CLINICAL: Final = frozenset(
    {"patient", "identity_check", "invitation", "appointment", "task", "patient_link"}
)
_LIMITS: Final = (
    "Les fiches sont retirées de toutes les listes, sur tous les postes au prochain échange.",
    "Plus de vingt fiches\u00a0: elles y reparaissent jusqu’à ce que la région confirme ces suppressions.",
    "Les documents de ce patient sont détruits sur ce poste\u00a0: leur clé n’existe plus.",
    "Le journal des opérations garde ce qui a été écrit, ici et à la région.",
    "Pour l’effacer là aussi, écrivez au délégué à la protection des données de la région.",
    "Les sauvegardes et les autres postes gardent leur copie des documents jusqu’à leur renouvellement.",
    "Les notes personnelles d’un autre soignant, et ce qui est dans un cercle de soins, restent à leurs auteurs.",
    "Ce qui est déjà parti (DMP, messages, papier) n’est pas repris\u00a0: chaque destinataire en répond.",
)


class KeptByLawError(UserError):
    """The law keeps this file until a day."""

    def __init__(self, until: dt.date) -> None:
        super().__init__(
            f"Ce dossier doit être conservé jusqu’au {until:%d/%m/%Y} (Code de la santé publique, R1112-7). "
            "Le droit à l’effacement ne s’y applique pas (RGPD, article 17, 3)\u00a0: proposez une copie ou une "
            "rectification."
        )


class WrongNameError(UserError):
    """What was typed is not the name of the patient."""

    def __init__(self, shown: str) -> None:
        super().__init__(f"Pour effacer, tapez le nom de ce dossier\u00a0: {shown}. Rien n’a été effacé.")


class NoReasonError(UserError):
    """An erasure needs its reason."""

    def __init__(self) -> None:
        super().__init__("Indiquez le motif de l’effacement\u00a0: il reste dans la trace.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """What may be erased of a person, linked files included, in words; `kept_until` is None when nothing keeps it.

    `lines` say what there is (`3 consultations`), `limits` what an erasure does not reach.
    """

    kept_until: dt.date | None
    may_erase: bool
    sentence: str
    facts: int
    documents: int
    shown: str
    lines: tuple[str, ...]
    limits: tuple[str, ...] = _LIMITS


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    """What was done, and what it does not reach."""

    facts: int
    documents: int
    limits: tuple[str, ...]
    changes: Changes


class Erasure:
    """Assesses and erases; a reason is asked, a line of the trail stays."""

    def __init__(self, session: Session, trail: Trail, safe: Safe) -> None:
        self._session = session
        self._trail = trail
        self._safe = safe

    def assess(self, patient: str) -> Assessment:
        """Return what the law keeps of a person; linked files are one.

        Raises:
            LookupError: it is not here.
        """
        self._session.require(Right.READ_RECORD)
        today = self._session.now().date()
        with self._session.store.reading() as connection:
            found = queries.get(connection, Patient, patient)
            if found is None:
                raise LookupError(patient)
            people = _people(connection, patient)
            facts = _facts(connection, people, self._homes)
            last = _last_contact(connection, people)
        clinical = [one for one in facts if _is_clinical(one[0])]
        until = kept_until(found, last) if clinical and last else None
        may = until is None or until < today
        return Assessment(
            kept_until=until,
            may_erase=may,
            sentence=_sentence(until, may=may),
            facts=len(facts),
            documents=sum(kind is Document for kind, _ in facts),
            shown=found.shown,
            lines=counted(kind for kind, _ in facts),
        )

    def erase(self, patient: str, reason: str, typed_name: str) -> Erased:
        """Annul every fact of a person with a reason, and destroy the documents that are only theirs.

        `typed_name` is the name typed again, since this cannot be taken back; accents and capitals are free.

        Raises:
            KeptByLawError: the law keeps it. NoReasonError: no reason. WrongNameError: another name.
            LookupError: it is not here.
        """
        self._session.require(Right.ERASE)
        why = " ".join(clean_text(reason).split())
        if not why:
            raise NoReasonError
        found = self.assess(patient)
        if not found.may_erase:
            assert found.kept_until is not None
            raise KeptByLawError(found.kept_until)
        if fold(typed_name) != fold(found.shown):
            raise WrongNameError(found.shown)
        with self._session.store.reading() as connection:
            people = _people(connection, patient)
            facts = _facts(connection, people, self._homes)
            blobs = _own_blobs(connection, people)
        for one in people:
            self._trail.record(one, TRAIL_WORDS, "administratif")
        with self._session.store.unit_of_work(self._session.author) as uow:
            for kind, key in facts:
                uow.annul(kind, key, why)
        forget_words(self._session.store, people, [key for kind, key in facts if kind is Document])
        self._shred(blobs)
        return Erased(facts=len(facts), documents=len(blobs), limits=_LIMITS, changes=uow.changes)

    @property
    def _homes(self) -> tuple[str, ...]:
        """Return the partitions that an erasure reaches: on a shared post, those of colleagues are theirs."""
        return self._session.store.post.cabinet, self._session.own_partition

    def _shred(self, blobs: Iterable[BlobRef]) -> None:
        """Note each file as erased first: a power cut never leaves one that is promised and cannot be read."""
        for ref in blobs:
            with self._session.store.writing() as connection:
                update = sa.update(attachment).where(attachment.c.sha256 == ref.sha256)
                connection.execute(update.values(state=ERASED))
            self._safe.destroy(ref)


def kept_until(patient: Patient, last: dt.date) -> dt.date:
    """Return the last day on which the law keeps a file whose last contact is known (R1112-7)."""
    until = _years_after(last, YEARS_KEPT)
    born = _day(patient.traits.birth_date)
    if born is not None:
        until = max(until, _years_after(born, MINOR_KEPT_UNTIL))
    died = patient.deceased.when.date if patient.deceased else None
    if died is not None and died < _years_after(last, YEARS_AFTER_DEATH):
        return _years_after(died, YEARS_AFTER_DEATH)
    return until


def _sentence(until: dt.date | None, *, may: bool) -> str:
    if until is None:
        return "Ce dossier ne contient aucun soin\u00a0: il peut être effacé (créé par erreur, jamais venu)."
    if may:
        return (
            f"La durée de conservation est passée depuis le {until:%d/%m/%Y}\u00a0: ce dossier peut être effacé."
        )
    return KeptByLawError(until).sentence


def _is_clinical(kind: type[Entity]) -> bool:
    return str(ENTITY_TABLES[kind].name) not in _NOT_CLINICAL


def _people(connection: sa.Connection, patient: str) -> list[str]:
    """Return the living files of a person."""
    members = links.members(connection, patient)
    return sorted(queries.by_ids(connection, Patient, members))


def _facts(connection: sa.Connection, people: list[str], homes: tuple[str, ...]) -> list[tuple[type[Entity], str]]:
    """Return every living row of a person in some partitions, the files themselves last."""
    found: list[tuple[type[Entity], str]] = []
    for kind in ENTITIES:
        table = ENTITY_TABLES[kind].c
        if kind in _ALWAYS_KEPT or "ix_patient" not in table:
            continue
        where = (table.ix_patient.in_(people), table.partition.in_(homes), table.annulled_op.is_(None))
        query = sa.select(table.id).where(*where)
        found += [(kind, key) for key in connection.execute(query.order_by(table.id)).scalars()]
    return [*found, *((Patient, one) for one in people)]


def _last_contact(connection: sa.Connection, people: list[str]) -> dt.date | None:
    """Return the day of the newest clinical fact that has a day; the day of writing where it has none."""
    days: list[dt.date] = []
    for kind in ENTITIES:
        table = ENTITY_TABLES[kind].c
        if kind in _ALWAYS_KEPT or "ix_patient" not in table or not _is_clinical(kind):
            continue
        for one in queries.find(connection, kind, table.ix_patient.in_(people)):
            written = _day(one.created.at[:10]) if one.created else None
            days += [written] if written else []
        if "ix_at_ms" in table:
            last = sa.select(sa.func.max(table.ix_at_ms)).where(table.ix_patient.in_(people))
            newest = connection.execute(last).scalar()
            days += [dt.datetime.fromtimestamp(newest / 1000, dt.UTC).date()] if newest else []
    return max(days, default=None)


def _own_blobs(connection: sa.Connection, people: list[str]) -> list[BlobRef]:
    """Return the files that only this person's documents name."""
    table = ENTITY_TABLES[Document].c
    others = queries.find(
        connection, Document, sa.or_(table.ix_patient.is_(None), table.ix_patient.not_in(people))
    )
    shared = {file.blob for one in others for file in one.files}
    own = queries.find(connection, Document, table.ix_patient.in_(people))
    named = [(file.blob, file.size) for one in own for file in one.files]
    named += [(one.preview.blob, one.preview.size) for one in own if one.preview]
    return [BlobRef(blob, size) for blob, size in named if blob not in shared]


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def _years_after(day: dt.date, years: int) -> dt.date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28)
