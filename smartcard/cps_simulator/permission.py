# SPDX-License-Identifier: EUPL-1.2
"""The lock on the simulator: nothing here works in a practice.

Three barriers, each enough alone: a frozen application never simulates; elsewhere a variable of the
environment must say so; and `cps_card.trust` refuses a simulated root unless it is told otherwise.
"""

import os
import sys

VARIABLE = "SERENITE_SIMULATION"
ALLOWED = ("1", "demo", "tests")


class SimulationRefusedError(RuntimeError):
    """Somebody tried to make a card outside demo and tests."""


def require_simulation() -> None:
    """Stop unless this process declared itself a demo or a test run.

    Raises:
        SimulationRefusedError: in an installed application, or without the variable.
    """
    if getattr(sys, "frozen", False):
        raise SimulationRefusedError("an installed application never simulates a card")
    if os.environ.get(VARIABLE) not in ALLOWED:
        raise SimulationRefusedError(f"set {VARIABLE} to one of {', '.join(ALLOWED)}")
