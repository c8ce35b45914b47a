# SPDX-License-Identifier: EUPL-1.2
"""The file in every theme and size of the design: nothing cut, covered or nameless."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from lgc_app.demo.cast import HOARAU
from lgc_app.ui.theme.theme import Theme
from lgc_app.ui.theme.tokens import ThemeName
from tests.support.screen_checks import check_window
from tests.support.typing_keys import press, type_text

LOOKS = {
    "light-1366": (Theme(ThemeName.LIGHT), (1366, 738)),
    "dark-1366": (Theme(ThemeName.DARK), (1366, 738)),
    "contrast-1366": (Theme(ThemeName.HIGH_CONTRAST), (1366, 738)),
    "light-125": (Theme(ThemeName.LIGHT, 125), (1366, 738)),
    "light-1093": (Theme(ThemeName.LIGHT), (1093, 614)),
    "light-1920": (Theme(ThemeName.LIGHT), (1920, 1050)),
    "light-150": (Theme(ThemeName.LIGHT, 150), (1366, 738)),
    "smallest": (Theme(ThemeName.LIGHT), (1000, 560)),
}


@pytest.mark.parametrize("name", LOOKS)
def test_the_note_its_measures_and_its_signature_are_whole(open_file, name):
    theme, size = LOOKS[name]
    file = open_file(theme, size)
    check_window(file.window)
    type_text(file.note.first, "Toux productive et fièvre depuis 4 jours")
    file.trigger("measure")
    file.note.entry.fields["temperature"].set_text("83")
    press(file.note.entry.fields["temperature"].editor, Qt.Key.Key_Return)
    file.settle()
    QTest.qWait(30)
    check_window(file.window)
    file.note.entry.fields["temperature"].set_text("38,3")
    press(file.note.entry.fields["temperature"].editor, Qt.Key.Key_Return)
    file.settle()
    file.context.problems.open_field()
    QTest.qWait(30)
    check_window(file.window)
    file.trigger("sign")
    file.settle()
    file.signed.add_button.click()
    QTest.qWait(30)
    check_window(file.window)


def test_at_125_percent_the_history_is_a_drawer_that_a_button_and_f6_open(open_file):
    theme, size = LOOKS["light-125"]
    file = open_file(theme, size)
    assert not file.history.isVisible()
    assert file.note.drawer.isVisible()
    file.note.drawer.click()
    assert file.history.isVisible()
    assert file.history.rows.hasFocus()
    press(file.history.rows, Qt.Key.Key_Return)
    file.settle()
    assert not file.history.isVisible()


def test_two_versions_are_marked_where_they_are_read(open_file):
    from lgc_app.services.overview import Line
    from lgc_app.ui.widgets.pill import PillButton

    file = open_file()
    file.context.problems.show_lines([Line(id="1", words="Goutte", versions=2)])
    (mark,) = file.context.problems.findChildren(PillButton)
    assert mark.content.words == "2 versions"
    mark.click()
    assert file.wishes.asked[-1] == ("versions", "1")


def test_five_thousand_entries_are_all_there_and_reached_by_keys(open_file, cabinet, qtbot):
    from tests.support.long_history import write_entries

    write_entries(cabinet.session.store, HOARAU.id, 5000)
    file = open_file()
    assert len(file.history.titles) > 5000

    def is_at_the_end():
        press(file.history.rows, Qt.Key.Key_End)
        return file.history.rows.currentIndex().row() == len(file.history.rows.rows) - 1

    qtbot.waitUntil(is_at_the_end)  # the rows are laid out while the person reads
    type_text(file.history.filter, "document 4999")
    assert len(file.history.titles) == 2
