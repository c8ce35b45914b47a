# SPDX-License-Identifier: EUPL-1.2
"""What is typed in a small form is on the disk before it is written: a lock, or a stop, gives it back."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from lgc_app.services.admission import BIRTH, FAMILY, GIVENS, PHONE, SEX
from lgc_app.ui.patients.begun import NEW_PATIENT
from lgc_app.ui.patients.screen import PatientsScreen
from lgc_app.ui.theme.look import Look
from lgc_app.ui.vaccins.view import VaccinsScreen
from lgc_core.model.staff import Role
from tests.support.cabinet import keep, open_test_cabinet
from tests.support.dossier import Wishes
from tests.support.one_screen import OneScreen
from tests.support.record import make_patient
from tests.support.typing_keys import type_text

TYPED = {FAMILY: "PAYET", GIVENS: "Lise", BIRTH: "01/02/1990", PHONE: "0692 11 22 33"}


def kept(cabinet):
    return list(cabinet.form_drafts.begun(NEW_PATIENT).values())


def open_patients(qtbot, tasks, cabinet):
    made = OneScreen(PatientsScreen, cabinet, tasks, Look())
    qtbot.addWidget(made.window)
    made.show()
    made.screen.admit()
    made.settle()
    made.form = made.screen.form
    return made


def test_a_new_patient_half_typed_is_there_after_a_stop_and_gone_once_created(qtbot, tasks, tmp_path):
    cabinet = open_test_cabinet(tmp_path, role=Role.SECRETAIRE)
    before = open_patients(qtbot, tasks, cabinet)
    for name, text in TYPED.items():
        type_text(before.form.fields[name].editor, text)
    qtbot.waitUntil(lambda: not before.screen.begun.waits, timeout=5000)
    before.settle()
    assert kept(cabinet) == [TYPED]
    after = open_patients(qtbot, tasks, cabinet)
    assert {name: after.form.fields[name].text() for name in TYPED} == TYPED
    assert after.wishes.words == ["Saisie retrouvée. Relisez-la avant d’enregistrer."]
    type_text(after.form.fields[SEX].editor, "F")
    after.screen.submit()
    after.settle()
    assert cabinet.patients.find("payet lise")
    assert kept(cabinet) == []
    assert open_patients(qtbot, tasks, cabinet).form.fields[FAMILY].text() == ""


def test_what_was_typed_last_is_kept_by_the_lock_itself(qtbot, tasks, tmp_path):
    cabinet = open_test_cabinet(tmp_path, role=Role.SECRETAIRE)
    made = open_patients(qtbot, tasks, cabinet)
    type_text(made.form.fields[FAMILY].editor, "PAYET")
    made.screen.keep()
    made.settle()
    assert kept(cabinet) == [{FAMILY: "PAYET"}]


def test_a_correction_is_never_covered_by_an_older_form(qtbot, tasks, tmp_path):
    cabinet = open_test_cabinet(tmp_path, role=Role.SECRETAIRE)
    known = make_patient()
    keep(cabinet, known)
    cabinet.form_drafts.keep(NEW_PATIENT, TYPED)
    made = OneScreen(PatientsScreen, cabinet, tasks, Look())
    qtbot.addWidget(made.window)
    made.show()
    made.screen.show_person(known.id)
    made.settle()
    made.trigger("correct-person")
    made.settle()
    assert made.screen.form.fields[FAMILY].text() == "GRONDIN"


def test_a_scanned_dose_comes_back_with_its_box(qtbot, tasks, tmp_path):
    cabinet = open_test_cabinet(tmp_path)
    patient = make_patient()
    keep(cabinet, patient)

    def open_vaccines():
        made = OneScreen(lambda desk: _Page(VaccinsScreen(desk, lambda: None)), cabinet, tasks, Look())
        qtbot.addWidget(made.window)
        made.show()
        made.screen.part.show_patient(patient)
        made.settle()
        return made

    before = open_vaccines()
    type_text(before.screen.part.entry.vaccine.editor, "01034009367738751727033110AC12")
    QTest.keyClick(before.screen.part.entry.vaccine.editor, Qt.Key.Key_Return)
    before.settle()
    before.screen.part.keep_typed()
    before.settle()
    again = open_vaccines().screen.part.entry.dose
    assert (again.vaccine, again.lot, again.gtin) == ("Boostrixtetra", "AC12", "03400936773875")


class _Page:
    """What OneScreen asks of a screen."""

    def __init__(self, part):
        self.part, self.screen = part, part.page

    def refresh(self, _changes):
        """Nothing else changes here."""


def test_measures_typed_and_not_written_come_back_the_same_day_only(qtbot, tasks, tmp_path):
    cabinet = open_test_cabinet(tmp_path)
    drafts = cabinet.form_drafts
    drafts.keep("mesures:2026-11-22:p", {"ta": "148/82"})
    assert drafts.waiting("mesures:2026-11-23:p") == {}
    drafts.keep("mesures:2026-11-22:p", {"ta": " "})
    assert drafts.waiting("mesures:2026-11-22:p") == {}
    assert Wishes().words == []
