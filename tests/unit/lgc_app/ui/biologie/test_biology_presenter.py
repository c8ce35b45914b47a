# SPDX-License-Identifier: EUPL-1.2
"""Dates, filters and the words beside a curve."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

import pytest

from lgc_app.services.biology import DFG, Result, ResultSeries, ResultTable
from lgc_app.ui.biologie.presenter import STAGES, chosen_lines, detail_of, hidden_words, page_of, reference_words
from lgc_core.clinical.renal import Filtration


def _result(day, words="1", flag="", **more):
    when = dt.date.fromisoformat(day)
    shown = more.pop("day_words", f"{when:%d/%m/%Y}")
    return Result(id=day, at_ms=0, day=when, day_words=shown, words=words, value=Decimal(words), flag=flag, **more)


def _line(key, *results, kind="résultat"):
    return ResultSeries(
        key=key, name=key, group="Autres résultats", unit="g/L", reference="", results=results, kind=kind
    )


def _table(*lines, filtrations=()):
    return ResultTable(series=lines, filtrations=filtrations, birth_date="1952-03-12", sex="F")


def test_the_newest_dates_come_first_and_the_rest_is_counted():
    old, new = _line("old", _result("2020-01-01")), _line("new", _result("2026-01-01"), _result("2026-02-01"))
    page = page_of((old, new), 2)
    assert [column.words for column in page.columns] == ["01/02/26", "01/01/26"]
    assert (page.hidden, page.older) == (1, 1)
    assert hidden_words(page) == "1 analyse sans valeur à ces dates · 1 date plus ancienne"
    assert [line.key for line in page_of((old, new), 2, 2).lines] == ["old"]


def test_two_values_of_one_day_show_the_last():
    line = _line("k", _result("2026-01-01", "5"), _result("2026-01-01", "6"))
    page = page_of((line,), 5)
    assert page.at(line, 0).words == "6"


def test_a_day_that_is_not_known_is_not_invented():
    page = page_of((_line("k", _result("2014-01-01", day_words="2014")),), 5)
    assert page.columns[0].words == "2014"


@pytest.mark.parametrize(
    ("choice", "keys"),
    [("Toutes", ["a", "m"]), ("Hors norme", ["m"]), ("Biologie", ["a"]), ("Mesures", ["m"])],
)
def test_a_filter_keeps_what_it_says(choice, keys):
    table = _table(
        _line("a", _result("2026-01-01")), _line("m", _result("2026-01-01", flag="haut"), kind="mesure")
    )
    assert [line.key for line in chosen_lines(table, choice)] == keys


@pytest.mark.parametrize(
    ("first", "last", "warned"), [(46, 37, True), (42, 37, False), (43, 37, True), (37, 46, False)]
)
def test_only_a_fall_of_more_than_five_in_a_year_is_called_rapid(first, last, warned):
    days = (dt.date(2025, 11, 14), dt.date(2026, 11, 17))
    found = tuple(
        Filtration(ml_min=value, on=day, creatinine_umol=Decimal(124))
        for value, day in zip((first, last), days, strict=True)
    )
    line = _line(DFG, _result("2025-11-14", str(first)), _result("2026-11-17", str(last)), kind="calcul")
    assert bool(detail_of(line, _table(line, filtrations=found)).alert) is warned


def test_the_bands_cover_every_filtration_without_a_gap():
    ordered = sorted(STAGES)
    assert all(one[1] == following[0] for one, following in pairwise(ordered))


def test_a_flag_without_a_range_is_told_as_the_laboratory_s_and_no_reference_is_claimed():
    line = _line("k", _result("2026-01-01", flag="haut"))
    assert reference_words(line) == "non transmis"
    assert detail_of(line, _table(line)).state == "signalé haut, sans repère"
    ranged = replace(line, reference="45 à 84")
    assert reference_words(ranged) == "45 à 84"
    assert detail_of(ranged, _table(ranged)).state == "au-dessus du repère"
    assert reference_words(_line("k", _result("2026-01-01"))) == ""


def test_the_value_before_is_told_with_its_day():
    line = _line("k", _result("2026-01-01", "5"), _result("2026-02-01", "6", flag="haut"))
    assert detail_of(line, _table(line)).state == "signalé haut, sans repère · 5 le 01/01/2026"
