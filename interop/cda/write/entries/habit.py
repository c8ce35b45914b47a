# SPDX-License-Identifier: EUPL-1.2
"""Habits of life: tobacco, alcohol and others (CI-SIS E.52)."""

from typing import Final

from interop.cda.write.datatypes import concept, moment, value
from interop.cda.write.element import make, template
from interop.cda.write.entries.words import value_words
from interop.cda.write.section import Cell, Written, text_of
from lgc_core.model.observation import Observation, Value

_HABIT: Final = (
    "2.16.840.1.113883.10.20.1.33", "1.3.6.1.4.1.19376.1.5.3.1.4.13", "1.3.6.1.4.1.19376.1.5.3.1.4.13.4",
    "1.2.250.1.213.1.1.3.52",
)  # fmt: skip


def write_habit(habit: Observation, rank: int) -> Written:
    """Return the line (question, answer, date) and its observation."""
    question, answer = f"habitude-{rank}", f"habitude-{rank}-reponse"
    found = habit.value or Value(missing="UNK")
    words = value_words(found)
    sent = Value(text=words) if found.ratio or found.when else found
    entry = make(
        "observation",
        {"classCode": "OBS", "moodCode": "EVN"},
        template(*_HABIT),
        make("id", {"root": habit.id.upper()}),
        concept("code", habit.code, question),
        text_of(question),
        make("statusCode", {"code": "completed"}),
        moment("effectiveTime", habit.at),
        value(sent, answer),
    )
    when = "" if habit.at.missing else habit.at.display()
    return Written(cells=(Cell(when), Cell(habit.code.text, question), Cell(words, answer)), entry=entry)
