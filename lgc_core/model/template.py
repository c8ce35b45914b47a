# SPDX-License-Identifier: EUPL-1.2
"""Texts that a practice writes once: abbreviations typed in a note, templates of a note, of a letter."""

from typing import Annotated, Final, Literal

from lgc_core.model.entity import A, B, Entity

TemplateKind = Literal["abréviation", "note", "courrier", "certificat", "ordonnance"]
LetterKind = Literal["courrier", "certificat", "ordonnance"]
MAX_NAME: Final = 60
MAX_ABBREVIATION: Final = 20
MAX_TEXT: Final = 20_000
"""Characters; a longer text is a document."""


class Template(Entity, frozen=True, kw_only=True):
    """One text of the practice, or of one person, who finds it on every post (model.md, Template).

    Attributes:
        name: what is typed after « ; » for an abbreviation, the title for a template of a note.
        reason: words of the « Motif » for which the template is proposed first; of a letter, words that find it.
        text: with variables (`{âge}`), fields to fill (`[durée]`) and headings: sections of a note (`# Examen`);
            the first line of a letter may be the title of its sheet (`# Certificat médical`).
    """

    other_kinds = ("user",)

    kind: Annotated[TemplateKind, A] = "note"
    name: Annotated[str, A]
    reason: Annotated[str, A] = ""
    text: Annotated[str, B]
