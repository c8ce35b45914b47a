# SPDX-License-Identifier: EUPL-1.2
"""Words among a million notes, and a folder of real reports taken in and found."""

import gzip
import json
import os
import random
import resource
import time
from collections.abc import Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, Final

from lgc_app.demo.year.acute import EPISODES
from lgc_app.demo.year.chronic import CHRONIC
from lgc_app.demo.year.talk import say
from lgc_app.services.cabinet import Cabinet, make_cabinet
from lgc_app.services.session import Session
from lgc_app.services.texts import Texts
from lgc_app.vault.attachments import AttachmentStore
from lgc_app.vault.keys import DatabaseKey
from lgc_core.model.canonical import canonical
from lgc_core.model.encounter import Encounter
from lgc_core.model.ids import new_id
from lgc_core.model.note import NoteSection
from lgc_core.model.values import PersonName, Stamp
from lgc_core.model.words import fold
from lgc_core.store import rendered, text_search
from lgc_core.store.store import Store
from lgc_core.store.tables import ENTITY_TABLES
from tests.bench.rows import Row, at_most, percentile, timed
from tests.support.cabinet import a_practice, a_staff
from tests.support.record import PRACTICE

NOTES: Final = int(os.environ.get("SERENITE_BENCH_NOTES", "1000000"))
REPORTS: Final = Path(__file__).parents[3] / "shared" / "refdata" / "samples" / "parhaf_reports_713.json.gz"
_PATIENTS: Final = 2_500
_BATCH: Final = 20_000
_MINUTES: Final = 10
_FROM_MS: Final = 1_167_609_600_000
"""1 January 2007: a million notes, ten minutes apart, end in 2026."""

_SEARCHES: Final = 300


def cabinet_over(store: Store, folder: Path) -> Cabinet:
    """Return the services of a practice over a store."""
    safe = AttachmentStore(folder / "pieces", DatabaseKey.generate())
    return make_cabinet(Session(store, a_practice(), a_staff()), safe, None, lambda _content: b"")


def text_rows(store: Store, folder: Path) -> list[Row]:
    """Fill a million notes, search two words in them as people do, the lines of the answer included."""
    dice = random.Random(7)
    notes = _notes(dice)
    begun = time.perf_counter()
    for start in range(0, NOTES, _BATCH):
        _write(store, list(islice(notes, min(_BATCH, NOTES - start))), start, dice)
    filled = time.perf_counter() - begun
    texts = cabinet_over(store, folder).texts
    pairs = _pairs(dice)
    for pair in pairs[:20]:
        texts.search(pair)
    wall, processor = [], []
    for pair in pairs:
        before = time.process_time()
        wall += timed(partial(_found, texts, pair), 1)
        processor.append(time.process_time() - before)
    thousands = f"{NOTES // 1000}k notes"
    return [
        Row(name=f"{thousands} written and indexed", value=round(filled), unit="s", target="-", ok=True),
        at_most(f"search of {thousands}, two words, p95", percentile(wall, 95), "ms", 25),
        at_most(f"search of {thousands}, two words, p95 of processor", percentile(processor, 95), "ms", 25),
    ]


def _found(texts: Texts, pair: str) -> None:
    texts.search(pair)


def _notes(dice: random.Random) -> Iterator[str]:
    """Give texts put together from thousands of sentences of each kind, as the year of the demo writes them."""
    kinds = [
        [say(dice, getattr(one, part)) for one in (*EPISODES, *CHRONIC) for _ in range(60)]
        for part in ("asked", "found", "concluded", "done")
    ]
    while True:
        yield "\n".join(dice.choice(kind) for kind in kinds)


def _write(store: Store, texts: list[str], first: int, dice: random.Random) -> None:
    """Write consultations as rows: a million operations would take an hour, and are not what is measured."""
    patients = [f"0190d0d0-0000-7000-8000-{rank:012d}" for rank in range(_PATIENTS)]
    stamp = canonical(Stamp(name=PersonName(family="Ethève", given="Maëlle", title="Dr")))
    sections, encounters = [], []
    for rank, text in enumerate(texts, first):
        encounter, section, patient = new_id(), new_id(), dice.choice(patients)
        at_ms = _FROM_MS + rank * _MINUTES * 60_000
        common = {"partition": f"cabinet:{PRACTICE}", "annulled_op": None}
        sections.append({
            "id": section, "created_op": section, "last_op": section, "encounter": canonical(encounter),
            "patient": canonical(patient), "code": '"libre"', "text": canonical(text), "ix_patient": patient,
            "ix_encounter": encounter, **common,
        })  # fmt: skip
        encounters.append({
            "id": encounter, "created_op": encounter, "last_op": encounter, "patient": canonical(patient),
            "period": "{}", "responsible": stamp, "ix_patient": patient, "ix_at_ms": at_ms, "ix_title": "",
            "ix_status": "signe", **common,
        })  # fmt: skip
    with store.writing() as connection:
        rendered.insert(connection, ENTITY_TABLES[NoteSection], sections)
        rendered.insert(connection, ENTITY_TABLES[Encounter], encounters)
        text_search.refresh(connection, (f"encounter:{row['id']}" for row in encounters))


def _pairs(dice: random.Random) -> list[str]:
    """Return searches of two words: most stand in one note, as what is searched; some never do."""
    notes = list(islice(_notes(dice), 400))
    everything = [word for note in notes for word in fold(note).split() if len(word) > 3]
    found = []
    for rank in range(_SEARCHES):
        words = [word for word in fold(notes[rank % len(notes)]).split() if len(word) > 3]
        found.append(" ".join(dice.sample(words if rank % 4 else everything, 2)))
    return found


def report_rows(store: Store, folder: Path) -> list[Row]:
    """Take in the 713 reports as a person would, and search them; nothing where the reports are not given."""
    if not REPORTS.exists():
        return []
    inside = folder / "comptes-rendus"
    inside.mkdir()
    reports: dict[str, Any] = json.loads(gzip.decompress(REPORTS.read_bytes()))
    for name, text in reports.items():
        (inside / f"{name}.txt").write_text(text, "utf-8")
    cabinet = cabinet_over(store, folder)
    memory, begun = _memory(), time.perf_counter()
    done = cabinet.folder_import.run(inside)
    seconds = round(time.perf_counter() - begun, 1)
    grown = round((_memory() - memory) / 1024)
    wanted = ("diabète insuffisance", "sibilants", "fibrillation eliquis", "prothèse hanche", "dyspnée fièvre")
    wall = [one for typed in wanted * 20 for one in timed(partial(_found, cabinet.texts, typed), 1)]
    taken = done.counts["importé"]
    return [
        Row(name="reports taken in", value=taken, unit="of 713", target="713", ok=taken == len(reports)),
        Row(name="713 reports, time", value=seconds, unit="s", target="-", ok=True),
        Row(name="713 reports, memory more", value=grown, unit="MB", target="-", ok=True),
        at_most("search of the reports, p95", percentile(wall, 95), "ms", 25),
    ]


def _memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
