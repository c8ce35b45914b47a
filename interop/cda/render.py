# SPDX-License-Identifier: EUPL-1.2
"""A received document as one page of our own markup: header in words, then sections in their order.

Safe for a text browser and for the web: every text is escaped, no tag or attribute comes from outside.
"""

import html
from typing import Final

from interop.cda.read.body import Section
from interop.cda.read.document import CdaReading
from interop.cda.read.header import Header
from lgc_core.model.patient import Patient
from lgc_core.model.values import Stamp, from_hl7

_TOP_LEVEL: Final = 2
_DEEPEST: Final = 5


def render_html(reading: CdaReading) -> str:
    """Return the page: title, who, when, for whom, sections, faults, and what was not taken over."""
    parts = [*_header(reading.header), *(_section(section) for section in reading.body.sections)]
    parts += [f"<p><i>{html.escape(fault)}</i></p>" for fault in reading.body.faults]
    if reading.left_sentence:
        parts.append(f"<p><i>{html.escape(reading.left_sentence)}.</i></p>")
    return "\n".join(parts)


def _header(header: Header) -> list[str]:
    lines = [f"<h1>{html.escape(header.title)}</h1>"]
    if header.issued and header.issued.display():
        shown = header.issued.display()
        lines.append(_line("Date", shown))
    lines += [_line("Auteur", _who(stamp)) for stamp in header.authors]
    if header.legal_authenticator:
        lines.append(_line("Responsable", _who(header.legal_authenticator)))
    if patient := _patient(header):
        lines.append(_line("Patient", patient))
    return lines


def _line(label: str, words: str) -> str:
    return f"<p><b>{label}\u00a0:</b> {html.escape(words)}</p>"


def _who(stamp: Stamp) -> str:
    place = stamp.organisation.name if stamp.organisation else ""
    profession = stamp.profession.text if stamp.profession else ""
    words = (stamp.name.shown, profession, place)
    return ", ".join(dict.fromkeys(word for word in words if word))


def _patient(header: Header) -> str:
    traits = header.subject.traits
    if traits is None:
        return ""
    shown = Patient(id="", traits=traits, usual=header.subject.usual)
    born = from_hl7(traits.birth_date.replace("-", "")).display()
    maiden = f" (naissance\u00a0: {shown.born_as})" if shown.born_as else ""
    return f"{shown.shown}{maiden}, né(e) le {born}"


def _section(section: Section) -> str:
    level = min(_TOP_LEVEL + section.depth, _DEEPEST)
    return f"<h{level}>{html.escape(section.title)}</h{level}>\n{section.narrative.html}"
