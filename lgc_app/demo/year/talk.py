# SPDX-License-Identifier: EUPL-1.2
"""Sentences with choices: `{a|b}` takes one, `{name}` takes a value; the same dice give the same text."""

import random
import re
from typing import Final

_CHOICE: Final = re.compile(r"\{([^{}]*)\}")


def say(dice: random.Random, text: str, **values: object) -> str:
    """Return a text with its innermost choices made first; an empty choice leaves no double space."""

    def choose(found: re.Match[str]) -> str:
        inside = found[1]
        return dice.choice(inside.split("|")) if "|" in inside else str(values[inside])

    while _CHOICE.search(text):
        text = _CHOICE.sub(choose, text)
    lines = (re.sub(r" {2,}", " ", line).strip() for line in text.split("\n"))
    said = "\n".join(line[:1].upper() + line[1:] for line in lines if line)
    return re.sub(r" +([.,])", r"\1", said)
