# SPDX-License-Identifier: EUPL-1.2
"""Is this document about this patient? Traits compared in words, before anything is filed (interop.md §6)."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

from interop.cda.read.subject import Subject
from lgc_core.model.patient import Patient
from lgc_core.model.values import Traits

Likeness = Literal["identique", "équivalent", "différent", "absent"]
Verdict = Literal["concordant", "à vérifier", "discordant"]

_CHOICE: Final = "Choisissez un autre patient, ou indiquez un motif."
_CHECK: Final = "Identité incomplète dans le document : vérifiez qu’il s’agit bien de ce patient."
_SEX_WORDS: Final = {"F": "féminin", "M": "masculin", "UN": "inconnu"}
_DECISIVE: Final = frozenset({"naissance", "sexe", "nom", "INS", "prénoms"})
_NEEDED: Final = frozenset({"naissance", "nom", "prénoms"})


@dataclass(frozen=True, slots=True, kw_only=True)
class TraitComparison:
    """One trait on both sides, in the words a person reads."""

    trait: str
    document: str
    patient: str
    likeness: Likeness

    @property
    def sentence(self) -> str:
        """Return `naissance 12/03/1952 au lieu du 21/03/1952`, the middle of the refusal (ui.md §8, 17)."""
        article = "du" if self.trait == "naissance" else "de"
        return f"{self.trait} {self.document} au lieu {article} {self.patient}"


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityComparison:
    """Every trait, the verdict, and the sentence to show when it is not concordant."""

    traits: tuple[TraitComparison, ...]
    verdict: Verdict

    @property
    def sentence(self) -> str:
        """Return the French sentence, empty when the document is this patient's."""
        if self.verdict == "concordant":
            return ""
        if self.verdict == "à vérifier":
            return _CHECK
        differing = [t.sentence for t in self.traits if t.likeness == "différent"]
        return f"Ce document ne semble pas être à ce patient\u00a0: {', '.join(differing)}. {_CHOICE}"


def compare_identity(subject: Subject, patient: Patient) -> IdentityComparison:
    """Compare the document's subject with a patient file, trait by trait.

    Accents, hyphens, case and spacing make names *équivalent*, never different. A document without birth
    name, given names or birth date, or a different birthplace alone, asks for a person's eye.
    """
    traits = tuple(_comparisons(subject, patient))
    return IdentityComparison(traits=traits, verdict=_verdict(traits))


def _comparisons(subject: Subject, patient: Patient) -> list[TraitComparison]:
    theirs, ours = subject.traits, patient.traits
    return [
        _trait("nom", theirs.birth_family if theirs else "", ours.birth_family, _name_likeness),
        _givens(theirs, ours),
        _trait(
            "naissance",
            _shown_date(theirs.birth_date if theirs else ""),
            _shown_date(ours.birth_date),
            _exact,
        ),
        _trait("sexe", _sex(theirs.sex if theirs else "UN"), _sex(ours.sex), _exact),
        _trait("lieu de naissance", theirs.birth_cog if theirs else "", ours.birth_cog, _exact),
        _trait(
            "INS",
            subject.ins.matricule if subject.ins else "",
            patient.ins.matricule if patient.ins else "",
            _exact,
        ),
    ]


def _trait(name: str, document: str, patient: str, alike: Callable[[str, str], Likeness]) -> TraitComparison:
    likeness: Likeness = "absent" if not document or not patient else alike(document, patient)
    return TraitComparison(trait=name, document=document, patient=patient, likeness=likeness)


def _exact(document: str, patient: str) -> Likeness:
    return "identique" if document.upper() == patient.upper() else "différent"


def _name_likeness(document: str, patient: str) -> Likeness:
    if document == patient:
        return "identique"
    return "équivalent" if folded(document) == folded(patient) else "différent"


def _givens(theirs: Traits | None, ours: Traits) -> TraitComparison:
    """Compare all given names; a document that carries the first one only is equivalent."""
    document = theirs.birth_givens if theirs else ""
    comparison = _trait("prénoms", document, ours.birth_givens, _name_likeness)
    if comparison.likeness != "différent" or theirs is None:
        return comparison
    short, long = sorted((folded(document), folded(ours.birth_givens)), key=len)
    if short and (long + " ").startswith(short + " "):
        return TraitComparison(
            trait="prénoms", document=document, patient=ours.birth_givens, likeness="équivalent"
        )
    return comparison


def folded(name: str) -> str:
    """Return a name without accents, ligatures, case, hyphens or apostrophes: `Éthève-Œil` -> `ETHEVE OEIL`."""
    spelled = name.upper().replace("Œ", "OE").replace("Æ", "AE")
    plain = "".join(c for c in unicodedata.normalize("NFKD", spelled) if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^A-Z0-9]+", " ", plain).split())


def _sex(code: str) -> str:
    return "" if code == "UN" else _SEX_WORDS.get(code, code)


def _shown_date(iso: str) -> str:
    return "/".join(reversed(iso.split("-"))) if iso else ""


def _verdict(traits: tuple[TraitComparison, ...]) -> Verdict:
    likeness = {t.trait: t.likeness for t in traits}
    if any(likeness[trait] == "différent" for trait in _DECISIVE):
        return "discordant"
    if any(likeness[trait] == "absent" for trait in _NEEDED):
        return "à vérifier"
    return "à vérifier" if likeness["lieu de naissance"] == "différent" else "concordant"
