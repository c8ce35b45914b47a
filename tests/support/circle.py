# SPDX-License-Identifier: EUPL-1.2
"""Practices that follow one person: a qualified identity in each, and services over the store of a post."""

import dataclasses

import msgspec
import sqlalchemy as sa

from lgc_app.services.cabinet import Cabinet, make_cabinet
from lgc_app.services.circles import Circle
from lgc_app.services.session import Session
from lgc_app.vault.attachments import AttachmentStore
from lgc_app.vault.keys import DatabaseKey
from lgc_core.codes import INS_TEST
from lgc_core.model.dossier import member_id
from lgc_core.model.identity import IdentityCheck
from lgc_core.model.ids import new_id
from lgc_core.model.patient import Ins
from lgc_core.model.staff import Role
from lgc_core.store.store import Store
from lgc_core.sync.exchange import Report
from tests.support.cabinet import a_practice, a_staff, keep
from tests.support.record import AT, add, make_patient
from tests.support.region_within import post_within

INS = Ins(matricule="252039741300123", oid=INS_TEST)


def cabinet_over(store: Store, folder, name: str, family: str = "Ethève") -> Cabinet:
    """Return the services of a practice over the store of one of its posts."""
    practice = msgspec.structs.replace(a_practice(), id=store.post.practice, name=name)
    staff = a_staff(Role.MEDECIN)
    staff = msgspec.structs.replace(
        staff, id=new_id(), ps_id="", name=msgspec.structs.replace(staff.name, family=family)
    )
    add(store, practice, staff)
    safe = AttachmentStore(folder / store.post.device, DatabaseKey.generate())
    session = dataclasses.replace(Session(store, practice, staff), in_person=False)
    return make_cabinet(session, safe, None, lambda _content: b"signature of a test")


def follow(cabinet: Cabinet, *, qualified: bool = True) -> str:
    """Admit the person in a practice and return its file; qualified by INSi and a paper, unless told otherwise."""
    patient = make_patient(ins=INS)
    kinds = ("insi_traits", "piece") if qualified else ("piece",)
    seen = {"patient": patient.id, "traits_hash": patient.traits.digest, "at": AT.isoformat()}
    checks = [IdentityCheck(id=new_id(), kind=kind, **seen) for kind in kinds]
    keep(cabinet, patient, *checks)
    return patient.id


ONE, TWO, THREE = (f"0190d0d0-0000-7000-8000-00000000097{n}" for n in (4, 5, 6))


class Side:
    """A practice before a region within the process, with its file on the person."""

    def __init__(self, engine: sa.Engine, folder, number: str, name: str, *, qualified: bool = True) -> None:
        self.post = post_within(engine, f"poste-{name}", number)
        self.cabinet = cabinet_over(self.post.store, folder, f"Cabinet {name}", name)
        self.patient = follow(self.cabinet, qualified=qualified)

    def circle(self) -> Circle:
        return self.cabinet.circles.of_patient(self.patient)

    def said(self) -> list[str]:
        return [one.text for one in self.circle().messages]

    def exchange(self, times: int = 1) -> Report:
        for _ in range(times):
            report = self.post.exchange()
        return report

    def ask(self, exchanges: int) -> None:
        """Ask for the circle and let the region answer."""
        self.cabinet.circles.ask(self.patient)
        self.exchange(exchanges)

    def decide(self, other: "Side", *, accepted: bool) -> None:
        """Let another practice in, or out, and say so to the region."""
        row = member_id(self.circle().dossier, other.post.store.post.practice)
        self.cabinet.circles.decide(row, accepted=accepted)
        self.exchange()
