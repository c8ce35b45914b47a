# SPDX-License-Identifier: EUPL-1.2
"""Between a line of the file as it is typed and the row of the record that holds it (Problem, Procedure...)."""

import datetime as dt
from collections.abc import Callable
from typing import Any, Final, Literal

import msgspec

from lgc_core.clinical.frequent_problems import concept_of
from lgc_core.model.allergy import Allergy
from lgc_core.model.observation import Observation, Value
from lgc_core.model.problem import Problem
from lgc_core.model.procedure import Procedure
from lgc_core.model.values import Concept, Interval, When, on_day
from lgc_core.model.values.typed_when import typed_when

LineKind = Literal["problème", "antécédent", "chirurgie", "familial", "risque", "habitude", "allergie"]
Row = Problem | Procedure | Observation | Allergy
ENTITIES: Final[tuple[type[Row], ...]] = (Problem, Procedure, Observation, Allergy)
ORDER: Final[tuple[LineKind, ...]] = (
    "problème", "antécédent", "chirurgie", "familial", "risque", "habitude", "allergie",
)  # fmt: skip
KIND_WORDS: Final[dict[LineKind, str]] = {
    "problème": "Problème",
    "antécédent": "Antécédent médical",
    "chirurgie": "Antécédent chirurgical",
    "familial": "Antécédent familial",
    "risque": "Facteur de risque",
    "habitude": "Mode de vie",
    "allergie": "Allergie",
}
_FULL: Final = ("actif", "rémission", "inactif", "résolu")
STATUSES: Final[dict[LineKind, tuple[str, ...]]] = {
    "problème": _FULL,
    "antécédent": _FULL,
    "chirurgie": ("actif",),
    "familial": _FULL,
    "risque": _FULL,
    "habitude": ("actif",),
    "allergie": ("actif", "résolu"),
}
"""What a line of each kind may be; one answer means that nothing is asked."""

_UNKNOWN: Final = When(missing="UNK")
Coded = Callable[[str], Concept]
"""What gives words their codes: the frequent problems, and the lists that are on the post."""


class LineForm(msgspec.Struct, frozen=True, kw_only=True):
    """A line as it is typed: dates in French (`2019`, `03/2019`, `12/03/2019`), empty for unknown.

    `comment` of a habit is its answer; `relative` is who, in the family; `ald` its number.
    """

    kind: LineKind = "problème"
    words: str
    status: str = "actif"
    since: str = ""
    until: str = ""
    comment: str = ""
    ald: str = ""
    relative: str = ""


def entity_of(kind: LineKind) -> type[Row]:
    """Return the entity that holds a kind of line."""
    named: dict[LineKind, type[Row]] = {"chirurgie": Procedure, "habitude": Observation, "allergie": Allergy}
    return named.get(kind, Problem)


def row_of(form: LineForm, key: str, patient: str, today: dt.date, coded: Coded = concept_of) -> Row:
    """Return a new row for a line that was checked."""
    if form.kind == "chirurgie":
        when = _when(form.since) or _UNKNOWN
        code = Concept(text=form.words)
        return Procedure(id=key, patient=patient, code=code, when=when, comment=form.comment)
    if form.kind == "habitude":
        return Observation(
            id=key,
            patient=patient,
            category="vie",
            code=Concept(text=form.words),
            value=Value(text=form.comment),
            at=_when(form.since) or on_day(today),
        )
    if form.kind == "allergie":
        return changed(Allergy(id=key, patient=patient, agent=Concept(text=form.words)), form)
    return changed(Problem(id=key, patient=patient, code=coded(form.words)), form)


def changed(row: Row, form: LineForm, coded: Coded = concept_of) -> Row:
    """Return a row with what was typed over it; codes stay as long as the words do."""
    if isinstance(row, Allergy):
        agent = row.agent if row.agent.text == form.words else Concept(text=form.words)
        onset = row.onset if _shown(row.onset) == form.since else _when(form.since)
        return _with(row, agent=agent, status=form.status, onset=onset, comment=form.comment)
    if isinstance(row, Procedure):
        code = row.code if row.code.text == form.words else Concept(text=form.words)
        when = row.when if _shown(row.when) == form.since else _when(form.since) or _UNKNOWN
        return _with(row, code=code, when=when, comment=form.comment)
    if isinstance(row, Observation):
        raise TypeError("a habit is a fact: another one corrects it")
    code = row.code if row.code.text == form.words else coded(form.words)
    start = row.period.start if _shown(row.period.start) == form.since else _when(form.since)
    end = row.period.end if _shown(row.period.end) == form.until else _when(form.until)
    relative = form.relative if form.kind == "familial" else ""
    return _with(
        row,
        kind=form.kind,
        code=code,
        status=form.status,
        period=Interval(start=start, end=end),
        comment=form.comment,
        ald=form.ald,
        relative=relative,
    )


def editable(row: Row) -> dict[str, Any]:
    """Return the fields of a row that a form changes."""
    names = {
        Problem: ("kind", "code", "status", "period", "comment", "ald", "relative"),
        Procedure: ("code", "when", "comment"),
        Allergy: ("agent", "status", "onset", "comment"),
    }
    return {name: getattr(row, name) for name in names[type(row)]}


def form_of(row: Row) -> LineForm:
    """Return a row as it would be typed."""
    if isinstance(row, Problem):
        return LineForm(
            kind=row.kind,
            words=row.code.text,
            status=row.status,
            since=_shown(row.period.start),
            until=_shown(row.period.end),
            comment=row.comment,
            ald=row.ald,
            relative=row.relative,
        )
    if isinstance(row, Procedure):
        return LineForm(kind="chirurgie", words=row.code.text, since=_shown(row.when), comment=row.comment)
    if isinstance(row, Allergy):
        return LineForm(
            kind="allergie", words=row.agent.text, status=row.status, since=_shown(row.onset), comment=row.comment
        )
    return LineForm(kind="habitude", words=row.code.text, since=_shown(row.at), comment=_answer(row.value))


def aside_of(form: LineForm) -> str:
    """Return what stands at the right of a line: the year, ALD, who in the family, how it ended."""
    year = form.since[-4:] if form.since else ""
    ended = {"résolu": "résolu", "inactif": "inactif", "rémission": "rémission"}.get(form.status, "")
    parts = (form.relative, year, ended, "ALD" if form.ald else "")
    return " · ".join(part for part in parts if part)


def _answer(value: Value | None) -> str:
    if value is None:
        return ""
    if value.text is not None:
        return value.text
    if value.quantity is not None:
        return f"{value.quantity.value} {value.quantity.printed_unit}".strip()
    if value.concept is not None:
        return value.concept.text
    if value.integer is not None:
        return str(value.integer)
    return {True: "oui", False: "non"}.get(value.boolean, "") if value.boolean is not None else ""


def _with(row: Row, **fields: Any) -> Row:
    replaced: Row = msgspec.structs.replace(row, **fields)
    return replaced


def _when(typed: str) -> When | None:
    return typed_when(typed) if typed.strip() else None


def _shown(when: When | None) -> str:
    return "" if when is None or when.missing or not when.text else When(text=when.text[:10]).display()
