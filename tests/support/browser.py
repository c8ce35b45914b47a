# SPDX-License-Identifier: EUPL-1.2
"""A real Chromium that trusts the regional authority, for pictures and accessibility checks."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from lgc_app.demo import web
from lgc_app.demo.web import CHROMIUM, DESK, PHONE

__all__ = ["DESK", "PHONE", "chromium", "violations"]


@contextmanager
def chromium(*certificates: Path) -> Iterator[Browser]:
    """Start the demo's Chromium, trusting certificates in files; where there is none, skip, or fail on CI."""
    if not CHROMIUM.exists():
        if os.environ.get("CI") == "true":
            pytest.fail("Chromium is missing")
        pytest.skip("Chromium is not installed here")
    with web.chromium(*(file.read_text("ascii") for file in certificates)) as browser:
        yield browser


def violations(page) -> list[str]:
    """Return what axe finds wrong with a page, one line a fault."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {node['html'][:160]}" for one in found for node in one["nodes"]]
