# SPDX-License-Identifier: EUPL-1.2
"""Lists, texts, toasts, palette, bars, curve and viewers, used as a person uses them."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from lgc_app.ui.actions import Action, Actions
from lgc_app.ui.gallery.people import RENAL, RESULTS, STATUS, TIMELINE
from lgc_app.ui.theme.icons import TABLE, Icons
from lgc_app.ui.widgets.action_bar import ActionBar
from lgc_app.ui.widgets.curve import Curve
from lgc_app.ui.widgets.curve_scale import CurveContent, CurvePoint
from lgc_app.ui.widgets.flag_table import FlagTable
from lgc_app.ui.widgets.narrative_view import NarrativeView
from lgc_app.ui.widgets.row_list import RowList, RowModel
from lgc_app.ui.widgets.row_recipe import Cell, Recipe, Row
from lgc_app.ui.widgets.runs import Run
from lgc_app.ui.widgets.status_line import StatusLine
from lgc_app.ui.widgets.text import Text
from lgc_app.ui.widgets.text_area import TextArea
from lgc_app.ui.widgets.toast import SECONDS
from tests.support.typing_keys import press, type_text


def row(key, words="x", **kind):
    return Row(key, (Cell((Run(words),)),), words, **kind)


@pytest.fixture
def rows(look, qtbot):
    made = RowList(look, "Historique", Recipe())
    qtbot.addWidget(made)
    made.resize(300, 400)
    made.show()
    return made


def test_every_icon_of_the_table_exists_in_the_set(look):
    for name in TABLE:
        assert not look.pixmap(name, look.colour("text"), 16).isNull()


def test_an_icon_that_is_not_in_the_table_is_a_bug(look):
    with pytest.raises(KeyError):
        Icons().pixmap("no-such-icon", look.colour("text"), 16, 1.0)


def test_every_icon_named_in_the_code_is_in_the_table():
    import re

    import lgc_app.ui

    named = set()
    for path in Path(lgc_app.ui.__file__).parent.rglob("*.py"):
        named |= set(re.findall(r'icon="([a-z-]+)"', path.read_text()))
    assert named
    assert named <= set(TABLE)


def test_the_keyboard_passes_over_month_headers(rows):
    rows.set_rows(TIMELINE)
    rows.choose_first()
    keys = []
    for _press in range(len(TIMELINE)):
        keys.append(rows.current_key())
        QTest.keyClick(rows, Qt.Key.Key_Down)
    assert not any(key.startswith("header") for key in keys)
    assert keys[:4] == ["a", "b", "c", "d"]


def test_enter_opens_the_row_and_ctrl_enter_is_left_to_the_screen(rows, qtbot):
    opened = []
    rows.opened.connect(opened.append)
    rows.set_rows([row("1"), row("2")])
    rows.choose("2")
    QTest.keyClick(rows, Qt.Key.Key_Return)
    QTest.keyClick(rows, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert opened == ["2"]


def test_the_chosen_row_stays_chosen_when_rows_come_before_it(rows):
    rows.set_rows([row("1"), row("2")])
    rows.choose("2")
    rows.set_rows([row("0"), row("1"), row("2")])
    assert rows.current_key() == "2"


def test_when_the_chosen_row_goes_the_next_takes_its_place(rows):
    rows.set_rows([row("1"), row("2"), row("3")])
    rows.choose("2")
    rows.set_rows([row("1"), row("3")])
    assert rows.current_key() == "3"
    rows.set_rows([row("1")])
    assert rows.current_key() == "1"


def test_a_row_reads_itself_out_and_tells_its_two_versions(rows):
    rows.set_rows([row("1", "Poids, 71,4 kg ou 74,1 kg", conflict=True)])
    index = rows.model().index(0)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "Poids, 71,4 kg ou 74,1 kg"
    assert index.data(RowModel.CONFLICT) is True


def test_five_thousand_rows_are_laid_out_without_being_measured(rows):
    rows.set_rows([row(str(number), f"ligne {number}") for number in range(5000)])
    rows.choose("4999")
    assert rows.current_key() == "4999"
    assert rows.visualRect(rows.currentIndex()).intersects(rows.viewport().rect())


def test_a_name_with_markup_is_shown_as_it_is(look, qtbot):
    label = Text(look, '<img src="/etc/hostname"><b>PAYET</b>')
    qtbot.addWidget(label)
    assert label.textFormat() is Qt.TextFormat.PlainText


def test_each_key_typed_is_told_accents_included_and_a_set_text_is_not(look, qtbot):
    area, told = TextArea(look, "Examen"), []
    qtbot.addWidget(area)
    area.typed.connect(told.append)
    area.set_text("Hier : ")
    assert not told
    area.moveCursor(area.textCursor().MoveOperation.End)
    type_text(area, "œdème")
    assert told == ["Hier : œ", "Hier : œd", "Hier : œdè", "Hier : œdèm", "Hier : œdème"]


def test_a_text_grows_with_its_lines(look, qtbot):
    area = TextArea(look, "Examen")
    qtbot.addWidget(area)
    area.resize(300, 60)
    area.show()
    before = area.height()
    area.set_text("\n".join(["ligne"] * 12))
    qtbot.waitUntil(lambda: area.height() > before * 3)
    assert not area.verticalScrollBar().isVisible()


def test_a_toast_can_be_undone_by_key_and_only_once(open_gallery):
    window, undone = open_gallery(), []
    window.say("Classé.", lambda: undone.append(1))
    QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert undone == [1]
    assert not window.toasts.toasts or window.toasts.toasts[-1].words != "Classé."
    window.toasts.undo()
    assert undone == [1]


def test_the_newest_toast_is_undone_first_and_they_stack(open_gallery):
    window, undone = open_gallery(), []
    first = window.toasts.say("Un.", lambda: undone.append("un"))
    second = window.toasts.say("Deux.", lambda: undone.append("deux"))
    assert not first.geometry().intersects(second.geometry())
    assert second.geometry().bottom() < window.frame.action_bar.geometry().top()
    window.toasts.undo()
    assert undone == ["deux"]


def test_a_toast_goes_after_ten_seconds_and_never_takes_the_focus(open_gallery):
    window = open_gallery()
    before = QApplication.focusWidget()
    toast = window.toasts.say("Classé.", lambda: None)
    assert QApplication.focusWidget() is before
    for _second in range(SECONDS - 1):
        toast.tick()
    assert window.toasts.toasts == [toast]
    toast.tick()
    assert not window.toasts.toasts


def test_the_palette_finds_patients_through_the_tasks_and_enter_opens_one(open_gallery, qtbot):
    window = open_gallery()
    QTest.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    box = window.palette_box.box
    assert QApplication.focusWidget() is box
    box.setText("reno")
    box.textEdited.emit("reno")
    qtbot.waitUntil(lambda: any("RENOUF" in one.sentence for one in window.palette_box.list.rows))
    press(box, Qt.Key.Key_Return)
    assert not window.palette_box.is_open


def test_the_palette_finds_actions_whatever_their_accents(open_gallery):
    window = open_gallery()
    window.palette_box.open()
    window.palette_box.box.setText("ecran")
    window.palette_box.box.textEdited.emit("ecran")
    found = [one.sentence for one in window.palette_box.list.rows if not one.header]
    assert any("Plein écran" in words for words in found)


def test_a_late_answer_to_an_older_search_is_dropped(open_gallery, qtbot):
    window = open_gallery()
    palette = window.palette_box
    palette.open()
    palette.box.setText("reno")
    palette.box.textEdited.emit("reno")
    qtbot.wait(70)
    palette.box.setText("zzz")
    palette.box.textEdited.emit("zzz")
    qtbot.wait(200)
    assert not any("RENOUF" in one.sentence for one in palette.list.rows)


def test_escape_closes_the_palette_and_gives_the_focus_back(open_gallery):
    window = open_gallery()
    before = QApplication.focusWidget()
    window.palette_box.open()
    QTest.keyClick(window.palette_box.box, Qt.Key.Key_Escape)
    assert not window.palette_box.is_open
    assert QApplication.focusWidget() is before


def test_news_takes_the_place_of_what_was_said_of_the_same_thing_and_of_nothing_else(open_gallery):
    window = open_gallery()
    undoable = window.toasts.say("Classé.", lambda: None)
    window.toasts.say("Réseau coupé.", about="exchange")
    other = window.toasts.say("Un fichier ne peut pas être lu.")
    last = window.toasts.say("Réseau revenu.", about="exchange")
    assert window.toasts.toasts == [undoable, other, last]


def test_the_primary_button_is_never_disabled_or_dropped_however_narrow(look, qtbot):
    bar = ActionBar(look, Actions().trigger)
    qtbot.addWidget(bar)
    actions = [Action(str(at), f"Bouton {at}", "", "x", lambda: None, bar=True) for at in range(6)]
    bar.show_actions([*actions, Action("p", "Signer", "Ctrl+Return", "x", lambda: None, primary=True)])
    bar.resize(320, 50)
    bar.show()
    qtbot.wait(10)
    primary = bar._primary
    assert primary.isVisible()
    assert primary.isEnabled()
    assert primary.geometry().right() <= bar.width()
    assert sum(button.isVisible() for _action, button in bar._others) < 6


@pytest.mark.parametrize("width", [600, 800, 1200])
def test_the_status_line_keeps_what_someone_must_act_on(look, qtbot, width):
    line = StatusLine(look)
    qtbot.addWidget(line)
    line.show_content(STATUS)
    line.resize(width, 30)
    line.show()
    qtbot.wait(10)
    for part in (line._network, line._refused, line._conflicts):
        assert part.isVisible()
        assert part.geometry().right() <= width


def test_every_part_of_the_status_line_leads_somewhere(look, qtbot):
    line, went = StatusLine(look), []
    qtbot.addWidget(line)
    line.show_content(STATUS)
    line.activated.connect(went.append)
    for button in (line._network, line._stored, line._last, line._refused, line._conflicts, line._saved):
        button.click()
    assert went == ["network", "stored", "last_exchange", "refused", "conflicts", "saved"]


def test_the_curve_is_read_out_point_by_point(look, qtbot):
    curve, pointed = Curve(look, "DFG"), []
    qtbot.addWidget(curve)
    curve.resize(400, 210)
    curve.show()
    curve.show_content(RENAL)
    curve.pointed.connect(pointed.append)
    assert curve.spoken().replace("\u00a0", " ") == "37 mL/min, 17/11/2026, stade 3b, 5 sur 5"
    QTest.keyClick(curve, Qt.Key.Key_Left)
    QTest.keyClick(curve, Qt.Key.Key_Home)
    QTest.keyClick(curve, Qt.Key.Key_Left)
    assert pointed == [3, 0]
    assert "stade 3a" in curve.accessibleDescription()


@pytest.mark.parametrize("values", [[], [37.0], [5.0, 5.0], [0.0]])
def test_a_curve_of_few_or_equal_values_is_drawn(look, qtbot, values):
    curve = Curve(look, "DFG")
    qtbot.addWidget(curve)
    points = [CurvePoint(date(2026, 1, 1), value, str(value), "j", "a") for value in values]
    curve.show_content(CurveContent(points))
    assert not curve.grab().isNull()


def test_results_are_read_out_with_their_flag(look, qtbot):
    table = FlagTable(look, "Biologie")
    qtbot.addWidget(table)
    table.show_content(RESULTS)
    said = table.model().index(3, 3).data(Qt.ItemDataRole.AccessibleTextRole).replace("\u00a0", " ")
    assert said == "Potassium, 17/11/26 : 6,3 mmol/L, critique, très au-dessus"
    assert table.model().index(4, 3).data(Qt.ItemDataRole.AccessibleTextRole).endswith("non dosé")


def test_choosing_a_result_tells_which_curve_to_draw(look, qtbot):
    table, chosen = FlagTable(look, "Biologie"), []
    qtbot.addWidget(table)
    table.show_content(RESULTS)
    table.chosen.connect(chosen.append)
    assert table.choose("dfg")
    assert not table.choose("g1")
    assert chosen == ["dfg"]


def test_a_narrative_loads_no_picture_and_opens_no_link(look, qtbot, tmp_path):
    picture = tmp_path / "spy.png"
    image = QImage(40, 40, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    image.save(str(picture))
    view = NarrativeView(look, "Document")
    qtbot.addWidget(view)
    view.show_markup(f'<p>Compte rendu</p><img src="{picture}"><a href="{picture}">lien</a>')
    assert view.toPlainText().strip().startswith("Compte rendu")
    assert "￼" not in view.toPlainText()
    assert not view.openLinks()
    assert not view.openExternalLinks()
    assert bytes(view.loadResource(2, QUrl.fromLocalFile(str(picture)))) == b""


def test_the_gallery_takes_its_pictures(tmp_path):
    command = [
        sys.executable,
        "-W",
        "error",
        "-m",
        "lgc_app.ui.gallery",
        "--shots",
        str(tmp_path),
        "--only",
        "dark",
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=100, check=False)
    assert done.returncode == 0, done.stderr
    assert len(list(tmp_path.glob("*-dark.png"))) == 7
