# SPDX-License-Identifier: EUPL-1.2
"""A small laboratory report, model T.55 (2024.01): one chapter, panels, ranges, flags (interop.md §7.1).

Written for fictional documents of tests and demonstration; a laboratory's software has its own.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from lxml import etree

from interop.cda.oids import CR_BIO
from interop.cda.write.context import EmissionContext
from interop.cda.write.copy import copy_section
from interop.cda.write.datatypes import concept, moment, reference_range, value
from interop.cda.write.element import make, template
from interop.cda.write.entries.words import range_words, value_words
from interop.cda.write.gate import released
from interop.cda.write.header import DocumentKind, build_document, coded
from interop.cda.write.labels import INTERPRETATIONS
from interop.cda.write.section import Cell, SectionKind, Table, Written, frame, table_section
from lgc_core.codes import HL7_INTERPRETATION, LOINC
from lgc_core.model.observation import Observation
from lgc_core.model.values import Coding

_IHE_LAB: Final = "1.3.6.1.4.1.19376.1.3."
_SECTION: Final = (_IHE_LAB + "3.2.1", "1.2.250.1.213.1.1.2.70")
_ITEM: Final = (_IHE_LAB + "3.2.2", "1.2.250.1.213.1.1.2.71")
_TITLES: Final = ("Examen", "Résultat", "Valeurs de référence", "Interprétation")


@dataclass(frozen=True, slots=True, kw_only=True)
class LabReport:
    """One chapter and its results, panels first; parts name their panel as `parent`."""

    chapter: Coding
    results: tuple[Observation, ...]

    def parts(self, parent: str) -> tuple[Observation, ...]:
        """Return what stands directly under a panel, or at the top for an empty id."""
        return tuple(sorted((r for r in self.results if r.parent == parent), key=lambda r: r.rank))


def write_lab_report(context: EmissionContext, report: LabReport, pdf: bytes) -> bytes:
    """Return the CDA bytes of a laboratory report with its PDF copy.

    Raises:
        IncompleteHeader: identity not qualifiée, or a missing piece of the header.
        FaultyDocument: a fault that only our own checks see.
    """
    kind = DocumentKind(
        models=((_IHE_LAB + "3", ""), (CR_BIO, "2024.01")),
        code=Coding(system=LOINC, code="11502-2", display="CR d'examens biologiques"),
        title="Compte rendu d'examens biologiques",
        act=report.chapter,
        performer_templates=(_IHE_LAB + "3.1.7",),
    )
    sections = (_chapter(report, context.document_id), copy_section(pdf, context.document_id))
    body = make("structuredBody", None, [make("component", None, section) for section in sections])
    return released(build_document(kind, context, body), context)


def _chapter(report: LabReport, document: str) -> etree._Element:
    title = report.chapter.display
    item = SectionKind(templates=_ITEM, code=report.chapter.code, label=title, title=title)
    chapter = SectionKind(templates=_SECTION, code=report.chapter.code, label=title, title=title)
    act = make(
        "act",
        {"classCode": "ACT", "moodCode": "EVN"},
        coded("code", report.chapter),
        make("statusCode", {"code": "completed"}),
        [make("entryRelationship", {"typeCode": "COMP"}, _statement(report, r)) for r in report.parts("")],
    )
    section = table_section(item, Table(titles=_TITLES, lines=tuple(_lines(report, ""))), document)
    lab_entry = make("entry", {"typeCode": "DRIV"}, template(_IHE_LAB + "1", "1.2.250.1.213.1.1.3.21"), act)
    section.append(lab_entry)
    return frame(chapter, document, None, [], [section])


def _anchor(result: Observation) -> str:
    return f"resultat-{result.id}"


def _lines(report: LabReport, parent: str) -> Iterator[Written]:
    for result in report.parts(parent):
        words = value_words(result.value) if result.value else " "
        limits = result.ref_range.range if result.ref_range else None
        flags = ", ".join(INTERPRETATIONS[flag] for flag in result.flags if flag != "N")
        yield Written(
            cells=(
                Cell(result.code.text, _anchor(result)),
                Cell(words, f"{_anchor(result)}-valeur"),
                Cell(range_words(limits) if limits else ""),
                Cell(flags),
            )
        )
        yield from _lines(report, result.id)


def _statement(report: LabReport, result: Observation) -> etree._Element:
    return _panel(report, result) if result.shape == "panel" else _analysis(result)


def _panel(report: LabReport, panel: Observation) -> etree._Element:
    return make(
        "organizer",
        {"classCode": "BATTERY", "moodCode": "EVN"},
        template(_IHE_LAB + "1.4", "1.2.250.1.213.1.1.3.78"),
        make("id", {"root": panel.id.upper()}),
        concept("code", panel.code, _anchor(panel)),
        make("statusCode", {"code": "completed"}),
        moment("effectiveTime", panel.at),
        [make("component", None, _statement(report, part)) for part in report.parts(panel.id)],
    )


def _analysis(result: Observation) -> etree._Element:
    flags = [
        make(
            "interpretationCode",
            {"code": flag, "displayName": INTERPRETATIONS[flag], "codeSystem": HL7_INTERPRETATION},
        )
        for flag in result.flags
    ]
    return make(
        "observation",
        {"classCode": "OBS", "moodCode": "EVN"},
        template(_IHE_LAB + "1.6", "1.2.250.1.213.1.1.3.80"),
        make("id", {"root": result.id.upper()}),
        concept("code", result.code, _anchor(result)),
        make("statusCode", {"code": "completed"}),
        moment("effectiveTime", result.at),
        value(result.value, f"{_anchor(result)}-valeur") if result.value else None,
        flags,
        reference_range(result.ref_range) if result.ref_range else None,
    )
