# SPDX-License-Identifier: EUPL-1.2
"""One walk through every screen of one lived-in post, shared by the tests: it takes half a minute."""

import pytest

from tests.pictures.post import lived_in_post
from tests.pictures.tour import walk


@pytest.fixture(scope="module")
def walked(tmp_path_factory, qapp):
    with lived_in_post(tmp_path_factory.mktemp("pictures")) as post:
        yield walk(post)
