# SPDX-License-Identifier: EUPL-1.2
"""What a change of theme or of size did once: old ink, a hidden first line, a toast on what is typed, cut rows."""

import datetime as dt

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QStackedWidget,
    QWidget,
)

from lgc_app.ui.application import dress
from lgc_app.ui.rapprocher.marks import Side, mark
from lgc_app.ui.theme.fonts import TextRole
from lgc_app.ui.theme.look import Look
from lgc_app.ui.theme.theme import Theme
from lgc_app.ui.theme.tokens import ThemeName
from lgc_app.ui.theme.typography import spaced_matricule, spaced_phone
from lgc_app.ui.widgets.drawing import cut_to
from lgc_app.ui.widgets.row_delegate import RowDelegate
from lgc_app.ui.widgets.row_recipe import Cell, Column, Recipe
from lgc_app.ui.widgets.runs import Run
from lgc_app.ui.widgets.text import Text
from lgc_app.ui.widgets.text_area import TextArea
from lgc_app.ui.widgets.toast import SECONDS
from lgc_core.model.patient import sex_shown


def ink_of(label):
    return label.palette().color(label.foregroundRole()).name()


def test_a_label_has_the_ink_of_the_theme_in_force_whether_it_showed_before_or_not(qtbot):
    look = Look(Theme(ThemeName.DARK))
    pages, labels = QStackedWidget(), [Text(look, "devant"), Text(look, "derrière")]
    qtbot.addWidget(pages)
    for label in labels:
        page = QWidget()
        QHBoxLayout(page).addWidget(label)
        pages.addWidget(page)
    look.dressing.connect(lambda: dress(look, pages))
    dress(look, pages)
    pages.show()
    for theme in (Theme(), Theme(ThemeName.DARK), Theme()):
        look.set_theme(theme)
        for at, label in enumerate(labels):
            pages.setCurrentIndex(at)
            QTest.qWait(5)
            assert ink_of(label) == look.colour("text").name()


def test_the_words_of_a_version_have_no_ink_of_their_own_so_that_they_follow_the_theme(look):
    for side in Side:
        assert mark(look, side).foreground().style() is Qt.BrushStyle.NoBrush


def test_a_toast_leaves_its_place_to_a_field_and_its_heading_and_comes_back(open_gallery):
    window = open_gallery(screen="labs")
    toast = window.toasts.say("Classé.")
    low = toast.geometry()
    for field in (QLineEdit(window), QPlainTextEdit(window)):
        field.setGeometry(low.translated(0, 24))  # its heading stands where the toast does
        field.show()
        field.setFocus()
        window.toasts._make_way()
        assert _in_the_status_line(window, toast)
        field.hide()
        window.toasts._place()
        assert toast.geometry() == low


@pytest.mark.parametrize("percent", [100, 150])
def test_two_toasts_over_a_text_that_takes_all_the_room_hide_none_of_it_and_both_can_be_undone(
    open_gallery, percent
):
    window = open_gallery(Theme(ThemeName.LIGHT, percent))
    window.resize(1366, 768)
    content = window.frame.content
    text = QPlainTextEdit("ligne\n" * 60, window)
    text.setGeometry(QRect(content.mapTo(window, QPoint(0, 0)), content.size()))
    text.show()
    text.setFocus()
    undone = []
    first = window.toasts.say("Rendez-vous annulé, et la personne prévenue.", lambda: undone.append("un"))
    last = window.toasts.say("Classé chez HOARAU Marie-Josette, " * 3, lambda: undone.append("deux"))
    QTest.qWait(5)
    assert _in_the_status_line(window, last)
    assert window.rect().contains(last.geometry())
    assert first.isHidden()
    for _second in range(SECONDS + 1):
        first.tick()
    assert first.seconds == SECONDS
    window.toasts.undo()
    assert _in_the_status_line(window, first)
    window.toasts.undo()
    assert undone == ["deux", "un"]


def _in_the_status_line(window, toast):
    place, bar = toast.geometry(), window.frame.action_bar
    shown = [one for one in bar.findChildren(QPushButton) if one.isVisible()]
    buttons = [QRect(one.mapTo(window, QPoint(0, 0)), one.size()) for one in shown]
    return (
        toast.isVisible()
        and place.left() >= window.frame.rail.width()
        and place.top() >= window.frame.content.mapTo(window, QPoint(0, window.frame.content.height())).y()
        and (place.height() > 60 or not any(place.intersects(button) for button in buttons))
    )


def test_a_text_shows_its_first_line_whatever_the_width_it_was_given_first(qtbot, look):
    area = TextArea(look, "Texte")
    qtbot.addWidget(area)
    area.resize(60, 40)
    area.show()
    area.set_text("un mot après l’autre " * 20)
    area.moveCursor(area.textCursor().MoveOperation.End)
    area.resize(700, area.height())
    QTest.qWait(5)
    assert area.verticalScrollBar().value() == 0


@pytest.mark.parametrize(("height", "lines"), [(50, 2), (36, 1)])
def test_a_long_run_goes_on_below_where_the_row_has_the_height(look, height, lines):
    delegate = RowDelegate(look, Recipe((Column(),), height))
    words = "Refusé par le DMP à 08:02 : DMP fermé par le patient."
    first, second = delegate._lines(QRect(0, 0, 220, height), Cell((Run(words),)))
    assert bool(second) is (lines == 2)
    assert " ".join(run.words for run in (*first, *second)) == words


def test_a_long_title_goes_on_before_the_line_below_when_both_fit_and_only_then(look):
    delegate = RowDelegate(look, Recipe((Column(),), 44))
    title, day = (
        Run("Mesures : glycémie capillaire 1,48 g/L", TextRole.DENSE_MEDIUM),
        Run("aujourd’hui", TextRole.CAPTION),
    )
    first, second = delegate._lines(QRect(0, 0, 210, 44), Cell((title,), (day,)))
    assert " ".join(run.words for run in first) + " " + second[0].words.strip() == title.words
    assert second[-1] == day
    long = Run("Dr Maëlle Ethève, hier, non signée, à relire", TextRole.CAPTION)
    assert delegate._lines(QRect(0, 0, 210, 44), Cell((title,), (long,))) == [(title,), (long,)]
    lines = delegate._lines(QRect(0, 0, 210, 62), Cell((title,), (long,)), 3)
    assert [len(line) for line in lines] == [1, 1, 1]
    assert " ".join(run.words for line in lines for run in line) == f"{title.words} {long.words}"


def test_words_are_never_cut_inside_a_number(look):
    metrics, words = look.metrics(TextRole.DENSE), "Mesures : glycémie capillaire 1,48 g/L"
    whole = metrics.horizontalAdvance(words)
    for room in range(40, whole, 3):
        shown = cut_to(metrics, words, room).removesuffix("…")
        assert not shown or not (shown[-1] in "0123456789," and words[len(shown)] in "0123456789,"), shown
    assert cut_to(metrics, words, whole + 1) == words


def test_numbers_are_spaced_as_people_read_them_and_a_child_is_a_girl_or_a_boy():
    assert spaced_phone("0692412512") == "06\u00a092\u00a041\u00a025\u00a012"
    assert spaced_phone("+33 6") == "+33 6"
    assert spaced_matricule("252039741300144") == "2\u00a052\u00a003\u00a097\u00a0413\u00a0001\u00a044"
    day = dt.date(2026, 11, 23)
    assert [sex_shown(sex, "2025-03-10", day) for sex in ("F", "M", "UN")] == ["Fille", "Garçon", "Sexe inconnu"]
    assert sex_shown("F", "1952-03-12", day) == "Femme"
    assert sex_shown("M", "", day) == "Homme"
