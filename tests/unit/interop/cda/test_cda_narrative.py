# SPDX-License-Identifier: EUPL-1.2
"""The words of a section, shown safely and whole."""

from interop.cda.narrative import walk
from interop.cda.read.document import read_cda
from tests.support.cda import a_document, a_section

TABLE = (
    '<table><thead><tr><th colspan="2">Date</th></tr></thead><tbody><tr><td>2019</td>'
    '<td><content ID="a" styleCode="Bold Italics">Asthme</content></td></tr></tbody></table>'
)


def narrative(text: str):
    return read_cda(a_document(a_section(text))).body.sections[0].narrative


def test_tables_keep_their_cells_spans_and_anchors():
    found = narrative(TABLE)
    assert found.text == "Date\n2019\tAsthme"
    assert '<th colspan="2">Date</th>' in found.html
    assert '<a name="a"></a>Asthme' in found.html
    assert "<b><i>" in found.html


def test_lists_and_paragraphs_are_lines():
    found = narrative("<paragraph>Un</paragraph><list><item>Deux</item><item>Trois</item></list>")
    assert found.text.splitlines() == ["Un", "Deux", "Trois"]


def test_an_ordered_list_stays_ordered():
    assert "<ol><li>" in narrative('<list listType="ordered"><item>Un</item></list>').html


def test_unknown_markup_keeps_its_words():
    assert "vu à Salazie" in narrative("<etrange>vu <gras>à</gras> Salazie</etrange>").text


def test_text_around_elements_keeps_its_spaces():
    assert narrative('pression <content ID="x">148</content> mmHg').text == "pression 148 mmHg"


def test_absurd_spans_are_bounded():
    found = narrative('<table><tbody><tr><td colspan="999">a</td><td rowspan="-3">b</td></tr></tbody></table>')
    spans = {(n.colspan, n.rowspan) for n in walk(found.root)}
    assert (60, 1) in spans
    assert max(c for c, _ in spans) == 60


def test_an_image_is_named_not_fetched():
    found = narrative('<renderMultiMedia referencedObject="doc-1"/>')
    assert not found.empty
    assert "<img" not in found.html


def test_a_section_without_words_says_it_is_empty():
    assert narrative("<br/>").empty
