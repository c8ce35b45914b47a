# SPDX-License-Identifier: EUPL-1.2
"""The real PC/SC service with a virtual reader, one a process. Where it cannot run: skip, but fail in CI."""

import atexit
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache

import pytest

from cps_card.errors import CardError, CardMissingError
from cps_card.pcsc import PcscTransport
from cps_simulator.card import SimulatedCard
from cps_simulator.pcscd import READER_NAME, PcscdUnavailableError, PrivatePcscd, make_private_pcscd
from cps_simulator.vpcd import VirtualReaderPlug
from tests.support.igc import simulated_igc  # noqa: F401 - it also declares the simulation

_PATIENCE_SECONDS = 10.0
_HARMLESS = bytes.fromhex("00200001")  # the state of the PIN
_DAEMON = make_private_pcscd()  # before anything in this process speaks to PC/SC
atexit.register(_DAEMON.discard)


@cache
def _started() -> str:
    """Start the daemon of this process once; return why it could not start, or nothing."""
    try:
        _DAEMON.start()
    except PcscdUnavailableError as error:
        return str(error)
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
        if daemon.pid is not None:
            wait_until(is_reader_empty)


def is_card_there() -> bool:
    """Whether a card answers. pcscd may still believe in the one before, so it is asked something."""
    try:
        transport = PcscTransport.open(READER_NAME)
    except CardError:
        return False
    try:
        transport.transmit(bytearray(_HARMLESS))
    except CardError:
        return False
    finally:
        transport.close()
    return True


def is_reader_empty() -> bool:
    """Whether pcscd has seen the card leave."""
    try:
        PcscTransport.open(READER_NAME).close()
    except CardMissingError:
        return True
    except CardError:
        return False
    return False


def wait_until(condition: Callable[[], bool]) -> None:
    """Poll until it holds, or fail the test."""
    end = time.monotonic() + _PATIENCE_SECONDS
    while not condition():
        if time.monotonic() > end:
            pytest.fail("waited too long")
        time.sleep(0.02)
