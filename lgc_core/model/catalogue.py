# SPDX-License-Identifier: EUPL-1.2
"""Every entity of the record, in one place: tables, protocol and tests are made from this list."""

from typing import Final

from lgc_core.model.absence import Absence
from lgc_core.model.agenda_rule import AgendaRule
from lgc_core.model.allergy import Allergy
from lgc_core.model.appointment import Appointment
from lgc_core.model.audit import AuditRead
from lgc_core.model.device import Device
from lgc_core.model.dispatch import Dispatch
from lgc_core.model.document import Document
from lgc_core.model.dossier import CareTeamMember, Dossier, DossierMessage, DossierRequest
from lgc_core.model.encounter import Encounter
from lgc_core.model.entity import Entity, entity_name
from lgc_core.model.form import FormAnswer
from lgc_core.model.identity import IdentityCheck, PatientLink
from lgc_core.model.invitation import Invitation
from lgc_core.model.note import Addendum, NoteSection
from lgc_core.model.nursing import CareSchedule, Visit
from lgc_core.model.observation import Observation
from lgc_core.model.patient import Patient
from lgc_core.model.personal_note import PersonalNote
from lgc_core.model.practice import Practice
from lgc_core.model.preference import Preference
from lgc_core.model.problem import Problem
from lgc_core.model.procedure import Procedure
from lgc_core.model.ref_edition import RefEdition
from lgc_core.model.seal import SealedRecord
from lgc_core.model.set_aside_mark import SetAsideMark
from lgc_core.model.staff import Staff
from lgc_core.model.task import Task
from lgc_core.model.template import Template
from lgc_core.model.transmission import Transmission
from lgc_core.model.treatment import Treatment
from lgc_core.model.vaccination import Vaccination

ENTITIES: Final[tuple[type[Entity], ...]] = (
    Practice, Staff, Device, Patient, IdentityCheck, Invitation, Encounter, NoteSection, Addendum, SealedRecord,
    Problem, Allergy, Absence, Procedure, Observation, Vaccination, Treatment, Document, Dispatch, Appointment,
    AuditRead,
    AgendaRule, Task, PatientLink, CareSchedule, Visit, Transmission,
    Template,
    Preference, PersonalNote, RefEdition, DossierRequest, Dossier, CareTeamMember, DossierMessage, SetAsideMark,
    FormAnswer,
)  # fmt: skip
BY_NAME: Final[dict[str, type[Entity]]] = {entity_name(kind): kind for kind in ENTITIES}
