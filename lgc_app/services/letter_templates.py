# SPDX-License-Identifier: EUPL-1.2
"""Letters, certificates and orders that come with the software: our own words, none of them a regulated form.

`{mots}` are filled from the file (model/expansion.py); `[mots]` are left to a hand, no letter leaves with one.
Sick leave, transport and ALD forms are regulated (Cerfa) and not here; the « ordonnance bizone » neither.
"""

from dataclasses import dataclass
from typing import Final

from lgc_core.model.template import LetterKind, Template

KIND_WORDS: Final[dict[LetterKind, str]] = {
    "courrier": "Courrier",
    "certificat": "Certificat",
    "ordonnance": "Ordonnance",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterTemplate:
    """One model: `words` in the list, `title` on the sheet, `reason` finds it too."""

    key: str
    kind: LetterKind
    words: str
    title: str
    body: str
    reason: str = ""


def _t(key: str, kind: LetterKind, words: str, title: str, body: str) -> LetterTemplate:
    return LetterTemplate(key=key, kind=kind, words=words, title=title, body=body.strip("\n"))


LETTER_TEMPLATES: Final = (
    _t(
        "confrere", "courrier", "Avis d’un confrère", "Demande d’avis",
        """
Cher confrère, chère consœur,

Je vous remercie de recevoir {patient}, {né} le {naissance} ({âge}), pour [question posée].

Histoire récente : [histoire].

Problèmes suivis : {problèmes}.
Antécédents : {antécédents}.
Allergies : {allergies}.
Traitement actuel : {traitements}.
Fonction rénale : {rein}.
Dernières mesures : {mesures}.

Je reste à votre disposition et vous remercie de votre avis.

Bien confraternellement.
""",
    ),
    _t(
        "urgences", "courrier", "Adresser aux urgences", "Courrier pour les urgences",
        """
Chers confrères,

Je vous adresse ce jour {patient}, {né} le {naissance} ({âge}), pour [motif].

Constaté à [heure] : [examen].
Dernières mesures : {mesures}.
Déjà fait ici : [gestes et médicaments].

Allergies : {allergies}.
Traitement actuel : {traitements}.
Problèmes suivis : {problèmes}.
Fonction rénale : {rein}.

Merci de votre prise en charge. Je suis joignable au cabinet.
""",
    ),
    _t(
        "absence-ecole", "certificat", "Absence à l’école", "Certificat médical",
        """
{soussigné}, certifie avoir examiné ce jour {patient}, {né} le {naissance}.

Son état de santé justifie son absence de l’école du [premier jour] au [dernier jour] inclus.

Certificat établi à la demande de la famille et remis en main propre.
""",
    ),
    _t(
        "enfant-malade", "certificat", "Enfant malade (pour un parent)", "Certificat médical",
        """
{soussigné}, certifie avoir examiné ce jour {patient}, {né} le {naissance}.

Son état de santé nécessite la présence d’un parent à ses côtés du [premier jour] au [dernier jour] inclus.

Certificat établi à la demande du parent et remis en main propre.
""",
    ),
    _t(
        "sport", "certificat", "Aptitude au sport", "Certificat médical",
        """
{soussigné}, certifie avoir examiné ce jour {patient}, {né} le {naissance}, et n’avoir pas constaté, à la date \
de cet examen, de contre-indication à la pratique de [sport], [en loisir ou en compétition].

Certificat établi à la demande de l’intéressé(e) et remis en main propre.
""",
    ),
    _t(
        "presence", "certificat", "Présence en consultation", "Attestation de présence",
        """
{soussigné}, atteste que {patient}, {né} le {naissance}, s’est présenté(e) en consultation au cabinet ce jour, \
de [heure d’arrivée] à [heure de départ].

Attestation remise en main propre, sans autre renseignement.
""",
    ),
    _t(
        "biologie", "ordonnance", "Biologie", "Ordonnance de biologie",
        """
Pour {patient}, {né} le {naissance}.

Faire pratiquer dans un laboratoire d’analyses médicales :

[examens]

À jeun : [oui ou non]. Délai : [délai].

Renseignements utiles au laboratoire : [renseignements].
Merci de m’adresser les résultats.
""",
    ),
    _t(
        "imagerie", "ordonnance", "Imagerie", "Demande d’imagerie",
        """
Pour {patient}, {né} le {naissance} ({âge}).

Examen demandé : [examen et région].

Motif et question posée : [question].

Fonction rénale : {rein}.
Allergies : {allergies}.
Grossesse possible : [oui ou non].

Merci de m’adresser les images et le compte rendu.
""",
    ),
    _t(
        "infirmier", "ordonnance", "Soins infirmiers", "Ordonnance de soins infirmiers",
        """
Pour {patient}, {né} le {naissance}.

Faire pratiquer par un infirmier ou une infirmière, [au cabinet ou à domicile] :

[soins], [nombre] fois par [jour ou semaine], pendant [durée], [dimanches et jours fériés compris ou non].

Allergies : {allergies}.
""",
    ),
    _t(
        "kine", "ordonnance", "Kinésithérapie", "Ordonnance de masso-kinésithérapie",
        """
Pour {patient}, {né} le {naissance}.

Faire pratiquer des séances de masso-kinésithérapie, [au cabinet ou à domicile] :

Région à traiter : [région].
Objectif : [objectif].
Diagnostic utile au kinésithérapeute : [diagnostic].
""",
    ),
    _t(
        "libre", "courrier", "Courrier libre", "Courrier",
        """
[texte]
""",
    ),
)  # fmt: skip
TEMPLATE_BY_KEY: Final = {one.key: one for one in LETTER_TEMPLATES}

_EXAMPLE: Final = "example:courrier:"
_HEADING: Final = "# "
LETTER_EXAMPLES: Final = tuple(
    Template(id=f"{_EXAMPLE}{one.key}", kind=one.kind, name=one.words, text=f"{_HEADING}{one.title}\n\n{one.body}")
    for one in LETTER_TEMPLATES
)
"""The same models as texts of a practice: never written to the record, replaced by one's own of the same name."""


def letter_of(one: Template) -> LetterTemplate | None:
    """Return the model of a letter, None for a text of a note; without `# Titre` its kind is the title."""
    match one.kind:
        case "courrier" | "certificat" | "ordonnance" as kind:
            pass
        case _:
            return None
    first, _line, rest = one.text.partition("\n")
    title = first.removeprefix(_HEADING).strip() if first.startswith(_HEADING) else ""
    return LetterTemplate(
        key=one.id.removeprefix(_EXAMPLE),
        kind=kind,
        words=one.name,
        title=title or KIND_WORDS[kind],
        body=(rest if title else one.text).strip("\n"),
        reason=one.reason,
    )
