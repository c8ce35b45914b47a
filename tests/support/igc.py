# SPDX-License-Identifier: EUPL-1.2
"""One simulated IGC a process: RSA keys are slow to make."""

import os
from functools import cache
from pathlib import Path

os.environ.setdefault("SERENITE_SIMULATION", "tests")

from cps_card.crl import CrlCache
from cps_card.trust import TrustStore
from cps_simulator.igc import CardPairs, SimulatedIgc
from cps_simulator.people import CardOwner

CLAIRE = CardOwner("899900012345", "ETHEVE", "Claire")
LUCIE = CardOwner("899900054321", "NATIVEL", "Lucie", "Infirmier")
SECRETARY = CardOwner("3970000001/0042", "HOARAU", "Marie", "Secrétaire", "970000001")


@cache
def simulated_igc() -> SimulatedIgc:
    """The authorities of this process."""
    return SimulatedIgc.create()


@cache
def pairs_of(owner: CardOwner) -> CardPairs:
    """The key pairs of this owner's card, made once."""
    return simulated_igc().issue(owner)


def trust_store(folder: Path, *, fresh_crl: bool = True) -> TrustStore:
    """A store that trusts the simulated authorities, with a fresh revocation list unless told otherwise."""
    igc = simulated_igc()
    cache_of_lists = CrlCache(folder, (igc.persons.certificate, igc.root.certificate))
    if fresh_crl:
        cache_of_lists.add(igc.revocation_list())
    return TrustStore((igc.root.certificate,), (igc.persons.certificate,), cache_of_lists, accept_simulation=True)
