# SPDX-License-Identifier: EUPL-1.2
"""Which reader an entry goes to, by template; an entry of no known template is counted, never dropped."""

from collections.abc import Callable
from functools import partial
from typing import Final

from lxml import etree

from interop.cda import oids
from interop.cda.read.collector import Collector
from interop.cda.read.entries import (
    allergy,
    laboratory,
    observation,
    problem,
    procedure,
    treatment,
    vaccination,
)
from interop.cda.tree import find_all, local, name, templates

Reader = Callable[[etree._Element, Collector], None]  # noqa: SLF001  # lxml names its element type so

_READERS: Final[tuple[tuple[frozenset[str], Reader], ...]] = (
    (oids.ALLERGY_CONCERN, allergy.read_concern),
    (oids.PROBLEM_CONCERN, problem.read_concern),
    (oids.PROBLEM, problem.read_bare_problem),
    (oids.FAMILY, problem.read_family),
    (oids.VACCINATION, vaccination.read_vaccination),
    (oids.TREATMENT | oids.PRESCRIBED, treatment.read_treatment),
    (oids.PROCEDURE, procedure.read_procedure),
    (oids.VITAL_SIGNS, laboratory.read_vital_signs),
    (oids.RESULT_ORGANIZER, laboratory.read_results),
    (oids.SOCIAL, partial(observation.read_answer, category="vie")),
    (oids.PREGNANCY, partial(observation.read_answer, category="grossesse")),
)
_SHOWN_ELSEWHERE: Final = oids.ATTACHMENT
"""Attached files are shown as files; they are not entries that a person could miss."""


def read_entries(document: etree._Element, into: Collector) -> None:
    """Read every entry of every section."""
    for section in document.iter(name("section")):
        for entry in find_all(section, "entry"):
            _read_entry(entry, into)


def _read_entry(entry: etree._Element, into: Collector) -> None:
    laboratory_entry = bool(templates(entry) & oids.LAB_ENTRY)
    for statement in entry.iterchildren("*"):
        kind = local(statement)
        if kind in {"templateId", "observationMedia"}:
            continue
        if laboratory_entry and kind == "act":
            laboratory.read_chapter(statement, into)
        else:
            _dispatch(statement, into)


def _dispatch(statement: etree._Element, into: Collector) -> None:
    own = templates(statement)
    if own & _SHOWN_ELSEWHERE:
        return
    for wanted, reader in _READERS:
        if own & wanted:
            reader(statement, into)
            return
    into.leave(statement, "type d’élément non repris")
