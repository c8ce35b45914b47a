# SPDX-License-Identifier: EUPL-1.2
"""What an erasure takes, counted in words; and the words being typed about a person, which go with it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

import sqlalchemy as sa

from lgc_app.services.form_drafts import PREFIX as FORMS
from lgc_core.model.allergy import Allergy
from lgc_core.model.appointment import Appointment
from lgc_core.model.document import Document
from lgc_core.model.encounter import Encounter
from lgc_core.model.entity import Entity
from lgc_core.model.form import FormAnswer
from lgc_core.model.invitation import Invitation
from lgc_core.model.note import Addendum, NoteSection
from lgc_core.model.nursing import CareSchedule, Visit
from lgc_core.model.observation import Observation
from lgc_core.model.patient import Patient
from lgc_core.model.problem import Problem
from lgc_core.model.procedure import Procedure
from lgc_core.model.seal import SealedRecord
from lgc_core.model.task import Task
from lgc_core.model.transmission import Transmission
from lgc_core.model.treatment import Treatment
from lgc_core.model.vaccination import Vaccination
from lgc_core.store.local_tables import document_text, local_draft, setting, visit_draft
from lgc_core.store.store import Store

_WORDS: Final[dict[type[Entity], tuple[str, str]]] = {
    Patient: ("identité", "identités (dossiers réunis)"),
    Encounter: ("consultation", "consultations"),
    Addendum: ("complément", "compléments"),
    Document: ("document", "documents"),
    Observation: ("résultat ou mesure", "résultats et mesures"),
    Problem: ("problème ou antécédent", "problèmes et antécédents"),
    Allergy: ("allergie", "allergies"),
    Treatment: ("traitement", "traitements"),
    Procedure: ("acte", "actes"),
    Vaccination: ("vaccin", "vaccins"),
    Transmission: ("transmission infirmière", "transmissions infirmières"),
    CareSchedule: ("soin prévu", "soins prévus"),
    Visit: ("visite infirmière", "visites infirmières"),
    Appointment: ("rendez-vous", "rendez-vous"),
    Task: ("tâche", "tâches"),
    Invitation: ("accès du patient en ligne", "accès du patient en ligne"),
}
_PARTS: Final = frozenset({NoteSection, FormAnswer, SealedRecord})
"""Rows that are inside a consultation: not counted apart."""

_OTHERS: Final = ("autre fiche (vérifications, envois)", "autres fiches (vérifications, envois)")


def counted(kinds: Iterable[type[Entity]]) -> tuple[str, ...]:
    """Return what there is by kind: `("1 identité", "3 consultations", "2 documents")`."""
    numbers = Counter(kinds)
    lines = [_line(numbers[kind], words) for kind, words in _WORDS.items() if numbers[kind]]
    others = sum(number for kind, number in numbers.items() if kind not in _WORDS and kind not in _PARTS)
    return (*lines, *([_line(others, _OTHERS)] if others else []))


def forget_words(store: Store, people: Sequence[str], documents: Sequence[str]) -> None:
    """Destroy what is only on this post: words being typed about a person, and words read out of documents."""
    with store.writing() as connection:
        for table in (local_draft, visit_draft):
            connection.execute(sa.delete(table).where(table.c.patient.in_(people)))
        connection.execute(sa.delete(document_text).where(document_text.c.document.in_(documents)))
        for prefix in ("courrier", "line_form", "form"):
            for one in people:
                connection.execute(sa.delete(setting).where(setting.c.key.like(f"{prefix}:%:{one}")))
        for one in people:  # a booking being typed names its patient inside
            named = setting.c.key.like(f"{FORMS}%") & setting.c.value.contains(one, autoescape=True)
            connection.execute(sa.delete(setting).where(named))


def _line(number: int, words: tuple[str, str]) -> str:
    return f"{number}\u00a0{words[0] if number == 1 else words[1]}"
