# SPDX-License-Identifier: EUPL-1.2
"""A demo finds the same world after a restart, and may plug it from another process."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from cps_card.cps import CpsCard
from cps_card.errors import CardError
from cps_card.pcsc import PcscTransport
from cps_card.recognition import Generation
from cps_simulator.box import CardBox
from tests.support.igc import CLAIRE, LUCIE
from tests.support.pcscd import READER_NAME, running_pcscd, wait_until

REPOSITORY = Path(__file__).resolve().parents[3]


def test_the_same_cards_come_out_of_the_box_after_a_restart(tmp_path: Path) -> None:
    first = CardBox(tmp_path).card("claire", CLAIRE)
    again = CardBox(tmp_path).card("claire", CLAIRE)
    other = CardBox(tmp_path).card("lucie", LUCIE, Generation.CPS4, "2800999999", "4321")
    assert first.profile.pairs.auth.certificate == again.profile.pairs.auth.certificate
    assert other.profile.pairs.auth.certificate.issuer == first.profile.pairs.auth.certificate.issuer
    assert (other.profile.generation, other.profile.pin) == (Generation.CPS4, "4321")


@pytest.mark.pcsc
def test_a_card_plugged_by_the_command_is_seen_until_the_command_ends(tmp_path: Path) -> None:
    daemon = running_pcscd()
    command = [sys.executable, "-m", "cps_simulator", "--box", str(tmp_path), "--port", str(daemon.port)]
    environment = {**os.environ, "SERENITE_SIMULATION": "demo", "PYTHONPATH": str(REPOSITORY / "smartcard")}
    process = subprocess.Popen([*command, "--surname", "PAYET"], env=environment, stdout=subprocess.PIPE)
    try:
        wait_until(lambda: holder_in_reader() == "PAYET")
    finally:
        process.terminate()
        process.communicate(timeout=10)
    wait_until(lambda: holder_in_reader() is None)


def holder_in_reader() -> str | None:
    try:
        session = CpsCard(PcscTransport.open(READER_NAME))
    except CardError:
        return None
    session.close()
    return session.holder.surname
