# SPDX-License-Identifier: EUPL-1.2
"""Letters that came during the year: specialists who answer, the hospital that sends somebody home."""

import datetime as dt
import hashlib
import random
from typing import Final, NamedTuple

from lgc_app.demo.year.people import FAMILIES, made_id
from lgc_app.demo.year.talk import say
from lgc_app.services.files import Files
from lgc_app.services.plain_text import TEXT_MEDIA
from lgc_core.model.document import Document, DocumentFile, FiledAs
from lgc_core.model.ids import oid_of
from lgc_core.model.patient import Patient
from lgc_core.model.values import Interval, Organisation, PersonName, Stamp, on_day


class _Letter(NamedTuple):
    label: str
    where: str
    title: str
    text: str


_LETTERS: Final = (
    _Letter(
        "Diabète de type 2", "Cabinet d’ophtalmologie, Saint-Pierre", "Consultation d’ophtalmologie",
        "Fond d’œil dilaté : {pas de rétinopathie diabétique|rétinopathie non proliférante minime}. Pression "
        "oculaire "
        "{14|16|18} mmHg des deux yeux. {Cataracte débutante à droite.|Papilles normales.} Contrôle dans {un "
        "an|6 mois}.",
    ),
    _Letter(
        "Insuffisance cardiaque", "Cardiologie, CHU Sud Réunion", "Consultation de cardiologie",
        "FEVG estimée à {35|40|45} %, {pas de valvulopathie significative|insuffisance mitrale modérée}. ECG : "
        "{rythme sinusal|FA à 76/min}. {Congestion résolue.|Bonne tolérance du traitement.} Proposition : "
        "titrer le "
        "bisoprolol, contrôle du ionogramme à 15 jours, pesée quotidienne.",
    ),
    _Letter(
        "Maladie rénale chronique", "Néphrologie, CHU Nord Réunion", "Consultation de néphrologie",
        "DFG {38|44|52} mL/min/1,73 m², {albuminurie stable|albuminurie en hausse}. Échographie : reins {de "
        "taille "
        "normale|diminués de taille, bien différenciés}. {Introduction d’un inhibiteur de SGLT2.|Poursuite de "
        "l’IEC.} "
        "Éviter les AINS. Revoir dans 6 mois.",
    ),
    _Letter(
        "Gonarthrose", "Chirurgie orthopédique, clinique Durieux", "Consultation d’orthopédie",
        "Gonarthrose fémorotibiale {interne|bilatérale} stade {II|III}. {Infiltration réalisée ce "
        "jour.|Indication de "
        "prothèse à discuter dans l’année.} Kinésithérapie, semelles, revoir dans {3|6} mois.",
    ),
    _Letter(
        "Fibrillation atriale", "Cardiologie, Saint-Paul", "Consultation de cardiologie",
        "FA {paroxystique|permanente}, CHA₂DS₂-VASc {2|3|4}. Holter : fréquence moyenne {72|81}/min, {pas de "
        "pause|une "
        "pause de 2,1 s}. Poursuite de l’anticoagulant, dose adaptée à la clairance.",
    ),
    _Letter(
        "", "Radiologie, Saint-Leu", "Compte rendu d’imagerie",
        "{Radiographie du genou droit|Échographie abdominale|Radiographie du thorax|Mammographie ACR 2}. {Pas "
        "d’anomalie "
        "décelée.|Pincement fémorotibial interne.|Stéatose hépatique diffuse.|Pas de foyer parenchymateux.}",
    ),
    _Letter(
        "", "Urgences, CHU Sud Réunion", "Passage aux urgences",
        "Vu{ le soir| en journée| la nuit} pour {douleur thoracique|plaie de la main|crise d’asthme|colique "
        "néphrétique|"
        "malaise}. {ECG et troponine normaux.|Suture 5 points.|Amélioration après nébulisations.|Antalgiques.} "
        "Sortie à "
        "domicile, revoir le médecin traitant {à 48 h|dans la semaine}.",
    ),
)  # fmt: skip


def letter_for(
    patient: Patient, labels: frozenset[str], day: dt.date, files: Files, dice: random.Random
) -> tuple[Document, str]:
    """Return a letter filed in a file, and its words; its bytes are kept encrypted."""
    about = [one for one in _LETTERS if one.label in labels] or [one for one in _LETTERS if not one.label]
    letter = dice.choice(about)
    family = dice.choice(FAMILIES)
    ending = "e" if patient.traits.sex == "F" else ""
    born = dt.date.fromisoformat(patient.traits.birth_date)
    text = (
        f"{letter.title}\n{letter.where}, le {day:%d/%m/%Y}\n\nCher confrère,\n"
        f"Votre patient{ending} {patient.shown}, né{ending} le {born:%d/%m/%Y}.\n"
        f"{say(dice, letter.text)}\nBien confraternellement,\nDr {family}\n(document fictif)\n"
    )
    content = text.encode()
    file = DocumentFile(
        role="original", blob=files.keep(content, TEXT_MEDIA), media=TEXT_MEDIA, size=len(content),
        sha1=hashlib.sha1(content, usedforsecurity=False).hexdigest(),
    )  # fmt: skip
    identifier = made_id(dice)
    document = Document(
        id=identifier,
        patient=patient.id,
        unique_oid=oid_of(identifier),
        title=letter.title,
        service=Interval(start=on_day(day)),
        authors=(
            Stamp(
                name=PersonName(family=family, given="", title="Dr"), organisation=Organisation(name=letter.where)
            ),
        ),
        files=(file,),
        origin="import",
        filed_as=FiledAs(title=letter.title, category="Courrier", date=day.isoformat()),
    )
    return document, text
