# SPDX-License-Identifier: EUPL-1.2
"""One filter watches the hands; it rests while a screen is made, and never longer."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication


def test_a_key_is_a_sign_of_life_and_a_layout_is_not(open_gallery):
    window, signs = open_gallery(), []
    window.keys.touched.connect(lambda: signs.append(1))
    QApplication.sendEvent(window.frame, QEvent(QEvent.Type.LayoutRequest))
    assert signs == []
    QTest.keyClick(window.frame, Qt.Key.Key_A)
    assert signs


def test_nothing_is_watched_while_a_screen_is_made_even_one_that_fails(open_gallery):
    window, signs = open_gallery(), []
    window.keys.touched.connect(lambda: signs.append(1))
    with pytest.raises(RuntimeError):
        _make_a_screen_that_fails(window)
    assert signs == []
    QTest.keyClick(window.frame, Qt.Key.Key_A)
    assert signs


def _make_a_screen_that_fails(window):
    with window.keys.resting():
        QTest.keyClick(window.frame, Qt.Key.Key_A)
        raise RuntimeError
