# SPDX-License-Identifier: EUPL-1.2
"""What a killed process was doing: prepared files, work without end that promises aloud, and the check after."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

Say = Callable[[str], None]
"""Promise a line: from now on it must survive."""


class Scene(Protocol):
    """One kind of work; `name` is what the soak counts."""

    name: str

    def prepare(self, folder: Path) -> None:
        """Make the files that the work starts from."""
        ...

    def work(self, folder: Path, say: Say) -> None:
        """Work until killed."""
        ...

    def faults(self, folder: Path, said: Sequence[str]) -> list[str]:
        """Reopen everything, as the next start would, and return what does not hold."""
        ...
