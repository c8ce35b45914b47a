# SPDX-License-Identifier: EUPL-1.2
"""Grey for a network that is down, red only where somebody must act (issue B, 2; ui.md §4), counted in pixels."""

import datetime as dt
from collections import Counter
from dataclasses import replace

import pytest
from PySide6.QtGui import QColor, QImage

from lgc_app.services.exchanges import Situation
from lgc_app.services.lease import LeaseState
from lgc_app.ui.echanges.item_rows import network_words
from lgc_app.ui.echanges.screen import EchangesScreen
from lgc_app.ui.navigation import Desk
from lgc_app.ui.start.schedule import ExchangeSchedule
from lgc_app.ui.start.status_words import network_pill, status_content
from lgc_app.ui.theme.look import Look
from lgc_app.ui.theme.theme import Tone
from tests.support.cabinet import open_test_cabinet
from tests.support.dossier import Wishes
from tests.support.screen_window import LOOKS, empty_window, picture, settle, show

NOW = dt.datetime(2026, 11, 16, 9, 30, tzinfo=dt.UTC)
CUT = Situation(
    online=False,
    offline_since=NOW - dt.timedelta(hours=30),
    last_exchange=NOW - dt.timedelta(hours=30),
    waiting=14,
    refused=0,
    conflicts=0,
    to_mend=0,
    skew_ms=0,
    files_leaving=2,
    asked_at=NOW,
)
TO_ACT = {
    "refused": replace(CUT, refused=1),
    "set aside": replace(CUT, to_mend=1),
}
RED_HUES = (350, 12)
"""Degrees: the reds of the three themes lie between 0 and 8; amber begins at 30."""

RED_SATURATION = 100


def is_red(pixel):
    hue, saturation, _, _ = QColor.fromRgb(pixel).getHsv()
    return saturation > RED_SATURATION and (hue >= RED_HUES[0] or 0 <= hue <= RED_HUES[1])


def reds(window):
    """Count the red points of a window."""
    image = window.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    points = Counter(memoryview(image.constBits()).cast("I"))
    return sum(count for pixel, count in points.items() if is_red(pixel))


@pytest.fixture
def shown(qtbot, tmp_path, tasks):
    cabinet = open_test_cabinet(tmp_path)

    def show_it(name, situation):
        theme, size = LOOKS[name]
        look = Look(theme)
        window = empty_window(look, tasks)
        qtbot.addWidget(window)
        window.frame.top_bar.show_patients((), "")
        schedule = ExchangeSchedule(tasks, cabinet.exchanges)
        screen = EchangesScreen(Desk(cabinet, tasks, look, Wishes()), schedule, enrolled=True)
        window.add_screen(screen.screen)
        show(window, "echanges", size)
        screen.show_situation(situation)
        window.frame.status_line.show_content(status_content(situation, "", enrolled=True))
        settle(tasks)
        return window

    return show_it


@pytest.mark.parametrize("name", ["light", "dark", "contrast"])
def test_two_days_without_network_show_no_red_point(shown, name):
    window = shown(name, CUT)
    picture(window, f"echanges-cut-{name}")
    assert reds(window) == 0


@pytest.mark.parametrize("why", TO_ACT)
@pytest.mark.parametrize("name", ["light", "dark", "contrast"])
def test_what_somebody_must_mend_is_red(shown, name, why):
    assert reds(shown(name, TO_ACT[why])) > 80


@pytest.mark.parametrize("lease", [LeaseState("sans"), LeaseState("normal", 19, 11)])
def test_the_network_alone_is_grey(lease):
    assert network_pill(CUT, enrolled=True, lease=lease).tone is Tone.NEUTRAL
    assert network_pill(replace(CUT, online=True), enrolled=True, lease=lease).tone is Tone.NEUTRAL
    assert network_pill(None, enrolled=False, lease=lease).tone is Tone.NEUTRAL


def test_a_lease_that_ends_asks_for_somebody_and_one_that_ended_is_red():
    assert network_pill(CUT, enrolled=True, lease=LeaseState("bientôt", 20, 10)).tone is Tone.WARN
    assert network_pill(CUT, enrolled=True, lease=LeaseState("fini", 30, 0)).tone is Tone.DANGER


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        (1, "Hors ligne depuis 08:30"),
        (24, "Hors ligne depuis hier à 09:30"),
        (72, "Hors ligne depuis le 13/11/2026 à 09:30"),
    ],
)
def test_an_outage_of_days_says_the_day_and_not_only_the_hour(hours, words):
    since = replace(CUT, offline_since=NOW - dt.timedelta(hours=hours))
    assert network_words(since).replace("\u00a0", " ") == words
    assert network_pill(since, enrolled=True).words == network_words(since)
