# SPDX-License-Identifier: EUPL-1.2
"""A line typed or pasted anywhere: what every post can keep, show and send, or a sentence why not."""

from typing import Final

from lgc_core.errors import UserError
from lgc_core.model.note import clean_text

LONGEST: Final = 300
"""Characters of a reason, a name, a care: more than anybody writes on a line."""


class LongLineError(UserError):
    """A line is longer than its field may be; nothing was written."""

    def __init__(self, length: int, longest: int) -> None:
        super().__init__(
            f"Trop long ({length} caractères, {longest} au plus). Gardez l’essentiel, le reste va dans la note."
        )


def one_line(typed: str, longest: int = LONGEST) -> str:
    """Return a text on one line, its spaces joined, without control signs or halves of a character.

    Raises:
        LongLineError: above `longest` characters.
    """
    if len(typed) > 100 * longest:  # not worth the reading
        raise LongLineError(len(typed), longest)
    words = " ".join(clean_text(typed).split())
    if len(words) > longest:
        raise LongLineError(len(words), longest)
    return words
