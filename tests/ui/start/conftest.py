# SPDX-License-Identifier: EUPL-1.2
"""A post with its window, closed at the end whatever happens."""

import pytest

from tests.support.post_window import PostWindow
from tests.support.vault import MemoryKeyring, using_keyring


@pytest.fixture
def post(tmp_path, qapp):
    with using_keyring(MemoryKeyring()):
        made = PostWindow(tmp_path)
        yield made
        made.close()
