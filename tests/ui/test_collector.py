# SPDX-License-Identifier: EUPL-1.2
"""Widgets die on the GUI thread only."""

import gc
import threading

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from lgc_app.ui.collector import GuiCollector, spare_what_lives


def test_the_window_takes_the_cycle_collector_over(qapp) -> None:
    assert not gc.isenabled()
    assert len(QApplication.instance().findChildren(GuiCollector)) == 1


def test_a_cycle_is_collected_by_the_gui_thread(qapp) -> None:
    (collector,) = QApplication.instance().findChildren(GuiCollector)
    died: list[str] = []

    class Node(QObject):
        def __del__(self) -> None:
            died.append(threading.current_thread().name)

    def churn() -> None:
        for _ in range(2_000):
            [[] for _ in range(100)]

    node = Node()
    node.itself = node
    del node
    worker = threading.Thread(target=churn, name="vault_0")
    worker.start()
    worker.join()
    assert died == []
    gc.collect()
    collector.collect()
    assert died == ["MainThread"]


def test_what_lives_as_long_as_the_process_is_spared_once_and_nothing_made_later_is(qapp) -> None:
    spare_what_lives()
    spared = gc.get_freeze_count()
    made_later = [[] for _ in range(1_000)]
    spare_what_lives()
    assert spared > 0
    assert gc.get_freeze_count() <= spared
    del made_later
