# SPDX-License-Identifier: EUPL-1.2
"""Opening with the card: four digits and Enter; pressed too early, the cursor goes to what is missing."""

from datetime import datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from lgc_app.ui.gallery.window import OWNER
from lgc_app.ui.unlock.presenter import Entry, UnlockPresenter
from lgc_app.ui.unlock.view import UnlockView
from tests.support.typing_keys import press, type_text


@pytest.fixture
def presenter():
    made = UnlockPresenter()
    made.card_seen(OWNER)
    return made


@pytest.fixture
def view(look, qtbot, presenter):
    made = UnlockView(look, "Cabinet", lambda: datetime(2026, 11, 23, 10, 38))  # noqa: DTZ001 -- a wall clock
    qtbot.addWidget(made)
    made.resize(1200, 700)
    made.show()
    made.activateWindow()
    made.show_content(presenter.content)
    return made


def type_pin(view, digits="1234"):
    entry = view.pin.findChild(QLineEdit)
    for digit in digits:
        press(entry, Qt.Key.Key_0, text=digit)
    press(entry, Qt.Key.Key_Return)


def test_four_digits_and_enter_give_the_code_once(view, qtbot):
    with qtbot.waitSignal(view.pin_given) as given:
        type_pin(view)
    assert given.args == [bytearray(b"1234")]
    assert view.pin.count == 0


def test_enter_with_three_digits_sends_nothing(view):
    given = []
    view.pin_given.connect(given.append)
    type_pin(view, "123")
    assert not given
    assert view.pin.count == 3


def test_at_the_last_try_enter_goes_to_the_box_to_tick_and_sends_nothing(view, presenter):
    given = []
    view.pin_given.connect(given.append)
    presenter.wrong_pin(1)
    view.show_content(presenter.content)
    type_pin(view)
    assert not given
    assert QApplication.focusWidget() is view.tick
    press(view.tick, Qt.Key.Key_Space)
    assert view.tick.isChecked()
    view.submit()
    assert given == [bytearray(b"1234")]


def test_a_new_refusal_wipes_the_tick(view, presenter):
    presenter.wrong_pin(1)
    view.show_content(presenter.content)
    view.tick.setChecked(True)
    presenter.wrong_pin(1)
    view.show_content(presenter.content)
    assert not view.tick.isChecked()


def test_while_opening_a_second_enter_sends_nothing(view, presenter):
    given = []
    view.pin_given.connect(given.append)
    presenter.opening()
    view.show_content(presenter.content)
    view.submit()
    assert not given


def test_a_recovery_code_is_given_by_enter(view, presenter, qtbot):
    presenter.ask_recovery_code()
    view.show_content(presenter.content)
    type_text(view.secret, "ABCD-EFGH")
    with qtbot.waitSignal(view.secret_given) as given:
        press(view.secret, Qt.Key.Key_Return)
    assert given.args == [Entry.RECOVERY_CODE, "ABCD-EFGH"]


def test_taking_the_card_away_wipes_what_was_typed(view, presenter):
    press(view.pin.findChild(QLineEdit), Qt.Key.Key_0, text="7")
    presenter.no_card()
    view.show_content(presenter.content)
    assert view.pin.count == 0
    assert not view.open_button.isVisible()


def test_f1_asks_to_check_the_reader(view, qtbot):
    with qtbot.waitSignal(view.way_chosen) as chosen:
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_F1)
    assert chosen.args == ["check_reader"]
