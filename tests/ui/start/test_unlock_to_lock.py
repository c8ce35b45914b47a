# SPDX-License-Identifier: EUPL-1.2
"""From the lock screen to the open practice and back, on a real vault, by real keys."""

import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget

from cps_card.errors import WrongPinError
from cps_simulator.in_process import READER
from lgc_app.demo.cast import HOARAU
from lgc_app.demo.posts import OWNERS, PIN
from lgc_app.ui.start.flow import Pace
from lgc_app.ui.unlock.presenter import Entry
from lgc_app.vault.session import LockReason, VaultSession
from lgc_core.model.canonical import canonical
from lgc_core.model.patient import Patient
from lgc_core.oplog.state import DECODER
from tests.support.post_window import PHRASE, Strays, first_text, press, type_text
from tests.support.record import make_patient


def test_the_code_typed_in_the_boxes_opens_the_day(post):
    application = post.open()
    post.unlock()
    assert application.window.frame.current.where == "journee"
    assert len(post.work.screens.journee.lines) == 13
    assert application.window.frame.top_bar._name.text() == "Dr Maëlle Ethève"


def test_the_owner_is_read_before_any_code(post):
    post.open()
    post.until_pin_asked()
    assert post.content.title == "Maelle Etheve"
    assert post.content.card.words == "Carte reconnue"


def test_a_wrong_code_tells_the_tries_left_then_the_last_one_wants_a_tick(post):
    post.open()
    post.type_pin("0000")
    post.until(lambda: "Il reste 2" in post.said, "two tries")
    post.type_pin("0000")
    post.until(lambda: post.content.must_tick, "the last try")
    assert post.said.startswith("Code incorrect. Il reste 1 essai. Après un troisième échec")
    post.type_pin(PIN)
    assert post.flow.unlocking.view.tick.hasFocus()
    post.flow.unlocking.view.tick.setChecked(True)
    post.flow.unlocking.view.submit()
    post.until_open()


def test_a_third_wrong_code_blocks_the_card_and_says_what_to_do(post):
    post.open()
    for said in ("Il reste 2", "Il reste 1"):
        post.type_pin("0000")
        post.until(lambda said=said: said in post.said, said)
    post.until_pin_asked()
    post.flow.unlocking.view.tick.setChecked(True)
    post.type_pin("0000")
    post.until(lambda: "Carte bloquée" in post.said, "the blocked card")
    assert post.content.entry is Entry.NOTHING


def test_a_card_already_at_its_last_try_says_so_before_any_code(post):
    for _ in range(2):
        with pytest.raises(WrongPinError):
            post.readers.open(READER).verify("0000")
    post.open()
    post.until_pin_asked()
    assert post.content.must_tick


def test_without_reader_or_card_the_screen_says_what_to_do(post):
    post.readers.unplug()
    post.open()
    post.until(lambda: "Lecteur absent" in post.said, "no reader")
    post.readers.plug()
    assert post.content.title == "Insérez votre carte."
    post.readers.insert(post.card)
    post.until_pin_asked()


def test_a_card_of_another_practice_is_told_and_no_code_is_asked(post):
    from lgc_app.demo.posts import OWNERS

    post.open()
    post.readers.insert(post.box.card("nurse", OWNERS["nurse"]))
    post.until(lambda: post.content.title == "Carte inconnue", "the unknown card")
    assert post.content.entry is Entry.NOTHING


def test_the_printed_code_opens_and_a_wrong_one_is_refused(post):
    post.open()
    post.flow.unlocking.view.way_chosen.emit("recovery_code")
    post.flow.unlocking.view.secret.setText("AAAA-BBBB-CCCC-DDDD-EEEE-FFFF-GGGG-HHHH")
    post.flow.unlocking.view.submit()
    post.until(lambda: "non reconnu" in post.said, "the refusal")
    post.flow.unlocking.view.secret.setText(post.code.lower())
    post.flow.unlocking.view.submit()
    post.until_open()
    post.readers.remove()
    assert post.flow.work is not None, "opened without a card: no card to pull"


def test_a_phrase_opens_the_front_desk_without_medical_content(post):
    post.give_phrase()
    application = post.open()
    post.flow.unlocking.view.way_chosen.emit("pass_phrase")
    post.flow.unlocking.view.secret.setText(PHRASE)
    post.flow.unlocking.view.submit()
    post.until_open()
    rail = [item.id for item in post.work.screens.rail_items()]
    assert rail == ["journee", "agenda", "patients", "echanges", "help", "lock"]
    post.work.open_patient(HOARAU.id)
    post.settle()
    assert application.window.frame.current.where == "patients"
    shown = " ".join(label.text() for label in application.window.findChildren(QLabel) if label.isVisible())
    assert "HOARAU" in shown
    assert "pénicilline" not in shown
    assert "Votre rôle" not in " ".join(post.toasts)
    post.work.show("journee")
    sentences = [row.sentence for row in post.work.screens.journee.view.agenda.rows]
    assert not any("Toux" in sentence for sentence in sentences)


def test_a_card_pulled_hides_all_in_the_same_event_and_the_text_is_there_after(post):
    application = post.open()
    post.unlock()
    post.work.open_patient(HOARAU.id)
    post.settle()
    where = application.window.frame.current.where
    somebody = make_patient()
    kept = {"traits": canonical(somebody.traits)}
    read = DECODER.decode(Patient, somebody.id, kept)
    note = first_text(application.window.frame.current.widget, "Interrogatoire")
    note.setFocus()
    type_text(note, "Toux grasse, fièvre à 38,5 °C, œdème : €")
    post.readers.remove()  # in the middle of typing: nothing has run since the last key
    assert application.window.is_locked
    assert not note.isVisible()
    assert post.said.startswith("Carte retirée à ")
    assert "Votre texte est gardé. Remettez la carte pour continuer." in post.said
    post.until_locked()
    texts = [label.text() for label in application.window.findChildren(QLabel)]
    assert not any("HOARAU" in text or "pénicilline" in text for text in texts)
    assert not any(screen.patient for screen in application.window.frame.screens)
    assert DECODER.decode(Patient, somebody.id, kept) is not read, "the patients read are still remembered"
    post.readers.insert(post.card)
    post.unlock()
    assert application.window.frame.current.where == where
    post.until(lambda: first_text(application.window, "Interrogatoire").toPlainText() != "", "the text")
    note = first_text(application.window.frame.current.widget, "Interrogatoire")
    assert note.toPlainText() == "Toux grasse, fièvre à 38,5 °C, œdème : €"


def test_small_forms_half_typed_at_a_pulled_card_are_all_there_after(post):
    post.open()
    post.unlock()
    screens, day = post.work.screens, post.work.cabinet.session.now().date()
    screens.journee.task_card.begin()
    type_text(screens.journee.task_card.line.editor, "rappeler le laboratoire")
    screens.journee._booking.open(day, hour="10:45")
    post.settle()
    type_text(screens.journee._booking.motif.editor, "Certificat")
    post.readers.remove()  # before the pause of the autosave has ended
    assert not screens.journee._booking.veil.isVisible()
    post.until_locked()
    post.readers.insert(post.card)
    post.unlock()
    journee = post.work.screens.journee
    journee._booking.open(day, hour="10:45")
    post.until(lambda: journee._booking.motif.text() == "Certificat", "the booking")
    assert journee.task_card.line.text() == "rappeler le laboratoire"


def test_the_boxes_of_the_lock_screen_count_and_name_nobody(post):
    application = post.open()
    post.unlock()
    post.flow.lock(LockReason.USER)
    post.until_locked()
    waiting = post.content.waiting
    assert any("partiront au retour du réseau" in one.words.replace("\u00a0", " ") for one in waiting)
    assert not any("HOARAU" in f"{one.title} {one.words}" for one in waiting)
    assert application.window.is_locked
    post.unlock()  # the card is still in the reader: its owner is read again by itself


def test_ten_idle_minutes_lock_and_a_key_puts_them_off(post):
    application = post.open(pace=Pace(idle_minutes=0.05))
    post.unlock()
    for _ in range(8):
        QTest.qWait(300)
        press(application.window, Qt.Key.Key_Shift)
        assert not application.window.is_locked
    post.until(lambda: application.window.is_locked, "the idle lock")
    assert post.said.startswith("Verrouillé après 1 minute.")
    post.until_locked()


def test_a_reader_unplugged_locks_and_says_it(post):
    application = post.open()
    post.unlock()
    post.readers.unplug()
    assert application.window.is_locked
    assert post.said.startswith("Lecteur débranché à ")


def test_ctrl_maj_l_locks(post):
    application = post.open()
    post.unlock()
    (lock,) = [one for one in application.window.actions_known.reachable("journee") if one.id == "lock"]
    assert lock.key == "Ctrl+Shift+L"
    application.window.activateWindow()
    assert QTest.qWaitForWindowActive(application.window, 10_000)
    QTest.keyClick(
        application.window,
        Qt.Key.Key_L,
        Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
    )
    assert application.window.is_locked


def test_a_card_pulled_while_the_code_is_checked_never_opens(post):
    application = post.open()
    post.type_pin()
    post.readers.remove()
    post.until_locked()
    QTest.qWait(200)
    assert application.window.is_locked
    assert post.flow.work is None
    assert not post.flow.door.hold().is_unlocked


def test_somebody_else_does_not_find_the_files_of_a_colleague(post):
    post.let_in("nurse")
    application = post.open()
    post.unlock()
    post.work.open_patient(HOARAU.id)
    post.settle()
    post.readers.insert(post.box.card("nurse", OWNERS["nurse"]))  # the doctor's card leaves with it
    assert application.window.is_locked
    post.unlock()
    assert post.work.files.patients == []
    assert application.window.frame.current.where == "tournee", "a nurse begins with the round"


def test_a_slow_lock_does_not_eat_the_code_that_the_next_person_types(post):
    post.let_in("nurse")
    application = post.open()
    post.unlock()
    slow = threading.Event()
    application.tasks.read(slow.wait, lambda _held: None)  # the vault is busy when the card leaves
    post.readers.insert(post.box.card("nurse", OWNERS["nurse"]))
    post.until_pin_asked()
    boxes = post.flow.unlocking.view.pin
    press(boxes.focusProxy(), Qt.Key.Key_1, text="1")
    press(boxes.focusProxy(), Qt.Key.Key_2, text="2")
    slow.set()
    post.until_locked()
    assert boxes.count == 2
    boxes.wipe()
    post.unlock()
    assert not application.window.is_locked


def test_a_second_copy_is_refused_in_words(post):
    holder = VaultSession(post.context.folder, post.context.trust, lambda _attempt: None)
    try:
        post.open()
        post.until(lambda: "déjà ouvert sur ce poste" in post.said, "the second copy")
        assert post.content.entry is Entry.NOTHING
    finally:
        holder.close()


def test_a_damaged_file_says_where_the_data_are(post):
    database = post.context.folder / "cabinet.db"
    database.write_bytes(bytes(len(database.read_bytes())))
    post.open()
    post.type_pin()
    post.until(lambda: "La base de ce poste est abîmée." in post.said, "the damage")


def test_a_post_without_vault_says_how_to_begin(post):
    import shutil

    shutil.move(post.context.folder, post.folder / "ailleurs")
    post.open()
    post.until(lambda: "Aucun cabinet sur ce poste." in post.said, "no vault")


def test_closing_the_window_keeps_what_is_typed_and_lets_the_vault_go(post):
    application = post.open()
    post.unlock()
    post.work.open_patient(HOARAU.id)
    post.settle()
    note = first_text(application.window.frame.current.widget, "Conclusion")
    type_text(note, "À revoir à 48 h.")
    post.close()
    again = VaultSession(post.context.folder, post.context.trust, lambda _attempt: None)
    again.unlock_with_recovery(post.code)
    from lgc_app.bootstrap import open_cabinet

    cabinet = open_cabinet(post.context, again)
    texts = cabinet.encounters.today_of(HOARAU.id)
    assert "À revoir à 48 h." in (texts.sections.values() if texts else ())
    again.close()


def test_nothing_of_a_patient_is_in_the_title_or_outside_the_vault(post):
    application = post.open()
    post.unlock()
    post.work.open_patient(HOARAU.id)
    post.settle()
    assert "HOARAU" not in application.window.windowTitle()
    post.flow.lock(LockReason.USER)
    post.until_locked()
    for file in post.context.folder.rglob("*"):
        if file.is_file():
            content = file.read_bytes()
            assert b"HOARAU" not in content, file
            assert HOARAU.id.encode() not in content, file


def test_no_stray_window_flashes_on_the_desk(post):
    strays = Strays()
    application = post.open()
    post.unlock()
    for where in ("patients", "reception", "echanges", "journee"):
        post.work.show(where)
        post.settle()
    post.work.admit("Payet")
    post.work.open_patient(HOARAU.id)
    post.settle()
    for where in ("biologie", "vaccins", "calculs", "croissance"):
        post.work.open_part(where, HOARAU.id)
        post.settle()
    post.work.show("lots")
    post.settle()
    assert strays.seen == []
    assert application.window.isActiveWindow()


def test_no_widget_is_left_on_the_frame_after_a_lock(post):
    application = post.open()
    post.unlock()
    post.flow.lock(LockReason.USER)
    post.until_locked()
    QTest.qWait(50)
    content = application.window.frame.content
    assert content.count() == 0
    assert content.findChildren(QWidget) == []
