# SPDX-License-Identifier: EUPL-1.2
"""The words of a letterhead and of a patient box, from the model."""

import datetime as dt
from itertools import pairwise
from typing import Final

from interop.pdf.sheet import Letterhead, Subject
from lgc_core.model.patient import Patient, age_shown
from lgc_core.model.values import Organisation, Stamp, StructureId, Telecom

_KINDS: Final = {"tel": "Tél.", "fax": "Télécopie", "mailto": "Courriel"}
_STRUCTURES: Final = {"1": "FINESS", "2": "SIREN", "3": "SIRET"}
_BORN: Final = {"F": "Née", "M": "Né"}


def letterhead(practice: Organisation, who: Stamp | None = None) -> Letterhead:
    """Return the head of a sheet for a practice and the person who signs."""
    lines = [*(practice.address.shown if practice.address else ())]
    lines += [telecom_words(t) for t in practice.telecoms if t.kind in _KINDS]
    lines += [_structure(i) for i in practice.ids if i.extension[:1] in _STRUCTURES]
    if who is None:
        return Letterhead(practice=practice.name, practice_lines=tuple(lines))
    person = [who.profession.text] if who.profession else []
    if who.ps_id.startswith("8"):
        person.append(f"RPPS\u00a0{who.ps_id[1:]}")
    return Letterhead(
        practice=practice.name,
        practice_lines=tuple(lines),
        person=who.name.shown,
        person_lines=tuple(person),
    )


def subject(patient: Patient, day: dt.date, *, matricule: bool) -> Subject:
    """Return the patient's box; the matricule is printed only when the identity is qualifiée."""
    traits = patient.traits
    name = f" {patient.born_as} {traits.birth_givens}" if patient.born_as else ""
    born = f"{_BORN.get(traits.sex, 'Né(e)')}{name} le {_date(traits.birth_date)}"
    lines = [f"{born} ({age_shown(traits.birth_date, day)})"]
    if matricule and patient.ins:
        lines.append(f"Matricule INS\u00a0{spaced(patient.ins.matricule)}")
    if patient.address:
        lines.append(", ".join(patient.address.shown))
    return Subject(name=patient.shown, lines=tuple(lines))


def spaced(matricule: str) -> str:
    """Return `2 52 03 97416 001 51` as on the carte Vitale, with no-break spaces."""
    cuts = (0, 1, 3, 5, 7, 10, 13, 15)
    parts = [matricule[a:b] for a, b in pairwise(cuts)]
    return "\u00a0".join(part for part in parts if part)


def telecom_words(found: Telecom) -> str:
    """Return `Tél. : 02 62 00 00 00`, with no-break spaces; a kind that has no name is given bare."""
    value = found.value
    if found.kind != "mailto" and value.isdigit() and len(value) == 10:
        value = "\u00a0".join(value[i : i + 2] for i in range(0, 10, 2))
    return f"{_KINDS[found.kind]}\u00a0: {value}" if found.kind in _KINDS else value


def _structure(found: StructureId) -> str:
    return f"{_STRUCTURES[found.extension[:1]]}\u00a0{found.extension[1:]}"


def _date(iso: str) -> str:
    return "/".join(reversed(iso.split("-")))
