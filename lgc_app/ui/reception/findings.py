# SPDX-License-Identifier: EUPL-1.2
"""What a document offers to the file, one line each, ticked or not, and what filing takes of it. No Qt here."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from interop.cda.read.proposal import Draft, Proposal
from lgc_app.services.overview import Overview
from lgc_app.services.result_flags import URGENT, ResultFlag, flag_of, quantity_words, range_words, unit_words
from lgc_app.ui.words import tr
from lgc_core.model.absence import Absence
from lgc_core.model.allergy import Allergy
from lgc_core.model.observation import Observation
from lgc_core.model.problem import Problem
from lgc_core.model.procedure import Procedure
from lgc_core.model.treatment import Treatment
from lgc_core.model.vaccination import Vaccination
from lgc_core.model.words import fold

_ARROWS: Final[dict[ResultFlag, str]] = {
    "haut": "↑", "bas": "↓", "critique haut": "↑↑", "critique bas": "↓↓", "critique": "critique",
    "anormal": "anormal",
}  # fmt: skip
_TOPICS: Final = {
    "allergie": "Aucune allergie",
    "traitement": "Aucun traitement",
    "problème": "Aucun problème",
    "acte": "Aucun acte",
    "dispositif": "Aucun dispositif",
    "vaccin": "Aucun vaccin",
    "famille": "Aucun antécédent familial",
}
_ABSENT: Final = {"aucun_connu": "connu", "non_recherché": "recherché", "indisponible": "disponible"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One proposal as a line with its box.

    Attributes:
        kind: group of the line, as « Résultats ».
        words: what would be written.
        said: the document's own words and section.
        remarks: what a person should look at; a remark leaves the box empty.
        notable: out of range; urgent: critical.
    """

    proposal: Proposal
    kind: str
    words: str
    said: str
    remarks: tuple[str, ...]
    ticked: bool
    notable: bool = False
    urgent: bool = False


def known_words(overview: Overview) -> frozenset[str]:
    """Return, folded, the problems, treatments and allergies that the file holds."""
    lines = [line.words for line in (*overview.problems, *overview.treatments)]
    return frozenset(fold(words.split(" (")[0]) for words in (*lines, *overview.allergies))


def findings_of(
    proposals: Sequence[Proposal], known: frozenset[str], *, ticked: bool = True
) -> tuple[Finding, ...]:
    """Return the lines in the order of the document; a panel is shown by its parts.

    A line whose folded words are `known` to the file is left unticked; so is every line when `ticked` is false,
    for a document that may be somebody else's: nothing is taken unless a person asks.
    """
    found = (_finding(one, known) for one in proposals if not _is_panel(one.draft))
    return tuple(one if ticked else replace(one, ticked=False) for one in found)


def taken(proposals: Sequence[Proposal], ticked: Sequence[Proposal]) -> list[Proposal]:
    """Return what filing writes: the lines ticked, and the panels that they belong to."""
    wanted = {one.draft.id for one in ticked}
    parents = {one.draft.id: one.draft.parent for one in proposals if isinstance(one.draft, Observation)}
    for one in ticked:
        above = parents.get(one.draft.id, "")
        while above and above not in wanted:
            wanted.add(above)
            above = parents.get(above, "")
    return [one for one in proposals if one.draft.id in wanted]


def _is_panel(draft: Draft) -> bool:
    return isinstance(draft, Observation) and draft.shape == "panel"


def _finding(one: Proposal, known: frozenset[str]) -> Finding:
    kind, words, subject = _described(one.draft)
    remarks = tuple(tr("{remark}", remark=remark) for remark in one.remarks)
    if subject and fold(subject) in known:
        remarks = (*remarks, tr("Déjà au dossier."))
    flag = flag_of(one.draft) if isinstance(one.draft, Observation) else ""
    said = one.words if fold(one.words) not in fold(words) else ""
    return Finding(
        proposal=one,
        kind=kind,
        words=words,
        said=" · ".join(part for part in (one.section, said) if part),
        remarks=remarks,
        ticked=not remarks and not isinstance(one.draft, Absence),
        notable=bool(flag),
        urgent=flag in URGENT,
    )


def _described(draft: Draft) -> tuple[str, str, str]:
    """Return the group, the words, and the subject that the file may know already."""
    describe = _DESCRIBERS[type(draft)]
    return describe(draft)


def _observation(one: Observation) -> tuple[str, str, str]:
    group = {"vital": "Mesures", "vie": "Mode de vie"}.get(one.category, "Résultats")
    return group, f"{one.code.text} {value_words(one)} {_ARROWS.get(flag_of(one), '')}".strip(), ""


def value_words(one: Observation) -> str:
    """Return the value with its unit, as it will be read in the file."""
    value = one.value
    if value is None or value.missing:
        return ""
    if value.quantity:
        return f"{quantity_words(value.quantity)}\u00a0{unit_words(value.quantity)}".strip()
    if value.concept:
        return value.concept.text
    if value.boolean is not None:
        return "oui" if value.boolean else "non"
    plain = value.text or (str(value.integer) if value.integer is not None else "")
    return plain or range_words(value.range) or (value.when.display() if value.when else "")


def _problem(one: Problem) -> tuple[str, str, str]:
    start = one.period.start
    since = f", {start.display()}" if start and start.text and not start.missing else ""
    groups = {"antécédent": "Antécédents", "familial": "Antécédents familiaux", "risque": "Facteurs de risque"}
    return groups.get(one.kind, "Problèmes"), f"{one.code.text}{since}", one.code.text


def _allergy(one: Allergy) -> tuple[str, str, str]:
    reactions = ", ".join(reaction.text for reaction in one.reactions)
    return "Allergies", f"{one.agent.text} ({reactions})" if reactions else one.agent.text, one.agent.text


def _treatment(one: Treatment) -> tuple[str, str, str]:
    posology = f", {one.posology.text}" if one.posology and one.posology.text else ""
    return "Traitements", f"{one.product.text}{posology}", one.product.text


def _vaccination(one: Vaccination) -> tuple[str, str, str]:
    return "Vaccins", f"{one.vaccine.text}, {one.at.display()}", ""


def _procedure(one: Procedure) -> tuple[str, str, str]:
    return "Actes", f"{one.code.text}, {one.when.display()}", ""


def _absence(one: Absence) -> tuple[str, str, str]:
    feminine = "e" if one.topic == "allergie" and one.reason != "indisponible" else ""
    return "Dit absent", f"{_TOPICS[one.topic]} {_ABSENT[one.reason]}{feminine}", ""


_DESCRIBERS: Final[dict[type, Callable[[Any], tuple[str, str, str]]]] = {
    Observation: _observation,
    Problem: _problem,
    Allergy: _allergy,
    Treatment: _treatment,
    Vaccination: _vaccination,
    Procedure: _procedure,
    Absence: _absence,
}
