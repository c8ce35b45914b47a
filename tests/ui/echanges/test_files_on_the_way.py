# SPDX-License-Identifier: EUPL-1.2
"""Files on their way as Échanges says them, and the schedule that moves them beside the operations."""

import os
from dataclasses import replace

import pytest

from lgc_app.services.cabinet import make_cabinet
from lgc_app.services.exchanges import Outcome
from lgc_app.services.files import HERE, IN_REGION
from lgc_app.services.session import Session
from lgc_app.ui.echanges.file_facts import file_facts
from lgc_app.ui.echanges.screen import EchangesScreen
from lgc_app.ui.navigation import Desk
from lgc_app.ui.start.schedule import ExchangeSchedule
from lgc_app.ui.theme.look import Look
from lgc_app.vault.attachments import AttachmentStore
from lgc_app.vault.engine import create_database
from lgc_app.vault.keys import DatabaseKey
from lgc_core.pieces.cut import PIECE
from lgc_core.store.changes import Changes
from lgc_core.store.store import Store
from lgc_core.sync.errors import NoNetworkError
from migrations.upgrade import upgrade
from tests.support.cabinet import a_practice, a_staff
from tests.support.dossier import Wishes
from tests.support.file_keeper import Keeper
from tests.support.record import PRACTICE, InProcessRegion, add, make_arbiter, make_store
from tests.support.screen_checks import check_window
from tests.support.screen_window import LOOKS, empty_window, picture, settle, show

SIZE = 12 * PIECE


class Region(InProcessRegion, Keeper):
    """The arbiter for operations, a keeper for files."""

    def __init__(self, arbiter, device):
        InProcessRegion.__init__(self, arbiter, device)
        Keeper.__init__(self)

    def say_wiped(self):
        raise NoNetworkError


@pytest.fixture
def region():
    return Region(make_arbiter(), "poste-1")


@pytest.fixture
def cabinet(tmp_path, region):
    return cabinet_over(make_store("poste-1"), tmp_path, region)


def cabinet_over(store, folder, region):
    add(store, a_practice(), a_staff())
    safe = AttachmentStore(folder / "pieces", DatabaseKey.generate())
    return make_cabinet(Session(store, a_practice(), a_staff()), safe, region, lambda _content: b"signature")


@pytest.fixture
def opened(qtbot, cabinet, tasks):
    def open_it(name="light"):
        theme, size = LOOKS[name]
        look, wishes = Look(theme), Wishes()
        window = empty_window(look, tasks)
        qtbot.addWidget(window)
        schedule = ExchangeSchedule(tasks, cabinet.exchanges)
        screen = EchangesScreen(Desk(cabinet, tasks, look, wishes), schedule, enrolled=True)
        window.add_screen(screen.screen)
        show(window, "echanges", size)
        settle(tasks)
        return window, screen, schedule, wishes

    return open_it


@pytest.mark.parametrize("name", ["light", "125pc"])
def test_what_leaves_and_what_comes_is_said_and_that_it_will_resume(cabinet, opened, tasks, name):
    sent = cabinet.files.keep(os.urandom(SIZE), "application/pdf")
    cabinet.files.expect("0" * 64, 200 * 1024 * 1024, "application/pdf")
    cabinet.files.note_moved(sent, SIZE // 2)
    window, screen, _schedule, _wishes = opened(name)
    screen.show_situation(cabinet.exchanges.situation())
    settle(tasks)
    check_window(window)
    picture(window, f"echanges-files-{name}")
    assert file_facts(cabinet.exchanges.files_on_the_way()) == [
        ("1 fichier à envoyer (reprendra où il s’est arrêté)", "1,5 sur 3,0\u00a0Mo"),
        ("1 fichier à recevoir", "0,0 sur 200\u00a0Mo"),
    ]


def test_it_never_says_that_all_is_received_while_a_file_leaves(cabinet, opened, tasks):
    cabinet.files.keep(os.urandom(SIZE), "application/pdf")
    _window, screen, _schedule, _wishes = opened()
    cabinet.exchanges.run_operations()
    screen.show_situation(cabinet.exchanges.situation())
    assert screen.view.title.toolTip() == "En ligne."
    assert "1 élément part." in screen.view.words.toolTip()


def test_the_schedule_moves_files_after_the_operations(tmp_path, region, tasks, qtbot):
    engine = create_database(tmp_path / "cabinet.db", DatabaseKey.generate())  # several threads: a real file
    upgrade(engine, "cabinet")
    cabinet = cabinet_over(Store(engine, PRACTICE, "poste-1"), tmp_path, region)
    sent = cabinet.files.keep(os.urandom(SIZE), "application/pdf")
    schedule = ExchangeSchedule(tasks, cabinet.exchanges)
    told = []
    schedule.finished.connect(lambda outcome, _asked: told.append(cabinet.files.in_state(HERE)))
    schedule.begin()
    qtbot.waitUntil(lambda: cabinet.files.moving_of(sent).state == IN_REGION)
    assert told == [[sent]], "the exchange was told before the file had moved"
    schedule.stop()
    tasks.close()
    engine.dispose()


@pytest.mark.parametrize("name", ["toujours", "20", "demande"])
def test_what_comes_by_itself_is_chosen_in_the_palette(cabinet, opened, tasks, name):
    window, screen, _schedule, wishes = opened()
    action = next(one for one in screen.screen.actions if one.id == f"files-{name}")
    window.actions_known.trigger(action)
    settle(tasks)
    assert cabinet.exchanges.receiving.policy.text == name
    assert "fichiers arrivent" in wishes.words[-1]


@pytest.mark.parametrize("name", ["light", "125pc"])
def test_deletions_that_wait_the_clock_and_the_update_are_said(cabinet, opened, tasks, name):
    window, screen, _schedule, _wishes = opened(name)
    now = cabinet.exchanges.situation()
    screen.show_situation(replace(now, online=True, must_update=True, held=60, skew_ms=7_260_000))
    settle(tasks)
    check_window(window)
    picture(window, f"echanges-held-{name}")
    assert screen.view.held.isVisible()
    assert screen.view.title.toolTip().startswith("Mise à jour requise pour recevoir")
    screen.show_situation(replace(now, online=True))
    assert not screen.view.held.isVisible()


def test_a_colleague_s_work_is_asked_for_as_soon_as_it_is_told(cabinet, region, tasks, qtbot):
    schedule = ExchangeSchedule(tasks, cabinet.exchanges, every_seconds=3_600.0)
    with qtbot.waitSignal(schedule.finished, timeout=20_000):
        schedule.begin()
    with qtbot.waitSignal(schedule.finished, timeout=20_000):
        schedule._heard.emit()
    schedule.stop()


def test_a_region_that_asks_to_wait_is_not_asked_sooner(cabinet, region, tasks, qtbot):
    schedule = ExchangeSchedule(tasks, cabinet.exchanges)
    schedule._end(Outcome(sentence="La région reçoit beaucoup à la fois.", again_in=40.0))
    tasks.changed.emit(Changes(patients=frozenset({"somebody"})))  # a save, which would leave half a second later
    assert schedule.seconds_to_next >= 30
    schedule.stop()
