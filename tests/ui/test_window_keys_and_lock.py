# SPDX-License-Identifier: EUPL-1.2
"""Keys of the window: the registry makes them live, AZERTY digits included; locking makes all of them dead."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from lgc_app.ui.actions import Action
from lgc_app.ui.long_alt import HOLD_MILLISECONDS
from lgc_app.ui.shell.screen import Screen
from tests.support.typing_keys import press, type_text

ALT, SHIFT, CONTROL = (
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
)


@pytest.fixture
def fired():
    return []


@pytest.fixture
def window(open_gallery, fired):
    made = open_gallery()
    page = QPlainTextEdit()
    page.setAccessibleName("Texte")
    keys = {"sign": "Ctrl+Return", "open": "Alt+1", "create": "Alt+Shift+1", "keep": "Ctrl+1", "open-six": "Alt+6"}
    actions = [
        Action(f"try-{name}", name, key, "try", lambda name=name: fired.append(name), primary=name == "sign")
        for name, key in keys.items()
    ]
    made.add_screen(Screen("try", "essai", page, actions, (page,)))
    made.show_open("try")
    QTest.qWait(10)
    return made


def focused():
    return QApplication.focusWidget()


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_ctrl_and_either_enter_do_the_primary_action(window, fired, key):
    QTest.keyClick(focused(), key, CONTROL)
    assert fired == ["sign"]


def test_the_primary_action_does_not_fire_twice_in_a_row(window, fired):
    for _press in range(3):
        QTest.keyClick(focused(), Qt.Key.Key_Return, CONTROL)
    assert fired == ["sign"]


@pytest.mark.parametrize(
    ("key", "modifiers", "scan", "expected"),
    [
        (Qt.Key.Key_Ampersand, ALT, 10, ["open"]),
        (Qt.Key.Key_1, ALT | SHIFT, 10, ["create"]),
        (Qt.Key.Key_Ampersand, CONTROL, 10, ["keep"]),
        (Qt.Key.Key_Minus, ALT, 15, ["open-six"]),
        (Qt.Key.Key_1, ALT | Qt.KeyboardModifier.KeypadModifier, 87, []),
        (Qt.Key.Key_Ampersand, ALT | CONTROL, 10, []),
    ],
    ids=["open", "create", "keep-version", "six", "number-pad", "altgr"],
)
def test_the_digit_row_is_read_by_place_whatever_the_layout(window, fired, key, modifiers, scan, expected):
    press(focused(), key, modifiers, scan=scan)
    assert fired == expected


def test_a_digit_typed_in_a_text_stays_a_digit(window, fired):
    type_text(focused(), "12")
    press(focused(), Qt.Key.Key_1, text="1", scan=10)
    assert window.frame.current.widget.toPlainText() == "121"
    assert not fired


def test_a_stuck_enter_is_ignored_outside_a_text(open_gallery, qtbot):
    window = open_gallery()
    button = window.frame.action_bar._primary
    button.setFocus()
    clicks = []
    button.clicked.connect(lambda: clicks.append(1))
    press(button, Qt.Key.Key_Return, repeat=True)
    assert not clicks


def test_locking_covers_everything_and_silences_every_key_in_the_same_event(window, fired, tasks):
    window.say("« Bilan » classé.", lambda: None)
    window.palette_box.open("HOARAU Marie-Josette")
    seen = []
    window.locked.connect(lambda: seen.append((window.is_locked, window.frame.isVisible())))
    window.show_locked("Poste « Bureau 1 »")
    assert seen == [(True, False)]
    assert not window.palette_box.is_open
    assert not window.toasts.toasts
    QTest.keyClick(window, Qt.Key.Key_K, CONTROL)
    QTest.keyClick(window, Qt.Key.Key_Return, CONTROL)
    press(window, Qt.Key.Key_Ampersand, ALT, scan=10)
    assert not fired
    assert not window.palette_box.is_open


def test_a_locked_window_shows_no_patient_anywhere(window):
    window.show_locked("Poste « Bureau 1 »")
    window.forget_patients()
    assert "HOARAU" not in window.windowTitle()
    assert window.frame.banner.content is None
    assert {screen.where for screen in window.frame.screens} == {"notes", "try"}


def test_after_opening_again_the_keys_answer(window, fired):
    window.show_locked("")
    window.show_open("try")
    QTest.keyClick(focused(), Qt.Key.Key_Return, CONTROL)
    assert fired == ["sign"]


def test_f6_goes_round_the_panes_and_back(open_gallery):
    window = open_gallery()
    history, note, context = window.frame.current.panes
    QTest.keyClick(window, Qt.Key.Key_F6)
    assert note.isAncestorOf(focused())
    QTest.keyClick(window, Qt.Key.Key_F6)
    assert context.isAncestorOf(focused())
    QTest.keyClick(window, Qt.Key.Key_F6, SHIFT)
    assert note.isAncestorOf(focused())
    QTest.keyClick(window, Qt.Key.Key_F6, SHIFT)
    assert history.isAncestorOf(focused())


def test_f6_opens_the_drawer_of_a_narrow_window_and_escape_closes_it(open_gallery):
    window = open_gallery(size=(1000, 560))
    history = window.frame.current.panes[0]
    assert not history.isVisible()
    for _press in range(8):
        QTest.keyClick(window, Qt.Key.Key_F6)
        if history.isVisible():
            break
    assert history.isAncestorOf(focused())
    QTest.keyClick(focused(), Qt.Key.Key_Escape)
    assert not history.isVisible()
    assert focused() is not None


def alt(window, kind, modifiers=ALT):
    QApplication.sendEvent(window, QKeyEvent(kind, Qt.Key.Key_Alt, modifiers))


def test_alt_held_alone_shows_every_key_and_letting_go_hides_them(open_gallery, qtbot):
    window = open_gallery()
    alt(window, QEvent.Type.KeyPress)
    qtbot.waitUntil(lambda: window.overlay.is_open, timeout=HOLD_MILLISECONDS + 1000)
    alt(window, QEvent.Type.KeyRelease, Qt.KeyboardModifier.NoModifier)
    assert not window.overlay.is_open


@pytest.mark.parametrize("other", ["key", "focus", "altgr"])
def test_alt_with_anything_else_shows_nothing(open_gallery, qtbot, other):
    window = open_gallery()
    if other == "altgr":
        alt(window, QEvent.Type.KeyPress, ALT | CONTROL)
    else:
        alt(window, QEvent.Type.KeyPress)
        if other == "key":
            press(window, Qt.Key.Key_Tab, ALT)
        else:
            QApplication.sendEvent(window, QEvent(QEvent.Type.WindowDeactivate))
    qtbot.wait(HOLD_MILLISECONDS + 60)
    assert not window.overlay.is_open


def test_f1_twice_shows_every_key_of_the_screen_once(open_gallery, qtbot):
    window = open_gallery()
    QTest.keyClick(window, Qt.Key.Key_F1)
    QTest.keyClick(window, Qt.Key.Key_F1)
    assert window.overlay.is_open
    QTest.keyClick(focused(), Qt.Key.Key_Escape)
    assert not window.overlay.is_open
