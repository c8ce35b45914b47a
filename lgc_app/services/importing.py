# SPDX-License-Identifier: EUPL-1.2
"""Take in a file that a person chose or dropped, before Réception records it: bounded, and refused in words.

A large PDF is encrypted from the disk a piece at a time and never whole in memory; it is not read for a patient.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from lgc_app.services.documents import LARGEST_PREVIEW, PDF_MEDIA
from lgc_app.services.files import Files
from lgc_app.services.session import Session
from lgc_app.vault.attachments import MAX_BYTES
from lgc_app.vault.faults import AttachmentTooLargeError
from lgc_core.errors import UserError
from lgc_core.model.document import DocumentFile, Preview
from lgc_core.model.rights import Right

LARGE: Final = 1024 * 1024
PREVIEW_MEDIA: Final = "image/jpeg"
PDF_MAGIC: Final = b"%PDF-"
_HEAD: Final = 1024
Previewer = Callable[[Path], bytes]
"""Makes a small JPEG of the first page of a PDF, empty when it cannot."""


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


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What is to be recorded: the bytes of a small file, or a large one that is kept already."""

    untrusted: bytes = b""
    file: DocumentFile | None = None
    preview: Preview | None = None


class Importing:
    """Takes files in without holding up the record: its own thread may do all of it."""

    def __init__(self, session: Session, files: Files) -> None:
        self._session = session
        self._files = files

    def take_in(self, untrusted_path: Path, previewer: Previewer | None = None) -> TakenIn:
        """Read a small file, or keep a large PDF with its preview.

        Raises:
            FileNotReadError: when it cannot be read. FileTooLargeError: when it exceeds `MAX_BYTES`.
        """
        self._session.require(Right.FILE_DOCUMENT)
        if not _is_large_pdf(untrusted_path):
            return TakenIn(read_file(untrusted_path))
        try:
            ref = self._files.keep_file(untrusted_path, PDF_MEDIA)
        except OSError:
            raise FileNotReadError from None
        except AttachmentTooLargeError:
            raise FileTooLargeError from None
        digest = hashlib.sha1(usedforsecurity=False)
        for piece in self._files.stream(ref.sha256):
            digest.update(piece)
        file = DocumentFile(
            role="original", blob=ref.sha256, media=PDF_MEDIA, size=ref.size, sha1=digest.hexdigest()
        )
        return TakenIn(file=file, preview=self._kept(previewer(untrusted_path) if previewer else b""))

    def _kept(self, picture: bytes) -> Preview | None:
        if not 0 < len(picture) <= LARGEST_PREVIEW:
            return None
        return Preview(blob=self._files.keep(picture, PREVIEW_MEDIA), media=PREVIEW_MEDIA, size=len(picture))


def _is_large_pdf(untrusted_path: Path) -> bool:
    try:
        with untrusted_path.open("rb") as stream:
            head = stream.read(_HEAD)
            return untrusted_path.stat().st_size > LARGE and head.lstrip().startswith(PDF_MAGIC)
    except OSError:
        raise FileNotReadError from None
