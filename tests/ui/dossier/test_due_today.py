# SPDX-License-Identifier: EUPL-1.2
"""What is due is beside the note with its verb, and counted in the banner; a press leads to where it is done."""

from lgc_app.demo.cast import HOARAU
from lgc_app.services.due_today import Due
from tests.support.hands import Hands


def verb(file, start):
    return next(one for one in file.context.due.buttons if one.accessibleName().startswith(start))


def plain(words):
    return words.replace("\u00a0", " ")


def test_each_line_has_its_verb_and_the_banner_counts_them(file):
    known = file.context.due.due
    assert known
    assert all(isinstance(one, Due) for one in known)
    (pill,) = file.dossier.banner.gaps
    assert plain(pill.words).startswith(f"{len(known)} action")
    hands = Hands(file.window)
    hands.click(verb(file, "Vacciner"))
    assert file.wishes.asked[-1] == ("vaccins", HOARAU.id)
    hands.click(verb(file, "Ordonnance"))
    assert file.wishes.asked[-1] == ("courrier", HOARAU.id)
    assert hands.count == 2


def test_the_clearance_stands_under_the_curve(file):
    assert plain(file.context.clearance.text()).startswith("Clairance (Cockcroft) ")


def test_a_pregnancy_noted_here_comes_into_the_banner(file):
    assert file.dossier.banner.pregnancy is None
    file.tasks.write(lambda: file.cabinet.problems.add_problem(HOARAU.id, "Grossesse"))
    file.settle()
    assert plain(file.dossier.banner.pregnancy.words).startswith("Grossesse, depuis ")
    shown = file.window.frame.banner.content
    assert shown is not None
    assert shown.pregnancy in shown.lasting


def test_a_screening_is_stated_with_one_press_and_one_key(file):
    words = "Dépistage du cancer du sein"
    assert words in {one.statement for one in file.context.due.due}
    file.context.due.told.emit(words)
    editor = file.dossier._editing.editor
    assert (editor.form().words, editor.form().comment) == (words, "fait")
    editor.asked.emit()
    file.settle()
    assert words not in {one.statement for one in file.context.due.due}
