# SPDX-License-Identifier: EUPL-1.2
"""Problem concerns and family history (CI-SIS E.39 › E.37, E.59 › E.51)."""

from typing import Final

from lxml import etree

from interop.cda.oids import PROBLEM, SECTION_PAST, SEVERITY
from interop.cda.read.collector import Collector, section_code
from interop.cda.read.entries.parts import absence, clinical_status, comment, negated, nested
from interop.cda.tree import attr, find, find_all, templates
from interop.cda.values import concept, interval
from lgc_core.model.problem import Problem, ProblemStatus
from lgc_core.model.values import Interval

_STATUSES: Final[dict[str, ProblemStatus]] = {
    "active": "actif",
    "inactive": "inactif",
    "remission": "rémission",
    "resolved": "résolu",
    "recurrence": "actif",
    "relapse": "actif",
}
_CONCERN_STATUS: Final[dict[str, ProblemStatus]] = {"completed": "résolu", "suspended": "inactif"}


def read_concern(act: etree._Element, into: Collector) -> None:
    """Propose every problem of a concern."""
    found = [o for o in find_all(act, "entryRelationship/observation") if templates(o) & PROBLEM]
    if not found:
        into.leave(act, "problème sans contenu")
    for observation in found:
        _problem(observation, act, into)


def read_bare_problem(observation: etree._Element, into: Collector) -> None:
    """Propose a problem that stands without its concern."""
    _problem(observation, None, into)


def _problem(observation: etree._Element, act: etree._Element | None, into: Collector) -> None:
    value = find(observation, "value")
    said = into.references.entry(observation)
    none_known = absence(into.written, value, find(observation, "code"))
    if none_known:
        into.propose(observation, none_known, said)
        return
    code = concept(value, into.references, said)
    if negated(observation) or said.strip().lower() == "non":
        into.leave(observation, "nié par le document", code.text if code else said)
        return
    if code is None:
        into.leave(observation, "problème sans texte ni code")
        return
    period = interval(find(observation, "effectiveTime"))
    past = section_code(observation) in SECTION_PAST
    into.propose(
        observation,
        Problem(
            id=into.draft_id(observation),
            patient="",
            kind="antécédent" if past else "problème",
            code=code,
            status=_status(observation, act, period),
            period=period,
            severity=concept(find(nested(observation, SEVERITY), "value"), into.references),
            comment=comment(observation, into.references),
            source=into.source(observation),
        ),
        said or code.text,
    )


def _status(observation: etree._Element, act: etree._Element | None, period: Interval) -> ProblemStatus:
    stated = _STATUSES.get(clinical_status(observation))
    if stated:
        return stated
    concern = attr(find(act, "statusCode"), "code")
    return _CONCERN_STATUS.get(concern, "résolu" if period.end else "actif")


def read_family(organizer: etree._Element, into: Collector) -> None:
    """Propose the diseases of one relative."""
    subject = find(organizer, "subject/relatedSubject/code")
    relative = concept(subject, into.references)
    for observation in find_all(organizer, "component/observation"):
        said = into.references.entry(observation)
        code = concept(find(observation, "value"), into.references, said)
        if code is None or negated(observation):
            into.leave(observation, "nié par le document" if code else "antécédent familial sans texte")
            continue
        into.propose(
            observation,
            Problem(
                id=into.draft_id(observation),
                patient="",
                kind="familial",
                code=code,
                relative=relative.text if relative else "",
                period=interval(find(observation, "effectiveTime")),
                comment=comment(observation, into.references),
                source=into.source(observation),
            ),
            said or code.text,
        )
