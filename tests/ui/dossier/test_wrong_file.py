# SPDX-License-Identifier: EUPL-1.2
"""A note signed in the wrong file is said so from the note, struck out in the history, and taken back."""

import pytest

from lgc_app.demo.cast import HOARAU
from lgc_app.ui.theme.theme import Theme
from lgc_app.ui.theme.tokens import ThemeName
from tests.support.cabinet import keep
from tests.support.record import make_patient
from tests.support.screen_checks import check_window
from tests.support.screen_window import picture
from tests.support.typing_keys import type_text


@pytest.fixture
def signed(file):
    """Sign a consultation of today and read it."""
    return sign(file)


def sign(file):
    keep(file.cabinet, make_patient("PAYET", "Rose", "1961-04-02", "PAYET"))
    type_text(file.note.first, "Zona")
    file.trigger("sign")
    assert file.centre.is_signed
    return file


def tell(file, typed="payet rose"):
    """Open the panel from the note, find the other patient, and send."""
    file.signed.misplaced_button.click()
    panel = file.dossier._misplaced
    type_text(panel.finder.field.editor, typed)
    panel.finder._search()  # what the pause of 80 ms leads to
    file.settle()
    panel.why.set_text("erreur d’onglet")
    return panel


def line_of(file, key):
    return next(row for row in file.history.rows.rows if row.key == key)


def test_it_is_marked_in_the_history_and_the_note_and_taken_back_by_the_toast(signed):
    file, key = signed, f"encounter:{signed.centre.encounter}"
    assert not line_of(file, key).cells[0].runs[0].struck
    panel = tell(file)
    right = panel.finder.list.current_key()
    panel.keep.click()
    file.settle()
    row = line_of(file, key)
    assert row.cells[0].runs[0].struck
    assert "mauvais dossier, signalé par Dr Maëlle Ethève le 23/11/2026" in row.sentence
    assert "erreur d’onglet" in file.signed.notices.said["wrong"]
    assert not file.signed.add_button.isVisible()
    file.trigger("sign")
    assert file.signed.field.isHidden()
    assert file.signed.notices.said["refused"].startswith("Cette consultation est marquée")
    assert file.cabinet.encounters.today_of(right).sections == {"motif": "Zona"}
    assert file.wishes.words[-1].startswith("Retirée de ce dossier. Son texte attend dans celui de PAYET")
    file.wishes.undo()
    file.settle()
    assert not line_of(file, key).cells[0].runs[0].struck
    assert "wrong" not in file.signed.notices.said
    assert file.signed.add_button.isVisible()
    assert file.cabinet.encounters.today_of(right) is None


def test_nobody_chosen_or_the_same_person_is_refused_beside_the_field(signed):
    file = signed
    panel = tell(file, "zzzzzz")
    panel.submit()
    assert panel.finder.field.editor.accessibleDescription() == "Choisissez le patient dans la liste."
    panel.finder.field.set_text(HOARAU.shown)
    panel.finder._search()
    file.settle()
    assert panel.finder.list.choose(HOARAU.id)
    panel.submit()
    file.settle()
    assert panel.finder.field.editor.accessibleDescription().startswith("C’est déjà le dossier de cette personne.")
    assert file.cabinet.encounters.get(file.centre.encounter).encounter.wrong_file is None


def test_what_was_typed_comes_back_after_a_lock(signed):
    file = signed
    panel = tell(file)
    type_text(panel.why.editor, " encore")
    chosen = panel.finder.list.current_key()
    panel._kept.flush()
    panel.veil.close_veil()
    panel.open()
    file.settle()
    assert panel.why.text() == "erreur d’onglet encore"
    assert panel.finder.list.current_key() == chosen


def test_a_note_that_is_not_signed_has_nothing_to_take_out(file):
    file.trigger("misplaced")
    assert file.dossier._misplaced.veil is None
    assert "refused" in file.note.notices.said


@pytest.mark.parametrize("name", [ThemeName.LIGHT, ThemeName.DARK])
def test_the_panel_and_the_marked_note_are_whole_in_both_themes(open_file, name):
    file = sign(open_file(Theme(name)))
    panel = tell(file)
    picture(file.window, f"mauvais-dossier-saisie-{name.value}")
    check_window(file.window)
    panel.keep.click()
    file.settle()
    picture(file.window, f"mauvais-dossier-{name.value}")
    check_window(file.window)
