# SPDX-License-Identifier: EUPL-1.2
"""Rebuilds hostile HTML from the few tags that carry meaning: no picture, link, style or script is left."""

from html import escape
from html.parser import HTMLParser

# what a CDA narrative block turns into (HL7 CDA R2 §4.3.5); all else is dropped, its text kept
_KEPT = frozenset(
    [
        "p",
        "br",
        "b",
        "strong",
        "i",
        "em",
        "u",
        "sub",
        "sup",
        "ul",
        "ol",
        "li",
        "table",
        "caption",
        "thead",
        "tbody",
        "tfoot",
        "tr",
        "th",
        "td",
        "h1",
        "h2",
        "h3",
        "h4",
        "div",
        "span",
    ]
)
_EMPTY = frozenset({"br"})
_MUTE = frozenset({"script", "style", "head", "title", "object", "iframe", "svg", "math"})
_SPANS = ("colspan", "rowspan")
# a cell wider than this is an attack on the layout, not a table
_WIDEST_SPAN = 50
# bounded memory: far above any real narrative
MAXIMUM_CHARACTERS = 2_000_000


def safe_markup(untrusted_html: str) -> str:
    """Give the same text with harmless tags only; beyond MAXIMUM_CHARACTERS the rest is cut and said so by "…"."""
    cut = untrusted_html[:MAXIMUM_CHARACTERS]
    rebuilder = _Rebuilder()
    rebuilder.feed(cut)
    rebuilder.close()
    rebuilder.finish()
    return "".join(rebuilder.pieces) + ("…" if len(untrusted_html) > MAXIMUM_CHARACTERS else "")


class _Rebuilder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._open: list[str] = []
        self._mute = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _MUTE:
            self._mute += 1
        elif tag in _KEPT and not self._mute:
            self.pieces.append(f"<{tag}{_spans(attrs)}>")
            if tag not in _EMPTY:
                self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _KEPT and not self._mute:
            closing = "" if tag in _EMPTY else f"</{tag}>"
            self.pieces.append(f"<{tag}{_spans(attrs)}>{closing}")

    def handle_endtag(self, tag: str) -> None:
        if tag in _MUTE:
            self._mute = max(self._mute - 1, 0)
        elif tag in self._open and not self._mute:
            while (closed := self._open.pop()) != tag:
                self.pieces.append(f"</{closed}>")
            self.pieces.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if not self._mute:
            self.pieces.append(escape(data))

    def finish(self) -> None:
        self.pieces.extend(f"</{tag}>" for tag in reversed(self._open))
        self._open.clear()


def _spans(attrs: list[tuple[str, str | None]]) -> str:
    kept = ""
    for name, value in attrs:
        if name in _SPANS and value and value.isascii() and value.isdigit() and len(value) <= 2:
            kept += f' {name}="{min(int(value), _WIDEST_SPAN)}"'
    return kept
