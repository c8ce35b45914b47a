# SPDX-License-Identifier: EUPL-1.2
"""Problem concerns, family history and « no known problem » (CI-SIS E.39 › E.37, E.59 › E.51)."""

from typing import Final

from lxml import etree

from interop.cda.oids import ABSENT_OR_UNKNOWN
from interop.cda.write.datatypes import concept, interval, moment
from interop.cda.write.element import make, null, template
from interop.cda.write.header import coded
from interop.cda.write.labels import RELATIVES
from interop.cda.write.section import Cell, Written, original_text, text_of
from lgc_core.codes import LOINC, SNOMED_CT
from lgc_core.model.absence import Absence
from lgc_core.model.problem import Problem, ProblemStatus
from lgc_core.model.values import Coding, Concept, Interval

_IHE: Final = "1.3.6.1.4.1.19376.1.5.3.1."
_CONCERN: Final = ("2.16.840.1.113883.10.20.1.27", _IHE + "4.5.1", _IHE + "4.5.2", "1.2.250.1.213.1.1.3.39")
_PROBLEM: Final = ("2.16.840.1.113883.10.20.1.28", _IHE + "4.5", "1.2.250.1.213.1.1.3.37")
_STATUS: Final = (
    "2.16.840.1.113883.10.20.1.50", "2.16.840.1.113883.10.20.1.57", _IHE + "4.1.1", "1.2.250.1.213.1.1.3.30",
)  # fmt: skip
_DIAGNOSIS: Final = Coding(system=SNOMED_CT, code="282291009", display="interprétation diagnostique")
_ANY_PROBLEM: Final = Coding(system=SNOMED_CT, code="55607006", display="problème")
_CLINICAL: Final = "2.16.840.1.113883.4.642.1.1074"
_STATUS_CODES: Final[dict[ProblemStatus, tuple[str, str]]] = {
    "actif": ("active", "Actif"),
    "inactif": ("inactive", "Inactif"),
    "rémission": ("remission", "En rémission"),
    "résolu": ("resolved", "Résolu"),
}
_CONCERN_STATUS: Final[dict[ProblemStatus, str]] = {
    "actif": "active", "rémission": "active", "inactif": "suspended", "résolu": "completed",
}  # fmt: skip
_NONE: Final = {
    "aucun_connu": Coding(system=ABSENT_OR_UNKNOWN, code="no-known-problems", display="Pas de problème connu"),
    "autre": Coding(
        system=ABSENT_OR_UNKNOWN, code="no-problem-info", display="Pas d'information sur les problèmes"
    ),
}


def write_problem(problem: Problem, rank: int, prefix: str) -> Written:
    """Return the line (date, words, status) and the concern."""
    anchor = f"{prefix}-{rank}"
    status = f"{anchor}-statut"
    observation = _observation(
        problem.id, concept("value", problem.code, anchor, "CD"), _DIAGNOSIS, anchor, problem.period
    )
    observation.append(_status(problem.status, status))
    if problem.comment:
        observation.append(comment_relation(f"{anchor}-commentaire"))
    cells = (
        Cell(shown_period(problem.period)),
        Cell(problem.code.text, anchor),
        Cell(_STATUS_CODES[problem.status][1], status),
        Cell(problem.comment, f"{anchor}-commentaire" if problem.comment else ""),
    )
    return Written(
        cells=cells,
        entry=_concern(problem.id, _CONCERN_STATUS[problem.status], problem.period, observation),
    )


def write_no_problem(absence: Absence, prefix: str) -> Written:
    """Return the coded statement that no problem is known, or that nobody asked."""
    anchor = f"{prefix}-aucun"
    coding = _NONE.get(absence.reason, _NONE["autre"])
    value = concept("value", Concept(text=coding.display, codings=(coding,)), anchor, "CD")
    observation = _observation(absence.id, value, _ANY_PROBLEM, anchor, Interval())
    cells = (Cell(""), Cell(coding.display, anchor), Cell(""), Cell(""))
    return Written(cells=cells, entry=_concern(absence.id, "active", Interval(), observation))


def shown_period(period: Interval) -> str:
    """Return `11/2019`, or `2018 à 2019`, in French."""
    start = period.start.display() if period.start and not period.start.missing else ""
    end = period.end.display() if period.end and not period.end.missing else ""
    return f"{start} à {end}".strip() if end else start


def _concern(identifier: str, status: str, period: Interval, observation: etree._Element) -> etree._Element:
    return make(
        "act",
        {"classCode": "ACT", "moodCode": "EVN"},
        template(*_CONCERN),
        make("id", {"root": identifier.upper()}),
        null("code", "NA"),
        make("statusCode", {"code": status}),
        interval(period, closed=status == "completed"),
        make("entryRelationship", {"typeCode": "SUBJ", "inversionInd": "false"}, observation),
    )


def _observation(
    identifier: str, value: etree._Element, code: Coding, anchor: str, period: Interval
) -> etree._Element:
    return make(
        "observation",
        {"classCode": "OBS", "moodCode": "EVN", "negationInd": "false"},
        template(*_PROBLEM),
        make("id", {"root": identifier.upper()}),
        coded("code", code),
        text_of(anchor),
        make("statusCode", {"code": "completed"}),
        interval(period),
        value,
    )


def _status(status: ProblemStatus, anchor: str) -> etree._Element:
    code, label = _STATUS_CODES[status]
    value = {
        "type": "CE", "code": code, "displayName": label, "codeSystem": _CLINICAL,
        "codeSystemName": "HL7:condition-clinical",
    }  # fmt: skip
    return clinical_status(value, anchor)


def clinical_status(value: dict[str, str], anchor: str) -> etree._Element:
    """Return the relation that carries a clinical status (E.30)."""
    observation = make(
        "observation",
        {"classCode": "OBS", "moodCode": "EVN", "negationInd": "false"},
        template(*_STATUS),
        coded("code", Coding(system=LOINC, code="33999-4", display="Status")),
        text_of(anchor),
        make("statusCode", {"code": "completed"}),
        make("value", value),
    )
    return make("entryRelationship", {"typeCode": "REFR", "inversionInd": "false"}, observation)


def comment_relation(anchor: str) -> etree._Element:
    """Return the relation that carries the author's comment (E.32)."""
    act = make(
        "act",
        {"classCode": "ACT", "moodCode": "EVN"},
        template("2.16.840.1.113883.10.20.1.40", _IHE + "4.2", "1.2.250.1.213.1.1.3.32"),
        coded("code", Coding(system=LOINC, code="48767-8", display="Commentaire")),
        text_of(anchor),
        make("statusCode", {"code": "completed"}),
    )
    return make("entryRelationship", {"typeCode": "SUBJ", "inversionInd": "true"}, act)


def write_family(problem: Problem, rank: int) -> Written:
    """Return the line (relative, disease) and its organizer."""
    who, what = f"famille-{rank}-parent", f"famille-{rank}"
    observation = make(
        "observation",
        {"classCode": "OBS", "moodCode": "EVN"},
        template("2.16.840.1.113883.10.20.1.22", _IHE + "4.13", _IHE + "4.13.3", "1.2.250.1.213.1.1.3.51"),
        make("id", {"root": problem.id.upper()}),
        coded("code", _DIAGNOSIS),
        text_of(what),
        make("statusCode", {"code": "completed"}),
        moment("effectiveTime", problem.period.start),
        concept("value", problem.code, what, "CD"),
    )
    organizer = make(
        "organizer",
        {"classCode": "CLUSTER", "moodCode": "EVN"},
        template("2.16.840.1.113883.10.20.1.23", _IHE + "4.15", "1.2.250.1.213.1.1.3.59"),
        make("statusCode", {"code": "completed"}),
        _subject(problem.relative, who),
        make("component", {"typeCode": "COMP"}, observation),
    )
    return Written(cells=(Cell(problem.relative, who), Cell(problem.code.text, what)), entry=organizer)


def _subject(relative: str, anchor: str) -> etree._Element:
    known = RELATIVES.get(relative.strip().lower())
    attributes = {"nullFlavor": "UNK"}
    if known:
        attributes = {
            "code": known[0], "displayName": known[1], "codeSystem": "2.16.840.1.113883.5.111",
            "codeSystemName": "RoleCode",
        }  # fmt: skip
    code = make("code", attributes, original_text(anchor))
    return make(
        "subject",
        {"typeCode": "SBJ"},
        template(_IHE + "4.15.2", "1.2.250.1.213.1.1.3.60"),
        make("relatedSubject", {"classCode": "PRS"}, code),
    )
