# SPDX-License-Identifier: EUPL-1.2
"""Walk a CDA element tree in its namespace, without XPath compiled from outside text."""

from collections import Counter
from collections.abc import Iterator

from lxml import etree

from interop.cda.oids import HL7_NS, XSI_NS
from interop.xml import KEPT, UnreadableDocument

type_of = f"{{{XSI_NS}}}type"


def name(tag: str) -> str:
    """Return a tag in the HL7 namespace."""
    return f"{{{HL7_NS}}}{tag}"


def local(element: etree._Element) -> str:
    """Return the local name of an element."""
    return etree.QName(element).localname


def path(steps: str) -> str:
    """Return `a/b` as a namespaced ElementPath."""
    return "/".join(name(step) if step not in (".", "..", "*") else step for step in steps.split("/"))


def find(element: etree._Element | None, steps: str) -> etree._Element | None:
    """Return the first descendant at `a/b/c`, None when the element itself is None."""
    return None if element is None else element.find(path(steps))


def find_all(element: etree._Element | None, steps: str) -> list[etree._Element]:
    """Return every descendant at `a/b/c`."""
    return [] if element is None else element.findall(path(steps))


def attr(element: etree._Element | None, key: str) -> str:
    """Return an attribute, stripped, empty when it or the element is missing."""
    return "" if element is None else (element.get(key) or "").strip()


def words(element: etree._Element | None) -> str:
    """Return all the text under an element with single spaces."""
    return "" if element is None else " ".join("".join(texts(element)).split())


def texts(element: etree._Element) -> Iterator[str]:
    """Yield every text under an element, as written."""
    return (part for part in element.itertext() if isinstance(part, str))


def templates(element: etree._Element) -> frozenset[str]:
    """Return the template roots of an element."""
    return frozenset(attr(t, "root") for t in find_all(element, "templateId"))


def xsi_type(element: etree._Element | None) -> str:
    """Return the local part of `xsi:type`, as `PQ` or `IVL_TS`."""
    return attr(element, type_of).rpartition(":")[2]


def identifier(element: etree._Element | None) -> str:
    """Return `root` or `root^extension` of an II, empty when it is null."""
    root, extension = attr(element, "root"), attr(element, "extension")
    return f"{root}^{extension}" if extension else root


def children(element: etree._Element) -> Iterator[etree._Element]:
    """Yield child elements."""
    yield from element.iterchildren("*")


class Locators:
    """Element paths inside a document, without namespaces, as `Source.locator` keeps them.

    Ranks among siblings are counted once per parent: a hostile document may have 100,000 of them.
    """

    def __init__(self) -> None:
        self._steps: dict[etree._Element, str] = {}

    def of(self, element: etree._Element) -> str:
        """Return the path of an element, from the ClinicalDocument down."""
        steps: list[str] = []
        node: etree._Element | None = element
        while node is not None and local(node) != "ClinicalDocument":
            steps.append(self._step(node))
            node = node.getparent()
        return "/ClinicalDocument/" + "/".join(reversed(steps))

    def _step(self, node: etree._Element) -> str:
        parent = node.getparent()
        if node not in self._steps and parent is not None:
            self._count(parent)
        return self._steps.get(node, local(node))

    def _count(self, parent: etree._Element) -> None:
        twins = Counter(child.tag for child in parent)
        seen: Counter[object] = Counter()
        for child in parent:
            seen[child.tag] += 1
            rank = f"[{seen[child.tag]}]" if twins[child.tag] > 1 else ""
            self._steps[child] = local(child) + rank


def clinical_document(root: etree._Element) -> etree._Element:
    """Return the ClinicalDocument, which may sit inside an embedded stylesheet that is never executed.

    Raises:
        UnreadableDocument: when there is none, or several.
    """
    if root.tag == name("ClinicalDocument"):
        return root
    found = list(root.iter(name("ClinicalDocument")))
    if len(found) != 1:
        raise UnreadableDocument(f"Ce fichier n’est pas un document médical CDA. {KEPT}")
    return found[0]
