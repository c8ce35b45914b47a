# SPDX-License-Identifier: EUPL-1.2
"""An hour of a doctor in the real window: file opened, note typed, signed by the card, closed; memory watched."""

import itertools
import os
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from lgc_app.ui.application import make_application
from tests.bench.rows import Row, at_most
from tests.support.post_window import PostWindow, first_text, keyring_of, make_template
from tests.support.vault import using_keyring

CYCLES: Final = int(os.environ.get("SERENITE_BENCH_CYCLES", "400"))
"""Consultations of an hour, far more than a doctor has: what is lost at each of them would be seen."""

_EVERY: Final = 10
_SETTLED: Final = 0.4
"""Part of the hour during which caches fill; the slope is that of the rest."""

_ALLOWED_MB: Final = 8.0
_NOTE: Final = "Toux grasse, pas de dyspnee. Auscultation claire. Revoir si fievre."
_PAGE: Final = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096


def hour_rows() -> list[Row]:
    """Play the hour and return how much memory it took once caches were full."""
    make_application(())
    with tempfile.TemporaryDirectory() as folder:
        template = make_template(Path(folder) / "modele", patients=40)
        with using_keyring(keyring_of(template)):
            post = PostWindow(Path(folder) / "poste", template)
            post.open()
            post.unlock()
            begun = time.monotonic()
            samples = list(_play(post))
            seconds = time.monotonic() - begun
            post.close()
    settled = samples[int(len(samples) * _SETTLED) :]
    slope, _start = statistics.linear_regression([rank for rank, _ in settled], [size for _, size in settled])
    grown = round(slope * CYCLES, 1)
    name = f"memory, slope over {CYCLES} consultations"
    return [
        Row(name=f"{CYCLES} consultations played", value=round(seconds), unit="s", target="-", ok=True),
        Row(name="memory at the end", value=round(samples[-1][1]), unit="MB", target="-", ok=True),
        at_most(name, max(grown, 0.0), "MB", _ALLOWED_MB),
    ]


def _play(post: PostWindow) -> Iterator[tuple[int, float]]:
    patients = itertools.cycle(_patients(post))
    for rank in range(CYCLES):
        consult(post, next(patients))
        if rank % _EVERY == 0:
            yield rank, resident_mb()


def _patients(post: PostWindow) -> list[str]:
    with post.session.store.reading() as connection:
        return [row[0] for row in connection.exec_driver_sql("SELECT patient_id FROM patient_index ORDER BY 1")]


def consult(post: PostWindow, patient: str) -> None:
    """Open a file, type a note, sign it, close the file: each through the widgets that a person uses."""
    work = post.work
    work.open_patient(patient)
    post.settle()
    file = work.screens.file._files[patient]
    assert post.application is not None
    text = first_text(file.screen.widget, "Interrogatoire")
    text.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClicks(text, _NOTE)
    post.settle()
    sign = next(one for one in file.screen.actions if one.id.endswith(":sign"))
    post.application.window.actions_known.trigger(sign)
    post.settle()
    work.close_patient(patient)
    post.settle()


def resident_mb() -> float:
    """Return the memory that this process holds (Linux)."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * _PAGE / 1e6
