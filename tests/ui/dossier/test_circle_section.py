# SPDX-License-Identifier: EUPL-1.2
"""The circle of care in the file: what others wrote is read, answered, and a practice that asks is let in."""

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from lgc_app.demo.cast import HOARAU
from lgc_core.model.dossier import CareTeamMember, DossierMessage, DossierRequest, member_id
from lgc_core.model.entity import entity_name, field_rules
from lgc_core.model.ids import new_id
from lgc_core.oplog.merge import SERVER
from lgc_core.oplog.operation import Op, change, encode
from lgc_core.store.identity import dossier
from lgc_core.sync.fold import Fold
from lgc_core.sync.partitions import Allowed, keep_allowed
from lgc_core.sync.protocol import PulledOp
from tests.support.cabinet import store_of
from tests.support.screen_checks import check_window
from tests.support.typing_keys import press, type_text

KEY = "0190d0d0-0000-4000-8000-0000000000d0"
OTHER = "0190d0d0-0000-7000-8000-000000000975"


def from_the_region(store, partition, *entities):
    """Fold entities as if the region had sent them."""
    ops = []
    for seq, one in enumerate(entities, 1):
        fields = {rule.name: change(getattr(one, rule.name)) for rule in field_rules(type(one))}
        given = {name: value for name, value in fields.items() if value.text != "null"}
        ops.append(
            PulledOp(
                seq=seq,
                body=encode(
                    Op(
                        op_id=new_id(), partition=partition, device=SERVER, dev_seq=seq, hlc="0" * 16 + "-s", sv=1,
                        actor=SERVER, kind="create", entity_type=entity_name(type(one)), entity_id=one.id,
                        fields=given,
                    )
                ).decode(),
            )
        )  # fmt: skip
    with store.writing() as connection:
        Fold(connection, partition).run(ops)


@pytest.fixture
def in_circle(cabinet):
    """A circle with a nurse's practice in it, and another that asks to come in."""
    store, ours = store_of(cabinet), cabinet.session.practice.id
    stamp = cabinet.session.stamp()
    place = msgspec.structs.replace(stamp.organisation, name="Infirmiers de la Ravine")
    name = msgspec.structs.replace(stamp.name, family="Nativel", given="Lucie", title="")
    nurse = msgspec.structs.replace(stamp, name=name, organisation=place)
    request = DossierRequest(id=new_id(), patient=HOARAU.id, at=stamp.at, state="ouvert", dossier=KEY)
    from_the_region(store, store.post.cabinet, request)
    rows = [
        CareTeamMember(id=member_id(KEY, ours), dossier=KEY, practice=ours, name="Nous", status="membre"),
        CareTeamMember(
            id=member_id(KEY, OTHER), dossier=KEY, practice=OTHER, name="Kinés du Bassin Bleu", status="demandé"
        ),
        DossierMessage(
            id=new_id(), dossier=KEY, at=stamp.at, by=nurse, important=True,
            text="Plaie du talon propre, pansement refait. Revoir le traitement antalgique.",
        ),
    ]  # fmt: skip
    from_the_region(store, dossier(KEY), *rows)
    with store.writing() as connection:
        keep_allowed(connection, Allowed(open=(dossier(KEY),)))
    return cabinet


def _button(section, words):
    return next(one for one in section.findChildren(QPushButton) if one.accessibleName().startswith(words))


def test_messages_of_the_circle_are_read_in_the_file_and_answered_in_place(in_circle, open_file, tmp_path):
    file = open_file(cabinet=in_circle)
    section = file.context.circle
    check_window(file.window)
    section.verb.click()
    type_text(section.field.editor, "Vu, j'augmente le paracetamol")
    press(section.field.editor, Qt.Key.Key_Return)
    file.settle()
    texts = [one.text for one in in_circle.circles.of_patient(HOARAU.id).messages]
    assert texts[0].startswith("Vu, j")
    assert section.field.isHidden()
    assert [one.text for one in section.circle.messages] == texts


def test_a_practice_that_asks_is_let_in_by_one_click(in_circle, open_file):
    file = open_file(cabinet=in_circle)
    _button(file.context.circle, "Accepter").click()
    file.settle()
    members = in_circle.circles.of_patient(HOARAU.id).members
    assert {one.name: one.status for one in members} == {"Nous": "membre", "Kinés du Bassin Bleu": "membre"}


def test_without_a_circle_the_section_says_so_and_offers_nothing_that_would_be_refused(file):
    section = file.context.circle
    assert section.circle.state == "aucun"
    assert section.verb.isHidden()
    assert section.join.isHidden() is not section.circle.may_ask


def test_leaving_is_said_and_taken_back_by_undo(in_circle, open_file):
    file = open_file(cabinet=in_circle)
    file.context.circle.leave.click()
    file.settle()
    assert in_circle.circles.of_patient(HOARAU.id).state == "quitté"
