# SPDX-License-Identifier: EUPL-1.2
"""The whole way in the real window: an unknown card, « Réglages, Personnes », the card in turn in one reader."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from cps_simulator.in_process import READER, SimulatedReaders
from lgc_app.demo.cast import DOCTOR, HOARAU, NURSE
from lgc_app.demo.posts import OWNERS
from lgc_app.ui.shell.veil import Veil
from lgc_core.model.staff import Staff
from tests.support.typing_keys import press

CTRL = Qt.KeyboardModifier.ControlModifier
YESTERDAY = "2020-01-31"


def show_card(post, owner):
    post.readers.insert(post.box.card(owner, OWNERS[owner]))


def veils_of(post):
    return [one for one in post.window.findChildren(Veil) if one.isVisible()]


def turn_of(post):
    assert post.flow._turn is not None
    return post.flow._turn


def begin(post, staff=NURSE.id, name="Laurent Nativel"):
    """Ask for somebody's card from « Personnes »."""
    post.work.show("personnes")
    post.settle()
    post.work.screens.people.view.rows.choose(staff)
    post.settle()
    post.work.screens.people.add_card()
    assert turn_of(post).is_on
    return turn_of(post).view


def code_is_asked(post):
    post.until(lambda: turn_of(post).view.content.asks, "the question of the code")


def type_code(post, code):
    entry = turn_of(post).view.pin.focusProxy()
    for digit in code:
        press(entry, Qt.Key(ord(digit)), text=digit)
    press(entry, Qt.Key.Key_Return)


def said(view):
    return f"{view.content.title} {view.content.strong} {view.content.words}".replace("\u00a0", " ")


def test_an_unknown_card_leads_to_its_person_then_opens_the_post(post):
    post.open()
    show_card(post, "nurse")
    post.until(lambda: "Réglages, Personnes" in post.said, "the sentence")
    post.readers.insert(post.card)
    post.unlock()
    post.settle()
    assert post.window.frame.current.where == "personnes"
    assert post.work.screens.people.view.rows.current_key() == NURSE.id
    post.work.screens.people.add_card()
    post.readers.remove()
    assert not post.window.is_locked, "the key is needed for the card that comes"
    show_card(post, "nurse")
    code_is_asked(post)
    type_code(post, "1234")
    post.until(lambda: post.window.is_locked, "the lock: the card that opened is not there")
    post.until_locked()
    post.unlock()
    assert post.session.staff.id == NURSE.id


def test_while_a_card_is_waited_for_nothing_of_a_patient_is_in_sight_no_key_answers_and_the_time_is_bounded(post):
    post.open()
    post.unlock()
    post.work.open_patient(HOARAU.id)
    post.settle()
    post.window.frame.rail.chosen.emit("reglages")
    post.settle()
    post.work.screens.settings.people.click()
    post.settle()
    assert post.window.frame.current.where == "personnes", "as the sentence says: Réglages, Personnes"
    view = begin(post)
    seen = [one.text() for one in post.window.findChildren(QLabel) if one.isVisible()]
    assert not [words for words in seen if "HOARAU" in words.upper()]
    QTest.keyClick(post.window, Qt.Key.Key_K, CTRL)
    assert not veils_of(post)
    post.work.say("« Bilan » classé chez quelqu’un")
    assert not post.toasts
    QTest.keyClick(view.cancel, Qt.Key.Key_Escape)
    assert post.window.frame.current.where == "personnes"
    QTest.keyClick(post.window, Qt.Key.Key_K, CTRL)
    assert veils_of(post), "keys answer again"
    begin(post)
    post.readers.remove()
    assert not post.window.is_locked
    turn_of(post)._timer.timeout.emit()
    assert post.window.is_locked, "two minutes at most without a card of the practice"
    post.until_locked()


def test_each_refusal_is_said_and_a_lock_in_the_middle_ends_it(post):
    post.open()
    post.unlock()
    view = begin(post)
    post.readers.remove()
    show_card(post, "secretary")
    post.until(lambda: "celle de Sophie Clain, pas de Laurent Nativel" in said(view), "the refusal")
    assert not view.content.asks, "before its code"
    show_card(post, "nurse")
    code_is_asked(post)
    type_code(post, "0000")
    post.until(lambda: "Il reste 2 essais" in said(view), "the tries left")
    type_code(post, "0000")
    post.until(lambda: view.content.must_tick, "the box before a last try")
    assert "la carte se bloque" in said(view)
    type_code(post, "1234")
    assert not view.content.busy, "not before the box is ticked"
    post.readers.remove()
    post.until(lambda: "Insérez la carte de Laurent Nativel" in said(view), "the wait")
    assert view.pin.count == 0
    show_card(post, "nurse")
    code_is_asked(post)
    post.flow.os_lock.locked.emit()
    assert post.window.is_locked
    assert not turn_of(post).is_on
    post.until_locked()
    post.readers.insert(post.card)
    post.unlock()
    with post.session.store.unit_of_work(DOCTOR.author) as uow:
        uow.set(Staff, DOCTOR.id, valid_to=YESTERDAY)
    post.application.tasks.changed.emit(uow.changes)
    post.until(lambda: post.window.is_locked, "the lock of who was taken off on another post")
    post.until_locked()
    assert "accès terminé" in post.window.unlock.panel._reason.text()


def test_the_recovery_code_lets_a_new_card_of_ones_own_in(post):
    post.open()
    post.readers.insert(post.box.card("doctor-again", OWNERS["doctor"], number="2800555555"))
    post.until(lambda: "Réglages, Personnes" in post.said, "a card that the post does not know")
    post.flow.unlocking.view.way_chosen.emit("recovery_code")
    post.flow.unlocking.view.secret.setText(post.code)
    post.flow.unlocking.view.submit()
    post.until_open()
    assert post.session.staff.id == DOCTOR.id
    assert post.work.screens.people.view.rows.current_key() == DOCTOR.id
    post.work.screens.people.add_card()
    code_is_asked(post)
    type_code(post, "1234")
    post.until(lambda: not turn_of(post).is_on, "the card is in")
    assert not post.window.is_locked, "no card opened it, none left"
    post.settle()
    mine = next(one for one in post.work.cabinet.people.all().here if one.staff.id == DOCTOR.id)
    assert sorted(one.label for one in mine.cards) == ["Carte 2800123456", "Carte 2800555555"]


class TwoReaders:
    """Two simulated readers of one machine."""

    def __init__(self, first: SimulatedReaders) -> None:
        self.each = {"Lecteur 1": first, "Lecteur 2": SimulatedReaders()}

    def names(self):
        return [*self.each]

    def open(self, reader):
        return self.each[reader].open(READER)

    def watch(self, on_event):
        for name, readers in self.each.items():
            readers.watch(lambda event, name=name: on_event(replace(event, reader=name)))
        return self

    def stop(self):
        """Let the readers speak to nobody: they die with the test."""


def test_with_two_readers_nobody_takes_a_card_out_and_the_post_stays_open(post):
    readers = TwoReaders(post.readers)
    post.context = replace(post.context, readers=readers)
    post.open()
    post.unlock()
    view = begin(post)
    readers.each["Lecteur 2"].insert(post.box.card("nurse", OWNERS["nurse"]))
    code_is_asked(post)
    type_code(post, "1234")
    post.until(lambda: not turn_of(post).is_on, "the card is in")
    post.settle()
    assert not post.window.is_locked
    assert "La carte de Laurent Nativel ouvre ce poste." in post.toasts
    assert post.work.screens.people.view.cards.isVisible()
    assert view.pin.count == 0
    assert post.session.sign(bytes(32)), "the card of who is open still answers"
    readers.each["Lecteur 2"].remove()
    assert not post.window.is_locked
