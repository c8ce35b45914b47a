# SPDX-License-Identifier: EUPL-1.2
"""The order in which the files of the suite are begun: the longest first, so that its processes end together.

pytest-xdist gives whole files away, those with the most tests first: a file of four tests of ten seconds each
would begin when the others have nothing left to do.
"""

from collections import Counter
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).parents[2]
OF_ONE_TEST: Final = 0.02
"""Seconds: what a test takes where its file was not worth a line below."""

SECONDS: Final = {
    "tests/contract/test_server_console.py": 238,
    "tests/ui/pictures/test_every_screen_of_the_window.py": 122,
    "tests/simulation/test_simulation.py": 118,
    "tests/ui/start/test_unlock_to_lock.py": 83,
    "tests/simulation/test_partitions_in_a_life.py": 46,
    "tests/contract/test_server_patient_web.py": 44,
    "tests/ui/start/test_palette_and_tabs.py": 40,
    "tests/ui/start/test_exchange_in_the_window.py": 39,
    "tests/unit/interop/xml/test_hostile_xml.py": 37,
    "tests/journeys/test_chain.py": 36,
    "tests/mutation/test_mutants.py": 6,
    "tests/contract/test_server_devices.py": 31,
    "tests/contract/test_server_dmp.py": 29,
    "tests/contract/test_server_pages.py": 27,
    "tests/unit/lgc_app/cli/test_cli_on_a_post.py": 26,
    "tests/contract/test_server_exchange.py": 26,
    "tests/ui/dossier/test_dossier_acts.py": 25,
    "tests/ui/start/test_safety_of_the_post.py": 24,
    "tests/contract/test_server_hint_and_turns.py": 24,
    "tests/contract/test_sync_protocol.py": 24,
    "tests/ui/dossier/test_dossier_looks.py": 19,
    "tests/ui/test_budgets.py": 16,
    "tests/contract/test_server_pieces.py": 15,
    "tests/journeys/test_post_made_again.py": 13,
    "tests/unit/sync/test_two_hands.py": 9,
    "tests/unit/interop/cda/test_cda_fuzz.py": 8,
    "tests/contract/test_server_enrolment.py": 8,
    "tests/simulation/test_posts_restored_in_a_life.py": 7,
    "tests/contract/test_server_partitions.py": 7,
}
"""Seconds of the long files in a whole run of 22 November 2026, on 2 cores by 3 processes (`--durations`)."""


def longest_first(items: list[pytest.Item]) -> None:
    """Put the files in order in place; the tests of a file keep theirs. Every process comes to the same order."""
    tests = Counter(map(_file_of, items))
    seconds = {file: SECONDS.get(file, number * OF_ONE_TEST) for file, number in tests.items()}
    items.sort(key=lambda item: (-seconds[_file_of(item)], _file_of(item)))


def _file_of(item: pytest.Item) -> str:
    return item.path.relative_to(ROOT).as_posix()
