# SPDX-License-Identifier: EUPL-1.2
"""Consultation report, CDA level 1: exactly three templateIds and a PDF/A body (interop.md §1.2)."""

from typing import Final

from interop.cda.oids import XDS_SD
from interop.cda.write.context import EmissionContext
from interop.cda.write.copy import pdf_body
from interop.cda.write.gate import released
from interop.cda.write.header import DocumentKind, build_document
from lgc_core.codes import LOINC
from lgc_core.model.values import Coding

REPORT_CODE: Final = Coding(system=LOINC, code="11488-4", display="CR ou fiche de consultation ou de visite")
REPORT: Final = DocumentKind(
    models=((XDS_SD, ""),),
    code=REPORT_CODE,
    title="Compte rendu de consultation",
    act=REPORT_CODE,
)


def write_consultation_report(context: EmissionContext, pdf: bytes) -> bytes:
    """Return the CDA bytes of a consultation report whose body is the PDF.

    Raises:
        IncompleteHeader: identity not qualifiée, or a missing piece of the header.
        FaultyDocument: a fault that only our own checks see.
    """
    return released(build_document(REPORT, context, pdf_body(pdf)), context)
