# SPDX-License-Identifier: EUPL-1.2
"""The PDF copy of a structured document (section S.243, 55108-5), and the PDF body of an N1."""

import base64
from typing import Final

from lxml import etree

from interop.cda.write.element import make, null, template
from interop.cda.write.header import coded
from interop.cda.write.section import SectionKind, frame, text_of
from lgc_core.codes import LOINC
from lgc_core.model.ids import derived_id
from lgc_core.model.values import Coding

_KIND: Final = SectionKind(
    templates=("1.2.250.1.213.1.1.2.243",),
    code="55108-5",
    label="Copie du document",
    title="Copie du document",
)
_MEDIA: Final = "copie-pdf"
_TITLE: Final = "copie-titre"
_ATTACHED: Final = Coding(system=LOINC, code="55107-7", display="Document attaché")
_COPY: Final = Coding(system=LOINC, code="55108-5", display="Copie du document")


def pdf_body(pdf: bytes) -> etree._Element:
    """Return the nonXMLBody of an N1 document."""
    return make("nonXMLBody", None, _encoded("text", pdf))


def copy_section(pdf: bytes, document: str) -> etree._Element:
    """Return the section that carries the printable copy."""
    said = make("content", {"ID": _TITLE}, "Copie du document")
    media = make("renderMultiMedia", {"referencedObject": _MEDIA})
    row = make("tr", None, make("td", None, said), make("td", None, media))
    text = make("text", None, make("table", {"border": "0"}, make("tbody", None, row)))
    kind = make(
        "observation",
        {"classCode": "OBS", "moodCode": "EVN"},
        template("1.3.6.1.4.1.19376.1.5.3.1.4.13", "1.2.250.1.213.1.1.3.48", "1.2.250.1.213.1.1.3.48.18"),
        make("id", {"root": derived_id("copy-kind", document).upper()}),
        coded("code", Coding(system=LOINC, code="69764-9", display="Type de document")),
        text_of(_TITLE),
        make("statusCode", {"code": "completed"}),
        null("effectiveTime", "NA"),
        _value(),
    )
    organizer = make(
        "organizer",
        {"classCode": "CLUSTER", "moodCode": "EVN"},
        template("1.2.250.1.213.1.1.3.18"),
        make("id", {"root": derived_id("copy", document).upper()}),
        coded("code", _ATTACHED),
        make("statusCode", {"code": "completed"}),
        make("component", None, kind),
        make("component", None, _media(pdf)),
    )
    return frame(_KIND, document, text, [make("entry", None, organizer)])


def _value() -> etree._Element:
    attributes = {
        "type": "CD", "code": _COPY.code, "displayName": _COPY.display, "codeSystem": LOINC,
        "codeSystemName": "LOINC",
    }  # fmt: skip
    return make("value", attributes)


def _media(pdf: bytes) -> etree._Element:
    return make(
        "observationMedia",
        {"classCode": "OBS", "moodCode": "EVN", "ID": _MEDIA},
        _encoded("value", pdf),
    )


def _encoded(tag: str, pdf: bytes) -> etree._Element:
    attributes = {"mediaType": "application/pdf", "representation": "B64"}
    return make(tag, attributes, base64.b64encode(pdf).decode("ascii"))
