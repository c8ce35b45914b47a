# SPDX-License-Identifier: EUPL-1.2
"""Posts of the `server` of a module: two of one practice, and one of another."""

import pytest

from tests.support.igc import LUCIE
from tests.support.mtls import a_post, enrol


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("posts")


@pytest.fixture(scope="module")
def bureau(server, folder):
    return enrol(server, folder)


@pytest.fixture(scope="module")
def tablet(server, folder, bureau):
    return enrol(server, folder, a_post(bureau.practice, "Tablette"), LUCIE)


@pytest.fixture(scope="module")
def neighbour(server, folder):
    return enrol(server, folder, a_post(name="Cabinet Roche-Écrite"))
