# SPDX-License-Identifier: EUPL-1.2
"""« Plus »: what the bar of a screen has no room, or no button, for is still one press away."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from lgc_app.ui.actions import Action, Actions
from lgc_app.ui.widgets.action_bar import ActionBar


def _said(menu):
    return [line.text() for line in menu.actions() if not line.isSeparator()]


@pytest.mark.qt_log_ignore("This plugin does not support")  # offscreen, of a menu
def test_what_has_no_room_in_the_bar_is_in_its_menu_with_the_rest_of_the_screen_each_with_its_key(look, qtbot):
    done, hush = [], [True]
    bar = ActionBar(look, Actions().trigger)
    qtbot.addWidget(bar)
    bar.show_actions(
        [
            Action("p", "Signer", "Ctrl+Return", "x", lambda: None, primary=True),
            Action("letter", "Courrier", "Alt+7", "x", lambda: done.append("letter"), bar=True),
            Action("print", "Imprimer", "Ctrl+P", "x", lambda: None, "print", bar=True),
            Action("model", "Modèle", "Ctrl+M", "x", lambda: done.append("model"), heading="Note"),
            Action("growth", "Croissance", "", "x", lambda: None, heading="Nombres", offered=lambda: not hush[0]),
        ]
    )
    bar.setMinimumSize(1, 1)
    bar.resize(900, 50)
    bar.show()
    assert bar._others[0][1].isVisible()
    assert _said(bar._more.menu_now) == ["Modèle\tCtrl+M"]
    bar.resize(400, 50)
    assert not bar._others[0][1].isVisible()
    assert bar._primary.isVisible()
    assert bar._more.geometry().right() < bar._primary.geometry().left()
    hush[0] = False
    QTest.mouseClick(bar._more, Qt.MouseButton.LeftButton)
    menu = next(one for one in bar._more.findChildren(QMenu) if one.isVisible())
    assert _said(menu) == ["Courrier\tAlt+7", "Imprimer\tCtrl+P", "Modèle\tCtrl+M", "Croissance"]
    QTest.keyClick(menu, Qt.Key.Key_Down)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    assert done == ["letter"]
    QTest.mouseClick(bar._more, Qt.MouseButton.LeftButton)
    bar.hide()  # a lock, another screen
    assert not any(one.isVisible() for one in bar._more.findChildren(QMenu))


def test_a_bar_whose_screen_has_nothing_more_has_no_menu(look, qtbot):
    bar = ActionBar(look, Actions().trigger)
    qtbot.addWidget(bar)
    bar.show_actions([Action("p", "Signer", "Ctrl+Return", "x", lambda: None, primary=True)])
    bar.resize(900, 50)
    bar.show()
    assert bar._more.isHidden()
