# SPDX-License-Identifier: EUPL-1.2
"""A post that the region knows, and the region itself as a real process."""

import shutil

import pytest

from cps_simulator.box import CardBox
from lgc_app.demo.posts import enrol
from lgc_app.demo.region import DemoRegion
from tests.support.post_window import PostWindow, Template, keyring_of
from tests.support.vault import using_keyring


@pytest.fixture(scope="session")
def enrolled(tmp_path_factory, post_template):
    """Enrol a post in a region once; each test works on copies of both."""
    folder = tmp_path_factory.mktemp("enrolled")
    region = DemoRegion(folder / "region", CardBox(post_template.folder / "cards").igc())
    region.command("admin", "add", "admin", "M. Virassamy")
    keyring = keyring_of(post_template)
    with region, using_keyring(keyring):
        post = PostWindow(folder / "post", post_template, region=region)
        with post.vault() as vault:
            assert enrol(post.context, vault, "Bureau 1", region.approve_all)
    return Template(folder, post_template.code, keyring.held)


@pytest.fixture
def world(tmp_path, qapp, enrolled):
    shutil.copytree(enrolled.folder / "region", tmp_path / "region")
    with DemoRegion(tmp_path / "region", CardBox(enrolled.folder / "post" / "cards").igc()) as region:
        its_post = Template(enrolled.folder / "post", enrolled.code, enrolled.keyring)
        with using_keyring(keyring_of(its_post)):
            post = PostWindow(tmp_path / "post", its_post, region=region)
            yield post, region
            post.close()
