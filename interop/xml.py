# SPDX-License-Identifier: EUPL-1.2
"""Parse XML from outside: no DTD, no entity, no network, bounded size, depth and memory.

Every refusal is a French sentence; the caller keeps the bytes in quarantine. A stylesheet is data here:
nothing of a received document is ever executed.
"""

import re
from pathlib import Path
from typing import Final

from lxml import etree

from lgc_core.errors import UserError

MAX_BYTES: Final = 24 * 1024 * 1024
"""A 20 MB document with its PDF copies in base64 fits; anything larger is no CI-SIS document."""

MAX_DEPTH: Final = 200
MAX_ELEMENTS: Final = 400_000
_HUGE_TEXT: Final = 9_000_000
"""libxml2 refuses one text over 10 million characters unless `huge_tree`; a scanned PDF may exceed it."""

_ENCODINGS: Final = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "us-ascii": "ascii",
    "ascii": "ascii",
    "iso-8859-1": "iso-8859-1",
    "latin1": "iso-8859-1",
    "iso-8859-15": "iso-8859-15",
    "windows-1252": "cp1252",
    "cp1252": "cp1252",
    "utf-16": "utf-16",
}
_BOMS: Final = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_DECLARED: Final = re.compile(rb"\A\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._-]{1,40})[\"']")
_DECLARATION: Final = re.compile(r"\A\s*<\?xml\b[^>]{0,300}\?>")
_PROLOG: Final = re.compile(r"\A(?:\s+|<\?.*?\?>|<!--.*?-->)*", re.DOTALL)

KEPT: Final = "Le document est gardé en quarantaine. Demandez un nouvel envoi à l’expéditeur."


class HostileXml(UserError):  # noqa: N818  # a refusal shown to people; the brief names it
    """The document asks for something that no medical document needs: entities, a DTD, an absurd size."""


class UnreadableDocument(UserError):  # noqa: N818  # same
    """The document is damaged, in an unknown encoding, or not what it claims to be."""


def read_bounded(untrusted_path: Path) -> bytes:
    """Read a file without ever holding more than the limit in memory.

    Raises:
        HostileXml: when the file is larger than `MAX_BYTES`.
    """
    with untrusted_path.open("rb") as stream:
        untrusted = stream.read(MAX_BYTES + 1)
    refuse_oversize(untrusted)
    return untrusted


def refuse_oversize(untrusted: bytes) -> None:
    """Raise when bytes exceed `MAX_BYTES`.

    Raises:
        HostileXml: always the same sentence, whatever the excess.
    """
    if len(untrusted) > MAX_BYTES:
        limit = MAX_BYTES // (1024 * 1024)
        raise HostileXml(f"Document refusé : il dépasse {limit} Mo. {KEPT}")


def parse(untrusted: bytes) -> etree._Element:
    """Return the root element, comments and processing instructions left out.

    Raises:
        HostileXml: DTD or entity, excessive size, depth or number of elements.
        UnreadableDocument: empty, unknown or broken encoding, malformed XML.
    """
    refuse_oversize(untrusted)
    text = _decode(untrusted)
    _refuse_doctype(text)
    body = _DECLARATION.sub("", text, count=1).encode("utf-8")
    try:
        root = etree.fromstring(body, _parser(huge=len(body) > _HUGE_TEXT))
    except etree.XMLSyntaxError as fault:
        raise _translated(fault) from None
    _refuse_absurd_shape(root)
    return root


def _decode(untrusted: bytes) -> str:
    if not untrusted.strip():
        raise UnreadableDocument(f"Document vide. {KEPT}")
    encoding = _encoding(untrusted)
    try:
        return untrusted.decode(encoding)
    except UnicodeDecodeError:
        raise UnreadableDocument(
            f"Document illisible : ses caractères ne correspondent pas à l’encodage annoncé. {KEPT}"
        ) from None


def _encoding(untrusted: bytes) -> str:
    for mark, encoding in _BOMS:
        if untrusted.startswith(mark):
            return encoding
    declared = _DECLARED.match(untrusted[:400])
    name = declared.group(1).decode("ascii").lower() if declared else "utf-8"
    if name not in _ENCODINGS:
        raise UnreadableDocument(f"Document illisible : encodage inconnu. {KEPT}")
    return _ENCODINGS[name]


def _refuse_doctype(text: str) -> None:
    prolog = _PROLOG.match(text)
    start = prolog.end() if prolog else 0
    if text.startswith("<!DOCTYPE", start):
        raise HostileXml(
            "Document refusé : il contient des définitions d’entités, interdites dans un document médical. " + KEPT
        )


def _parser(*, huge: bool) -> etree.XMLParser:
    # huge_tree lifts the limits of text length and entity growth; size and shape are bounded here,
    # and without a DTD no entity exists.
    return etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        load_dtd=False,
        dtd_validation=False,
        no_network=True,
        huge_tree=huge,
        remove_comments=True,
        remove_pis=True,
    )


def _translated(fault: etree.XMLSyntaxError) -> UserError:
    if "depth" in str(fault).lower():
        return _too_deep()
    return UnreadableDocument(f"Document illisible : le XML est abîmé. {KEPT}")


def _too_deep() -> HostileXml:
    return HostileXml(f"Document refusé : ses éléments sont imbriqués sans fin. {KEPT}")


def _refuse_absurd_shape(root: etree._Element) -> None:
    depth = count = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        if event == "end":
            depth -= 1
            continue
        depth += 1
        count += 1
        if depth > MAX_DEPTH:
            raise _too_deep()
        if count > MAX_ELEMENTS:
            raise HostileXml(f"Document refusé : il contient trop d’éléments. {KEPT}")
