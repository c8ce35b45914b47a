# SPDX-License-Identifier: EUPL-1.2
"""Killed while a file is made: migration, key slots, attachments, backups."""

import os
import random
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from lgc_app.vault.attachments import AttachmentStore, BlobRef
from lgc_app.vault.backup import make_backup, newest_backup, verify_backup
from lgc_app.vault.engine import create_database, open_database
from lgc_app.vault.integrity import check_integrity
from lgc_app.vault.slot_file import SlotFile, SlotSet
from lgc_app.vault.slots import PassphraseHeader, RecoveryHeader, Slot, new_identifier, new_salt, seal, unseal
from lgc_core.model.patient import Patient
from lgc_core.store.tables import metadata
from migrations.upgrade import is_current, upgrade
from tests.kills.of_the_record import KEY, make_file, open_store
from tests.kills.scene import Say
from tests.support.record import DOCTOR, add, make_patient

_SECRET = b"secret of a test"
_VAULT = "0" * 32


class MigrateScene:
    """A record goes from nothing to the version of today, again and again; each finished one is promised."""

    name = "migrate"

    def prepare(self, folder: Path) -> None:
        warm = folder / "warm.db"
        make_file(warm)  # the imports of a migration are not what is killed
        warm.unlink()

    def work(self, folder: Path, say: Say) -> None:
        for number in range(1_000):
            path = folder / f"{number}.db"
            engine = create_database(path, KEY)
            upgrade(engine, "cabinet")
            engine.dispose()
            say(path.name)

    def faults(self, folder: Path, said: Sequence[str]) -> list[str]:
        found = []
        for path in sorted(folder.glob("*.db")):
            if path.stat().st_size == 0 and path.name not in said:
                continue  # created and not yet a database: the next start makes it anew
            engine = open_database(path, KEY)
            with engine.connect() as connection:
                if path.name in said and not is_current(connection, "cabinet"):
                    found.append("a finished migration is gone")
            upgrade(engine, "cabinet")
            with engine.connect() as connection:
                names = {row[0] for row in connection.exec_driver_sql("SELECT name FROM sqlite_master")}
            found += [f"{name} is missing" for name in metadata.tables if name not in names]
            found += [] if check_integrity(engine).is_sound else ["the file is damaged"]
            engine.dispose()
        return found


class SlotScene:
    """Credentials come and go: the file of wrapped keys always opens, with the last promised set or the next."""

    name = "slots"

    def prepare(self, folder: Path) -> None:
        SlotFile(folder).save(SlotSet(_VAULT, (slot_for(0), slot_for(1))))

    def work(self, folder: Path, say: Say) -> None:
        file = SlotFile(folder)
        for number in range(2, 100_000):
            slot = slot_for(number)
            file.save(file.load().replacing(PassphraseHeader, slot))
            say(slot.header.id)

    def faults(self, folder: Path, said: Sequence[str]) -> list[str]:
        held = SlotFile(folder).load()
        opened = [unseal(_VAULT, slot, _SECRET).reveal() for slot in held.slots]
        found = ["a slot opens to another key"] if set(opened) != {KEY.reveal()} else []
        if held.independent < 2:
            found.append("fewer than two ways to open")
        if said and said[-1] not in {slot.header.id for slot in held.slots} and not _is_next(held, said[-1]):
            found.append("the promised slot is gone")
        return found


def _is_next(held: SlotSet, promised: str) -> bool:
    """Tell whether the set is younger than the promise: killed after the write, before the next promise."""
    newest = max(slot.header.created for slot in held.slots)
    return newest > datetime.fromtimestamp(int(promised[:12], 16) / 1000, UTC)


def slot_for(number: int) -> Slot:
    """Return the recovery slot (0) or a passphrase slot whose id says when it was made."""
    now = datetime.now(UTC)
    identifier = f"{int(now.timestamp() * 1000):012x}{new_identifier()[12:]}"
    header: PassphraseHeader | RecoveryHeader
    if number:
        header = PassphraseHeader(identifier, now, new_salt(), "d", 19_456, 1)
    else:
        header = RecoveryHeader(identifier, now, new_salt())
    return seal(_VAULT, header, _SECRET, KEY)


class BlobScene:
    """Attachments are put: each promised one reads back, and no name leads to half a file."""

    name = "blob put"

    def prepare(self, folder: Path) -> None:
        (folder / "attachments").mkdir()

    def work(self, folder: Path, say: Say) -> None:
        safe = AttachmentStore(folder / "attachments", KEY)
        sizes = random.Random(os.getpid())
        while True:
            ref = safe.put(os.urandom(sizes.choice([200, 40_000, 700_000])))
            say(f"{ref.sha256} {ref.size}")

    def faults(self, folder: Path, said: Sequence[str]) -> list[str]:
        safe = AttachmentStore(folder / "attachments", KEY)
        refs = [BlobRef(line.split()[0], int(line.split()[1])) for line in said]
        found = ["a promised attachment is gone" for ref in refs if not safe.has(ref)]
        for ref in refs:
            safe.get(ref)
        names = [path.name for path in (folder / "attachments").rglob("*") if path.is_file()]
        whole = [name for name in names if not name.endswith(".new")]
        return found + (["a file that nobody promised"] if len(whole) > len(refs) + 1 else [])


class BackupScene:
    """Backups are made while people write: the newest one that has its name always verifies."""

    name = "backup"

    def prepare(self, folder: Path) -> None:
        make_file(folder / "cabinet.db")
        SlotFile(folder).save(SlotSet(_VAULT, (slot_for(0), slot_for(1))))
        add(open_store(folder / "cabinet.db"), *(make_patient() for _ in range(20)))

    def work(self, folder: Path, say: Say) -> None:
        store = open_store(folder / "cabinet.db")
        while True:
            patient = make_patient()
            add(store, patient)
            with store.unit_of_work(DOCTOR) as uow:
                uow.set(Patient, patient.id, job="vu")
            made = make_backup(store.engine, KEY, SlotFile(folder), folder / "backups")
            say(f"{patient.id} {made.folder.name}")

    def faults(self, folder: Path, said: Sequence[str]) -> list[str]:
        engine = open_database(folder / "cabinet.db", KEY)
        found = [] if check_integrity(engine).is_sound else ["the file is damaged"]
        engine.dispose()
        newest = newest_backup(folder / "backups")
        if newest is not None:
            verify_backup(newest.folder, KEY)
        if said and (newest is None or newest.folder.name < said[-1].split()[1]):
            found.append("a promised backup is gone")
        for line in said:
            copy = open_database(folder / "backups" / line.split()[1] / "cabinet.db", KEY)
            with copy.connect() as connection:
                held = set(connection.exec_driver_sql("SELECT id FROM patient").scalars())
            copy.dispose()
            found += [] if line.split()[0] in held else ["a backup lacks what was saved before it"]
        return found
