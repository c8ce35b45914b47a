# SPDX-License-Identifier: EUPL-1.2
"""What a role may not do is not offered by the window, and its key says why; the services refuse in any case."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from lgc_app.bootstrap import open_cabinet
from lgc_app.demo.cast import DOCTOR, HOARAU, NURSE, PRACTICE
from lgc_app.demo.posts import OWNERS
from lgc_app.services.session import Session
from lgc_app.ui.start.allowed import NEEDS, may_do, refusal
from lgc_app.ui.start.open_files import Place
from lgc_core.model.rights import RIGHTS
from lgc_core.model.staff import Role, Staff
from tests.support.record import make_store
from tests.support.typing_keys import type_text

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def as_person(post):
    """Open the window with the card of somebody, whose staff line is changed first."""

    def open_it(owner, staff=None, **changes):
        post.let_in(owner)
        with post.vault() as vault:
            store = open_cabinet(post.context, vault).session.store
            if changes:
                with store.unit_of_work(DOCTOR.author) as uow:
                    uow.set(Staff, staff.id, **changes)
        post.readers.insert(post.box.card(owner, OWNERS[owner]))
        post.open()

    return open_it


def offered(post, typed):
    palette = post.application.window.palette_box
    QTest.keyClick(post.application.window, Qt.Key.Key_K, CTRL)
    type_text(palette.box, typed)
    QTest.qWait(120)
    post.settle()
    return [row.sentence for row in palette.list.rows if not row.header]


def test_a_secretary_is_offered_no_file_and_each_key_says_why(post, as_person):
    as_person("secretary")
    post.unlock()
    for typed in ("exporter tout", "dossier de secours", "modeles", "tournee", "reception", "reglages"):
        assert not [row for row in offered(post, typed) if "Rien trouvé" not in row], typed
        QTest.keyClick(post.application.window.palette_box.box, Qt.Key.Key_Escape)
    assert any("Créer un patient" in row for row in offered(post, "creer un patient"))
    QTest.keyClick(post.application.window.palette_box.box, Qt.Key.Key_Escape)
    QTest.keyClick(post.application.window, Qt.Key.Key_F12)
    assert "Votre rôle ne permet pas de lire le dossier médical" in post.toasts[-1]
    post.work.open_patient(HOARAU.id)
    post.settle()
    assert post.work.screens.file_where == "patients"
    assert not post.work.screens.has(Place("dossier", HOARAU.id))


def test_a_remplacant_after_the_last_day_is_told_so_at_the_door(post, as_person):
    as_person("nurse", NURSE, role="remplacant", valid_to="2020-01-31")
    post.type_pin()
    post.until(lambda: "pris fin" in post.said, "the refusal")
    assert "31/01/2020" in post.said
    assert post.application.window.is_locked


@pytest.mark.parametrize("role", list(Role))
def test_the_window_offers_exactly_what_the_rights_of_a_role_allow(role):
    staff = Staff(id="x", name=DOCTOR.name, role=role)

    session = Session(make_store(), PRACTICE, staff)
    for act, needs in NEEDS.items():
        allowed = bool(RIGHTS[role] & set(needs))
        assert may_do(session, act) is allowed
        assert bool(refusal(session, act)) is not allowed
