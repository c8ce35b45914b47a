# SPDX-License-Identifier: EUPL-1.2
"""Real widgets, painted: the file of 5,000 entries opened and scrolled, the week of six practitioners."""

import datetime as dt
import random
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from lgc_app.services.cabinet import Cabinet
from lgc_app.ui.agenda.screen import AgendaScreen
from lgc_app.ui.application import make_application
from lgc_app.ui.collector import spare_what_lives
from lgc_app.ui.shell.window import Window
from lgc_app.ui.tasks import Tasks
from lgc_app.ui.theme.look import Look
from lgc_app.ui.theme.theme import Theme
from lgc_core.model.appointment import Appointment, Slot
from lgc_core.model.ids import new_id
from lgc_core.model.staff import Role, Staff
from lgc_core.model.values import PersonName
from lgc_core.store.store import Store
from tests.bench.app_texts import cabinet_over
from tests.bench.rows import Row, at_most, percentile
from tests.support.dossier import OpenFile
from tests.support.one_screen import OneScreen
from tests.support.record import add

_OPENINGS: Final = 8
_FRAMES: Final = 240
_WEEKS: Final = 24
_SIZE: Final = (1366, 738)
_PATIENCE_S: Final = 60.0


class Screens:
    """One application for every measure of this file."""

    def __init__(self, store: Store, folder: Path) -> None:
        self._app = make_application(())
        spare_what_lives()  # as the window does before anybody is let in
        self._look = Look(Theme())
        self._tasks = Tasks(_raise)
        self._store = store
        self._cabinet: Cabinet = cabinet_over(store, folder)

    def close(self) -> None:
        """End its threads."""
        self._tasks.close()

    def file_rows(self, patient: str, entries: int) -> list[Row]:
        """Open the file several times: the whole screen made; its history asked for, painted, scrolled."""
        wall, processor, whole = [], [], []
        first = self._open_file(patient, entries)
        for _ in range(_OPENINGS):
            first.window.remove_screen(first.dossier.screen.where)
            made = time.process_time()
            file = self._open_file(patient, entries, first.window)
            whole.append(time.process_time() - made)
            file.history.show_lines(())
            file.history.repaint()
            started, before = time.perf_counter(), time.process_time()
            file.dossier._lines.read()
            self._until(lambda rows=file.history.rows: len(rows.rows) > 0)
            file.history.rows.viewport().repaint()
            wall.append(time.perf_counter() - started)
            processor.append(time.process_time() - before)
            self._until(lambda rows=file.history.rows: len(rows.rows) > entries)
            frames = self._scroll(file)
        self._drop(first)
        thousand = f"timeline of {entries:,} entries"
        return [
            at_most(f"{thousand}, first painting, median", percentile(wall, 50), "ms", 100),
            at_most(f"{thousand}, first painting, median of processor", percentile(processor, 50), "ms", 100),
            Row(
                name=f"{thousand}, the whole file made and painted in an open window, median of processor",
                value=percentile(whole, 50),
                unit="ms",
                target="-",
                ok=True,
            ),
            at_most(f"{thousand}, a frame when scrolling, p95", percentile(frames, 95), "ms", 16),
        ]

    def _open_file(self, patient: str, entries: int, window: Window | None = None) -> OpenFile:
        file = OpenFile(self._cabinet, self._tasks, self._look, patient, window=window)
        file.window.resize(*_SIZE)
        file.window.show()
        file.window.show_open(file.dossier.screen.where)
        self._until(lambda: len(file.history.rows.rows) > entries)
        file.history.rows.viewport().repaint()
        return file

    def _scroll(self, file: OpenFile) -> list[float]:
        rows = file.history.rows
        self._until(lambda: self._tasks.waiting == 0 and rows.verticalScrollBar().maximum() > 0)
        bar = rows.verticalScrollBar()
        frames = []
        for rank in range(_FRAMES):
            started = time.perf_counter()
            bar.setValue(bar.maximum() * rank // _FRAMES)
            rows.viewport().repaint()
            frames.append(time.perf_counter() - started)
        return frames

    def agenda_rows(self) -> list[Row]:
        """Step from week to week with six columns a day, each painted."""
        monday = dt.date(2026, 11, 23)
        six = self._six_practitioners(monday)
        one = OneScreen(AgendaScreen, self._cabinet, self._tasks, self._look)
        one.show(_SIZE)
        screen, wall, processor = one.screen, [], []
        for rank in range(_WEEKS):
            first = monday + dt.timedelta(days=7 * (rank % 2))
            started, before = time.perf_counter(), time.process_time()
            screen.go(first, 7)
            self._until(
                lambda day=first: screen.view.grid.plan.columns and screen.view.grid.plan.columns[0].day == day
            )
            screen.view.grid.repaint()
            wall.append(time.perf_counter() - started)
            processor.append(time.process_time() - before)
        blocks = len(screen.view.grid.plan.blocks)
        self._drop(one)
        name = f"agenda, week of {six} practitioners ({blocks} appointments)"
        return [
            at_most(f"{name}, median", percentile(wall, 50), "ms", 50),
            at_most(f"{name}, median of processor", percentile(processor, 50), "ms", 50),
        ]

    def _six_practitioners(self, monday: dt.date) -> int:
        dice = random.Random(6)
        names = ("Ethève", "Payet", "Grondin", "Técher", "Nativel", "Vitry")
        people = [
            Staff(id=new_id(), name=PersonName(family=name, given="Alix", title="Dr"), role=Role.MEDECIN)
            for name in names
        ]
        add(self._store, *people)
        start = dt.datetime.combine(monday, dt.time(8), dt.timezone(dt.timedelta(hours=4)))
        with self._store.reading() as connection:
            patients = [row[0] for row in connection.exec_driver_sql("SELECT id FROM patient LIMIT 500")]
        appointments = []
        for day in (*range(6), *range(7, 13)):
            for person in people:
                for rank in range(26):
                    begins = start + dt.timedelta(days=day, minutes=15 * rank + (120 if rank > 15 else 0))
                    slot = Slot(
                        staff=person.id, start=begins.isoformat(),
                        end=(begins + dt.timedelta(minutes=15)).isoformat(),
                    )  # fmt: skip
                    appointments.append(
                        Appointment(id=new_id(), slot=slot, patient=dice.choice(patients), motif="Renouvellement")
                    )
        add(self._store, *appointments)
        return len(people)

    def _until(self, holds: Callable[[], object]) -> None:
        end = time.monotonic() + _PATIENCE_S
        waker = QTimer(interval=50)  # so that a screen that never comes ends the wait
        waker.start()
        while not holds():
            # asleep until something comes, as in exec(): with a time limit it spins and starves the vault
            self._app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
            if time.monotonic() > end:
                raise TimeoutError("the screen never came")

    def _drop(self, shown: OpenFile | OneScreen) -> None:
        self._until(lambda: self._tasks.waiting == 0)
        shown.window.close()
        shown.window.deleteLater()
        QApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)  # no exec() here to do it


def _raise(error: BaseException) -> None:
    raise error


def screen_rows(store: Store, folder: Path, patient: str, entries: int) -> list[Row]:
    """Measure the screens of this file."""
    screens = Screens(store, folder)
    try:
        return [*screens.file_rows(patient, entries), *screens.agenda_rows()]
    finally:
        screens.close()
