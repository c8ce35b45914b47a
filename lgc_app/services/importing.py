# SPDX-License-Identifier: EUPL-1.2
"""Read a file that a person chose or dropped, before Réception keeps it: bounded, and refused in words."""

from pathlib import Path

from lgc_app.vault.attachments import MAX_BYTES
from lgc_core.errors import UserError


class FileNotReadError(UserError):
    """The file left, is closed to us, or is no file."""

    def __init__(self) -> None:
        super().__init__("Un fichier choisi ne peut pas être lu. Vérifiez qu’il est encore là, puis recommencez.")


class FileTooLargeError(UserError):
    """More than the vault keeps as one attachment; nothing was kept."""

    def __init__(self) -> None:
        limit = MAX_BYTES // (1024 * 1024)
        super().__init__(
            f"Fichier de plus de {limit}\u00a0Mo : il n’est pas importé. Demandez un envoi plus léger."
        )


def read_file(untrusted_path: Path) -> bytes:
    """Return the bytes of a file without ever holding more than the vault accepts.

    Raises:
        FileNotReadError: when it cannot be read. FileTooLargeError: when it exceeds `MAX_BYTES`.
    """
    try:
        with untrusted_path.open("rb") as stream:
            untrusted = stream.read(MAX_BYTES + 1)
    except OSError:
        raise FileNotReadError from None
    if len(untrusted) > MAX_BYTES:
        raise FileTooLargeError
    return untrusted
