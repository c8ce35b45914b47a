# SPDX-License-Identifier: EUPL-1.2
"""Practices that follow one person: a qualified identity in each, and services over the store of a post."""

import dataclasses

import msgspec

from lgc_app.services.cabinet import Cabinet, make_cabinet
from lgc_app.services.session import Session
from lgc_app.vault.attachments import AttachmentStore
from lgc_app.vault.keys import DatabaseKey
from lgc_core.codes import INS_TEST
from lgc_core.model.identity import IdentityCheck
from lgc_core.model.ids import new_id
from lgc_core.model.patient import Ins
from lgc_core.model.staff import Role
from lgc_core.store.store import Store
from tests.support.cabinet import a_practice, a_staff, keep
from tests.support.record import AT, add, make_patient

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
