# SPDX-License-Identifier: EUPL-1.2
"""What a patient sees of the record: appointments, treatments, deposits, who looked. Nothing else is read."""

from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa

from lgc_core.clinical.intakes import intake_words
from lgc_core.model.appointment import Appointment
from lgc_core.model.audit import AuditRead
from lgc_core.model.patient import Patient
from lgc_core.model.practice import Practice
from lgc_core.model.staff import Staff
from lgc_core.model.treatment import Treatment
from lgc_core.store import links, queries
from lgc_core.store.identity import trail
from lgc_core.store.tables import ENTITY_TABLES
from sync_server.services import french
from sync_server.services.clock import now_ms
from sync_server.services.patient_login import PatientSubject, partition_of
from sync_server.tables import deposit, device_account, patient_view, practice_account

NEW_MS: Final = 14 * 24 * 3600 * 1000
"""A deposit is « nouveau » for two weeks, or until the patient has opened it."""

_ROLES: Final = {
    "medecin": "médecin",
    "infirmier": "infirmier",
    "secretaire": "secrétaire",
    "remplacant": "remplaçant",
    "admin": "administrateur",
}
_ICONS: Final = {"medecin": "doctor", "remplacant": "doctor", "infirmier": "nurse"}


@dataclass(frozen=True)
class Person:
    """The patient at the screen."""

    given: str
    name: str
    practice_name: str


@dataclass(frozen=True)
class Visit:
    """An appointment to come."""

    id: str
    start_ms: int
    end_ms: int
    when: str
    where: str
    motif: str


@dataclass(frozen=True)
class Medicine:
    """A line of the current treatment; intakes in words, « 1-0-1 » is not for patients."""

    name: str
    posology: str


@dataclass(frozen=True)
class Deposited:
    """A document in the sandbox DMP."""

    id: str
    title: str
    author: str
    organisation: str
    day: str
    month: str
    icon: str
    new: bool


@dataclass(frozen=True)
class Look:
    """Somebody looked at the file."""

    id: str
    who: str
    what: str
    when: str
    emergency: bool
    icon: str


def person(connection: sa.Connection, subject: PatientSubject) -> Person | None:
    """Return who is at the screen, None when the practice no longer has this patient."""
    patients = ENTITY_TABLES[Patient]
    mine = patients.c.partition == partition_of(subject)
    found = queries.find(connection, Patient, patients.c.id == subject.patient, mine)
    if not found:
        return None
    name = connection.scalar(sa.select(practice_account.c.name).where(practice_account.c.id == subject.practice))
    practice = queries.get(connection, Practice, subject.practice)
    shown = practice.name if practice else name or ""
    patient = found[0]
    family = patient.usual.family or patient.traits.birth_family
    given = patient.given_shown.title() if patient.given_shown.isupper() else patient.given_shown
    return Person(given, f"{given} {family.title() if family.isupper() else family}", shown)


def _his(connection: sa.Connection, table: sa.Table, subject: PatientSubject) -> sa.ColumnElement[bool]:
    """Return the condition that a row is of this person, by the links that their own practice wrote."""
    return links.is_of(connection, table.c.ix_patient, subject.patient, within=partition_of(subject))


def appointments(connection: sa.Connection, subject: PatientSubject) -> list[Visit]:
    """Return the appointments to come, soonest first."""
    table = ENTITY_TABLES[Appointment]
    found = queries.find(
        connection,
        Appointment,
        table.c.partition == partition_of(subject),
        _his(connection, table, subject),
        table.c.ix_at_ms >= now_ms(),
        order=table.c.ix_at_ms,
        limit=20,
    )
    return [_visit(connection, a) for a in found if a.status not in ("annulé", "absent", "vu")]


def _visit(connection: sa.Connection, appointment: Appointment) -> Visit:
    start = french.ms_of(appointment.slot.start) or 0
    end = french.ms_of(appointment.slot.end) or start
    moment = french.local(start)
    when = f"{french.long_day(moment.date()).capitalize()} à {moment:%H:%M}"
    staff = queries.get(connection, Staff, appointment.slot.staff)
    return Visit(appointment.id, start, end, when, staff.name.shown if staff else "", appointment.motif)


def updated(connection: sa.Connection, subject: PatientSubject) -> str:
    """Return when a post of the practice last exchanged: what the page knows is not younger than that."""
    query = sa.select(sa.func.max(device_account.c.seen_ms)).where(device_account.c.practice == subject.practice)
    seen = connection.scalar(query)
    return f"À jour {french.moment_words(seen, now_ms())}" if seen else "Votre cabinet n’a encore rien envoyé."


def medicines(connection: sa.Connection, subject: PatientSubject) -> list[Medicine]:
    """Return the current treatment."""
    table = ENTITY_TABLES[Treatment]
    found = queries.find(
        connection,
        Treatment,
        table.c.partition == partition_of(subject),
        _his(connection, table, subject),
        table.c.ix_status == "en_cours",
        order=table.c.id,
    )
    return [Medicine(t.product.text, intake_words(t.posology.text) if t.posology else "") for t in found]


def documents(connection: sa.Connection, subject: PatientSubject) -> list[Deposited]:
    """Return the living deposits of this person, newest first."""
    opened = sa.select(patient_view.c.what).where(
        patient_view.c.practice == subject.practice, patient_view.c.patient == subject.patient
    )
    seen = set(connection.scalars(opened))
    rows = connection.execute(
        sa.select(deposit)
        .where(deposit.c.matricule == subject.matricule, deposit.c.status == "Approved")
        .order_by(deposit.c.at_ms.desc())
        .limit(500)
    )
    return [_deposited(row, seen) for row in rows]


def _deposited(row: sa.Row[tuple[object, ...]], seen: set[str]) -> Deposited:
    ms = french.ms_of(row.issued) or row.at_ms
    day = french.local(ms).date()
    new = row.id not in seen and now_ms() - row.at_ms < NEW_MS
    icon = _icon(f"{row.type_text} {row.title}".casefold())
    author = row.author or row.organisation
    return Deposited(
        row.id, row.title, author, row.organisation, french.day_words(day), french.month_words(day), icon, new
    )


_WORDS: Final = (
    ("ordonnance", "rx"), ("prescription", "rx"), ("biolog", "flask"), ("examens", "flask"), ("vaccin", "syringe"),
    ("synthèse", "clipboard"), ("synthese", "clipboard"), ("consultation", "file"),
)  # fmt: skip


def _icon(words: str) -> str:
    return next((icon for word, icon in _WORDS if word in words), "file")


def looks(connection: sa.Connection, subject: PatientSubject, limit: int = 200) -> list[Look]:
    """Return who looked at the file, newest first."""
    table = ENTITY_TABLES[AuditRead]
    found = queries.find(
        connection,
        AuditRead,
        table.c.partition == trail(subject.practice),
        _his(connection, table, subject),
        order=table.c.ix_at_ms.desc(),
        limit=limit,
    )
    return [_look(line) for line in found]


def _look(line: AuditRead) -> Look:
    emergency = line.why == "bris de glace"
    role = _ROLES.get(line.by.role, line.by.role)
    who = f"{line.by.name}, {role}" if role else line.by.name
    ms = french.ms_of(line.at)
    when = french.moment_words(ms, now_ms()) if ms is not None else line.at
    icon = "siren" if emergency else _ICONS.get(line.by.role, "user")
    what = (
        f"Accès d’urgence\u00a0: «\u00a0{line.what}\u00a0»" if emergency else line.what[:1].upper() + line.what[1:]
    )
    return Look(line.id, who, what, when, emergency, icon)
