# SPDX-License-Identifier: EUPL-1.2
"""A few power cuts at every run; `dev.py soak --only power` cuts three thousand times."""

import random

import pytest

from lgc_core.errors import LgcError
from tests.power import cuts
from tests.power.trace import Disk, Event, cut

pytestmark = pytest.mark.skipif(not cuts.has_compiler(), reason="the recording layer needs gcc, on Linux")
AT_EVERY_RUN = 12


def test_what_was_promised_survives_a_power_cut():
    found = {item: faults for item in range(AT_EVERY_RUN) if (faults := cuts.played(item)[1])}
    assert found == {}


def test_the_method_sees_a_database_that_does_not_flush(tmp_path):
    start, events = cuts._recorded(0)
    careless = [event for event in events if event.kind != "S"]
    files, promised = cut(start, careless, len(careless), 1)
    for path, content in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(content)
    try:
        found = cuts.faults_of(tmp_path, promised)
    except LgcError:
        found = ["does not open"]
    assert found


def test_a_write_is_certain_only_once_it_was_flushed():
    disk = Disk({"a": b""})
    disk.do(Event("W", "a", b"1" * 512, 0))
    disk.do(Event("S", "a", b"", 0))
    disk.do(Event("W", "a", b"2" * 1024, 0))
    left = {disk.after_cut(random.Random(seed))["a"] for seed in range(40)}
    assert {b"1" * 512, b"2" * 1024, b"1" * 512 + b"2" * 512} <= left
