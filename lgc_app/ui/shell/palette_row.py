# SPDX-License-Identifier: EUPL-1.2
"""What the palette finds, and how a word is matched whatever its accents."""

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from lgc_app.ui.actions import Action
from lgc_app.ui.theme.fonts import TextRole
from lgc_app.ui.widgets.runs import Run
from lgc_app.ui.words import tr


@dataclass(frozen=True, slots=True)
class PaletteRow:
    """A line of the palette; `heading` is its group ("Patients"), `soft` what tells two namesakes apart.

    `last_resort` is for a line that shows only when nothing else was found; `below` is a second line.
    """

    heading: str
    words: str
    handler: Callable[[], None]
    soft: str = ""
    icon: str = ""
    key: str = ""
    last_resort: bool = False
    below: str = ""


def folded(text: str) -> str:
    """Give the text without accents or capitals, letter for letter: "Dégradé" -> "degrade"."""
    return "".join(unicodedata.normalize("NFD", letter)[0].casefold()[0] for letter in text)


def matching(actions: Iterable[Action], typed: str) -> list[PaletteRow]:
    """List the actions whose words hold every word typed; the one that begins with it comes first."""
    asked = folded(typed).split()
    found = [action for action in actions if all(word in folded(action.said) for word in asked)]
    if asked:
        found.sort(key=lambda action: not folded(action.said).startswith(asked[0]))
    return [_row(action) for action in found]


def marked(words: str, typed: str, colour: str = "text") -> Sequence[Run]:
    """Cut words into runs, the first match of what was typed in bold."""
    asked = next(iter(folded(typed).split()), "")
    at = folded(words).find(asked) if asked else -1
    if at < 0:
        return (Run(words, TextRole.BODY, colour),)
    end = at + len(asked)
    pieces = (
        Run(words[:at], TextRole.BODY, colour),
        Run(words[at:end], TextRole.BODY_STRONG, colour),
        Run(words[end:], TextRole.BODY, colour),
    )
    return tuple(piece for piece in pieces if piece.words)


def _row(action: Action) -> PaletteRow:
    return PaletteRow(tr("Actions"), action.said, action.handler, icon=action.icon, key=action.key)
