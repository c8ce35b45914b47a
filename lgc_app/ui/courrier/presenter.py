# SPDX-License-Identifier: EUPL-1.2
"""Which models answer what is typed, and where the next place to complete is. No Qt here."""

from collections.abc import Sequence

from lgc_app.services.letter_drafts import LetterDraft
from lgc_app.services.letter_templates import KIND_WORDS, LetterTemplate
from lgc_app.ui.theme.fonts import TextRole
from lgc_app.ui.widgets.row_recipe import Cell, Row, header_row
from lgc_app.ui.widgets.runs import Run
from lgc_app.ui.words import tr
from lgc_core.model.expansion import fields_of, to_complete
from lgc_core.model.words import fold


def rows(templates: Sequence[LetterTemplate], typed: str) -> list[Row]:
    """Return the models whose words hold what is typed, by kind."""
    wanted = fold(typed).split()
    found = [one for one in templates if all(word in _found_by(one) for word in wanted)]
    made: list[Row] = []
    for kind, words in KIND_WORDS.items():
        of_kind = [one for one in found if one.kind == kind]
        if of_kind:
            made.append(header_row(tr(words)))
            made += [_row(one) for one in of_kind]
    return made


def next_blank(draft: LetterDraft, template: LetterTemplate | None, after: int) -> tuple[int, int] | None:
    """Return where the next place to complete begins and how long it is, from a position on, then from the top.

    Of a model that a colleague removed meanwhile, every bracket is a place to complete.
    """
    wanted = fields_of(draft.text) if template is None else to_complete(template.body)
    places = sorted((at, len(blank)) for blank in dict.fromkeys(wanted) for at in _all(draft.text, blank))
    return next((place for place in places if place[0] >= after), places[0] if places else None)


def _all(text: str, blank: str) -> list[int]:
    found, at = [], text.find(blank)
    while at >= 0:
        found.append(at)
        at = text.find(blank, at + 1)
    return found


def _found_by(one: LetterTemplate) -> str:
    return fold(f"{one.words} {one.title} {one.reason}")


def _row(template: LetterTemplate) -> Row:
    cell = Cell((Run(tr(template.words), TextRole.DENSE_MEDIUM),))
    return Row(template.key, (cell,), tr(template.words))
