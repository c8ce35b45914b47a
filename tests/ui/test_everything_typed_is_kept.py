# SPDX-License-Identifier: EUPL-1.2
"""Every place where something is typed, chosen or ticked is kept, or says why not: a new one fails here first."""

import ast
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtTest import QTest

from lgc_app.ui.keeping import KEEP_MILLISECONDS, KeepTimer

UI = Path(__file__).parents[2] / "lgc_app" / "ui"
TESTS = Path(__file__).parent
PARTS = {"widgets", "theme", "gallery"}
"""What screens are made of, and the show of it."""
EDITABLE = {
    "QLineEdit", "QPlainTextEdit", "QTextEdit", "QComboBox", "QSpinBox", "QDoubleSpinBox", "QDateEdit",
    "QTimeEdit", "QDateTimeEdit", "QCheckBox", "QRadioButton", "QSlider", "QDial", "QKeySequenceEdit",
    "QTableWidget", "QTreeWidget", "Field", "ChoiceField", "PinBoxes",
}  # fmt: skip

KEPT = {
    ("agenda/absence.py", "first last opens closes often label reserved"):
        "test_panels_kept.py::test_an_absence_half_typed_comes_back_with_what_was_emptied_and_ticked",
    ("calculs/form.py", "field"):
        "calculs/test_calculs_screen.py::test_a_typed_value_survives_another_formula_and_a_new_result",
    ("corriger/view.py", "reason"):
        "rapprocher/test_bringing_together.py::test_what_was_set_aside_is_offered_again_by_one_key",
    ("courrier/view.py", "title text"): "courrier/test_courrier_screen.py::"
        "test_what_is_typed_is_there_after_leaving_and_a_change_of_model_can_be_undone",
    ("dossier/context_section.py", "field"):
        "dossier/test_line_editing.py::test_the_quick_field_too_is_found_again_after_a_stop",
    ("dossier/form_row.py", "box line"):
        "dossier/test_forms_in_the_note.py::test_what_was_being_typed_is_found_again_after_a_stop",
    ("dossier/line_form.py", "kind words status fields comment"):
        "dossier/test_line_editing.py::"
        "test_what_is_typed_in_a_form_is_found_again_after_a_stop_and_echap_gives_it_back",
    ("dossier/measure_entry.py", "fields __init__"):
        "dossier/test_measures_kept.py::test_a_pressure_that_waits_for_its_entree_is_there_when_the_file_opens_again",
    ("dossier/note_pane.py", "editor field"):
        "dossier/test_dossier_typing.py::test_after_a_crash_the_text_is_there_and_the_cursor_in_its_place",
    ("dossier/signed_pane.py", "editor field"):
        "dossier/test_dossier_acts.py::test_a_complement_typed_before_a_crash_is_found_again",
    ("dossier/wrong_file.py", "why"): "dossier/test_wrong_file.py::test_what_was_typed_comes_back_after_a_lock",
    ("effacement/screen.py", "reason"):
        "test_small_forms_kept.py::test_the_reason_of_an_erasure_comes_back_and_the_name_never",
    ("journee/booking.py", "time minutes motif"):
        "test_panels_kept.py::test_a_booking_half_typed_comes_back_with_its_person_its_hour_and_its_length",
    ("journee/patient_finder.py", "field"):
        "test_panels_kept.py::test_a_person_who_is_no_longer_found_is_never_replaced_by_another",
    ("journee/task_card.py", "line"):
        "test_small_forms_kept.py::test_a_task_half_typed_is_in_its_line_again_and_goes_once_added",
    ("modeles/view.py", "kind name reason mine text"):
        "test_small_forms_kept.py::test_a_text_without_a_name_yet_comes_back_and_is_written_once",
    ("patients/form.py", "fields"):
        "test_kept_fields.py::test_a_new_patient_half_typed_is_there_after_a_stop_and_gone_once_created",
    ("patients/form.py", "flags"):
        "test_identity_begun.py::test_the_attributes_ticked_for_a_new_patient_come_back",
    ("personnes/form.py", "family given title role number last_day replaces"):
        "personnes/test_people_screen.py::test_what_a_lock_leaves_unwritten_comes_back",
    ("rapprocher/view.py", "editor"):
        "rapprocher/test_bringing_together.py::test_a_text_half_reunited_is_found_again_after_the_lock",
    ("reception/filing_form.py", "title+day+category"): "reception/test_filing.py::"
        "test_what_was_changed_of_a_proposal_comes_back_to_its_document_with_the_patient_chosen",
    ("reception/finding_list.py", "box"): "reception/test_filing.py::"
        "test_what_was_changed_of_a_proposal_comes_back_to_its_document_with_the_patient_chosen",
    ("reception/reason_box.py", "field"): "reception/test_filing.py::"
        "test_what_was_changed_of_a_proposal_comes_back_to_its_document_with_the_patient_chosen",
    ("remplacement/screen.py", "field"): "test_small_forms_kept.py::test_a_line_to_follow_half_typed_comes_back",
    ("tournee/plan_panel.py", "care detail hours often until ordered fixed"):
        "test_panels_kept.py::test_a_care_half_typed_comes_back_until_it_is_in_the_plan",
    ("tournee/view.py", "measures boxes"):
        "tournee/test_tournee_screen.py::test_words_typed_are_found_again_after_the_screen_went",
    ("vaccins/entry.py", "_box vaccine lot expiry day"):
        "test_kept_fields.py::test_a_scanned_dose_comes_back_with_its_box",
    ("vaccins/entry.py", "declared"): "test_small_forms_kept.py::test_a_dose_made_elsewhere_is_still_said_to_be",
    ("vaccins/entry.py", "reason"):
        "test_small_forms_kept.py::"
        "test_the_reason_to_take_a_line_out_comes_back_for_that_line_and_no_dose",
}  # fmt: skip
"""Where a hand writes, and the test that shows it come back."""

SEARCH, SECRET = "looks for something: nothing is written from it", "a secret is written nowhere"
NOT_KEPT = {
    ("card_turn/view.py", "pin"): SECRET,
    ("unlock/view.py", "pin secret"): SECRET,
    ("card_turn/view.py", "tick"): "understood for one attempt of a PIN, before anything is open",
    ("unlock/view.py", "tick"): "understood for one attempt of a PIN, before anything is open",
    ("effacement/screen.py", "name"): "typed again for each erasure, so that none is made by habit",
    ("reglages/screen.py", "equation"): "written as soon as it is chosen",
    ("reception/patient_picker.py", "field"): "looks for a patient; the one chosen is kept by the form around it",
    ("courrier/view.py", "search"): SEARCH,
    ("dossier/history_pane.py", "filter"): SEARCH,
    ("dossier/template_chooser.py", "filter"): SEARCH,
    ("echanges/view.py", "box"): SEARCH,
    ("patients/view.py", "search"): SEARCH,
    ("shell/palette.py", "box"): SEARCH,
    ("vaccins/recall.py", "lot"): SEARCH,
}
"""Where nothing is kept, and why."""


def _name(node: ast.AST) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def _editable_classes(trees: list[ast.Module]) -> set[str]:
    """Return the editable classes of Qt and ours, and whatever inherits from them."""
    known, before = set(EDITABLE), 0
    classes = [one for tree in trees for one in ast.walk(tree) if isinstance(one, ast.ClassDef)]
    while len(known) > before:
        before = len(known)
        known |= {one.name for one in classes if any(_name(base) in known for base in one.bases)}
    return known


def _made(node: ast.AST, known: set[str], where: str = "") -> Iterator[str]:
    """Yield the name that each editable widget is given, else the function that makes it."""
    for child in ast.iter_child_nodes(node):
        here = where
        if isinstance(child, ast.FunctionDef):
            here = child.name
        elif isinstance(child, ast.Assign | ast.AnnAssign):
            target = child.targets[0] if isinstance(child, ast.Assign) else child.target
            parts = target.elts if isinstance(target, ast.Tuple) else [target]
            here = "+".join(_name(one) for one in parts) or where
        if isinstance(child, ast.Call) and _name(child.func) in known:
            yield here
        yield from _made(child, known, here)


def _sites(table: dict[tuple[str, str], str]) -> dict[tuple[str, str], str]:
    return {(module, name): why for (module, names), why in table.items() for name in names.split()}


def test_every_widget_that_can_be_typed_in_is_kept_or_says_why_not():
    trees = {path.relative_to(UI): ast.parse(path.read_text("utf-8")) for path in UI.rglob("*.py")}
    known = _editable_classes([*trees.values()])
    found = {
        (path.as_posix(), name)
        for path, tree in trees.items()
        if path.parts[0] not in PARTS
        for name in _made(tree, known)
    }
    told = _sites(KEPT) | _sites(NOT_KEPT)
    assert not found - told.keys(), "kept by KeptFields, with its test in KEPT; or a reason in NOT_KEPT"
    assert not told.keys() - found, "told here and no longer in a screen"
    assert not _sites(KEPT).keys() & _sites(NOT_KEPT).keys()


def test_what_is_said_to_be_kept_has_a_test_that_shows_it():
    for proof in set(KEPT.values()):
        file, _, test = proof.partition("::")
        assert f"def {test}(" in (TESTS / file).read_text("utf-8"), proof


def test_the_scan_sees_a_new_field_however_it_is_made():
    tree = ast.parse(
        "class Odd(Field):\n    pass\nclass Screen:\n    def build(self):\n"
        "        self.more = {k: Odd(k) for k in 'ab'}\n        self.add(QSpinBox())\n"
    )
    assert list(_made(tree, _editable_classes([tree]))) == ["more", "build"]


def test_keys_that_follow_do_not_put_the_first_one_off(qtbot):
    kept = []
    timer = KeepTimer(None, lambda: kept.append("written"))
    timer.touch()
    QTest.qWait(KEEP_MILLISECONDS // 3)
    left = timer.remainingTime()
    timer.touch()
    assert timer.remainingTime() <= left
    qtbot.waitUntil(lambda: kept == ["written"])
