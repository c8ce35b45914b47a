# SPDX-License-Identifier: EUPL-1.2
"""Every vault test has its own keyring and its own practice."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.vault import MemoryKeyring, Practice, using_keyring


@pytest.fixture(autouse=True)
def keyring_of_the_test() -> Iterator[MemoryKeyring]:
    backend = MemoryKeyring()
    with using_keyring(backend):
        yield backend


@pytest.fixture
def practice(tmp_path: Path) -> Practice:
    return Practice(tmp_path)
