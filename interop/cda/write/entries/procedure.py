# SPDX-License-Identifier: EUPL-1.2
"""Acts and « no known act » (CI-SIS E.62)."""

from typing import Final

from lxml import etree

from interop.cda.oids import ABSENT_OR_UNKNOWN
from interop.cda.write.datatypes import concept, moment
from interop.cda.write.element import make, null, template
from interop.cda.write.header import coded
from interop.cda.write.section import Cell, Written, text_of
from lgc_core.model.absence import Absence
from lgc_core.model.procedure import Procedure
from lgc_core.model.values import Coding

_PROCEDURE: Final = (
    "1.3.6.1.4.1.19376.1.5.3.1.4.19", "2.16.840.1.113883.10.20.1.29", "1.2.250.1.213.1.1.3.62",
)  # fmt: skip
_NONE: Final = {
    "aucun_connu": ("no-known-procedures", "Pas d'acte ou intervention connu"),
    "autre": ("no-procedure-info", "Pas d'information sur les actes et interventions"),
}


def write_procedure(procedure: Procedure, rank: int) -> Written:
    """Return the line (date, act, comment) and its entry."""
    anchor = f"acte-{rank}"
    entry = _entry(
        procedure.id,
        concept("code", procedure.code, anchor),
        anchor,
        moment("effectiveTime", procedure.when),
    )
    when = "" if procedure.when.missing else procedure.when.display()
    return Written(cells=(Cell(when), Cell(procedure.code.text, anchor), Cell(procedure.comment)), entry=entry)


def write_no_procedure(absence: Absence) -> Written:
    """Return the coded statement that no act is known, or that nobody asked."""
    code, label = _NONE.get(absence.reason, _NONE["autre"])
    coding = Coding(system=ABSENT_OR_UNKNOWN, code=code, display=label)
    entry = _entry(absence.id, coded("code", coding), "acte-aucun", null("effectiveTime", "NA"))
    return Written(cells=(Cell(""), Cell(label, "acte-aucun"), Cell("")), entry=entry)


def _entry(identifier: str, code: etree._Element, anchor: str, when: etree._Element) -> etree._Element:
    return make(
        "procedure",
        {"classCode": "PROC", "moodCode": "EVN"},
        template(*_PROCEDURE),
        make("id", {"root": identifier.upper()}),
        code,
        text_of(anchor),
        make("statusCode", {"code": "completed"}),
        when,
    )
