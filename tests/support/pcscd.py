# SPDX-License-Identifier: EUPL-1.2
"""The real PC/SC service with a virtual reader, one a process. Where it cannot run: skip, but fail in CI."""

import atexit
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache

import pytest

from cps_card.errors import CardError
from cps_card.pcsc import PcscTransport
from cps_simulator.card import SimulatedCard
from cps_simulator.pcscd import READER_NAME, PcscdUnavailableError, PrivatePcscd, make_private_pcscd
from cps_simulator.vpcd import VirtualReaderPlug
from tests.support.igc import simulated_igc  # noqa: F401 - it also declares the simulation

_PATIENCE_SECONDS = 10.0
_DAEMON = make_private_pcscd()  # before anything in this process speaks to PC/SC


@cache
def _started() -> str:
    """Start the daemon of this process once; return why it could not start, or nothing."""
    try:
        _DAEMON.start()
    except PcscdUnavailableError as error:
        return str(error)
    atexit.register(_DAEMON.stop)
    return ""


def running_pcscd() -> PrivatePcscd:
    """The daemon of this process, running."""
    trouble = _started()
    if trouble:
        refuse = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        refuse(trouble)
    if _DAEMON.pid is None:
        _DAEMON.start()
    return _DAEMON


@contextmanager
def plugged(card: SimulatedCard) -> Iterator[VirtualReaderPlug]:
    """Insert a card in the virtual reader for the length of a block, seen in and seen out."""
    daemon = running_pcscd()
    plug = VirtualReaderPlug(card, daemon.port).insert()
    try:
        wait_until(is_card_there)
        yield plug
    finally:
        plug.remove()
        wait_until(lambda: not is_card_there())


def is_card_there() -> bool:
    """Whether PC/SC sees a card in the virtual reader."""
    try:
        transport = PcscTransport.open(READER_NAME)
    except CardError:
        return False
    transport.close()
    return True


def wait_until(condition: Callable[[], bool]) -> None:
    """Poll until it holds, or fail the test."""
    end = time.monotonic() + _PATIENCE_SECONDS
    while not condition():
        if time.monotonic() > end:
            pytest.fail("waited too long")
        time.sleep(0.02)
