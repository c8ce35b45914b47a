# SPDX-License-Identifier: EUPL-1.2
"""Lines of the file: added, changed where they are shown, closed, taken out, and every gesture undone."""

import msgspec
import pytest

from lgc_app.services.antecedents import LineError, MovedOnError
from lgc_app.services.line_rows import ORDER, STATUSES, LineForm
from lgc_app.services.problems import AlreadyThereError, UnnamedError
from lgc_app.services.session import ForbiddenError
from lgc_core.clinical.frequent_problems import FREQUENT
from lgc_core.codes import CIM10, CISP2
from lgc_core.model.problem import Problem
from lgc_core.model.procedure import Procedure
from lgc_core.model.staff import Role
from lgc_core.model.values.typed_when import typed_when
from lgc_core.store import queries
from tests.support.cabinet import keep, open_test_cabinet, store_of
from tests.support.record import make_patient


@pytest.fixture
def cabinet(tmp_path):
    return open_test_cabinet(tmp_path)


@pytest.fixture
def patient(cabinet):
    made = make_patient()
    keep(cabinet, made)
    return made.id


def _words(cabinet, patient):
    return [(one.form.kind, one.form.words, one.closed) for one in cabinet.antecedents.of(patient)]


def _only(cabinet, patient):
    lines = cabinet.antecedents.of(patient)
    assert len(lines) == 1
    return lines[0]


def _rows(cabinet, patient, kind):
    with store_of(cabinet).reading() as connection:
        return queries.of_patient(connection, kind, patient)


def _form(kind="problème", **more):
    answer = {"comment": "10 par jour"} if kind == "habitude" else {}
    return LineForm(**({"kind": kind, "words": "Tabac"} | answer | more))


@pytest.mark.parametrize("kind", ORDER)
def test_a_line_of_each_kind_is_added_shown_as_typed_and_undone(cabinet, patient, kind):
    form = _form(kind, since="03/2019")
    gesture = cabinet.antecedents.add(patient, form)
    assert _only(cabinet, patient).form == form
    assert gesture.changes.concerns(patient)
    cabinet.antecedents.undo(gesture)
    assert cabinet.antecedents.of(patient) == []


@pytest.mark.parametrize("kind", ORDER)
def test_each_kind_is_changed_and_the_change_undone(cabinet, patient, kind):
    before = _form(kind, since="2019")
    cabinet.antecedents.add(patient, before)
    line = _only(cabinet, patient)
    wanted = msgspec.structs.replace(before, words="Autre 😀 اسم", since="12/03/2020", comment="sevré\nen 2024")
    gesture = cabinet.antecedents.change(line.id, wanted)
    assert _only(cabinet, patient).form == wanted
    cabinet.antecedents.undo(gesture)
    assert _only(cabinet, patient).form == before


@pytest.mark.parametrize("kind", ORDER)
def test_each_kind_is_taken_out_even_after_a_change_and_put_back(cabinet, patient, kind):
    cabinet.antecedents.add(patient, _form(kind))
    line = _only(cabinet, patient)
    cabinet.antecedents.change(line.id, msgspec.structs.replace(line.form, comment="5 par jour"))
    line = _only(cabinet, patient)
    gesture = cabinet.antecedents.remove(line.id)
    assert cabinet.antecedents.of(patient) == []
    cabinet.antecedents.undo(gesture)
    assert _only(cabinet, patient).form == line.form


@pytest.mark.parametrize("new", ["chirurgie", "habitude", "allergie", "familial", "antécédent"])
def test_a_line_becomes_another_kind_and_comes_back(cabinet, patient, new):
    cabinet.antecedents.add(patient, _form(comment="depuis l’enfance"))
    line = _only(cabinet, patient)
    gesture = cabinet.antecedents.change(line.id, msgspec.structs.replace(line.form, kind=new))
    assert _words(cabinet, patient) == [(new, "Tabac", False)]
    cabinet.antecedents.undo(gesture)
    assert _words(cabinet, patient) == [("problème", "Tabac", False)]


def test_a_frequent_problem_carries_its_codes_and_free_text_none(cabinet, patient):
    cabinet.antecedents.add(patient, LineForm(words="hypertension ARTERIELLE"))
    cabinet.antecedents.add(patient, LineForm(words="Rhumatisme du jeudi"))
    codes = {
        one.code.text: (one.code.code(CISP2), one.code.code(CIM10)) for one in _rows(cabinet, patient, Problem)
    }
    assert codes == {"hypertension ARTERIELLE": ("K86", "I10"), "Rhumatisme du jeudi": (None, None)}


def test_codes_that_came_with_a_line_stay_when_only_its_date_changes(cabinet, patient):
    keep(cabinet, Problem(id="0190d0d0-0000-7000-8000-00000000aaaa", patient=patient, code=FREQUENT["asthme"]))
    line = _only(cabinet, patient)
    cabinet.antecedents.change(line.id, msgspec.structs.replace(line.form, since="2001"))
    assert _rows(cabinet, patient, Problem)[0].code == FREQUENT["asthme"]


def test_a_closed_line_leaves_the_current_list_with_the_day_and_comes_back_by_undo(cabinet, patient):
    cabinet.antecedents.add(patient, _form(since="2019"))
    gesture = cabinet.antecedents.close(_only(cabinet, patient).id)
    line = _only(cabinet, patient)
    assert (line.closed, line.form.status, line.aside) == (True, "résolu", "2019 · résolu")
    assert typed_when(line.form.until).date == cabinet.session.now().date()
    cabinet.antecedents.undo(gesture)
    assert not _only(cabinet, patient).closed


def test_an_operation_has_no_end_and_says_so(cabinet, patient):
    cabinet.antecedents.add(patient, _form("chirurgie"))
    with pytest.raises(LineError, match="pas de fin"):
        cabinet.antecedents.close(_only(cabinet, patient).id)


def test_undo_never_treads_on_what_somebody_else_wrote_since(cabinet, patient):
    first = cabinet.antecedents.add(patient, _form())
    line = _only(cabinet, patient)
    cabinet.antecedents.change(line.id, msgspec.structs.replace(line.form, comment="autre fenêtre"))
    with pytest.raises(MovedOnError):
        cabinet.antecedents.undo(first)
    assert _only(cabinet, patient).form.comment == "autre fenêtre"


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("since", "31/02/2020"),
        ("since", "12/03/2999"),
        ("since", "hier"),
        ("since", "1800"),
        ("since", "٢٠١٩"),
        ("since", "2" * 1000),
        ("until", "2018"),
        ("comment", "x" * 2001),
        ("ald", "8" * 61),
        ("relative", "m" * 61),
    ],
)
def test_what_cannot_be_kept_names_its_field_and_writes_nothing(cabinet, patient, field, typed):
    fields = {"since": "2019", field: typed}
    with pytest.raises(LineError) as refused:
        cabinet.antecedents.add(patient, _form(**fields))
    assert refused.value.at == field
    assert cabinet.antecedents.of(patient) == []


def test_two_megabytes_pasted_as_a_name_are_refused_with_a_sentence(cabinet, patient):
    with pytest.raises(UnnamedError, match="trop long"):
        cabinet.antecedents.add(patient, _form(words="x" * 2_000_000))


def test_a_family_antecedent_may_be_older_than_the_patient(cabinet, patient):
    cabinet.antecedents.add(patient, _form("familial", since="1920", relative="grand-mère"))
    assert _only(cabinet, patient).aside == "grand-mère · 1920"


def test_a_habit_needs_its_answer(cabinet, patient):
    with pytest.raises(LineError) as refused:
        cabinet.antecedents.add(patient, LineForm(kind="habitude", words="Tabac"))
    assert refused.value.at == "comment"


def test_the_same_words_twice_are_refused_but_two_operations_of_two_years_are_two(cabinet, patient):
    cabinet.antecedents.add(patient, _form())
    with pytest.raises(AlreadyThereError):
        cabinet.antecedents.add(patient, _form(words="TABAC"))
    for year in ("2010", "2014"):
        cabinet.antecedents.add(patient, _form("chirurgie", words="Césarienne", since=year))
    assert len(_rows(cabinet, patient, Procedure)) == 2


def test_the_nurse_writes_lines_the_secretary_neither_reads_nor_writes_them(tmp_path):
    nurse = open_test_cabinet(tmp_path / "n", role=Role.INFIRMIER)
    patient = make_patient()
    keep(nurse, patient)
    nurse.antecedents.add(patient.id, _form())
    desk = open_test_cabinet(tmp_path / "s", role=Role.SECRETAIRE)
    with pytest.raises(ForbiddenError):
        desk.antecedents.of(patient.id)
    for act in (desk.antecedents.add, desk.antecedents.change):
        with pytest.raises(ForbiddenError):
            act(patient.id, _form())
    with pytest.raises(ForbiddenError):
        desk.antecedents.remove(patient.id)


def test_every_kind_knows_its_statuses():
    assert set(STATUSES) == set(ORDER)
