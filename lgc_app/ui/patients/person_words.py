# SPDX-License-Identifier: EUPL-1.2
"""Who somebody is, in the words of the front desk: a row of the list, the lines of the page, the look-alike."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from lgc_app.services.duplicates import Likeness, LinkedFile
from lgc_app.ui.theme.fonts import TextRole
from lgc_app.ui.theme.theme import Tone
from lgc_app.ui.theme.typography import short_date, spaced_matricule, spaced_phone
from lgc_app.ui.widgets.drawing import PillContent
from lgc_app.ui.widgets.row_recipe import Cell, Row
from lgc_app.ui.widgets.runs import Run
from lgc_app.ui.words import tr
from lgc_app.ui.words.people import about
from lgc_core.model.identity import IdentityStatus
from lgc_core.model.patient import Patient, age_shown, sex_shown
from lgc_core.model.places import city_of
from lgc_core.store.search import PatientLine


@dataclass(frozen=True, slots=True)
class PersonRead:
    """Who somebody is: the file, its identity, what looks like it, what it is linked with, a correction begun."""

    patient: Patient
    status: IdentityStatus
    like: Sequence[Likeness]
    links: Sequence[LinkedFile]
    begun: bool = False


def twin_words(read: PersonRead) -> str:
    """Say the file that this one is read with, else the one that it looks like."""
    if read.links:
        one = read.links[-1]
        return tr("Relié au dossier {name} ({evidence}).", name=one.patient.shown, evidence=one.evidence)
    if read.like:
        first = read.like[0]
        born = _day(first.patient.traits.birth_date)
        return tr(
            "Un dossier ressemble : {name}, {born} ({why}).", name=first.patient.shown, born=born, why=first.why
        )
    return ""


def row_of(line: PatientLine, today: dt.date) -> Row:
    """Give somebody found as a row."""
    soft = about(line, today)
    cell = Cell((Run(line.shown, TextRole.BODY_MEDIUM),), (Run(soft, TextRole.CAPTION, "text2"),), "person")
    return Row(line.patient_id, (cell,), f"{line.shown}, {soft}")


def identity_words(patient: Patient, today: dt.date) -> str:
    """Give the lines of an identity; nothing medical."""
    traits = patient.traits
    place = city_of(traits.birth_cog) or traits.birth_cog
    sex = tr(sex_shown(traits.sex, traits.birth_date, today))
    born = tr("Naissance : {day}", day=_day(traits.birth_date)) + (f", {place}" if place else "")
    lines = [f"{sex}, {tr(age_shown(traits.birth_date, today))}", born]
    lines.append(
        tr("Nom et prénoms de naissance : {name} {givens}", name=traits.birth_family, givens=traits.birth_givens)
    )
    lines += [
        tr("Téléphone : {number}", number=spaced_phone(one.value)) for one in patient.telecoms if one.kind == "tel"
    ]
    if patient.identity_flags:
        lines.append(tr("Identité {flags}", flags=", ".join(patient.identity_flags)))
    if patient.ins is not None:
        lines.append(tr("Matricule INS : {number}", number=spaced_matricule(patient.ins.matricule)))
    lines += list(patient.address.shown) if patient.address else []
    if patient.deceased:
        lines.append(tr("Décès : {day}", day=patient.deceased.when.display()))
    if patient.record_number:
        lines.append(tr("Dossier n° {number}", number=patient.record_number))
    return "\n".join(lines)


def identity_pill(status: IdentityStatus) -> PillContent:
    """Give the state of an identity: one that nothing confirmed is dashed."""
    known = status is IdentityStatus.QUALIFIEE
    words = tr("Identité {status}", status=status.value)
    return PillContent(words, Tone.ACCENT if known else Tone.UNKNOWN, "identity" if known else "unchecked")


def _day(text: str) -> str:
    try:
        return short_date(dt.date.fromisoformat(text))
    except ValueError:
        return text
