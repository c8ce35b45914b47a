# SPDX-License-Identifier: EUPL-1.2
"""One line of the timeline, as data."""

from typing import Final, Literal

import msgspec

from lgc_core.clinical.measure_words import Taken

EntryKind = Literal[
    "encounter", "document", "observation", "vaccination", "procedure", "transmission",
    "problem", "allergy", "task", "appointment",
]  # fmt: skip


WRONG_FILE: Final = "mauvais dossier"
"""State of a consultation that was signed in the file of somebody else."""


class Entry(msgspec.Struct, frozen=True, gc=False):
    """One line of the timeline; `at_ms` is UTC milliseconds, None for an unknown date (sorted last).

    Thousands are made at once: they hold no cycle and stay out of the collector's sight.

    Attributes:
        shelf: parts results from letters: the category of an observation, « bio » or « courrier » for a document;
            the kind of a problem, an allergy or a task.
        measure: a lone measure with its number, so that a line says « TA 148/82 mmHg » and not only its name.
        span: from when to when, or the hour, in words.
        precision: how finely the moment of a problem or an allergy is known: « year », « month »...
        ahead: still to come or to be done.
    """

    kind: EntryKind
    id: str
    at_ms: int | None
    title: str
    author: str
    state: str
    shelf: str = ""
    measure: Taken | None = None
    span: str = ""
    precision: str = ""
    ahead: bool = False
