# SPDX-License-Identifier: EUPL-1.2
"""What Réception shows: whole in every look, honest about what it cannot read, never waiting."""

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication

from tests.support.cabinet import keep, patient_of_the_samples, sample
from tests.support.cda import a_vsm
from tests.support.screen_checks import check_window
from tests.support.screen_window import LOOKS, picture, settle
from tests.support.typing_keys import press

HOSTILE = b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>"


@pytest.mark.parametrize("name", LOOKS)
def test_the_screen_is_whole_in_every_look(open_reception, vsm, name):
    window, _screen = open_reception(name)
    check_window(window)
    picture(window, f"reception-{name}")


@pytest.mark.parametrize("name", ["light", "dark"])
def test_the_form_is_never_narrower_than_its_words(open_reception, vsm, name):
    _window, screen = open_reception(name)
    assert screen.form.width() >= screen._look.px(404)
    assert screen.pane.width() > screen.list.width()


@pytest.mark.given
@pytest.mark.parametrize("name", ["light", "125pc"])
def test_a_mismatch_and_a_long_list_are_whole_too(open_reception, cabinet, hoarau, tasks, name):
    keep(cabinet, patient_of_the_samples())
    document = cabinet.inbox.receive(sample("IPS-FR_2024.01.xml"))
    window, screen = open_reception(name)
    screen._open(document.id, hoarau.id)
    settle(tasks, lambda: screen.is_ready)
    assert screen.form.reason.isVisible()
    assert len(screen.form.findings.rows) > 20
    check_window(window)
    picture(window, f"reception-mismatch-{name}")


def test_an_empty_list_says_that_all_is_filed(open_reception, qtbot):
    _window, screen = open_reception(ready=False)
    assert screen._stack.currentIndex() == 1


def test_quarantine_says_why_and_what_to_do(open_reception, cabinet):
    cabinet.inbox.receive(HOSTILE)
    window, screen = open_reception()
    assert screen.list.lines[0].group == "Mis de côté"
    assert "définitions d’entités" in screen.form.content.set_aside
    assert "Demandez un nouvel envoi" in screen.form.content.set_aside
    assert "définitions d’entités" in screen.pane.sentence
    check_window(window)


def test_files_are_imported_and_the_unreadable_one_is_kept_aside(open_reception, cabinet, tasks, tmp_path, errors):
    paths = [tmp_path / name for name in ("synthese.xml", "piege.xml", "parti.xml")]
    paths[0].write_bytes(a_vsm())
    paths[1].write_bytes(HOSTILE)
    window, screen = open_reception(ready=False)
    counts = []
    screen.importer.finished.connect(lambda *three: counts.append(three))
    screen.import_files(paths)
    settle(tasks, lambda: bool(counts))
    assert counts == [(2, 1, 1)]
    assert [one.severity for one in cabinet.inbox.waiting()] == ["normal", "quarantaine"]
    assert any("2 documents reçus" in toast.words for toast in window.toasts.toasts)
    assert any("ne peut pas être lu" in toast.words for toast in window.toasts.toasts)
    assert errors == []


def test_a_dropped_file_is_imported(open_reception, cabinet, tasks, tmp_path):
    path = tmp_path / "synthese.xml"
    path.write_bytes(a_vsm())
    _window, screen = open_reception(ready=False)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    none = Qt.KeyboardModifier.NoModifier
    drop = QDropEvent(QPoint(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, none)
    screen.dropEvent(drop)
    settle(tasks, lambda: len(screen.list.lines) == 1)


def test_the_rail_learns_how_many_wait(open_reception, cabinet, vsm, tasks):
    _window, screen = open_reception()
    heard = []
    screen.counted.connect(lambda number, urgent: heard.append((number, urgent)))
    cabinet.inbox.receive(HOSTILE)
    screen.refresh()
    settle(tasks)
    assert heard[-1] == (2, False)


def test_at_125_percent_the_list_is_a_drawer_and_the_keys_still_file(open_reception, cabinet, vsm, hoarau, tasks):
    _window, screen = open_reception("125pc")
    assert not screen.list.isVisible()
    assert screen.unfold.isVisible()
    assert screen.unfold.text() == "Liste, 1 sur 1"
    press(QApplication.focusWidget(), Qt.Key.Key_Return, text="\r")
    settle(tasks)
    assert cabinet.documents.get(vsm.id).patient == hoarau.id


def test_what_is_typed_survives_a_refresh_of_the_list(open_reception, cabinet, vsm, tasks):
    _window, screen = open_reception()
    screen.form.title.set_text("Mon titre")
    cabinet.inbox.receive(HOSTILE)
    screen.refresh()
    settle(tasks)
    assert screen.form.title.text() == "Mon titre"
    assert screen.is_ready


def test_no_service_is_called_on_the_gui_thread(open_reception, cabinet, vsm, monkeypatch, tasks):
    import threading

    seen = []
    real = cabinet.session.store.engine.connect
    here = threading.current_thread()

    def connect(*arguments, **named):
        seen.append(threading.current_thread() is here)
        return real(*arguments, **named)

    monkeypatch.setattr(cabinet.session.store.engine, "connect", connect)
    _window, screen = open_reception()
    screen.file_current()
    settle(tasks)
    assert seen
    assert not any(seen)


def test_a_text_proposes_whom_it_names_and_files_only_once_a_person_chose(open_reception, cabinet, hoarau, tasks):
    document = cabinet.inbox.receive(b"Mme Marie-Josette Hoarau, suivie pour hypertension.")
    window, screen = open_reception()
    assert screen.form.picker.found.isVisible()
    assert screen.form.picker.height() == screen.form.picker.sizeHint().height()
    check_window(window)
    picture(window, "reception-suggested")
    screen.file_current()
    settle(tasks)
    assert cabinet.documents.get(document.id).patient == ""
    press(screen.form.picker.field.editor, Qt.Key.Key_Return, text="\r")
    settle(tasks, lambda: screen.is_ready)
    assert screen.form.content.patient == hoarau.id
    assert cabinet.documents.get(document.id).patient == ""
