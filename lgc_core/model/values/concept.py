# SPDX-License-Identifier: EUPL-1.2
"""Words first, codes beside them (model.md §1.4)."""

import msgspec

from lgc_core.codes import code_system


class Coding(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A code of one system; `display` stays as received, the screen takes its words from our tables."""

    system: str
    code: str
    display: str = ""
    edition: str = ""

    @property
    def folded_system(self) -> str:
        """Return the OID after folding known aliases."""
        return code_system(self.system)


class Concept(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What was said, and the codings beside it; the first coding is the one rules use.

    Raises:
        ValueError: when the words are empty; a code alone is not a medical statement.
    """

    text: str
    codings: tuple[Coding, ...] = ()

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise ValueError("a concept needs its words")

    def code(self, system: str) -> str | None:
        """Return the code in one system, or None."""
        return next((c.code for c in self.codings if c.folded_system == system), None)


def coded(text: str, system: str, code: str) -> Concept:
    """Build a concept whose words and display are the same."""
    return Concept(text=text, codings=(Coding(system=system, code=code, display=text),))
