# SPDX-License-Identifier: EUPL-1.2
"""The one way off the GUI thread: order, errors, receivers that are gone, a clean end."""

import os
import threading
import time

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
import shiboken6
from PySide6.QtCore import QObject

import lgc_app.ui  # noqa: F401 -- before PySide6
from lgc_app.ui.tasks import Tasks


@pytest.fixture
def errors():
    return []


@pytest.fixture
def tasks(qapp, errors):
    made = Tasks(errors.append)
    yield made
    made.close()


class Receiver(QObject):
    def __init__(self):
        super().__init__()
        self.got = []

    def take(self, value):
        self.got.append((value, threading.current_thread()))


def test_work_is_done_elsewhere_and_its_result_comes_back_on_the_gui_thread(tasks, qtbot):
    receiver, where = Receiver(), []
    tasks.read(lambda: where.append(threading.current_thread()) or 42, receiver.take)
    qtbot.waitUntil(lambda: bool(receiver.got))
    assert receiver.got == [(42, threading.main_thread())]
    assert where[0] is not threading.main_thread()


def test_writes_keep_their_order_and_one_thread(tasks, qtbot):
    done = []
    for number in range(50):
        tasks.write(lambda number=number: (number, threading.get_ident()), done.append)
    qtbot.waitUntil(lambda: len(done) == 50)
    assert [number for number, _thread in done] == list(range(50))
    assert len({thread for _number, thread in done}) == 1


def test_a_write_tells_everyone_what_it_changed(tasks, qtbot):
    with qtbot.waitSignal(tasks.changed) as seen:
        tasks.write(lambda: "changes")
    assert seen.args == ["changes"]


def test_a_slow_network_call_does_not_hold_up_the_vault(tasks, qtbot):
    gate, done = threading.Event(), []
    tasks.fetch(lambda: gate.wait(10), lambda _ok: done.append("network"))
    tasks.read(lambda: "vault", done.append)
    qtbot.waitUntil(lambda: done == ["vault"])
    gate.set()
    qtbot.waitUntil(lambda: done == ["vault", "network"])


def test_an_error_goes_to_the_one_display(tasks, qtbot, errors):
    tasks.read(lambda: 1 / 0, pytest.fail)
    qtbot.waitUntil(lambda: bool(errors))
    assert isinstance(errors[0], ZeroDivisionError)


def test_a_view_may_take_its_own_error(tasks, qtbot, errors):
    mine = []
    tasks.write(lambda: 1 / 0, None, failed=mine.append)
    qtbot.waitUntil(lambda: bool(mine))
    assert not errors


def test_a_result_for_a_view_that_is_gone_is_dropped(tasks, qtbot, errors):
    receiver, gate = Receiver(), threading.Event()
    got = receiver.got
    tasks.read(lambda: gate.wait(10), receiver.take)
    tasks.read(lambda: "later", got.append, owner=receiver)
    shiboken6.delete(receiver)
    gate.set()
    qtbot.waitUntil(lambda: tasks.waiting == 0)
    assert not got
    assert not errors


def test_an_error_for_a_view_that_is_gone_is_still_shown(tasks, qtbot, errors):
    receiver = Receiver()
    gate = threading.Event()
    tasks.read(lambda: gate.wait(10) and 1 / 0, receiver.take, failed=lambda _error: pytest.fail("gone"))
    shiboken6.delete(receiver)
    gate.set()
    qtbot.waitUntil(lambda: bool(errors))


def test_closing_finishes_the_writes_that_were_asked_for(qapp, errors):
    made, written = Tasks(errors.append), []
    for number in range(20):
        made.write(lambda number=number: time.sleep(0.002) or written.append(number))
    made.close()
    assert written == list(range(20))


def test_after_closing_nothing_is_delivered_or_accepted(qapp, qtbot, errors):
    made, late = Tasks(errors.append), []
    made.read(lambda: 1, late.append)
    made.close()
    made.read(lambda: 2, late.append)
    qtbot.wait(30)
    assert not late
    assert not errors


def test_no_thread_is_left_behind(qapp, errors):
    before = threading.active_count()
    made = Tasks(errors.append)
    made.read(lambda: None, lambda _none: None)
    made.fetch(lambda: None, lambda _none: None)
    made.close()
    assert threading.active_count() == before
