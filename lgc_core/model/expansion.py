# SPDX-License-Identifier: EUPL-1.2
"""How a text of the practice becomes words of a note: variables, fields to fill, headings of sections. Pure."""

import re
from collections.abc import Mapping
from typing import Final

from lgc_core.model.note import PRIVATE_SECTION, SECTION_TITLES
from lgc_core.model.template import MAX_ABBREVIATION
from lgc_core.model.words import fold

VARIABLES: Final = {
    "prénom": "prénom usuel",
    "nom": "nom usuel",
    "âge": "âge du jour",
    "naissance": "date de naissance",
    "date": "date du jour",
    "heure": "heure",
    "poids": "dernier poids, et sa date",
    "taille": "dernière taille",
    "ta": "dernière tension, et sa date",
    "dfg": "fonction rénale",
    "problèmes": "problèmes en cours",
    "traitement": "traitement en cours",
    "allergies": "allergies",
    "soignant": "votre nom",
}
"""Every variable and what it is; one that is not known for a patient becomes a field to fill."""

LETTER_VARIABLES: Final = {
    **VARIABLES,
    "patient": "« Mme », nom et prénom ; « l’enfant » avant 18 ans",
    "né": "né ou née",
    "jour": "date du jour",
    "auteur": "votre nom",
    "soussigné": "« Je soussigné(e) » et votre nom",
    "problèmes": "problèmes en cours, et depuis quand",
    "antécédents": "antécédents",
    "traitements": "traitement en cours, avec les posologies",
    "rein": "fonction rénale, et la date de la créatinine",
    "mesures": "dernières mesures",
}
"""Those of a letter, a certificate or an order: all of the above, and words for a sheet that goes away."""

_VARIABLE: Final = re.compile(r"\{([^{}\n]{1,30})\}")
_FIELD: Final = re.compile(r"\[[^\[\]\n]{1,80}\]")
_TYPED: Final = re.compile(rf"(?:^|(?<=[\s(«\u00a0]));([^\W_]{{1,{MAX_ABBREVIATION}}})\Z")
_HEADING: Final = re.compile(r"^#\s*(.+?)\s*$", re.MULTILINE)
_CODES: Final = {fold(title): code for code, title in SECTION_TITLES.items() if code != PRIVATE_SECTION}
_NAMES: Final = {fold(name): name for name in LETTER_VARIABLES}


def filled(text: str, values: Mapping[str, str]) -> str:
    """Return a text with its variables filled, in one pass: nothing of a value is read as a variable."""

    def value(found: re.Match[str]) -> str:
        name = _NAMES.get(fold(found[1]))
        if name is None:
            return found[0]
        return values.get(name) or f"[{name}]"

    return _VARIABLE.sub(value, text)


def unknown_variables(text: str, known: Mapping[str, str] = VARIABLES) -> list[str]:
    """Return the names between braces that are no variable of a kind of text."""
    names = {fold(name) for name in known}
    return [name for name in _VARIABLE.findall(text) if fold(name) not in names]


def to_complete(text: str) -> list[str]:
    """Return what a hand may have to complete: fields to fill, and variables that a file may not know."""
    return [*fields_of(text), *(f"[{_NAMES.get(fold(name), name)}]" for name in _VARIABLE.findall(text))]


def typed_abbreviation(before: str) -> str:
    """Return the abbreviation that ends a line, "" when there is none: `douleur ;tt` -> `tt`."""
    found = _TYPED.search(before[-(MAX_ABBREVIATION + 2) :])
    return found[1] if found else ""


def next_field(text: str, start: int) -> tuple[int, int] | None:
    """Return where the next field to fill is (first and end), from a place on and then from the beginning."""
    found = _FIELD.search(text, start) or _FIELD.search(text)
    return found.span() if found else None


def fields_of(text: str) -> list[str]:
    """Return the fields to fill of a text: `["[durée]"]`."""
    return _FIELD.findall(text)


def by_section(text: str) -> dict[str, str]:
    """Return the texts of a template by section code, "" for words before any heading.

    A line `# Examen` begins a section; a title that is none stays in the text, as it was written.
    """
    parts: dict[str, str] = {}
    code, start = "", 0
    for found in _HEADING.finditer(text):
        wanted = _CODES.get(fold(found[1]))
        if wanted is not None:
            _put(parts, code, text[start : found.start()])
            code, start = wanted, found.end()
    _put(parts, code, text[start:])
    return parts


def _put(parts: dict[str, str], code: str, text: str) -> None:
    if words := text.strip():
        parts[code] = f"{parts[code]}\n{words}" if code in parts else words
