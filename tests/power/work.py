# SPDX-License-Identifier: EUPL-1.2
"""The traced process: a stretch of work of a post and its region, each promise in the record where it was made."""

import os
import random
import sys
from pathlib import Path

from lgc_app.vault.attachments import AttachmentStore
from lgc_app.vault.slot_file import SlotFile
from lgc_core.model.patient import Patient
from tests.kills.of_files import SlotScene, slot_for
from tests.kills.of_the_record import KEY, open_store
from tests.kills.of_the_sync import PushScene, Region, exchange
from tests.support.record import DOCTOR, add, make_patient

STRETCHES = 40
REOPEN_EVERY = 9


def prepare(folder: Path) -> None:
    """Make the files that a stretch starts from."""
    PushScene().prepare(folder)
    SlotScene().prepare(folder)
    (folder / "attachments").mkdir()


def work(folder: Path, seed: int) -> None:
    """Save, exchange, keep attachments and credentials, close and open again; promise after each."""
    rng = random.Random(seed)
    promises = os.open(folder / "promises", os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def say(line: str) -> None:
        os.write(promises, f"{line}\n".encode())

    store, region = open_store(folder / "cabinet.db"), Region(folder, "poste-1", say)
    safe, slots = AttachmentStore(folder / "attachments", KEY), SlotFile(folder)
    for number in range(STRETCHES):
        patient = make_patient(job="x" * rng.choice([10, 3_000]))
        add(store, patient)
        with store.unit_of_work(DOCTOR) as uow:
            uow.set(Patient, patient.id, job="vu")
        say(f"saved {patient.id}")
        match rng.randrange(4):
            case 0:
                exchange(store, region)
            case 1:
                ref = safe.put(rng.randbytes(rng.choice([100, 30_000])))
                say(f"kept {ref.sha256} {ref.size}")
            case 2:
                slots.save(slots.load().replacing(type((one := slot_for(number + 2)).header), one))
                say(f"slot {one.header.id}")
        if number % REOPEN_EVERY == REOPEN_EVERY - 1:
            store.engine.dispose()
            region.engine.dispose()
            store, region = open_store(folder / "cabinet.db"), Region(folder, "poste-1", say)


if __name__ == "__main__":
    work(Path(sys.argv[1]), int(sys.argv[2]))
