# SPDX-License-Identifier: EUPL-1.2
"""A sentence is split once, after its first part, and never loses a word."""

import pytest

from lgc_app.ui.words.sentences import strong_and_plain


@pytest.mark.parametrize(
    ("words", "end", "parts"),
    [
        ("Code faux. Il reste 2 essais. Vérifiez.", ".", ("Code faux.", "Il reste 2 essais. Vérifiez.")),
        ("Carte retirée.", ".", ("Carte retirée.", "")),
        ("", ".", ("", "")),
        ("Code faux. Il reste 1 essai. Après, fini.", ". Il reste 1 essai.",
         ("Code faux. Il reste 1 essai.", "Après, fini.")),
    ],
)  # fmt: skip
def test_what_stands_in_bold_and_what_explains_it(words, end, parts):
    assert strong_and_plain(words, end) == parts
