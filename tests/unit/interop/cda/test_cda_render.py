# SPDX-License-Identifier: EUPL-1.2
"""A received document as a page: whole, in order, and inert."""

from html.parser import HTMLParser

from interop.cda.read.document import read_cda
from interop.cda.render import render_html
from tests.support.cda import a_document, a_pdf, a_report, a_section, a_vsm

ALLOWED = {
    "h1", "h2", "h3", "h4", "h5", "p", "b", "i", "u", "sub", "sup", "div", "span", "br", "a", "ul", "ol", "li",
    "table", "caption", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip


class _Tags(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags, self.attributes, self.open = set(), set(), []

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def tags(page: str) -> _Tags:
    found = _Tags()
    found.feed(page)
    return found


def test_a_summary_is_shown_with_its_people_and_every_section():
    page = render_html(read_cda(a_vsm()))
    for words in ("Synthèse médicale", "Dr Maëlle ETHÈVE", "HOARAU Marie-Josette", "PAYET", "21/03/1952"):
        assert words in page
    order = [page.index(w) for w in ("Pathologies en cours", "Allergies", "Points de vigilance", "Traitements")]
    assert order == sorted(order)


def test_only_our_own_tags_and_attributes_are_written_and_all_are_closed():
    hostile = '<script>x()</script><img src="http://x/"/><a onclick="x">z</a><style>y</style>'
    for reading in (read_cda(a_vsm()), read_cda(a_document(a_section(hostile, title="&lt;b&gt;")))):
        found = tags(render_html(reading))
        assert found.tags <= ALLOWED
        assert found.attributes <= {"name", "colspan", "rowspan", "border", "cellspacing", "cellpadding"}
        assert found.open == []


def test_an_anchor_cannot_break_out_of_its_attribute():
    text = "<content ID='\"&gt;&lt;script&gt;'>x</content>"
    assert "<script>" not in render_html(read_cda(a_document(a_section(text))))


def test_what_was_not_taken_is_said_at_the_end():
    page = render_html(read_cda(a_document(a_section("x", "<supply/>"))))
    assert page.endswith("<p><i>1 élément affiché mais non repris.</i></p>")


def test_an_unstructured_report_still_has_its_header():
    assert "Compte rendu de consultation" in render_html(read_cda(a_report(a_pdf())))
