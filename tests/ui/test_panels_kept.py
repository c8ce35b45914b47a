# SPDX-License-Identifier: EUPL-1.2
"""A booking, an absence, a care of the plan: half typed, each comes back, for its own subject only."""

import datetime as dt
from functools import partial

import pytest

from lgc_app.ui.agenda.absence import AbsencePanel
from lgc_app.ui.agenda.plan import Person
from lgc_app.ui.journee.booking import Booking
from lgc_app.ui.tournee.plan_panel import PlanPanel
from lgc_core.model.staff import Role
from tests.support.cabinet import keep, open_test_cabinet
from tests.support.panels import OnePanel
from tests.support.record import make_patient
from tests.support.typing_keys import type_text

MONDAY, TUESDAY = dt.date(2026, 11, 23), dt.date(2026, 11, 24)
BACK = "Saisie retrouvée. Relisez-la avant d’enregistrer."
ANNE, PAUL = Person("anne", "Dr Anne Ethève", "AE", "accent"), Person("paul", "Paul Nativel", "PN", "info")


def a_practice(folder, role=Role.MEDECIN):
    made = open_test_cabinet(folder, role=role)
    people = (("HOARAU", "Zoé"), ("HOARAU", "Marie"), ("PAYET", "Lucien"))
    keep(made, *(make_patient(family, given=given, usual="") for family, given in people))
    return made


@pytest.fixture
def cabinet(tmp_path):
    return a_practice(tmp_path)


@pytest.fixture
def open_panel(qtbot, tasks, cabinet):
    def open_it(make, practice=cabinet):
        made = OnePanel(make, practice, tasks)
        qtbot.addWidget(made.page)
        return made

    return open_it


def open_booking(open_panel, day=MONDAY, hour="10:45", staff="anne"):
    made = open_panel(Booking)
    made.panel.open(day, hour=hour, staff=staff)
    made.settle()
    return made


def type_booking(made):
    panel = made.panel
    type_text(panel.patient.editor, "hoarau")
    panel._finder._search()
    made.settle()
    panel.found.choose(panel.found.rows[1].key)
    type_text(panel.motif.editor, "Certificat")
    panel.minutes.set_text("")
    type_text(panel.minutes.editor, "30")
    return panel.found.current_key()


def test_a_booking_half_typed_comes_back_with_its_person_its_hour_and_its_length(open_panel, cabinet):
    before = open_booking(open_panel)
    chosen = type_booking(before)
    before.stop()
    after = open_booking(open_panel)
    panel = after.panel
    assert (panel.patient.text(), panel.time.text(), panel.minutes.text(), panel.motif.text()) == (
        "hoarau", "10:45", "30", "Certificat",
    )  # fmt: skip
    assert panel.found.current_key() == chosen
    assert after.wishes.words == [BACK]
    panel.submit()
    after.settle()
    (booked,) = cabinet.agenda.day(MONDAY)
    assert (booked.patient, booked.time, booked.minutes, booked.motif) == (chosen, "10:45", 30, "Certificat")
    assert cabinet.form_drafts.begun("rendez-vous:") == {}
    after.stop()
    assert open_booking(open_panel).panel.patient.text() == ""


def test_a_booking_left_for_another_place_is_said_and_never_put_there(open_panel):
    before = open_booking(open_panel)
    chosen = type_booking(before)
    before.stop()
    after = open_booking(open_panel, day=TUESDAY, hour="08:00", staff="paul")
    panel = after.panel
    assert (panel.patient.text(), panel.time.text(), panel.motif.text()) == ("", "08:00", "")
    assert panel.elsewhere.isVisible()
    type_text(panel.motif.editor, "Vaccin")
    panel.elsewhere._take.click()
    after.settle()
    assert (panel._day, panel._for, panel.time.text()) == (MONDAY, "anne", "10:45")
    assert (panel.motif.text(), panel.found.current_key()) == ("Certificat", chosen)
    panel.open(TUESDAY, hour="08:00", staff="paul")
    after.settle()
    assert panel.motif.text() == "Vaccin"


def test_a_person_who_is_no_longer_found_is_never_replaced_by_another(open_panel, cabinet):
    before = open_booking(open_panel)
    type_booking(before)
    before.stop()
    ((name, left),) = cabinet.form_drafts.begun("rendez-vous:").items()
    cabinet.form_drafts.keep(name, left | {"chosen": "somebody-else"})
    after = open_booking(open_panel)
    assert len(after.panel.found.rows) == 2
    assert after.panel.found.current_key() == ""
    after.panel.submit()
    assert "Choisissez un patient" in after.panel.patient.editor.accessibleDescription()


def test_a_booking_that_waits_can_be_forgotten_and_taken_back(open_panel, cabinet):
    before = open_booking(open_panel)
    type_booking(before)
    before.stop()
    after = open_booking(open_panel, day=TUESDAY)
    after.panel.elsewhere._drop.click()
    after.settle()
    assert not after.panel.elsewhere.isVisible()
    assert cabinet.form_drafts.begun("rendez-vous:") == {}
    after.wishes.undo()
    after.settle()
    assert after.panel.elsewhere.isVisible()


def open_absence(open_panel, person=ANNE, day=MONDAY):
    made = open_panel(partial(AbsencePanel, people=lambda: [ANNE, PAUL]))
    made.panel.open(person, day)
    made.settle()
    return made


def test_an_absence_half_typed_comes_back_with_what_was_emptied_and_ticked(open_panel):
    before = open_absence(open_panel)
    before.panel.last.editor.clear()
    type_text(before.panel.label.editor, "Formation")
    before.panel.reserved.setChecked(True)
    before.stop()
    after = open_absence(open_panel)
    panel = after.panel
    assert (panel.first.text(), panel.last.text(), panel.label.text()) == ("23/11/2026", "", "Formation")
    assert panel.reserved.isChecked()
    assert not panel.elsewhere.isVisible()
    panel.label.editor.clear()
    after.stop()
    other = open_absence(open_panel, PAUL, TUESDAY)
    assert (other.panel.label.text(), other.panel.reserved.isChecked()) == ("", False)
    assert other.panel.elsewhere.isVisible()
    other.panel.elsewhere._take.click()
    other.settle()
    assert other.panel._person == ANNE
    assert other.panel.reserved.isChecked()


def test_an_absence_that_was_only_looked_at_leaves_nothing(open_panel, cabinet):
    open_absence(open_panel).stop()
    assert cabinet.form_drafts.begun("absence:") == {}


def test_a_care_half_typed_comes_back_until_it_is_in_the_plan(open_panel, tmp_path):
    practice = a_practice(tmp_path, Role.INFIRMIER)

    def open_plan():
        made = open_panel(PlanPanel, practice)
        made.panel.open()
        made.settle()
        return made

    before = open_plan()
    type_text(before.panel.finder.field.editor, "payet")
    before.panel.finder._search()
    before.settle()
    type_text(before.panel.care.editor, "Pansement")
    type_text(before.panel.hours.editor, "7h45")
    type_text(before.panel.until.editor, "25/12")
    before.panel.fixed.setChecked(True)
    before.stop()
    after = open_plan()
    panel = after.panel
    assert [field.text() for field in panel.fields] == ["payet", "Pansement", "", "7h45", "", "25/12", ""]
    assert panel.fixed.isChecked()
    assert panel.finder.list.current_key()
    panel.until.set_text("")
    panel.submit()
    after.settle()
    after.stop()
    assert open_plan().panel.care.text() == ""
