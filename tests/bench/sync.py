# SPDX-License-Identifier: EUPL-1.2
"""The exchange: `dev.py bench sync`; targets P1 to P11 of the protocol's design."""

import gc

from tests.bench import anki_peer, sync_post_rows, sync_server_rows, sync_wire_rows
from tests.bench.rows import Row


def measure() -> list[Row]:
    """Measure both sides and the peer in one run; cycles are collected as seldom as the server and the post do."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    anki = anki_peer.measure()
    return [*sync_server_rows.rows(anki), *sync_wire_rows.rows(), *sync_post_rows.rows()]
