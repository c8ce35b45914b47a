# SPDX-License-Identifier: EUPL-1.2
"""A nursing order turned into passages, and one passage of the round."""

import datetime as dt
from typing import Annotated, Final, Literal

import msgspec

from lgc_core.model.agenda_rule import Rhythm
from lgc_core.model.entity import B, E, Entity
from lgc_core.model.ids import derived_id
from lgc_core.model.values import Author, Concept

VisitStatus = Literal["prévue", "sur place", "faite", "absente", "refusée"]
FIXED_WINDOW_MINUTES: Final = 15
"""A fixed hour is kept within a quarter of an hour (model.md §4.G, CareSchedule)."""


class CareSchedule(Entity, frozen=True, kw_only=True):
    """One care of a patient, at its hours, by its rhythm.

    Attributes:
        ordered: words of the prescription it follows, with its date; a reference comes with prescribing.
        hours: wall hours `HH:MM`, one passage each.
        fixed: the hour is part of the order (insulin, perfusion), not of the round.
        first, last: ISO dates; an empty `last` never ends.
    """

    patient: Annotated[str, E]
    care: Annotated[Concept, B]
    detail: Annotated[str, B] = ""
    ordered: Annotated[str, B] = ""
    rhythm: Annotated[Rhythm, B] = Rhythm()
    hours: Annotated[tuple[str, ...], B]
    fixed: Annotated[bool, B] = False
    first: Annotated[str, B]
    last: Annotated[str, B] = ""
    nurse: Annotated[str, B] = ""
    status: Annotated[Literal["actif", "fini"], B] = "actif"

    def is_due(self, day: dt.date) -> bool:
        """Tell whether the care is to be given on a day."""
        first = dt.date.fromisoformat(self.first)
        ended = bool(self.last) and day > dt.date.fromisoformat(self.last)
        return self.status == "actif" and not ended and self.rhythm.falls_on(day, first)


class CareDone(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One line of the care sheet: what was due, whether it was done, and a word about it."""

    schedule: str
    words: str
    done: bool
    comment: str = ""


class VisitDone(msgspec.Struct, frozen=True, kw_only=True):
    """What a passage came to: the lines as they stood, who, when."""

    at: str
    by: Author
    cares: tuple[CareDone, ...]


class Visit(Entity, frozen=True, kw_only=True):
    """One passage: a patient, a day, an hour. Its id is derived from them, so two nurses meet in one row.

    Attributes:
        planned: wall hour `HH:MM` of the order; the round may put it earlier or later by `rank`.
        rank: place in the round, 0 when nobody moved it.
    """

    patient: Annotated[str, E]
    day: Annotated[str, E]
    planned: Annotated[str, E]
    nurse: Annotated[str, B] = ""
    rank: Annotated[int, B] = 0
    status: Annotated[VisitStatus, B] = "prévue"
    ticked: Annotated[tuple[str, ...], B] = ()
    done: Annotated[VisitDone | None, B] = None


def visit_id(patient: str, day: str, planned: str) -> str:
    """Return the id that every post gives to a passage."""
    return derived_id("visit", patient, day, planned)
