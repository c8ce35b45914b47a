# SPDX-License-Identifier: EUPL-1.2
"""The palette over a real record, the open files, the way back, themes kept for each person."""

import threading

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from lgc_app.demo.cast import DOMINIQUE, HOARAU
from lgc_app.ui.biologie.view import WHERE as BIOLOGY
from lgc_app.ui.theme.tokens import ThemeName
from lgc_app.vault.session import LockReason
from tests.support.post_window import press, type_text

CTRL = Qt.KeyboardModifier.ControlModifier


def ask(post, typed):
    """Ctrl+K, type, wait for the answer; give the words of the rows."""
    palette = post.application.window.palette_box
    QTest.keyClick(post.application.window, Qt.Key.Key_K, CTRL)
    assert palette.is_open
    type_text(palette.box, typed)
    QTest.qWait(120)
    post.settle()
    return [row.sentence for row in palette.list.rows if not row.header]


def test_three_letters_and_enter_open_a_file(post):
    post.open()
    post.unlock()
    rows = ask(post, "hoarau marie")
    assert rows[0].replace("\u00a0", " ").startswith("HOARAU Marie-Josette, 74 ans · 12/03/1952 · née GRONDIN")
    press(post.application.window.palette_box.box, Qt.Key.Key_Return)
    post.settle()
    assert post.application.window.frame.current.where == f"dossier:{HOARAU.id}"
    assert post.application.window.frame.banner.content.name == "HOARAU Marie-Josette"


def test_words_inside_a_note_are_found_over_the_practice_and_their_file_opens(post):
    post.open()
    post.unlock()
    rows = ask(post, "texte équilibre correct")
    assert rows[0].replace("\u00a0", " ").startswith("HOARAU Marie-Josette, 02/09/2026 · ")
    assert "Équilibre correct" in rows[0]
    press(post.application.window.palette_box.box, Qt.Key.Key_Return)
    post.settle()
    assert post.application.window.frame.current.where == f"dossier:{HOARAU.id}"
    seen = [line.what for line in post.work.cabinet.trail.of_patient(HOARAU.id)]
    assert "recherche de mots" in seen


def test_an_action_is_found_by_its_words_whatever_the_accents(post):
    post.open()
    post.unlock()
    assert any("Échanger maintenant" in row for row in ask(post, "echanger"))


def test_nobody_found_offers_to_create_and_the_form_begins_with_what_was_typed(post):
    post.open()
    post.unlock()
    rows = ask(post, "Zitte Anaïs 03/02/1990")
    assert [row.replace("\u00a0", " ") for row in rows] == [
        "Rien trouvé. Créer le patient « Zitte Anaïs 03/02/1990 » ?"
    ]
    press(post.application.window.palette_box.box, Qt.Key.Key_Return)
    post.settle()
    fields = post.work.screens.patients.form.fields
    assert [fields[name].text() for name in ("family", "givens", "birth")] == ["ZITTE", "ANAIS", "03/02/1990"]
    assert fields["sex"].editor.hasFocus()
    type_text(fields["sex"].editor, "f")
    post.work.screens.patients.submit()
    post.settle()
    post.settle()
    assert post.application.window.frame.banner.content.name == "ZITTE ANAIS"


def test_a_faulty_form_says_what_is_wrong_beside_each_field_and_creates_nothing(post):
    post.open()
    post.unlock()
    post.work.admit("Zitte")
    screen = post.work.screens.patients
    screen.form.fields["birth"].set_text("31/02/1990")
    screen.submit()
    post.settle()
    wrong = {name: field._wrong.text() for name, field in screen.form.fields.items() if field._wrong.text()}
    assert set(wrong) == {"givens", "birth", "sex"}
    assert wrong["birth"].replace("\u00a0", " ") == "Date illisible. Écrivez-la ainsi : 12/03/1952."
    assert screen.form.fields["givens"].editor.hasFocus()


def test_a_look_alike_is_shown_before_a_second_file_is_made(post):
    post.open()
    post.unlock()
    post.work.admit("Grondin Marie-Josette 12/03/1952")
    screen = post.work.screens.patients
    screen.form.fields["sex"].set_text("F")
    screen.submit()
    post.settle()
    assert screen.form.alike.isVisible()
    words = screen.form.alike._first.accessibleName().replace("\u00a0", " ")
    assert (
        words == "Un dossier ressemble : HOARAU Marie-Josette, 12/03/1952. Ouvrir ce dossier, ou créer quand même."
    )
    screen.form._open.click()
    post.settle()
    assert post.work.files.place.patient == HOARAU.id


def test_tabs_turn_close_and_the_way_back_is_kept(post):
    application = post.open()
    post.unlock()
    post.work.open_patient(HOARAU.id)
    post.work.open_patient(DOMINIQUE.id)
    post.settle()
    bar = application.window.frame.top_bar
    assert [tab.patient.name for tab in bar._tabs] == ["HOARAU Marie-Josette", "PAT-TROIS Dominique"]
    QTest.keyClick(application.window, Qt.Key.Key_Tab, CTRL)
    post.settle()
    assert post.work.files.place.patient == HOARAU.id
    assert application.window.frame.banner.content.name == "HOARAU Marie-Josette"
    QTest.keyClick(application.window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    post.settle()
    assert post.work.files.place.patient == DOMINIQUE.id
    QTest.keyClick(application.window, Qt.Key.Key_W, CTRL)
    post.settle()
    assert [tab.patient.key for tab in bar._tabs] == [HOARAU.id]
    assert f"dossier:{DOMINIQUE.id}" not in [screen.where for screen in application.window.frame.screens]


def test_the_banner_is_never_that_of_another_patient(post):
    application = post.open()
    post.unlock()
    post.work.open_patient(HOARAU.id)
    post.settle()
    post.work.open_patient(DOMINIQUE.id)  # nothing has been read yet
    content = application.window.frame.banner.content
    assert content is None or content.name.startswith("PAT-TROIS")
    post.settle()
    assert application.window.frame.banner.content.name == "PAT-TROIS Dominique"


def test_identity_and_rights_in_the_banner_lead_to_the_identity_of_this_patient(post):
    post.open()
    post.unlock()
    post.work.open_patient(HOARAU.id)
    post.settle()
    window = post.application.window
    window.frame.banner.identity_asked.emit()
    post.settle()
    assert window.frame.current.where == "patients"
    assert "GRONDIN" in post.work.screens.patients.view.lines.text()


def test_results_and_documents_of_the_patient_in_front_open_and_come_back(post):
    application = post.open()
    post.unlock()
    post.work.open_patient(HOARAU.id)
    post.settle()
    post.work.open_biology(HOARAU.id)
    post.settle()
    assert application.window.frame.current.where == BIOLOGY
    for where in ("vaccins", "calculs", "croissance"):
        post.work.open_part(where, HOARAU.id)
        post.settle()
        assert application.window.frame.current.where == where
        post.work.back()
        post.settle()
    assert application.window.frame.current.where == BIOLOGY
    QTest.keyClick(application.window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    post.settle()
    assert application.window.frame.current.where == f"dossier:{HOARAU.id}"


def test_a_theme_and_a_size_of_text_are_remembered_for_the_person(post):
    application = post.open()
    post.unlock()
    rows = ask(post, "sombre")
    assert rows == ["Thème sombre"]
    press(application.window.palette_box.box, Qt.Key.Key_Return)
    ask(post, "125")
    press(application.window.palette_box.box, Qt.Key.Key_Return)
    assert (application.look.theme.name, application.look.theme.scale) == (ThemeName.DARK, 125)
    post.close()
    again = post.open()
    assert (again.look.theme.name, again.look.theme.scale) == (ThemeName.DARK, 125)


def test_an_invitation_is_shown_and_written_only_where_asked(post, tmp_path):
    application = post.open()
    post.unlock()
    post.work.open_patient(HOARAU.id)
    post.settle()
    post.work.invite()
    post.until(lambda: application.window.frame.current.where == "invitation", "the sheet")
    sheet = post.work.screens.file._invitation
    post.until(lambda: sheet.pages.page_count == 1, "its page")
    sheet.write(tmp_path / "feuille.pdf")
    post.settle()
    assert (tmp_path / "feuille.pdf").read_bytes().startswith(b"%PDF")
    assert "Feuille enregistrée." in post.toasts[-1]


def test_a_failsafe_dossier_is_one_key_away_and_gone_at_the_lock(post):
    application = post.open()
    post.unlock()
    post.work.open_patient(HOARAU.id)
    post.settle()
    post.work.papers.failsafe()
    post.until(lambda: application.window.frame.current.where == "papier", "the sheet")
    post.until(lambda: post.work.screens.paper.pages.page_count == 1, "its page")
    post.work.papers.day()
    post.until(lambda: post.work.screens.paper._file == "rendez-vous-du-jour.pdf", "the day")
    post.work.open_part("courrier", HOARAU.id)
    post.until(lambda: application.window.frame.current.where == "courrier", "the letters")
    post.until(lambda: post.work.screens.paper.pages.page_count > 0, "its pages")
    room = post.work.cabinet.reading_room
    read_by = [one._process for one in room._opened if one._process is not None]
    assert any(one.is_alive for one in read_by)
    post.flow.lock(LockReason.USER)
    post.until_locked()
    assert not any(one.is_alive for one in read_by), "nobody reads a patient's sheet behind the lock"


def test_the_practice_is_exported_while_one_works(post, tmp_path):
    post.open()
    post.unlock()
    papers = post.work.papers
    papers.write_export(tmp_path / "cabinet.zip", post.work.cabinet.open_export.of_practice)
    post.until(lambda: any("Export écrit" in words for words in post.toasts), "the export")
    assert (tmp_path / "cabinet.zip").stat().st_size > 10_000
    papers.write_export(tmp_path / "cabinet.zip", post.work.cabinet.open_export.of_practice)
    post.until(lambda: any("existe déjà" in words for words in post.toasts), "the refusal")


def test_an_export_that_a_lock_stopped_leaves_no_file_and_is_told_at_the_next_opening(post, tmp_path):
    post.open()
    post.unlock()
    locked, export = threading.Event(), post.work.cabinet.open_export.of_practice

    def write_late(path):
        assert locked.wait(60)
        return export(path)

    post.work.papers.write_export(tmp_path / "cabinet.zip", write_late)
    post.flow.lock(LockReason.USER)
    post.until(lambda: post.flow.door.cabinet is None, "the lock")
    locked.set()
    post.settle()
    assert not list(tmp_path.glob("cabinet.zip*"))
    post.unlock()
    assert any("verrouillé pendant l’export" in words for words in post.toasts)


def test_what_nobody_foresaw_is_said_calmly_with_a_reference_and_no_value(post):
    application = post.open()
    post.unlock()
    application.show_error(KeyError("HOARAU Marie-Josette"))
    (said,) = post.toasts
    assert said.startswith("Un imprévu est survenu. Votre texte est gardé.")
    log = (post.context.folder / "incidents.log").read_text("utf-8")
    assert "builtins.KeyError" in log
    assert "HOARAU" not in log
    assert said.rstrip(".")[-6:] in log
