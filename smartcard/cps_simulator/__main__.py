# SPDX-License-Identifier: EUPL-1.2
"""Plug a simulated card into a virtual reader until interrupted: `python -m cps_simulator --port N ...`.

Needs SERENITE_SIMULATION=demo. End it (SIGTERM or Ctrl-C) to pull the card.
"""

import argparse
import signal
import threading
from pathlib import Path

from cps_card.recognition import Generation
from cps_simulator.box import CardBox
from cps_simulator.people import CardOwner
from cps_simulator.vpcd import VirtualReaderPlug

_VPCD_PORT = 35963  # what Debian's vsmartcard-vpcd listens on


def main() -> None:
    """Insert, wait, remove."""
    asked = _arguments()
    owner = CardOwner(f"8{asked.rpps}", asked.surname, asked.given, asked.title)
    card = CardBox(asked.box).card(asked.rpps, owner, Generation(asked.generation), asked.number, asked.pin)
    stopped = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    plug = VirtualReaderPlug(card, asked.port).insert()
    print(f"carte simulée insérée : {asked.given} {asked.surname}", flush=True)
    stopped.wait()
    plug.remove()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="cps_simulator", description=__doc__)
    parser.add_argument("--box", type=Path, required=True, help="folder of the simulated keys")
    parser.add_argument("--port", type=int, default=_VPCD_PORT, help="port of the virtual reader")
    parser.add_argument("--generation", type=int, choices=(3, 4), default=3)
    parser.add_argument("--rpps", default="99900012345", help="11 digits")
    parser.add_argument("--surname", default="ETHEVE")
    parser.add_argument("--given", default="Claire")
    parser.add_argument("--title", default="Médecin")
    parser.add_argument("--number", default="2800123456", help="10 digits, printed on the card")
    parser.add_argument("--pin", default="1234")
    return parser.parse_args()


if __name__ == "__main__":
    main()
