# SPDX-License-Identifier: EUPL-1.2
"""What is written of a contact: plain text by section, addenda after the seal."""

import re
import unicodedata
from typing import Annotated, Final, Literal

from lgc_core.model.entity import C_SEALED, E, Entity, Regime
from lgc_core.model.ids import derived_id

MAX_SECTION_BYTES: Final = 256 * 1024
"""A longer text is offered as a document (model.md §4.C, NoteSection)."""

_LINE_ENDS: Final = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
"""Every line and paragraph end of Unicode (UAX #14, mandatory breaks)."""

SectionCode = Literal["motif", "S", "O", "A", "P", "libre", "perso"]

SECTION_TITLES: Final[dict[str, str]] = {
    "motif": "Motif",
    "S": "Interrogatoire",
    "O": "Examen",
    "A": "Conclusion",
    "P": "Conduite à tenir",
    "libre": "Note",
    "perso": "Notes personnelles",
}
PRIVATE_SECTION: Final = "perso"
"""Author only: never exported, sealed into an emitted document, nor shown to others."""


class NoteSection(Entity, frozen=True, kw_only=True):
    """One section; its id is derived from the encounter and the code, so two posts meet in one row."""

    regime = Regime.DRAFT
    aggregate = "encounter"

    encounter: Annotated[str, E]
    patient: Annotated[str, E]
    code: Annotated[SectionCode, E]
    text: Annotated[str, C_SEALED] = ""


class Addendum(Entity, frozen=True, kw_only=True):
    """A text added after the signature."""

    regime = Regime.FACT

    encounter: Annotated[str, E]
    patient: Annotated[str, E]
    text: Annotated[str, E]
    at: Annotated[str, E]


def section_id(encounter: str, code: str) -> str:
    """Return the id that every post gives to this section."""
    return derived_id("note_section", encounter, code)


def clean_text(typed: str) -> str:
    """Return the text as stored: NFC, newline ends, no control character but tab and line end.

    Halves of a character outside the basic plane, which Qt may give apart, are joined or become U+FFFD: text that
    has no UTF-8 form could not be kept at all.
    """
    whole = typed.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    text = unicodedata.normalize("NFC", _LINE_ENDS.sub("\n", whole))
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) != "Cc")
