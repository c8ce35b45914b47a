# SPDX-License-Identifier: EUPL-1.2
"""The sentences fixed by the design are the ones shown, and each is written in one place."""

import ast
import re
from pathlib import Path

import pytest

import lgc_app.ui
from lgc_app.ui.words import count, tr
from lgc_app.ui.words.messages import Message
from tests.support.exact_words import EXPECTED

UI = Path(lgc_app.ui.__file__).parent
DESIGN = Path(__file__).parents[6] / "shared/design/ui.md"


@pytest.mark.parametrize("message", Message)
def test_a_message_filled_with_the_design_s_values_is_its_exact_sentence(message):
    blanks, sentence = EXPECTED[message]
    assert tr(message, **blanks).replace("\u00a0", " ") == sentence


def strings_of_the_window():
    for path in UI.rglob("*.py"):
        if "gallery" not in path.parts:
            tree = ast.parse(path.read_text())
            yield from (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant))


def test_each_sentence_is_written_once_in_the_code():
    strings = [text for text in strings_of_the_window() if isinstance(text, str)]
    for message in Message:
        assert strings.count(message.value) == 1, message
        longest = max(re.split(r"\{\w+\}", message.value), key=len)
        copies = [text for text in strings if longest in text and text != message.value]
        assert len(longest) < 30 or not copies, message


@pytest.mark.given
def test_the_expected_sentences_are_those_of_the_design():
    if not DESIGN.exists():
        pytest.skip("the shared folder is not here")
    rows = re.findall(r"^\| \d+ \| [^|]+ \| ([^|]+) \|$", DESIGN.read_text(), re.MULTILINE)
    assert [row.strip() for row in rows] == [sentence for _blanks, sentence in EXPECTED.values()]


def test_a_blank_without_a_value_is_a_bug():
    with pytest.raises(KeyError):
        tr(Message.WRONG_PIN, hour="10:37")


def test_braces_in_a_name_are_only_letters():
    assert tr("Dossier de {name}", name="{tries}") == "Dossier de {tries}"


@pytest.mark.parametrize(("number", "words"), [(0, "0\u00a0essai"), (1, "1\u00a0essai"), (2, "2\u00a0essais")])
def test_the_plural_starts_at_two(number, words):
    assert count(number, "essai", "essais") == words
