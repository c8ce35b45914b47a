# SPDX-License-Identifier: EUPL-1.2
"""An enrolled post and its region, both real."""

import pytest

from cps_simulator.box import CardBox
from lgc_app.demo.posts import enrol
from lgc_app.demo.region import DemoRegion
from tests.support.post_window import PostWindow, keyring_of
from tests.support.vault import using_keyring


@pytest.fixture
def world(tmp_path, qapp, post_template):
    region = DemoRegion(tmp_path / "region", CardBox(post_template.folder / "cards").igc())
    region.command("admin", "add", "admin", "M. Virassamy")
    region.start()
    with using_keyring(keyring_of(post_template)):
        post = PostWindow(tmp_path, post_template, region=region)
        with post.vault() as vault:
            assert enrol(post.context, vault, "Bureau 1", region.approve_all)
        yield post, region
        post.close()
    region.stop()
