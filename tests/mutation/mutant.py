# SPDX-License-Identifier: EUPL-1.2
"""One sown bug: a piece of text of one file, and what stands there instead."""

from dataclasses import dataclass
from pathlib import Path


class StaleMutantError(Exception):
    """The text is not there once and only once: the code moved on and the bug must be written anew."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """A bug that somebody could write; `file` is relative to the package."""

    name: str
    file: str
    old: str
    new: str
    package: str = "lgc_core"

    def sown_in(self, source: str) -> str:
        """Return the source of the file with the bug.

        Raises:
            StaleMutantError: when the text does not stand there exactly once.
        """
        if source.count(self.old) != 1:
            raise StaleMutantError(f"{self.name}: {source.count(self.old)} times in {self.file}")
        return source.replace(self.old, self.new)

    def in_project(self, root: Path) -> Path:
        """Return the file in a copy of the project."""
        return root / self.package / self.file

    def sow(self, core: Path) -> None:
        """Write the bug into a copy of the project, whose lgc_core is given."""
        path = self.in_project(core.parent)
        path.write_text(self.sown_in(path.read_text("utf-8")), "utf-8")
