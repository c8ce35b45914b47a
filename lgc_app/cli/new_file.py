# SPDX-License-Identifier: EUPL-1.2
"""A file that a command writes: never over another, readable by its owner alone."""

from pathlib import Path

from lgc_core.errors import UserError


class NotSavedError(UserError):
    """A file could not be written where it was asked for."""

    def __init__(self) -> None:
        super().__init__("Le fichier n’a pas pu être écrit là. Choisissez un autre endroit.")


class AlreadyThereError(UserError):
    """A file of this name exists."""

    def __init__(self) -> None:
        super().__init__("Ce fichier existe déjà. Choisissez un autre nom.")


def refuse_existing(target: Path) -> None:
    """Refuse to write over a file.

    Raises:
        AlreadyThereError: when it exists.
    """
    if target.exists():
        raise AlreadyThereError


def write_new_file(target: Path, content: bytes) -> None:
    """Write a file that does not exist yet.

    Raises:
        AlreadyThereError: when it exists. NotSavedError: when the disk refuses.
    """
    refuse_existing(target)
    try:
        target.touch(mode=0o600)
        target.write_bytes(content)
    except OSError as error:
        raise NotSavedError from error
