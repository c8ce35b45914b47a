# SPDX-License-Identifier: EUPL-1.2
"""What the screen of calculators says at each key: the result, or what is missing. No Qt here."""

from collections.abc import Mapping
from dataclasses import dataclass

from lgc_app.services.calculations import Calculated, Known, WrongInputError, calculated, known_words
from lgc_app.ui.theme.fonts import TextRole
from lgc_app.ui.widgets.row_recipe import Cell, Row, header_row
from lgc_app.ui.widgets.runs import Run
from lgc_app.ui.words import tr
from lgc_core.clinical.calculators.catalogue import FORMULAS
from lgc_core.clinical.calculators.formula import GROUPS, Formula, Input


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A field as it opens: its text, and where it comes from."""

    text: str
    origin: str = ""
    is_stale: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What is shown of a formula now; `wrong` names the field that a sentence is about."""

    value: str = ""
    reading: str = ""
    is_notable: bool = False
    warnings: tuple[str, ...] = ()
    wrong: str = ""
    sentence: str = ""
    line: str = ""


def filled(wanted: Input, known: Mapping[str, Known]) -> Filled:
    """Return how a field opens: from the record, else by its default, else empty."""
    one = known.get(wanted.source)
    if one is None:
        return Filled(text=wanted.default)
    stale = tr(" · plus de 6 mois") if one.is_stale else ""
    return Filled(text=known_words(wanted, one), origin=f"{one.origin}{stale}", is_stale=one.is_stale)


def answer(formula: Formula, typed: Mapping[str, str], known: Mapping[str, Known]) -> Answer:
    """Return what to show for what is typed; a field left as it was filled keeps its date."""
    own = {one.key: typed.get(one.key, "").strip() for one in formula.inputs}
    kept = {
        one.source: known[one.source]
        for one in formula.inputs
        if one.source in known and own[one.key] == known_words(one, known[one.source])
    }
    changed = {one.key: own[one.key] for one in formula.inputs if one.source not in kept}
    try:
        done = calculated(formula, changed, kept)
    except WrongInputError as wrong:
        return Answer(wrong=wrong.key, sentence=wrong.sentence)
    return Answer(
        value=done.outcome.words,
        reading=done.outcome.reading,
        is_notable=done.outcome.is_notable,
        warnings=(*done.stale, *done.outcome.cautions),
        line=line_of(done),
    )


def line_of(done: Calculated) -> str:
    """Return the sentence that goes into a note: result, reading, inputs with their dates."""
    reading = f", {done.outcome.reading}" if done.outcome.reading else ""
    inputs = " ; ".join(done.inputs).replace(" ;", "\u00a0;")
    return f"{done.formula.words}\u00a0: {done.outcome.words}{reading}. {inputs}."


def rows() -> list[Row]:
    """Return the list of formulas, by group."""
    made: list[Row] = []
    for group in GROUPS:
        made.append(header_row(tr(group)))
        made += [_row(one) for one in FORMULAS if one.group == group]
    return made


def _row(formula: Formula) -> Row:
    cell = Cell((Run(tr(formula.words), TextRole.DENSE_MEDIUM),))
    return Row(formula.key, (cell,), tr(formula.words))
