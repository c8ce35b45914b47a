# SPDX-License-Identifier: EUPL-1.2
"""The words of a section as a small safe tree: nothing active, nothing fetched, nothing lost.

Unknown markup keeps its text. Links show their address as words; images name the attachment they stand for.
"""

import html
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, Literal

from lxml import etree

from interop.cda.tree import attr, local

Kind = Literal[
    "block", "paragraph", "list", "ordered", "item", "table", "caption", "head", "body", "row",
    "header", "cell", "span", "link", "media", "break",
]  # fmt: skip
Style = Literal["bold", "italic", "underline", "sub", "sup"]

_KINDS: Final[dict[str, Kind]] = {
    "text": "block",
    "paragraph": "paragraph",
    "item": "item",
    "table": "table",
    "caption": "caption",
    "thead": "head",
    "tbody": "body",
    "tfoot": "body",
    "tr": "row",
    "th": "header",
    "td": "cell",
    "br": "break",
    "linkHtml": "link",
    "renderMultiMedia": "media",
}
_HTML: Final[dict[Kind, str]] = {
    "block": "div", "paragraph": "p", "list": "ul", "ordered": "ol", "item": "li", "table": "table",
    "caption": "caption", "head": "thead", "body": "tbody", "row": "tr", "header": "th", "cell": "td",
    "span": "span", "link": "span", "media": "span",
}  # fmt: skip
_STYLE_TAGS: Final[dict[Style, str]] = {
    "bold": "b", "italic": "i", "underline": "u", "sub": "sub", "sup": "sup",
}  # fmt: skip
_LINE_ENDS: Final = frozenset({"paragraph", "item", "row", "caption", "break", "table"})
_MAX_SPAN: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One piece of narrative; `anchor` is the ID that entries refer to."""

    kind: Kind
    children: "tuple[Node | str, ...]" = ()
    anchor: str = ""
    styles: tuple[Style, ...] = ()
    colspan: int = 1
    rowspan: int = 1
    target: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrative:
    """The words of one section."""

    root: Node = field(default_factory=lambda: Node(kind="block"))

    @property
    def empty(self) -> bool:
        """Tell whether there is nothing to show."""
        return not self.text.strip() and not any(node.kind == "media" for node in walk(self.root))

    @property
    def text(self) -> str:
        """Return plain lines; cells of a row are separated by tabs."""
        return "\n".join(line.strip() for line in "".join(_plain(self.root)).splitlines() if line.strip())

    @property
    def html(self) -> str:
        """Return a fragment made of our own tags only: every text escaped, no attribute from outside."""
        return "".join(_markup(self.root))


def read_narrative(element: etree._Element | None) -> Narrative:
    """Turn a section's `text` into the safe tree."""
    return Narrative() if element is None else Narrative(root=_node(element))


def walk(node: Node) -> Iterator[Node]:
    """Yield a node and its descendants."""
    yield node
    for child in node.children:
        if isinstance(child, Node):
            yield from walk(child)


def _node(element: etree._Element) -> Node:
    tag = local(element)
    kind = _KINDS.get(tag, "span")
    if tag == "list":
        kind = "ordered" if attr(element, "listType") == "ordered" else "list"
    return Node(
        kind=kind,
        children=tuple(_content(element)),
        anchor=attr(element, "ID"),
        styles=_styles(tag, attr(element, "styleCode")),
        colspan=_span(attr(element, "colspan")),
        rowspan=_span(attr(element, "rowspan")),
        target=attr(element, "href") or attr(element, "referencedObject"),
    )


def _content(element: etree._Element) -> Iterator[Node | str]:
    if element.text and element.text.strip():
        yield _spaced(element.text)
    for child in element.iterchildren("*"):
        yield _node(child)
        if child.tail and child.tail.strip():
            yield _spaced(child.tail)


def _spaced(text: str) -> str:
    inner = " ".join(text.split())
    return (" " if text[0].isspace() else "") + inner + (" " if text[-1].isspace() else "")


def _styles(tag: str, style_code: str) -> tuple[Style, ...]:
    if tag in ("sub", "sup"):
        return ("sub",) if tag == "sub" else ("sup",)
    folded = style_code.lower()
    found: list[Style] = []
    if "bold" in folded:
        found.append("bold")
    if "italic" in folded:
        found.append("italic")
    if "underline" in folded:
        found.append("underline")
    return tuple(found)


def _span(raw: str) -> int:
    return min(max(int(raw), 1), _MAX_SPAN) if raw.isascii() and raw.isdigit() and len(raw) < 4 else 1


def _plain(node: Node) -> Iterator[str]:
    for child in node.children:
        if isinstance(child, str):
            yield child
        else:
            yield from _plain(child)
            yield "\t" if child.kind in ("cell", "header") else ""
    yield "\n" if node.kind in _LINE_ENDS else ""


def _markup(node: Node) -> Iterator[str]:
    if node.kind == "break":
        yield "<br/>"
        return
    tag = _HTML[node.kind]
    styles = [_STYLE_TAGS[style] for style in node.styles]
    yield f"<{tag}{_attributes(node)}>" + "".join(f"<{style}>" for style in styles)
    if node.anchor:
        yield f'<a name="{html.escape(node.anchor, quote=True)}"></a>'
    for child in node.children:
        yield from (html.escape(child),) if isinstance(child, str) else _markup(child)
    if node.kind == "link" and node.target:
        yield f" ({html.escape(node.target)})"
    if node.kind == "media":
        yield "[image ou document joint]"
    yield "".join(f"</{style}>" for style in reversed(styles)) + f"</{tag}>"


def _attributes(node: Node) -> str:
    parts = ""
    if node.kind == "table":
        parts += ' border="1" cellspacing="0" cellpadding="4"'
    if node.colspan > 1:
        parts += f' colspan="{node.colspan}"'
    if node.rowspan > 1:
        parts += f' rowspan="{node.rowspan}"'
    return parts
