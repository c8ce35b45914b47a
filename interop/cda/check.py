# SPDX-License-Identifier: EUPL-1.2
"""What the official rules do not see (interop.md §2.5): a gate before emission, warnings on reading."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from lxml import etree

from interop.cda.oids import VSM
from interop.cda.read.body import read_body
from interop.cda.read.subject import Subject, read_subject
from interop.cda.references import References
from interop.cda.tree import Locators, attr, clinical_document, find, find_all, name, templates, words
from interop.xml import parse
from lgc_core.codes import LOINC, PS_ID
from lgc_core.model.identity import matricule_fault

Severity = Literal["bloquant", "avertissement"]

_PS_ID: Final = re.compile(r"8\d{11}\Z|[0134569]\S{3,30}\Z")
"""`8` + RPPS of 11 digits; other prefixes are ADELI, FINESS, SIREN, SIRET and cabinet numbers."""

_DISPLAYS: Final = {
    (LOINC, "34117-2"): "Historique et clinique",
    (LOINC, "11488-4"): "CR ou fiche de consultation ou de visite",
    ("1.2.250.1.213.1.1.4.12", "SYNTH"): "Synthèse",
}
"""Displays of the codes that our own headers use; entry displays come from tables of the reference data."""

_PEOPLE: Final = ("author/assignedAuthor", "legalAuthenticator/assignedEntity")


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One fault, in French, and where it stands."""

    severity: Severity
    sentence: str
    locator: str = ""


def check_cda(untrusted: bytes, today: dt.date) -> tuple[Finding, ...]:
    """Check a document, ours before it leaves or another's on arrival.

    Raises:
        HostileXml: see `interop.xml.parse`.
        UnreadableDocument: same.
    """
    document = clinical_document(parse(untrusted))
    return (
        *_identity(read_subject(document), today),
        *_professionals(document),
        *_narratives(document),
        *_references(document),
        *_displays(document),
        *_body(document),
    )


def blocking(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Return the faults that forbid emission."""
    return tuple(f for f in findings if f.severity == "bloquant")


def _identity(subject: Subject, today: dt.date) -> Iterator[Finding]:
    if subject.ins and (fault := matricule_fault(subject.ins)):
        yield Finding(severity="bloquant", sentence=fault)
    if subject.traits is None:
        yield Finding(severity="bloquant", sentence="Le document ne donne pas l’identité de naissance.")
    elif subject.traits.birth_date > today.isoformat():
        yield Finding(severity="bloquant", sentence="La date de naissance est dans le futur.")


def _professionals(document: etree._Element) -> Iterator[Finding]:
    for steps in _PEOPLE:
        for person in find_all(document, steps):
            if find(person, "assignedPerson") is None:
                continue
            identifier = find(person, "id")
            root, extension = attr(identifier, "root"), attr(identifier, "extension")
            if root != PS_ID or not _PS_ID.match(extension):
                sentence = "L’identifiant d’un professionnel n’est pas un numéro RPPS préfixé de 8."
                yield Finding(severity="bloquant", sentence=sentence, locator=Locators().of(person))


def _narratives(document: etree._Element) -> Iterator[Finding]:
    for section in document.iter(name("section")):
        if not words(find(section, "title")):
            yield Finding(
                severity="bloquant", sentence="Une section n’a pas de titre.", locator=Locators().of(section)
            )
        if find_all(section, "entry") and find(section, "text") is None:
            sentence = "Une section a des données sans texte lisible."
            yield Finding(severity="bloquant", sentence=sentence, locator=Locators().of(section))


def _references(document: etree._Element) -> Iterator[Finding]:
    for _ in References(document).dangling(document):
        yield Finding(severity="bloquant", sentence="Une donnée renvoie à un texte absent du document.")


def _displays(document: etree._Element) -> Iterator[Finding]:
    if VSM not in templates(document):
        places = [find(document, "code")]
    else:
        places = [find(document, "code"), find(document, "documentationOf/serviceEvent/code")]
    for code in places:
        expected = _DISPLAYS.get((attr(code, "codeSystem"), attr(code, "code")))
        if expected and attr(code, "displayName") != expected:
            sentence = f"Le libellé d’un code ne lui correspond pas\u00a0: attendu «\u00a0{expected}\u00a0»."
            yield Finding(severity="avertissement", sentence=sentence)


def _body(document: etree._Element) -> Iterator[Finding]:
    body = read_body(document)
    for fault in body.faults:
        yield Finding(severity="bloquant", sentence=fault)
    if body.level == "N1" and body.attachments[0].media != "application/pdf":
        yield Finding(severity="bloquant", sentence="Le corps du document n’est pas un PDF.")
    if body.level == "vide":
        yield Finding(severity="bloquant", sentence="Le document n’a pas de corps.")
