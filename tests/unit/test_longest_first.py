# SPDX-License-Identifier: EUPL-1.2
"""The long files of the suite begin first, and the list of them speaks of files that are there."""

from pathlib import Path
from types import SimpleNamespace

from tests.support.longest_first import ROOT, SECONDS, longest_first


def test_every_long_file_is_there():
    assert [name for name in SECONDS if not (ROOT / name).is_file()] == []


def test_long_files_come_first_then_those_with_the_most_tests_and_a_file_stays_whole():
    long = "tests/journeys/test_chain.py"
    items = [
        SimpleNamespace(path=Path(ROOT) / file, name=name)
        for file, name in (("b.py", "2"), ("a.py", "1"), (long, "x"), ("b.py", "1"), (long, "a"))
    ]
    longest_first(items)
    assert [(item.path.name, item.name) for item in items] == [
        ("test_chain.py", "x"), ("test_chain.py", "a"), ("b.py", "2"), ("b.py", "1"), ("a.py", "1"),
    ]  # fmt: skip
