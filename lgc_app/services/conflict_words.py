# SPDX-License-Identifier: EUPL-1.2
"""The French words of a disputed value: what the field is called, and its value as a clinician reads it."""

from collections.abc import Callable, Sequence
from typing import Any, Final

import msgspec

from lgc_core.clinical.forms.answers import words_of
from lgc_core.model.catalogue import BY_NAME
from lgc_core.model.encounter import WrongFile
from lgc_core.model.entity import field_rules
from lgc_core.model.observation import Value
from lgc_core.model.patient import Deceased, Ins, UsualIdentity
from lgc_core.model.staff import Role, StaffCard
from lgc_core.model.values import (
    Address,
    Concept,
    Interval,
    PersonName,
    Posology,
    Stamp,
    Telecom,
    Traits,
    When,
)
from lgc_core.oplog.operation import ANNUL_FIELD, SEAL_FIELD

NOTHING: Final = "(rien)"
"""Words of an empty value: a version without words is still one of two versions."""

_EVERYWHERE: Final = {ANNUL_FIELD: "Suppression", SEAL_FIELD: "Signature", "comment": "Commentaire"}
_FIELDS: Final[dict[str, dict[str, str]]] = {
    "patient": {
        "traits": "Identité",
        "ins": "INS",
        "usual": "Nom d’usage",
        "address": "Adresse",
        "telecoms": "Téléphones et courriels",
        "language": "Langue",
        "job": "Métier",
        "identity_flags": "Alertes d’identité",
        "deceased": "Décès",
    },
    "encounter": {
        "kind": "Type de contact",
        "period": "Date de la consultation",
        "responsible": "Responsable",
        "reasons": "Motifs",
        "main_act": "Acte principal",
        "status": "État de la consultation",
        "wrong_file": "Mauvais dossier",
    },
    "note_section": {"text": "Texte"},
    "form_answer": {"value": "Réponse", "observation": "Mesure"},
    "personal_note": {"text": "Notes personnelles"},
    "preference": {"value": "Réglage personnel"},
    "care_team_member": {"status": "Place dans le cercle de soins"},
    "set_aside_mark": {"state": "Suite donnée", "note": "Motif"},
    "problem": {
        "kind": "Nature du problème",
        "code": "Problème",
        "status": "État du problème",
        "period": "Période",
        "severity": "Gravité",
        "relative": "Lien de parenté",
        "ald": "ALD",
    },
    "allergy": {
        "kind": "Nature",
        "agent": "Allergène",
        "status": "État de l’allergie",
        "criticality": "Risque",
        "onset": "Début",
        "reactions": "Réactions",
    },
    "absence": {"reason": "Ce qui a été dit", "at": "Date"},
    "procedure": {"code": "Acte", "when": "Date de l’acte", "site": "Localisation", "performer": "Réalisé par"},
    "treatment": {
        "product": "Médicament",
        "posology": "Posologie",
        "period": "Période",
        "reason": "Motif",
        "nature": "Type de traitement",
        "status": "État du traitement",
        "stop_reason": "Motif de l’arrêt",
    },
    "appointment": {
        "name": "Nom au rendez-vous",
        "motif": "Motif du rendez-vous",
        "status": "État du rendez-vous",
        "arrived_at": "Heure d’arrivée",
        "slot": "Créneau",
        "called_at": "Heure d’appel",
        "seen_at": "Heure de fin",
        "phone": "Téléphone du rendez-vous",
        "short_notice": "Liste d’attente",
    },
    "agenda_rule": {
        "label": "Libellé de l’absence",
        "first": "Premier jour",
        "last": "Dernier jour",
        "opens": "Début",
        "closes": "Fin",
        "rhythm": "Répétition",
        "zone": "Fuseau horaire",
    },
    "task": {
        "kind": "Type de tâche",
        "title": "Tâche",
        "patient": "Patient de la tâche",
        "assignee": "Pour qui",
        "due": "Échéance",
        "priority": "Priorité",
        "status": "État de la tâche",
        "done_at": "Faite le",
        "about": "À propos de",
    },
    "care_schedule": {
        "care": "Soin",
        "detail": "Précision du soin",
        "ordered": "Prescrit par",
        "rhythm": "Fréquence",
        "hours": "Heures",
        "fixed": "Heure imposée",
        "first": "Premier jour",
        "last": "Dernier jour",
        "nurse": "Infirmier",
        "status": "État du soin",
    },
    "visit": {
        "nurse": "Infirmier",
        "rank": "Ordre de passage",
        "status": "État de la visite",
        "ticked": "Soins cochés",
        "done": "Soins faits",
    },
    "template": {"kind": "Type de modèle", "name": "Nom du modèle", "reason": "Motif", "text": "Texte du modèle"},
    "practice": {
        "name": "Nom du cabinet",
        "address": "Adresse du cabinet",
        "telecoms": "Téléphones du cabinet",
        "filtration": "Formule du DFG",
    },
    "staff": {
        "name": "Nom",
        "ps_id": "Numéro",
        "profession": "Profession",
        "role": "Rôle",
        "valid_from": "Premier jour",
        "valid_to": "Fin d’accès",
        "replaces": "Personne remplacée",
        "cards": "Cartes",
        "mss": "Adresse MSSanté",
    },
    "device": {"label": "Nom du poste"},
}
_CODES: Final = {
    "actif": "actif",
    "en_cours": "en cours",
    "si_besoin": "si besoin",
    "aucun_connu": "aucune connue",
    "non_recherché": "non recherché",
    "brouillon": "brouillon",
    "signe": "signé",
    "medecin": "médecin",
    "remplacant": "remplaçant",
    "secretaire": "secrétaire",
}
_SEX: Final = {"F": "féminin", "M": "masculin", "UN": "inconnu"}


def field_words(entity_type: str, field: str) -> str:
    """Return what a field is called; one of a later version keeps its own name."""
    return _FIELDS.get(entity_type, {}).get(field) or _EVERYWHERE.get(field) or field.replace("_", " ")


def value_words(entity_type: str, field: str, text: str | None) -> str:
    """Return a value, given as canonical JSON, as it is read; never an empty text."""
    value = read_value(entity_type, field, text)
    return _words(value).strip() or NOTHING


def read_value(entity_type: str, field: str, text: str | None) -> Any:
    """Return the typed value of a canonical text; plain values when this version does not know the field."""
    if text is None:
        return None
    kind = BY_NAME.get(entity_type)
    types = {rule.name: rule.type for rule in field_rules(kind)} if kind else {}
    try:
        return msgspec.json.decode(text, type=types.get(field, Any))
    except msgspec.ValidationError:
        return msgspec.json.decode(text)


def _words(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, dict):
        return ", ".join(f"{key} : {_words(one)}" for key, one in value.items())
    shown = _READERS.get(type(value))
    return shown(value) if shown else _words(msgspec.to_builtins(value))


def _list(values: Sequence[object]) -> str:
    return ", ".join(map(_words, values))


def _usual(usual: UsualIdentity) -> str:
    return " ".join(part for part in (usual.family.upper(), usual.given) if part)


def _deceased(deceased: Deceased) -> str:
    return f"{deceased.when.display()} ({deceased.known_by})"


def _interval(interval: Interval) -> str:
    start = f"depuis le {interval.start.display()}" if interval.start else ""
    end = f"jusqu’au {interval.end.display()}" if interval.end else ""
    return ", ".join(part for part in (start, end) if part)


def _card(card: StaffCard) -> str:
    label = card.label or "carte"
    return f"{label} retirée le {When(text=card.until).display()}" if card.until else label


def _traits(traits: Traits) -> str:
    born = When(text=traits.birth_date).display()
    names = f"{traits.birth_family.upper()} {traits.birth_givens}"
    return f"{names}, né(e) le {born}, sexe {_SEX[traits.sex]}, lieu {traits.birth_cog or 'inconnu'}"


_READERS: Final[dict[type, Callable[[Any], str]]] = {
    bool: lambda value: "oui" if value else "non",
    int: str,
    str: lambda value: _CODES.get(value, value),
    Role: lambda value: _CODES.get(value.value, value.value),
    Concept: lambda value: value.text,
    Posology: lambda value: value.text,
    When: When.display,
    Interval: _interval,
    Address: lambda value: ", ".join(value.shown),
    Telecom: lambda value: value.value,
    Ins: lambda value: value.matricule,
    PersonName: lambda value: value.shown,
    Stamp: lambda value: value.name.shown,
    UsualIdentity: _usual,
    Traits: _traits,
    Deceased: _deceased,
    StaffCard: _card,
    WrongFile: lambda value: value.words,
    Value: words_of,
    tuple: _list,
    list: _list,
}
