# SPDX-License-Identifier: EUPL-1.2
"""A report that came as plain text: checked, never guessed at, shown as the sections of other documents are."""

import unicodedata
from typing import Final

from interop.cda.narrative import Narrative, Node
from interop.cda.read.body import Section
from lgc_core.errors import UserError

TEXT_MEDIA: Final = "text/plain"
MAX_TEXT_BYTES: Final = 4 * 1024 * 1024
MAX_LINE: Final = 20_000
"""Characters of one line: a letter has paragraphs, a dump has not."""

_MAX_TITLE: Final = 120
_ARCHIVES: Final = (b"PK\x03\x04", b"\x1f\x8b", b"7z\xbc\xaf'\x1c", b"Rar!", b"BZh", b"\xfd7zXZ")
_WIDE: Final = (b"\xff\xfe", b"\xfe\xff")


class ArchiveRefusedError(UserError):
    """Compressed files are never opened here: what is inside may be a thousand times larger."""

    def __init__(self) -> None:
        super().__init__("Archive compressée : elle n’est pas ouverte. Extrayez les documents, puis importez-les.")


class NotTextError(UserError):
    """Bytes that no letter has."""

    def __init__(self) -> None:
        super().__init__("Ce fichier n’est ni un PDF, ni un document CDA, ni un texte. Demandez un PDF.")


class NotUtf8Error(UserError):
    """Letters would be wrong, and in a medical text a wrong letter is a wrong unit."""

    def __init__(self) -> None:
        super().__init__(
            "Ce texte n’est pas en UTF-8 : des lettres seraient fausses. "
            "Enregistrez-le en UTF-8, puis recommencez."
        )


class LongLineError(UserError):
    """A line, or a text, that nobody can read."""

    def __init__(self) -> None:
        super().__init__(
            "Ce texte a une ligne de plus de 20\u00a0000 caractères, ou dépasse 4\u00a0Mo : "
            "ce n’est pas un courrier. Demandez un PDF."
        )


def may_be_text(untrusted: bytes) -> bool:
    """Tell whether bytes are to be read as plain text: neither XML nor nothing."""
    head = untrusted[:1024].removeprefix(b"\xef\xbb\xbf").lstrip()
    return bool(head) and not head.startswith(b"<") and not untrusted.startswith(_WIDE)


def read_text(untrusted: bytes) -> str:
    """Return the words of a plain text, line ends as newlines.

    Raises:
        ArchiveRefusedError, NotTextError, NotUtf8Error, LongLineError: as named.
    """
    if untrusted.startswith(_ARCHIVES):
        raise ArchiveRefusedError
    if len(untrusted) > MAX_TEXT_BYTES:
        raise LongLineError
    if b"\0" in untrusted:
        raise NotTextError
    try:
        text = untrusted.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NotUtf8Error from None
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if any(len(line) > MAX_LINE for line in lines):
        raise LongLineError
    return "\n".join(_clean(line) for line in lines).strip()


def _clean(line: str) -> str:
    return "".join(c for c in line if c == "\t" or unicodedata.category(c) != "Cc").rstrip()


def title_of(text: str) -> str:
    """Return the first line that says something."""
    first = next((line.strip() for line in text.split("\n") if line.strip()), "")
    return first if len(first) <= _MAX_TITLE else f"{first[:_MAX_TITLE].rstrip()}…"


def section_of(text: str) -> Section:
    """Return the text as one section, a paragraph a line: nothing in it is markup."""
    paragraphs = tuple(Node(kind="paragraph", children=(line,)) for line in text.split("\n") if line)
    narrative = Narrative(root=Node(kind="block", children=paragraphs))
    return Section(code="", title="", narrative=narrative, depth=0, templates=frozenset())
