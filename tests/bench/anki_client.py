# SPDX-License-Identifier: EUPL-1.2
"""Run inside a throw-away environment that holds `anki`: push and pull objects through Anki's own sync, time both.

Arguments: an empty folder, the server's address, how many notes (each is two objects: a note and its card).
"""

import json
import sys
import time
from pathlib import Path

from anki.collection import Collection


def main() -> None:
    """Print the objects per second of a push and of a pull."""
    folder, address, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    here, there = Collection(str(folder / "a.anki2")), Collection(str(folder / "b.anki2"))
    auth = here.sync_login("u", "p", address)
    _full(here, auth, upload=True)
    _full(there, auth, upload=False)
    kind = here.models.by_name("Basic")
    deck = here.decks.id("Default")
    for number in range(count):
        note = here.new_note(kind)
        note["Front"], note["Back"] = f"note {number}", "toux fièvre auscultation claire tension stable " * 3
        here.add_note(note, deck)
    pushed = _timed(here, auth)
    pulled = _timed(there, auth)
    assert there.note_count() == count
    sys.stdout.write(json.dumps({"push": 2 * count / pushed, "pull": 2 * count / pulled}))


def _full(collection: Collection, auth: object, *, upload: bool) -> None:
    collection.sync_collection(auth, False)
    collection.close_for_full_sync()
    collection.full_upload_or_download(auth=auth, server_usn=None, upload=upload)
    collection.reopen(after_full_sync=True)


def _timed(collection: Collection, auth: object) -> float:
    started = time.perf_counter()
    collection.sync_collection(auth, False)
    return time.perf_counter() - started


main()
