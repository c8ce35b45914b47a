# SPDX-License-Identifier: EUPL-1.2
"""The exchange seen from the window: a real server, cut and given back; the words stay true at each moment."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from lgc_app.demo.cast import HOARAU
from lgc_app.ui.start.flow import Pace

PACE = Pace(exchange_seconds=0.5)


def status(post):
    return post.application.window.frame.status_line.content


def network(post):
    return status(post).network.words.replace("\u00a0", " ")


def test_the_network_is_cut_then_given_back_and_each_state_is_said(world):
    post, region = world
    application = post.open(pace=PACE)
    post.unlock()
    post.until(lambda: network(post) == "En ligne", "online")
    post.until(lambda: not status(post).stored, "nothing waits")
    region.stop()
    post.until(lambda: network(post).startswith("Hors ligne depuis "), "offline")
    cabinet = post.work.cabinet
    application.tasks.write(lambda: cabinet.emission.emit_vsm(HOARAU.id).changes)
    post.work.show("echanges")
    view = post.work.screens.echanges.view
    post.until(lambda: any("Enregistré ici" in row.sentence for row in view.list.rows), "stored here")
    assert "Rien n’est perdu." in view.title.toolTip()
    post.until(lambda: "enregistrés ici" in status(post).stored, "the count")
    assert not any("Reçu par la région" in row.sentence for row in view.list.rows)
    region.start()
    QTest.keyClick(application.window, Qt.Key.Key_F5)
    post.until(lambda: network(post) == "En ligne", "online again")
    post.until(lambda: any("Reçu par la région" in row.sentence for row in view.list.rows), "received")
    post.until(lambda: not status(post).stored, "all is received")


def test_f5_says_what_was_done(world):
    post, _region = world
    application = post.open(pace=PACE)
    post.unlock()
    post.until(lambda: network(post) == "En ligne", "online")
    post.until(lambda: not post.work.schedule.is_running, "the end of an exchange")
    QTest.keyClick(application.window, Qt.Key.Key_F5)
    post.until(lambda: any("Échange fait" in words for words in post.toasts), "the sentence")


def test_f5_while_cut_promises_nothing(world):
    post, region = world
    region.stop()
    application = post.open(pace=Pace(exchange_seconds=60))
    post.unlock()
    post.until(lambda: network(post).startswith("Hors ligne"), "offline")
    QTest.keyClick(application.window, Qt.Key.Key_F5)
    post.until(lambda: any("Réseau coupé" in words for words in post.toasts), "the sentence")
    assert post.work.schedule.seconds_to_next > 30


def test_a_lock_during_an_exchange_ends_it_without_a_word(world):
    post, _region = world
    post.open(pace=PACE)
    post.unlock()
    post.work.exchange_now()
    post.readers.remove()
    post.until_locked()
    QTest.qWait(300)
    assert not (post.context.folder / "incidents.log").exists()
    assert post.toasts == []
