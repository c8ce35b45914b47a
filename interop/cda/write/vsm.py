# SPDX-License-Identifier: EUPL-1.2
"""Volet de synthèse médicale, model T.13 under the rules 1.4 (2022.01) and 2023.01 (interop.md §1.3, 1.4)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeVar

from lxml import etree

from interop.cda.oids import VSM
from interop.cda.write.context import EmissionContext
from interop.cda.write.copy import copy_section
from interop.cda.write.element import make
from interop.cda.write.entries.allergy import write_allergy, write_no_allergy
from interop.cda.write.entries.habit import write_habit
from interop.cda.write.entries.problem import write_family, write_no_problem, write_problem
from interop.cda.write.entries.procedure import write_no_procedure, write_procedure
from interop.cda.write.entries.treatment import write_no_treatment, write_treatment
from interop.cda.write.gate import released
from interop.cda.write.header import DocumentKind, build_document
from interop.cda.write.section import SectionKind, Table, Written, frame, paragraphs, table_section, words_section
from lgc_core.codes import DOCUMENT_TYPE_ASIP, LOINC
from lgc_core.model.absence import Absence, Topic
from lgc_core.model.allergy import Allergy
from lgc_core.model.ids import derived_id
from lgc_core.model.observation import Observation
from lgc_core.model.problem import Problem
from lgc_core.model.procedure import Procedure
from lgc_core.model.treatment import Treatment
from lgc_core.model.values import Coding

_S: Final = "1.2.250.1.213.1.1.2."
_IHE: Final = "1.3.6.1.4.1.19376.1.5.3.1."

KIND: Final = DocumentKind(
    models=((VSM, "201310"),),
    code=Coding(system=DOCUMENT_TYPE_ASIP, code="SYNTH", display="Synthèse"),
    title="Synthèse médicale",
    # Exactly this label and system name: rule of Entete_VSM_2023.
    act=Coding(system=LOINC, code="34117-2", display="Historique et clinique"),
)

_WHOLE: Final = SectionKind(
    templates=(_S + "29",), code="46612-8", label="Conclusions de synthèse",
    title="Pathologies, antécédents, allergies et facteurs de risque",
)  # fmt: skip
_HISTORY: Final = SectionKind(
    templates=(_S + "30",), code="34117-2", label="Historique et physique",
    title="Pathologies en cours, antécédents et allergies",
)  # fmt: skip
_RISKS: Final = SectionKind(
    templates=(_S + "31",), code="57207-3",
    label="Facteurs de risque présents ou passés affectant l'état de santé et/ou une circonstance",
    title="Facteurs de risque",
)  # fmt: skip
_ACTIVE: Final = SectionKind(
    templates=("2.16.840.1.113883.10.20.1.11", _IHE + "3.6", _S + "132"), code="11450-4",
    label="Liste des problèmes actifs", title="Pathologies en cours",
)  # fmt: skip
_PAST: Final = SectionKind(
    templates=(_IHE + "3.8", _S + "134"), code="11348-0", label="Antécédents médicaux",
    title="Antécédents médicaux",
)  # fmt: skip
_SURGERY: Final = SectionKind(
    templates=("2.16.840.1.113883.10.20.1.12", _IHE + "3.11", _IHE + "3.12", _S + "136"), code="47519-4",
    label="Historique des actes", title="Antécédents chirurgicaux et actes",
)  # fmt: skip
_ALLERGIES: Final = SectionKind(
    templates=("2.16.840.1.113883.10.20.1.2", _IHE + "3.13", _S + "137"), code="48765-2",
    label="Allergies et hypersensibilités", title="Allergies et hypersensibilités",
)  # fmt: skip
_HABITS: Final = SectionKind(
    templates=("2.16.840.1.113883.10.20.1.15", _IHE + "3.16", _IHE + "3.16.1", _S + "141"), code="29762-2",
    label="Habitus, Mode de vie", title="Mode de vie",
)  # fmt: skip
_FAMILY: Final = SectionKind(
    templates=("2.16.840.1.113883.10.20.1.4", _IHE + "3.14", _IHE + "3.15", _S + "139"), code="10157-6",
    label="Historique des pathologies familiales", title="Antécédents familiaux",
)  # fmt: skip
_WATCH: Final = SectionKind(
    templates=(_IHE + "3.27", _S + "150"), code="30954-2", label="Résultats d'examens",
    title="Points de vigilance",
)  # fmt: skip
_PLAN: Final = SectionKind(
    templates=(_S + "32",), code="18776-5", label="Plan de traitement", title="Traitement au long cours",
)  # fmt: skip
_TREATMENTS: Final = SectionKind(
    templates=("2.16.840.1.113883.10.20.1.8", _IHE + "3.19", _S + "143"), code="10160-0",
    label="Traitements", title="Traitements",
)  # fmt: skip

_PROBLEM_TITLES: Final = ("Date", "Problème", "Statut", "Commentaire")
_NO_WATCH: Final = "Aucun point de vigilance signalé."
_NO_RISK: Final = "Aucun facteur de risque renseigné."

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What a VSM says. Living rows only; an absence counts when its topic has no row.

    Attributes:
        problems: kinds problème, antécédent, familial and risque, each goes to its section.
        habits: observations of category `vie`.
        watch_points: lines of free text, as « DFG 48 mL/min le 12/10/2026 ».
    """

    problems: tuple[Problem, ...] = ()
    allergies: tuple[Allergy, ...] = ()
    treatments: tuple[Treatment, ...] = ()
    procedures: tuple[Procedure, ...] = ()
    habits: tuple[Observation, ...] = ()
    absences: tuple[Absence, ...] = ()
    watch_points: tuple[str, ...] = ()


def write_vsm(context: EmissionContext, summary: Summary, pdf: bytes | None = None) -> bytes:
    """Return the CDA bytes of a VSM, with its printable copy when one is given.

    Raises:
        IncompleteHeader: identity not qualifiée, or a missing piece of the header.
        FaultyDocument: a fault that only our own checks see.
    """
    document = context.document_id
    sections = [
        frame(_WHOLE, document, None, [], [_history(summary, document), _risks(summary, document)]),
        words_section(_WATCH, summary.watch_points or (_NO_WATCH,), document),
        frame(_PLAN, document, None, [], [_treatments(summary, document)]),
    ]
    if pdf is not None:
        sections.append(copy_section(pdf, document))
    body = make("structuredBody", None, [make("component", None, section) for section in sections])
    return released(build_document(KIND, context, body), context)


def absence_of(summary: Summary, topic: Topic, document: str) -> Absence:
    """Return the statement about an empty topic: the one recorded, else « non recherché ».

    A mandatory section never goes empty, and a silence is never sent as « aucun connu ».
    """
    recorded = next((a for a in summary.absences if a.topic == topic), None)
    return recorded or Absence(
        id=derived_id("absence-sent", document, topic), patient="", topic=topic, reason="non_recherché", at=""
    )


def _lines(
    rows: tuple[Row, ...], write: Callable[[Row, int], Written], nothing: Callable[[], Written]
) -> tuple[Written, ...]:
    return tuple(write(row, rank) for rank, row in enumerate(rows, 1)) or (nothing(),)


def _of_kind(summary: Summary, kind: str) -> tuple[Problem, ...]:
    return tuple(problem for problem in summary.problems if problem.kind == kind)


def _history(summary: Summary, document: str) -> etree._Element:
    """Return the history; a part without rows is stated only when the statement cannot mislead.

    « Aucun problème connu » beside a past illness would: the section is then left out.
    """
    active, past = _of_kind(summary, "problème"), _of_kind(summary, "antécédent")
    subsections = []
    if active or not past:
        subsections.append(_problems(active, summary, document, _ACTIVE, "pb"))
    if past:
        subsections.append(_problems(past, summary, document, _PAST, "atcd"))
    if summary.procedures or any(a.topic == "acte" for a in summary.absences):
        subsections.append(_procedures(summary, document))
    subsections.append(_allergies(summary, document))
    return frame(_HISTORY, document, None, [], subsections)


def _problems(
    rows: tuple[Problem, ...], summary: Summary, document: str, section: SectionKind, prefix: str
) -> etree._Element:
    lines = _lines(
        rows,
        lambda problem, rank: write_problem(problem, rank, prefix),
        lambda: write_no_problem(absence_of(summary, "problème", document), prefix),
    )
    return table_section(section, Table(titles=_PROBLEM_TITLES, lines=lines), document)


def _procedures(summary: Summary, document: str) -> etree._Element:
    lines = _lines(
        summary.procedures,
        write_procedure,
        lambda: write_no_procedure(absence_of(summary, "acte", document)),
    )
    return table_section(_SURGERY, Table(titles=("Date", "Acte", "Commentaire"), lines=lines), document)


def _allergies(summary: Summary, document: str) -> etree._Element:
    lines = _lines(
        summary.allergies,
        write_allergy,
        lambda: write_no_allergy(absence_of(summary, "allergie", document)),
    )
    titles = ("Date", "Type", "Agent", "Réactions", "Statut", "Criticité", "Commentaire")
    return table_section(_ALLERGIES, Table(titles=titles, lines=lines), document)


def _risks(summary: Summary, document: str) -> etree._Element:
    subsections = []
    if summary.habits:
        lines = tuple(write_habit(habit, rank) for rank, habit in enumerate(summary.habits, 1))
        table = Table(titles=("Date", "Type", "Observation"), lines=lines)
        subsections.append(table_section(_HABITS, table, document))
    if family := _of_kind(summary, "familial"):
        lines = tuple(write_family(problem, rank) for rank, problem in enumerate(family, 1))
        table = Table(titles=("Lien de parenté", "Antécédent"), lines=lines)
        subsections.append(table_section(_FAMILY, table, document))
    risks = tuple(problem.code.text for problem in _of_kind(summary, "risque"))
    text = paragraphs(risks or (_NO_RISK,)) if risks or not subsections else None
    return frame(_RISKS, document, text, [], subsections)


def _treatments(summary: Summary, document: str) -> etree._Element:
    lines = _lines(
        summary.treatments,
        write_treatment,
        lambda: write_no_treatment(absence_of(summary, "traitement", document)),
    )
    titles = ("Période", "Médicament", "Posologie", "Motif")
    return table_section(_TREATMENTS, Table(titles=titles, lines=lines), document, "DRIV")
