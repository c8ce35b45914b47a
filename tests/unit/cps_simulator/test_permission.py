# SPDX-License-Identifier: EUPL-1.2
"""The simulator works in demo and tests, and nowhere else."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.x509.oid import NameOID

from cps_simulator.box import CardBox
from cps_simulator.card import CardProfile, SimulatedCard
from cps_simulator.igc import SimulatedIgc
from cps_simulator.permission import VARIABLE, SimulationRefusedError
from tests.support.igc import CLAIRE, pairs_of, simulated_igc

REPOSITORY = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize("value", [None, "", "0", "no", "production"])
def test_nothing_is_made_without_the_declared_purpose(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, value: str | None
) -> None:
    pairs = pairs_of(CLAIRE)
    if value is None:
        monkeypatch.delenv(VARIABLE)
    else:
        monkeypatch.setenv(VARIABLE, value)
    for make in (
        SimulatedIgc.create,
        lambda: SimulatedCard(CardProfile(pairs)),
        lambda: CardBox(tmp_path),
    ):
        with pytest.raises(SimulationRefusedError):
            make()


def test_an_installed_application_never_simulates_whatever_the_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pairs = pairs_of(CLAIRE)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    with pytest.raises(SimulationRefusedError):
        SimulatedCard(CardProfile(pairs))


def test_the_command_refuses_outside_a_demo(tmp_path: Path) -> None:
    clean = {key: value for key, value in os.environ.items() if key != VARIABLE}
    run = subprocess.run(
        [sys.executable, "-m", "cps_simulator", "--box", str(tmp_path), "--port", "1"],
        env={**clean, "PYTHONPATH": str(REPOSITORY / "smartcard")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode != 0
    assert VARIABLE in run.stderr
    assert not list(tmp_path.iterdir())


def test_every_certificate_says_that_it_is_a_simulation() -> None:
    igc, pairs = simulated_igc(), pairs_of(CLAIRE)
    for pair in (igc.root, igc.persons, pairs.auth, pairs.sign):
        (organisation,) = pair.certificate.subject.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)
        assert organisation.value == "SIMULATION"
