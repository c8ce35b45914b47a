# SPDX-License-Identifier: EUPL-1.2
"""Build elements of the HL7 namespace; empty attributes are left out, missing children too."""

import re
from collections.abc import Iterable
from typing import Any, Final

from lxml import etree

from interop.cda.oids import HL7_NS, XSI_NS

_NSMAP: Final[Any] = {None: HL7_NS, "xsi": XSI_NS}
"""The stubs of lxml know no default namespace."""

_ILLEGAL: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Everything outside `Char` (XML 1.0, 2.2)."""

XSI_TYPE: Final = f"{{{XSI_NS}}}type"


def make(
    tag: str,
    attributes: dict[str, str] | None = None,
    *children: etree._Element | str | Iterable[etree._Element | None] | None,
) -> etree._Element:
    """Return an element.

    Args:
        tag: local name.
        attributes: `type` stands for `xsi:type`; empty values are left out.
        children: elements, texts, iterables of elements; None is skipped.
    """
    element = etree.Element(f"{{{HL7_NS}}}{tag}", nsmap=_NSMAP)
    for key, value in (attributes or {}).items():
        if value:
            element.set(XSI_TYPE if key == "type" else key, legal(value))
    add(element, *children)
    return element


def add(
    element: etree._Element,
    *children: etree._Element | str | Iterable[etree._Element | None] | None,
) -> None:
    """Add children to an element, as `make` does."""
    for child in children:
        _add(element, child)


def _add(element: etree._Element, child: etree._Element | str | Iterable[etree._Element | None] | None) -> None:
    if child is None:
        return
    if isinstance(child, str):
        _add_text(element, child)
    elif isinstance(child, etree._Element):  # noqa: SLF001  # lxml names its element type so
        element.append(child)
    else:
        for item in child:
            _add(element, item)


def legal(text: str) -> str:
    """Return a text without the characters that XML 1.0 cannot carry (a pasted form feed, a lone surrogate)."""
    return _ILLEGAL.sub("", text)


def _add_text(element: etree._Element, untrusted_text: str) -> None:
    text = legal(untrusted_text)
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text


def null(tag: str, flavour: str = "UNK") -> etree._Element:
    """Return an element that says why it is empty."""
    return make(tag, {"nullFlavor": flavour})


def template(*roots: str) -> list[etree._Element]:
    """Return templateId elements, in order."""
    return [make("templateId", {"root": root}) for root in roots]


def to_bytes(document: etree._Element) -> bytes:
    """Return the document as UTF-8 with its declaration, indented."""
    etree.indent(document, " ")
    return etree.tostring(document, encoding="UTF-8", xml_declaration=True)
