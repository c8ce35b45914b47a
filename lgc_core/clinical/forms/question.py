# SPDX-License-Identifier: EUPL-1.2
"""A form: its questions in the order of the consultation, and the words of a reason that propose it.

A form that changes is a new one of the next version: answers already given keep the questions that they answer.
"""

from decimal import Decimal
from typing import Final, Literal

import msgspec

Kind = Literal["oui-non", "choix", "nombre", "date", "texte"]

YES: Final = "oui"
NO: Final = "non"


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """One question.

    Attributes:
        choices: the answers of a « choix », in order.
        unit, unit_text: UCUM code and printed unit of a « nombre ».
        bounds: least and greatest number that is taken.
        measure: key of the table of vitals; the number is then an Observation, with its bounds and unit.
        alerts: what an answer calls for, by answer, in words.
        alert_from: number from which `alerts[""]` is said.
    """

    code: str
    words: str
    kind: Kind = "oui-non"
    choices: tuple[str, ...] = ()
    unit: str = ""
    unit_text: str = ""
    bounds: tuple[Decimal, Decimal] = (Decimal(0), Decimal(0))
    measure: str = ""
    alerts: dict[str, str] = {}
    alert_from: Decimal | None = None

    @property
    def options(self) -> tuple[str, ...]:
        """Return the answers among which one chooses, none for what is typed."""
        return (YES, NO) if self.kind == "oui-non" else self.choices


class Form(msgspec.Struct, frozen=True, kw_only=True):
    """A form: one of the folded words `reasons` in the Motif proposes it; `source` says what it rests on."""

    name: str
    version: int
    title: str
    reasons: frozenset[str]
    source: str
    questions: tuple[Question, ...]

    @property
    def id(self) -> str:
        """Return the name with its version: « diabete@1 »."""
        return f"{self.name}@{self.version}"

    def question(self, code: str) -> Question | None:
        """Return a question by its code, None when the form has none such."""
        return next((one for one in self.questions if one.code == code), None)


def yes_no(code: str, words: str, *, yes: str = "", no: str = "") -> Question:
    """Make a question of yes or no; `yes` and `no` say what an answer calls for."""
    return Question(code=code, words=words, alerts={key: said for key, said in ((YES, yes), (NO, no)) if said})


def choice(code: str, words: str, *choices: str, **alerts: str) -> Question:
    """Make a question with a few answers; an alert is given by the rank of its answer: `a2="…"`."""
    said = {choices[int(rank[1:])]: words for rank, words in alerts.items()}
    return Question(code=code, words=words, kind="choix", choices=choices, alerts=said)


def day(code: str, words: str) -> Question:
    """Make a question that a date answers: a day, a month or a year."""
    return Question(code=code, words=words, kind="date")


def text(code: str, words: str) -> Question:
    """Make a question answered in words."""
    return Question(code=code, words=words, kind="texte")


def measured(code: str, words: str, key: str) -> Question:
    """Make a question whose number is a measure of the table of vitals."""
    return Question(code=code, words=words, kind="nombre", measure=key)


def number(code: str, words: str, unit: str, bounds: str, alert: tuple[str, str] | None = None) -> Question:
    """Make a question answered by a number; `bounds` is « least greatest », `alert` a number and its words."""
    low, high = (Decimal(part) for part in bounds.split())
    ucum, _, printed = unit.partition(" ")
    return Question(
        code=code,
        words=words,
        kind="nombre",
        unit=ucum,
        unit_text=printed or ucum,
        bounds=(low, high),
        alert_from=Decimal(alert[0]) if alert else None,
        alerts={"": alert[1]} if alert else {},
    )
