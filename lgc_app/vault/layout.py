# SPDX-License-Identifier: EUPL-1.2
"""Where a vault keeps things inside its folder."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class VaultLayout:
    """A folder on this machine. Nothing in it is readable without the key, but for the headers of the slots."""

    folder: Path

    @property
    def database(self) -> Path:
        """The SQLCipher file."""
        return self.folder / "cabinet.db"

    @property
    def attachments(self) -> Path:
        """The folder of encrypted attachments."""
        return self.folder / "attachments"

    @property
    def backups(self) -> Path:
        """The folder of local backups."""
        return self.folder / "backups"
