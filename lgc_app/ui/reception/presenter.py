# SPDX-License-Identifier: EUPL-1.2
"""What Réception says of each arrival and of its filing, and when it asks for a reason. No Qt here."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from interop.cda.compare import IdentityComparison, Likeness, TraitComparison
from lgc_app.services.inbox import Arrival, FilingProposal
from lgc_app.ui.documents.presenter import author_words, title_of
from lgc_app.ui.reception.findings import Finding, findings_of
from lgc_app.ui.words import tr
from lgc_core.model.document import FiledAs
from lgc_core.model.patient import Patient, age_shown
from lgc_core.model.values import When

GROUPS: Final = {
    "critique": "Critique",
    "important": "À lire aujourd’hui",
    "normal": "Courant",
    "quarantaine": "Mis de côté",
}
_ICONS: Final = {"critique": "danger", "important": "biology", "normal": "document", "quarantaine": "to-mend"}
_INKS: Final = {"critique": "danger", "important": "warn", "normal": "text2", "quarantaine": "danger"}
_FROM: Final = {"MSS": "MSS", "DMP": "DMP", "MLLP": "Labo", "HPRIM": "Labo", "scan": "Scan", "patient": "Patient"}
_TRAITS: Final = {
    "nom": "Nom",
    "prénoms": "Prénoms",
    "naissance": "Naissance",
    "sexe": "Sexe",
    "lieu de naissance": "Lieu",
    "INS": "INS",
}
LIKENESS: Final[dict[Likeness, str]] = {
    "identique": "identique",
    "équivalent": "équivalent",
    "différent": "différent",
    "absent": "non indiqué",
}

_NIR: Final = re.compile(r"(\d)(\d\d)(\d\d)(\w\w)(\d{3})(\d{3})(\d\d)\Z")
"""Sex, year, month, department, commune, order, key (Code de la sécurité sociale, R115-1)."""

Verdict = Literal["concordant", "à vérifier", "discordant", "inconnu"]
VERDICTS: Final[dict[Verdict, str]] = {
    "concordant": "Identité concordante",
    "à vérifier": "Identité à vérifier",
    "discordant": "Identité discordante",
    "inconnu": "Identité non lue",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrivalLine:
    """One row of the list; `ink` is a colour role."""

    id: str
    group: str
    title: str
    subject: str
    aside: str
    icon: str
    ink: str

    @property
    def sentence(self) -> str:
        """Return what a screen reader says."""
        return ", ".join(part for part in (self.group, self.title, self.subject, self.aside) if part)


def line_of(arrival: Arrival) -> ArrivalLine:
    """Return the row of an arrival: its results out of range first, else its title."""
    document = arrival.document
    title = ", ".join(arrival.results[:2]) or title_of(document)
    if arrival.already_filed:
        title = tr("{title}, déjà intégré", title=title)
    soft = arrival.subject or (author_words(document.authors[0]) if document.authors else "")
    if arrival.severity == "quarantaine":
        soft = tr("À corriger, gardé en entier")
    return ArrivalLine(
        id=document.id,
        group=GROUPS[arrival.severity],
        title=title,
        subject=arrival.fault or soft,
        aside="Labo" if arrival.results and document.origin == "import" else _FROM.get(document.origin, "Fichier"),
        icon=_ICONS[arrival.severity],
        ink=_INKS[arrival.severity],
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class TraitLine:
    """One trait on both sides and what it is worth, in words."""

    trait: str
    document: str
    patient: str
    likeness: Likeness


@dataclass(frozen=True, slots=True, kw_only=True)
class FilingContent:
    """What the form shows.

    Attributes:
        warnings: sentences that ask for a reason before filing; empty when one key files.
        set_aside: why the document is in quarantine and what to do.
        newcomer: `PAYET Marie`, when nobody here has these traits and a file can be made from the document.
    """

    document: str
    patient: str
    patient_words: str
    verdict: Verdict
    traits: tuple[TraitLine, ...]
    title: str
    category: str
    day_words: str
    findings: tuple[Finding, ...]
    left: str
    warnings: tuple[str, ...]
    is_critical: bool
    set_aside: str
    already_filed: bool
    newcomer: str

    @property
    def verdict_words(self) -> str:
        """Say what the comparison came to."""
        return "Aucun dossier trouvé" if self.newcomer else VERDICTS[self.verdict]


def content_of(proposal: FilingProposal, severity: str, known: frozenset[str], today: dt.date) -> FilingContent:
    """Build the form; `known` are the folded words of what the file of the patient holds already."""
    document, comparison = proposal.document, proposal.comparison
    chosen = proposal.candidates[0] if proposal.candidates else None
    critical = severity == "critique"
    verdict: Verdict = comparison.verdict if comparison else "inconnu"
    return FilingContent(
        document=document.id,
        patient=chosen.id if chosen else "",
        patient_words=patient_words(chosen, today) if chosen else "",
        verdict=verdict,
        traits=tuple(_line(one) for one in comparison.traits) if comparison else (),
        title=proposal.filed_as.title,
        category=proposal.filed_as.category,
        day_words=When(text=proposal.filed_as.date).display() if proposal.filed_as.date else "",
        findings=findings_of(proposal.proposals, known, ticked=verdict != "discordant"),
        left=_left(proposal),
        warnings=tuple(_warnings(comparison, is_critical=critical)),
        is_critical=critical,
        set_aside=tr("{why}", why=document.refusal) if document.read_state == "quarantaine" else "",
        already_filed=proposal.already_filed,
        newcomer="" if chosen else _newcomer(proposal),
    )


def patient_words(patient: Patient, today: dt.date) -> str:
    """Return `HOARAU Marie-Josette, 74 ans`."""
    return tr("{name}, {age}", name=patient.shown, age=age_shown(patient.traits.birth_date, today))


def _line(one: TraitComparison) -> TraitLine:
    return TraitLine(
        trait=_TRAITS[one.trait],
        document=_spaced(one.trait, one.document),
        patient=_spaced(one.trait, one.patient),
        likeness=one.likeness,
    )


def _spaced(trait: str, words: str) -> str:
    """Write a matricule in the groups that people read it in: `2 79 03 51 215 189 89`."""
    parts = _NIR.match(words) if trait == "INS" else None
    return " ".join(parts.groups()) if parts else words


def _left(proposal: FilingProposal) -> str:
    sentence = proposal.reading.left_sentence if proposal.reading else ""
    return tr("{left}.", left=sentence) if sentence else ""


def _warnings(comparison: IdentityComparison | None, *, is_critical: bool) -> Sequence[str]:
    found = [tr("{why}", why=comparison.sentence)] if comparison and comparison.sentence else []
    if is_critical:
        found.append(tr("Résultat critique : indiquez ce qui a été fait avant de classer."))
    return found


def _newcomer(proposal: FilingProposal) -> str:
    traits = proposal.reading.header.subject.traits if proposal.reading else None
    return f"{traits.birth_family.upper()} {traits.first_given or traits.birth_givens}" if traits else ""


class UnreadableDayError(ValueError):
    """The date typed is none."""


def typed_label(title: str, day: str, category: str) -> FiledAs:
    """Return the label to file under, from what was typed.

    Raises:
        UnreadableDayError: when the day is not written `23/11/2026`, `11/2026` or `2026`.
    """
    parts = day.strip().split("/")
    iso = "-".join(reversed([part.zfill(2) for part in parts])) if day.strip() else ""
    try:
        if iso:
            dt.date.fromisoformat(iso + "-01" * (3 - len(parts)))
    except ValueError:
        raise UnreadableDayError(day) from None
    return FiledAs(title=title.strip(), category=category.strip(), date=iso)
