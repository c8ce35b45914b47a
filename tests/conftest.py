# SPDX-License-Identifier: EUPL-1.2
"""Rules for every test: no screen, no outside network, no skip where CI watches."""

import gc
import os
import socket
from collections.abc import Iterator
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest

from tests.support.longest_first import longest_first

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("SERENITE_SIMULATION", "1")

SHARED = Path(__file__).parents[2] / "shared"
ON_CI = os.environ.get("CI") == "true"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin the long files first; skip what needs the given folder where it is absent: on CI it must be there."""
    longest_first(items)
    if SHARED.is_dir() or ON_CI:
        return
    absent = pytest.mark.skip(reason="needs ../shared, which only the workplace has")
    for item in items:
        if item.get_closest_marker("given"):
            item.add_marker(absent)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Turn a skip into a failure on CI: a proof that did not run is not a proof."""
    outcome: Any = yield
    report = outcome.get_result()
    if ON_CI and report.skipped and not hasattr(report, "wasxfail") and not item.get_closest_marker("optional"):
        report.outcome = "failed"
        report.longrepr = f"skipped on CI: {report.longrepr}"


@pytest.fixture(autouse=True)
def _no_outside_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let tests talk to this machine only."""
    real = socket.socket.connect

    def connect(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and not _is_here(address[0]):
            raise AssertionError(f"a test tried to reach {address[0]}")
        real(self, address)

    monkeypatch.setattr(socket.socket, "connect", connect)


@pytest.fixture(autouse=True)
def _collect_between_tests() -> Iterator[None]:
    """Where the window took the cycle collector over, run it here: no other thread works between tests."""
    yield
    if not gc.isenabled() and gc.get_count()[0] > 20_000:
        gc.collect()


def _is_here(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
