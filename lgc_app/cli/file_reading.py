# SPDX-License-Identifier: EUPL-1.2
"""Commands that read a file: its history, its results with their units, the growth of a child."""

import argparse
import datetime as dt
from typing import Final, get_args

from lgc_app.cli.console import Console
from lgc_app.cli.file_lines import Add
from lgc_app.cli.opening import open_post
from lgc_app.services.biology import Result, ResultSeries
from lgc_app.services.growth import SOURCE
from lgc_app.services.timeline_entry import EntryKind
from lgc_core.model.values.when import REUNION

_SHOWN: Final = 6


def add_file_reading(commands: object, add: Add) -> None:
    """Add `histoire`, `biologie` and `croissance` to the commands of `serenite`."""
    made = add(commands, "histoire", "l’histoire d’un dossier, la plus récente d’abord", history)
    made.add_argument("patient", metavar="ID")
    made.add_argument("--genre", action="append", choices=get_args(EntryKind), default=[])
    made.add_argument("--mots", default="")
    made = add(commands, "biologie", "les résultats, dans une seule unité par analyse (UCUM)", results)
    made.add_argument("patient", metavar="ID")
    made = add(
        commands, "croissance", "poids, taille, périmètre crânien et IMC d’un enfant, avec Z-scores", growth
    )
    made.add_argument("patient", metavar="ID")


def history(console: Console, given: argparse.Namespace) -> int:
    """Show the history of a file."""
    with open_post(console, given.way) as post:
        patient = post.cabinet.patients.open(given.patient)
        for one in post.cabinet.timelines.of(patient.id, kinds=frozenset(given.genre), words=given.mots):
            parts = (f"{one.kind}:{one.id}", _day(one.at_ms), one.title, one.span, one.author, one.state)
            console.say("  ".join(part for part in parts if part))
        return 0


def results(console: Console, given: argparse.Namespace) -> int:
    """Show the last results of each analysis, newest first; one that was converted says what was received."""
    with open_post(console, given.way) as post:
        table = post.cabinet.biology.of(post.cabinet.patients.open(given.patient))
        for series in table.series:
            console.say(f"{series.name} ({series.unit or 'sans unité'})  {series.reference}".rstrip())
            for result in reversed(series.results[-_SHOWN:]):
                console.say(f"    {_result(result, series)}")
        return 0


def growth(console: Console, given: argparse.Namespace) -> int:
    """Show each measure of a child with its Z-score, oldest first."""
    with open_post(console, given.way) as post:
        found = post.cabinet.growths.of(post.cabinet.patients.open(given.patient))
        console.say(found.why_none or SOURCE)
        for chart in found.charts:
            for point in chart.points:
                score = "Z inconnu" if point.score is None else f"Z\u00a0{point.score:+.1f}".replace(".", ",")
                words = f"{chart.indication.words}  {point.words}\u00a0{chart.indication.unit}"
                console.say(f"{point.day:%d/%m/%Y}  {words}  {score}")
        return 0


def _result(result: Result, series: ResultSeries) -> str:
    received = f"reçu\u00a0: {result.received}" if result.received else ""
    unit = series.unit if result.value is not None else ""
    parts = (result.day_words, f"{result.words} {unit}".strip(), result.flag, received, result.origin)
    return "  ".join(part for part in parts if part)


def _day(at_ms: int | None) -> str:
    return "" if at_ms is None else f"{dt.datetime.fromtimestamp(at_ms / 1000, REUNION):%d/%m/%Y}"
