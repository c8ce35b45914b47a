# SPDX-License-Identifier: EUPL-1.2
"""What a practice knows of one fictional patient on a given day, written through a real post."""

import datetime as dt
import hashlib
import secrets
from dataclasses import dataclass

from interop.cda.read.document import read_cda
from interop.cda.write.vsm import write_vsm
from lgc_core.codes import LOINC
from lgc_core.model.appointment import Appointment, Slot
from lgc_core.model.audit import FIRST_LINK, AuditRead
from lgc_core.model.dispatch import Dispatch
from lgc_core.model.document import Document, DocumentFile
from lgc_core.model.identity import IdentityCheck
from lgc_core.model.ids import new_id
from lgc_core.model.invitation import Invitation
from lgc_core.model.invitation_code import code_hash
from lgc_core.model.observation import Observation, Value
from lgc_core.model.patient import Patient
from lgc_core.model.practice import Practice
from lgc_core.model.staff import Role, Staff
from lgc_core.model.treatment import Treatment
from lgc_core.model.values import Address, Author, Concept, PersonName, Posology, When, coded, quantity
from lgc_core.model.values.when import REUNION
from tests.support.cda import a_context, a_patient, a_summary
from tests.support.mtls import EnrolledPost
from tests.support.record import DOCTOR, NURSE, add

CODE = "K7QM-4F2X-9T"


@dataclass
class PatientDay:
    """A patient whose record went to the region."""

    patient: Patient
    code: str
    document: Document
    content: bytes
    dispatch: Dispatch

    @property
    def matricule(self) -> str:
        assert self.patient.ins is not None
        return self.patient.ins.matricule


def now_here() -> dt.datetime:
    return dt.datetime.now(REUNION)


def invite(post: EnrolledPost, patient: Patient, code: str = CODE, hours: int = 72) -> Invitation:
    """Write an invitation as the practice does."""
    assert patient.ins is not None
    salt = secrets.token_bytes(16)
    invitation = Invitation(
        id=new_id(),
        patient=patient.id,
        matricule=patient.ins.matricule,
        code_hash=code_hash(code, salt),
        salt=salt.hex(),
        expires_at=(now_here() + dt.timedelta(hours=hours)).isoformat(timespec="seconds"),
    )
    add(post.store, invitation)
    return invitation


def qualified(patient: Patient) -> list[IdentityCheck]:
    """Return the two checks that make an identity qualifiée."""
    kinds = ("insi_traits", "piece")
    return [
        IdentityCheck(
            id=new_id(), patient=patient.id, kind=kind, traits_hash=patient.traits.digest, at="2026-11-23"
        )
        for kind in kinds
    ]


def a_deposit(patient: Patient, **context) -> tuple[Document, bytes, Dispatch]:
    """Return a VSM of a patient, its bytes and the wish to send it to the DMP."""
    content = write_vsm(
        a_context(patient=patient, document_id=new_id(), series_id=new_id(), **context), a_summary()
    )
    blob = hashlib.sha256(content).hexdigest()
    document = Document(
        id=new_id(),
        patient=patient.id,
        files=(DocumentFile(role="original", blob=blob, media="text/xml", size=len(content)),),
        origin="émis",
        **read_cda(content).header.document_fields(),
    )
    return document, content, Dispatch(id=new_id(), patient=patient.id, document=document.id, channel="DMP")


def measure(
    patient: Patient, words: str, code: str, value: str, unit: str, at: dt.datetime, **more
) -> Observation:
    """Return one measure."""
    return Observation(
        id=new_id(),
        patient=patient.id,
        category=more.pop("category", "vital"),
        code=coded(words, LOINC, code),
        value=Value(quantity=quantity(value, unit)),
        at=When(text=at.isoformat(timespec="seconds")),
        **more,
    )


def look(patient: Patient, post: EnrolledPost, by: Author, what: str, at: dt.datetime, why="soin") -> AuditRead:
    """Return one line of the trail."""
    return AuditRead(
        id=new_id(), at=at.isoformat(timespec="seconds"), by=by, device=post.post.device, patient=patient.id,
        what=what, why=why, previous=FIRST_LINK,
    )  # fmt: skip


def practice_of(post: EnrolledPost) -> list[object]:
    """Return the practice and its doctor."""
    address = Address(house="4", street="rue du Four à Chaux", postcode="97436", city="SAINT-LEU")
    doctor = Staff(
        id=DOCTOR.staff, name=PersonName(title="Dr", given="Maëlle", family="Ethève"), role=Role.MEDECIN
    )
    return [Practice(id=post.practice, name=post.post.practice_name, address=address), doctor]


def live_a_day(post: EnrolledPost, matricule: str = "252039741600151", code: str = CODE, *, whole: bool = True):
    """Write a patient with everything that the web shows, send the file, exchange."""
    base = a_patient(id=new_id())
    assert base.ins is not None
    patient = a_patient(id=base.id, ins=type(base.ins)(matricule=matricule, oid=base.ins.oid))
    document, content, dispatch = a_deposit(patient)
    post.region.send_file(content)
    entities = [patient, *qualified(patient), document, dispatch]
    add(post.store, *entities, *(_life(post, patient) if whole else []))
    invite(post, patient, code)
    report = post.exchange.run()
    assert report.refused == 0
    return PatientDay(patient, code, document, content, dispatch)


def _life(post: EnrolledPost, patient: Patient) -> list[object]:
    now = now_here()
    emergency = Author(staff=new_id(), name="Dr Hugo Lacaille", role="medecin")
    clerk = Author(staff=new_id(), name="Sabrina Clain", role="secretaire")
    start = (now + dt.timedelta(days=2)).replace(hour=10, minute=20, second=0, microsecond=0)
    end = start + dt.timedelta(minutes=20)
    weights = ("74.1", "73.2", "72.6", "71.9", "71.4")
    return [
        *practice_of(post),
        Appointment(
            id=new_id(), patient=patient.id, motif="Contrôle de la toux",
            slot=Slot(staff=DOCTOR.staff, start=start.isoformat(), end=end.isoformat()),
        ),
        *(
            Treatment(id=new_id(), patient=patient.id, product=Concept(text=name), posology=Posology(text=how))
            for name, how in (
                ("Metformine 500 mg", "1 le matin, 1 le soir, pendant le repas"),
                ("Ramipril 5 mg", "1 le matin"),
                ("Dapagliflozine 10 mg", "1 le matin"),
                ("Atorvastatine 20 mg", "1 le soir"),
                ("Paracétamol 1 g", "si douleur, 3 par jour au plus"),
            )
        ),
        *(
            measure(patient, "Poids", "29463-7", value, "kg", now - dt.timedelta(days=30 * (5 - rank)))
            for rank, value in enumerate(weights)
        ),
        measure(patient, "Pression artérielle systolique", "8480-6", "138", "mm[Hg]", now, entry="saisie"),
        measure(patient, "Potassium", "2823-3", "6.9", "mmol/L", now, category="bio", flags=("HH",)),
        look(patient, post, emergency, "malaise, non joignable", now - dt.timedelta(days=112), "bris de glace"),
        look(patient, post, clerk, "agenda et coordonnées seulement", now - dt.timedelta(days=6)),
        look(patient, post, NURSE, "visite à domicile : soins, mesures", now - dt.timedelta(hours=3)),
        look(patient, post, DOCTOR, "consultation : tout le dossier", now - dt.timedelta(minutes=40)),
    ]  # fmt: skip
