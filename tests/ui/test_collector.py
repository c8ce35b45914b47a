# SPDX-License-Identifier: EUPL-1.2
"""Widgets die on the GUI thread only."""

import gc
import threading

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from lgc_app.ui.collector import GuiCollector


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
