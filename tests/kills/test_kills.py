# SPDX-License-Identifier: EUPL-1.2
"""One kill of each kind at every run; `dev.py soak --only kills` kills a thousand times."""

import os

import pytest

from tests.kills.kill import SCENES, played

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="a child is forked to be killed")


@pytest.mark.parametrize("item", range(len(SCENES)), ids=[scene.name for scene in SCENES])
def test_a_killed_process_leaves_what_it_promised(item):
    counts, faults = played(item)
    assert faults == []
    assert counts[f"kills in {SCENES[item].name}"] == 1
