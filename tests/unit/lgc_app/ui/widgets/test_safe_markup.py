# SPDX-License-Identifier: EUPL-1.2
"""A hostile narrative loses everything that could act, and none of its words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lgc_app.ui.widgets.safe_markup import MAXIMUM_CHARACTERS, safe_markup


@pytest.mark.parametrize(
    ("hostile", "left"),
    [
        ("<p onclick='x()'>bon</p>", "<p>bon</p>"),
        ("<script>alert(1)</script>texte", "texte"),
        ("<script><p>a</script><b>ok</b>", "<b>ok</b>"),
        ('<img src="/etc/passwd">mot', "mot"),
        ('<a href="http://x.invalid">lien</a>', "lien"),
        ('<td colspan="2" style="x">4</td>', '<td colspan="2">4</td>'),
        ('<td colspan="99999999">4</td>', "<td>4</td>"),
        ('<td colspan="99">4</td>', '<td colspan="50">4</td>'),
        ("<p>ouvert", "<p>ouvert</p>"),
        ("a < b & c", "a &lt; b &amp; c"),
        ("&lt;script&gt;", "&lt;script&gt;"),
        ("<br/>x<br>", "<br>x<br>"),
    ],
)
def test_only_harmless_tags_are_left(hostile, left):
    assert safe_markup(hostile) == left


def test_a_text_without_end_is_cut_and_says_so():
    assert safe_markup("a" * (MAXIMUM_CHARACTERS + 5)).endswith("…")


@given(st.text(alphabet="<>/abpimgscrt ='\"&;!-?x", max_size=200))
def test_no_hostile_mixture_lets_a_tag_through(hostile):
    safe = safe_markup(hostile).lower()
    assert "<img" not in safe
    assert "<script" not in safe
    assert "<a" not in safe
