# SPDX-License-Identifier: EUPL-1.2
"""The history, the strip and the seal in words, without a window."""

import datetime as dt
from decimal import Decimal

import pytest

from lgc_app.services.measures import Point, Series
from lgc_app.services.timeline_entry import Entry
from lgc_app.ui.dossier.history import CURRENT, chosen_lines, current_line, lines_of
from lgc_app.ui.dossier.strip import NOT_MEASURED, cells_of, last_words
from lgc_core.clinical.vitals import BY_KEY, MEASURES, is_unusual
from lgc_core.model.values.when import REUNION

TODAY = dt.date(2026, 11, 23)


def _ms(day, hour="10:00"):
    return int(dt.datetime.fromisoformat(f"{day}T{hour}:00+04:00").timestamp() * 1000)


def _entry(kind="encounter", title="", day="2026-05-12", *, author="Dr Ethève", state="", shelf="", number=1):
    return Entry(kind, f"id{number}", _ms(day) if day else None, title, author, state, shelf)


def _series(**values):
    made = []
    for measure in MEASURES:
        points = tuple(
            Point(f"{measure.key}{at}", _ms(day, hour), "", Decimal(value), is_unusual(measure, Decimal(value)))
            for at, (day, hour, value) in enumerate(values.get(measure.key, ()))
        )
        made.append(Series(measure, points))
    return made


@pytest.mark.parametrize(
    ("entry", "title", "second", "flag"),
    [
        (_entry(title="Suivi diabète"), "Consultation\u00a0: suivi diabète", "Dr Ethève · 12/05", ""),
        (_entry(title="HbA1c"), "Consultation\u00a0: HbA1c", "Dr Ethève · 12/05", ""),
        (_entry(state="brouillon"), "Consultation", "Dr Ethève · 12/05", "non signée"),
        (_entry("document", "Écho", state="quarantaine"), "Écho", "Dr Ethève · 12/05", "mis de côté"),
        (_entry("document", "", author=""), "Document", "12/05", ""),
        (_entry("vaccination", "DTP", author=""), "Vaccin\u00a0: DTP", "12/05", ""),
        (_entry("document", "Lettre", day=""), "Lettre", "Dr Ethève · date inconnue", ""),
        (_entry("document", "Lettre", day="2026-11-23"), "Lettre", "Dr Ethève · aujourd’hui", ""),
    ],
)
def test_a_line_says_what_who_when_and_what_is_wrong(entry, title, second, flag):
    (line,) = lines_of([entry], TODAY)
    assert (line.title, line.second, line.flag) == (title, second, flag)


def test_results_of_one_day_stand_on_one_line_measures_apart():
    entries = [
        _entry("observation", name, day="2026-09-02", author="", shelf=shelf, number=number)
        for number, (name, shelf) in enumerate(
            [("Créatinine", "bio"), ("HbA1c", "bio"), ("Potassium", "bio"), ("Sodium", "bio"), ("Poids", "vital")]
        )
    ]
    lines = lines_of(entries, TODAY)
    assert [line.title for line in lines] == [
        "Biologie\u00a0: créatinine, HbA1c, potassium et 1\u00a0autre",
        "Mesures\u00a0: poids",
    ]
    assert [line.shelf for line in lines] == ["bio", "mesure"]
    assert list(chosen_lines(lines, "", "sodium")) == lines[:1]


def test_results_of_two_days_are_two_lines():
    entries = [_entry("observation", "Poids", day, shelf="vital") for day in ("2026-09-02", "2026-09-01")]
    assert len(lines_of(entries, TODAY)) == 2


def test_the_current_consultation_answers_any_words_but_not_another_chip():
    line = current_line("Nouvelle consultation", "Dr Ethève · à écrire", "Novembre 2026")
    assert [one.key for one in chosen_lines([line], "", "introuvable")] == [CURRENT]
    assert list(chosen_lines([line], "bio", "")) == []


def test_a_value_of_yesterday_is_never_shown_as_todays():
    cells = {cell.key: cell for cell in cells_of(_series(poids=[("2026-11-22", "18:00", "72.0")]), TODAY)}
    assert cells["poids"].value == NOT_MEASURED
    assert cells["poids"].previous == "72,0 le\u00a022/11"
    assert "non mesuré" in cells["poids"].sentence


def test_a_value_taken_again_today_carries_the_hour_of_the_first():
    weights = [("2026-11-23", "08:10", "72.0"), ("2026-11-23", "10:00", "71.4")]
    cells = {cell.key: cell for cell in cells_of(_series(poids=weights), TODAY)}
    assert (cells["poids"].value, cells["poids"].previous) == ("71,4", "72,0 à\u00a008:10")


def test_a_pressure_is_a_pair_of_one_moment_and_its_higher_flag():
    series = _series(
        pas=[("2025-09-02", "10:00", "142"), ("2026-11-23", "10:00", "148")],
        pad=[("2025-09-02", "10:00", "80"), ("2026-11-23", "10:00", "82")],
    )
    cell = cells_of(series, TODAY)[0]
    assert (cell.value, cell.flag, cell.previous) == ("148/82", "high", "142/80 le\u00a002/09/2025")
    assert last_words(series, TODAY)["ta"] == "148/82 à\u00a010:00"


def test_a_rarer_measure_comes_only_on_its_day():
    assert "glycemie" not in [cell.key for cell in cells_of(_series(), TODAY)]
    with_glucose = cells_of(_series(glycemie=[("2026-11-23", "10:00", "0.5")]), TODAY)
    assert (with_glucose[-1].key, with_glucose[-1].flag) == ("glycemie", "low")


def test_the_index_needs_a_height():
    today = [("2026-11-23", "10:00", "71.4")]
    without = {cell.key: cell for cell in cells_of(_series(poids=today), TODAY)}
    assert without["imc"].value == NOT_MEASURED
    with_height = cells_of(_series(poids=today, taille=[("2020-01-01", "10:00", "158")]), TODAY)
    assert {cell.key: cell.value for cell in with_height}["imc"] == "28,6"


def test_the_index_before_carries_its_day_and_the_height_of_then():
    weights = [("2025-11-03", "10:00", "20.0"), ("2026-11-23", "10:00", "24.0")]
    heights = [("2025-11-03", "10:00", "110"), ("2026-11-23", "10:00", "120")]
    cells = {cell.key: cell for cell in cells_of(_series(poids=weights, taille=heights), TODAY)}
    assert (cells["imc"].value, cells["imc"].previous) == ("16,7", "16,5 le\u00a003/11/2025")
    assert cells["imc"].sentence.endswith("avant 16,5 le\u00a003/11/2025")


def test_every_measure_of_the_strip_is_known():
    assert {"pas", "pad", "pouls", "temperature", "spo2", "poids", "taille"} <= set(BY_KEY)
    assert REUNION.utcoffset(None) == dt.timedelta(hours=4)
