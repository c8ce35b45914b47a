# SPDX-License-Identifier: EUPL-1.2
"""Which lines and dates the table shows, and what the curve says of one line. No Qt here."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from typing import Final, Literal

from lgc_app.services.biology import DFG, Result, ResultSeries, ResultTable
from lgc_app.services.result_flags import ResultFlag
from lgc_app.ui.theme.typography import number
from lgc_app.ui.words import count, tr
from lgc_core.clinical.renal import RAPID_DROP, Filtration, yearly_change
from lgc_core.model.practice import FiltrationEquation

Choice = Literal["Toutes", "Hors norme", "Biologie", "Mesures"]
CHOICES: Final[tuple[Choice, ...]] = ("Toutes", "Hors norme", "Biologie", "Mesures")
FLAG_WORDS: Final[dict[ResultFlag, str]] = {
    "haut": "au-dessus du repère",
    "bas": "en dessous du repère",
    "critique haut": "critique, très au-dessus",
    "critique bas": "critique, très en dessous",
    "critique": "critique",
    "anormal": "anormal",
}
_BY_LABORATORY: Final[dict[ResultFlag, str]] = {
    "haut": "signalé haut, sans repère",
    "bas": "signalé bas, sans repère",
    "critique haut": "signalé critique et haut, sans repère",
    "critique bas": "signalé critique et bas, sans repère",
    "critique": "signalé critique, sans repère",
    "anormal": "signalé anormal, sans repère",
}
"""A result that its laboratory flagged without sending its range: the flag is shown as theirs."""

STAGES: Final[tuple[tuple[float, float, str, str], ...]] = (
    (60, inf, "stades 1 et 2", "surface"),
    (45, 60, "stade 3a", "alt"),
    (30, 45, "stade 3b", "warnsoft"),
    (15, 30, "stade 4", "dangersoft"),
    (-inf, 15, "stade 5", "dangersoft"),
)
"""KDIGO 2012, GFR categories, with the colour role of their band."""

_FORMULAS: Final[dict[FiltrationEquation, str]] = {
    "2009": "Formule CKD-EPI 2009, sans coefficient ethnique (HAS 2012).",
    "2021": "Formule CKD-EPI 2021, choisie par le cabinet ; les laboratoires français rendent celle de 2009.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One date of the table; `day_words` is what it is when the day is not known."""

    day: dt.date
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TablePage:
    """What the table shows now; `hidden` lines have no value at these dates, `older` dates are left."""

    columns: tuple[Column, ...]
    lines: tuple[ResultSeries, ...]
    hidden: int
    older: int

    def at(self, line: ResultSeries, column: int) -> Result | None:
        """Return the last value of a line on the day of a column."""
        day = self.columns[column].day
        return next((one for one in reversed(line.results) if one.day == day), None)


def chosen_lines(table: ResultTable, choice: Choice) -> tuple[ResultSeries, ...]:
    """Return the lines of a filter."""
    return tuple(line for line in table.series if _is_wanted(line, choice))


def _is_wanted(line: ResultSeries, choice: Choice) -> bool:
    if choice == "Hors norme":
        return bool(line.results[-1].flag)
    if choice == "Toutes":
        return True
    return (line.kind == "mesure") == (choice == "Mesures")


def page_of(lines: Sequence[ResultSeries], width: int, skipped: int = 0) -> TablePage:
    """Return the newest dates after those skipped, and the lines that have a value at one of them."""
    days = {one.day: one.day_words for line in lines for one in line.results}
    newest = sorted(days, reverse=True)
    shown = newest[skipped : skipped + width]
    columns = tuple(Column(day=day, words=_short(day, days[day])) for day in shown)
    kept = tuple(line for line in lines if any(one.day in shown for one in line.results))
    return TablePage(
        columns=columns,
        lines=kept,
        hidden=len(lines) - len(kept),
        older=max(len(newest) - skipped - width, 0),
    )


def _short(day: dt.date, words: str) -> str:
    known_to_the_day = words.count("/") == 2
    return f"{day:%d/%m/%y}" if known_to_the_day else words


def hidden_words(page: TablePage) -> str:
    """Say which lines and dates are not in sight."""
    parts = []
    if page.hidden:
        parts.append(count(page.hidden, "analyse sans valeur à ces dates", "analyses sans valeur à ces dates"))
    if page.older:
        parts.append(count(page.older, "date plus ancienne", "dates plus anciennes"))
    return " · ".join(parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class LineDetail:
    """The right pane: the last value, how it moved, a note when it matters, inputs and source."""

    name: str
    unit: str
    last: str
    state: str
    is_notable: bool
    points: tuple[Result, ...]
    has_stages: bool
    bounds: tuple[float, float] | None
    alert: str
    notes: tuple[str, ...]


def detail_of(line: ResultSeries, table: ResultTable) -> LineDetail:
    """Return what the right pane says of a line."""
    last = line.results[-1]
    is_dfg = line.key == DFG
    return LineDetail(
        name=tr("DFG") if is_dfg else line.name,
        unit=tr("{unit}, {formula}", unit=line.unit, formula=table.filtrations[-1].formula)
        if is_dfg
        else line.unit,
        last=last.words,
        state=" · ".join(part for part in (_stage(line, table), _moved(line, table)) if part),
        is_notable=bool(last.flag),
        points=tuple(one for one in line.results if one.value is not None),
        has_stages=is_dfg,
        bounds=None if is_dfg else _bounds(line),
        alert=_alert(table.filtrations) if is_dfg else "",
        notes=tuple(_notes(line, table)),
    )


def _bounds(line: ResultSeries) -> tuple[float, float] | None:
    """Return the two ends of the reference, infinite on an open side; None without a reference."""
    low, high = line.bounds
    if low is None and high is None:
        return None
    return (-inf if low is None else float(low), inf if high is None else float(high))


def _stage(line: ResultSeries, table: ResultTable) -> str:
    if line.key == DFG:
        return tr("stade {stage}", stage=table.filtrations[-1].stage)
    flag = line.results[-1].flag
    if not flag:
        return ""
    return tr(FLAG_WORDS[flag]) if line.reference else tr(_BY_LABORATORY[flag])


def reference_words(line: ResultSeries) -> str:
    """Return the reference of a line; when results are flagged without one, say that nobody gave it."""
    flagged = any(one.flag for one in line.results)
    return line.reference or (tr("non transmis") if flagged else "")


def _moved(line: ResultSeries, table: ResultTable) -> str:
    if line.key == DFG and (change := yearly_change(table.filtrations)):
        return tr("{change} en 12 mois", change=_signed(change))
    if len(line.results) < 2 or line.key == DFG:
        return ""
    before = line.results[-2]
    return tr("{words} le {day}", words=before.words, day=before.day_words)


def _signed(change: int) -> str:
    return f"+{change}" if change > 0 else f"−{abs(change)}"


def _alert(filtrations: Sequence[Filtration]) -> str:
    change = yearly_change(filtrations)
    if change is None or change >= -RAPID_DROP:
        return ""
    return tr(
        "plus de {drop} mL/min en un an. À confirmer à 3 mois, avis néphrologique possible.", drop=RAPID_DROP
    )


def _notes(line: ResultSeries, table: ResultTable) -> list[str]:
    last = line.results[-1]
    found = []
    if line.key == DFG:
        filtration = table.filtrations[-1]
        inputs = {
            "day": last.day_words,
            "value": number(round(filtration.creatinine_umol)),
            "age": table.age_at(filtration.on),
            "sex": {"F": tr("femme"), "M": tr("homme")}.get(table.sex, ""),
        }
        found.append(tr("Calculé de la créatinine du {day} ({value} µmol/L), {age}, {sex}.", **inputs))
        found.append(tr(_FORMULAS[filtration.equation]))
    if last.origin:
        found.append(tr("Dernière valeur : {day}, {origin}.", day=last.day_words, origin=last.origin))
    if last.received:
        words = f"{last.words} {line.unit}".strip()
        found.append(tr("Unité convertie : {received} → {words}.", received=last.received, words=words))
    off = [one for one in line.results if one.value is None]
    if off and len(off) < len(line.results):
        found.append(
            tr("Hors de la courbe : {words}.", words=", ".join(f"{o.words} ({o.day_words})" for o in off))
        )
    if last.comment:
        found.append(tr("Commentaire : {comment}", comment=last.comment))
    return found
