# SPDX-License-Identifier: EUPL-1.2
"""Keep a simulated world in a folder, so that a demo finds the same cards after a restart.

The keys lie there in clear: they are worth nothing, for every certificate says SIMULATION.
"""

import json
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from cps_card.recognition import Generation
from cps_simulator.card import CardProfile, SimulatedCard
from cps_simulator.igc import CardPairs, KeyPair, SimulatedIgc
from cps_simulator.people import CardOwner
from cps_simulator.permission import require_simulation

_WORLD = "igc.json"


class CardBox:
    """A folder with the authorities and the cards, each card under a name."""

    def __init__(self, folder: Path) -> None:
        require_simulation()
        self._folder = folder

    def igc(self) -> SimulatedIgc:
        """Load the authorities, or make them the first time."""
        path = self._folder / _WORLD
        if path.is_file():
            stored = json.loads(path.read_text("utf-8"))
            return SimulatedIgc(_load(stored["root"]), _load(stored["persons"]))
        igc = SimulatedIgc.create()
        self._write(path, {"root": _dump(igc.root), "persons": _dump(igc.persons)})
        return igc

    def card(
        self,
        name: str,
        owner: CardOwner,
        generation: Generation = Generation.CPS3,
        number: str = "2800123456",
        pin: str = "1234",
    ) -> SimulatedCard:
        """Load the card of this name, or make it the first time; later arguments do not change it."""
        path = self.path_of(name)
        if not path.is_file():
            pairs = self.igc().issue(owner)
            stored = {"generation": generation.value, "number": number, "pin": pin}
            self._write(path, {**stored, "auth": _dump(pairs.auth), "sign": _dump(pairs.sign)})
        return load_card(path)

    def path_of(self, name: str) -> Path:
        """Where the card of this name is kept."""
        return self._folder / f"{name}.card.json"

    @staticmethod
    def _write(path: Path, content: dict[str, Any]) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_suffix(".new")
        fresh.write_text(json.dumps(content, indent=1), "utf-8")
        fresh.replace(path)


def load_card(path: Path) -> SimulatedCard:
    """Make the card that a file describes, its counters fresh."""
    stored = json.loads(path.read_text("utf-8"))
    pairs = CardPairs(_load(stored["auth"]), _load(stored["sign"]))
    profile = CardProfile(pairs, Generation(stored["generation"]), stored["number"], stored["pin"])
    return SimulatedCard(profile)


def _dump(pair: KeyPair) -> dict[str, str]:
    key = pair.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return {"key": key.decode(), "certificate": pair.certificate.public_bytes(Encoding.PEM).decode()}


def _load(stored: dict[str, str]) -> KeyPair:
    # Proving again that our own key is one takes 90 ms a key; this file is written by `_dump` and by nobody else.
    key = load_pem_private_key(stored["key"].encode(), None, unsafe_skip_rsa_key_validation=True)
    if not isinstance(key, rsa.RSAPrivateKey):
        raise TypeError("a simulated card holds RSA keys")
    return KeyPair(key, x509.load_pem_x509_certificate(stored["certificate"].encode()))
