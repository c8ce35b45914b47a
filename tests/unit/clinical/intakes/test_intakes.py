# SPDX-License-Identifier: EUPL-1.2
"""« 1-0-1 » is for colleagues; a patient reads words, and a text that is not shorthand stays as it is."""

import pytest

from lgc_core.clinical.intakes import intake_words


@pytest.mark.parametrize(
    ("shorthand", "words"),
    [
        ("1-0-1", "1 le matin, 1 le soir"),
        ("1 - 1 - 1", "1 le matin, 1 à midi, 1 le soir"),
        ("0-0-0-1", "1 au coucher"),
        ("0.5-0-0", "0,5 le matin"),
        ("½-0-½", "½ le matin, ½ le soir"),
        ("10-0-20", "10 le matin, 20 le soir"),
    ],
)
def test_a_shorthand_is_said_in_words(shorthand, words):
    assert intake_words(shorthand) == words


@pytest.mark.parametrize(
    "text", ["", "si besoin", "1 comprimé matin et soir", "0-0-0", "1-0", "12/03/2026", "1-0-1-0-1"]
)
def test_any_other_text_is_never_guessed_at(text):
    assert intake_words(text) == text
