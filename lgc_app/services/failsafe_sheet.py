# SPDX-License-Identifier: EUPL-1.2
"""The words of a failsafe dossier, allergies first; one page a patient when they hold on it."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from interop.pdf.booklet import render_leaf
from interop.pdf.people import letterhead, subject, telecom_words
from interop.pdf.reports import long_date
from interop.pdf.sheet import Alert, Block, Booklet, Bullets, Grid, Leaf, Sheet, SheetSection, Subject, Text
from lgc_app.services.agenda import DayLine
from lgc_app.services.overview import Line, Overview, dated_renal_words
from lgc_app.services.vaccinations import DoneDose
from lgc_core.clinical.measure_words import measures_line
from lgc_core.clinical.vaccination.schedule import Advice
from lgc_core.model.identity import IdentityStatus
from lgc_core.model.observation import Observation
from lgc_core.model.patient import Patient
from lgc_core.model.practice import Practice
from lgc_core.model.problem import Problem
from lgc_core.model.procedure import Procedure
from lgc_core.model.values import Stamp

_DOSES_SHOWN: Final = 12
_KEEP: Final = "Contient des données de santé : à garder sous clé, à détruire après usage."


@dataclass(frozen=True, slots=True, kw_only=True)
class Essentials:
    """What is printed of one patient.

    Attributes:
        seen, seen_by, conclusion: the last signed contact: its day, its author, its (title, text) pairs.
        forms: the last answers to each structured form: its title and day, « question : réponse ».
    """

    patient: Patient
    overview: Overview
    past: tuple[Problem, ...]
    acts: tuple[Procedure, ...]
    measures: tuple[Observation, ...]
    doses: tuple[DoneDose, ...]
    due: tuple[Advice, ...]
    seen: str
    seen_by: str
    conclusion: tuple[tuple[str, str], ...]
    forms: tuple[tuple[str, str], ...] = ()


def one_booklet(practice: Practice, who: Stamp, now: dt.datetime, one: Essentials) -> bytes:
    """Return the PDF/A of one patient, without cover."""
    return render_leaf(_cover(practice, who, now, "Dossier de secours", ()), leaf(practice, now, one))


def day_booklet(
    practice: Practice,
    who: Stamp,
    now: dt.datetime,
    day: dt.date,
    files: Sequence[Essentials],
    lines: Sequence[DayLine],
) -> Booklet:
    """Return the booklet of a day: who comes at what hour on the cover, then a leaf for each patient."""
    ranks = {one.patient.id: rank for rank, one in enumerate(files)}
    born = {one.patient.id: one.overview.birth for one in files}
    rows = tuple(
        (
            (line.time, line.shown or "Sans nom", born.get(line.patient, "sans dossier")),
            ranks.get(line.patient, -1),
        )
        for line in lines
    )
    people = "1 patient" if len(files) == 1 else f"{len(files)} patients"
    about = f"Agenda du {long_date(_midnight(day))} : {people}."
    return Booklet(
        cover=_cover(practice, who, now, "Dossier de secours", (about,)),
        leaves=tuple(leaf(practice, now, one) for one in files),
        columns=("Heure", "Patient", "Naissance"),
        widths=(1, 4, 1.6),
        contents=rows,
    )


def leaf(practice: Practice, now: dt.datetime, one: Essentials) -> Leaf:
    """Return the page of one patient."""
    known = one.overview
    box = subject(one.patient, now.date(), matricule=known.identity is IdentityStatus.QUALIFIEE)
    contacts = _contacts(one.patient)
    state = f"Identité {known.identity.value}"
    lines = (*box.lines, " · ".join(part for part in (contacts, state) if part))
    return Leaf(
        subject=Subject(name=box.name, lines=lines),
        listed=(box.name,),
        head=f"{practice.name} · dossier de secours au {now:%d/%m/%Y à %H:%M}".replace(" à ", " à\u00a0"),
        sections=tuple(_sections(one)),
    )


def _cover(practice: Practice, who: Stamp, now: dt.datetime, title: str, about: tuple[str, ...]) -> Sheet:
    return Sheet(
        title=title,
        letterhead=letterhead(practice.organisation, who),
        dated=f"Imprimé le {now:%d/%m/%Y} à {now:%H:%M} par {who.name.shown}.",
        sections=(SheetSection(title="", blocks=tuple(Text(words=words) for words in (*about, _KEEP))),),
        created=now,
        footer=f"{practice.name} – {title} du {now:%d/%m/%Y %H:%M}",
    )


def _sections(one: Essentials) -> Iterator[SheetSection]:
    known = one.overview
    yield SheetSection(title="", blocks=(Alert(words=known.allergy_words), *_warnings(one)))
    yield SheetSection(title="Traitement en cours", blocks=(_treatments(known.treatments),))
    yield SheetSection(title="Problèmes en cours", blocks=(_lines(known.problems, "Aucun problème noté."),))
    doses = (Text(words=known.clearance.words),) if known.clearance else ()
    yield SheetSection(title="Rein", blocks=(Text(words=dated_renal_words(known)), *doses))
    if one.measures:
        yield SheetSection(
            title="Dernières mesures",
            blocks=tuple(Text(words=f"{day} : {words}") for day, words in measure_days(one.measures)),
        )
    if past := _past(one):
        yield SheetSection(title="Antécédents", blocks=(Text(words=" · ".join(past)),))
    yield SheetSection(title="Vaccins", blocks=tuple(_vaccines(one)))
    if one.conclusion:
        title = f"Dernière consultation, {one.seen}, {one.seen_by}"
        said = tuple(Text(words=f"{head} : {text}") for head, text in one.conclusion)
        yield SheetSection(title=title, blocks=said)
    if one.forms:
        answers = tuple(Text(words=f"{head} : {text}") for head, text in one.forms)
        yield SheetSection(title="Derniers formulaires remplis", blocks=answers)


def _warnings(one: Essentials) -> Iterator[Block]:
    if one.overview.ald:
        yield Text(words=f"ALD n° {one.overview.ald}")
    if one.overview.pregnancy:
        yield Alert(words=one.overview.pregnancy.words)
    if one.overview.deceased:
        yield Text(words=f"Décès : {one.overview.deceased}")


def _treatments(lines: tuple[Line, ...]) -> Block:
    if not lines:
        return Text(words="Aucun traitement noté.")
    rows = tuple((line.words, (line.aside or "posologie non renseignée") + _doubt(line)) for line in lines)
    return Grid(titles=("Médicament", "Posologie"), rows=rows, widths=(1, 1))


def _lines(lines: tuple[Line, ...], nothing: str) -> Block:
    if not lines:
        return Text(words=nothing)
    said = ((f"{line.words} ({line.aside})" if line.aside else line.words) + _doubt(line) for line in lines)
    return Bullets(items=tuple(said))


def _doubt(line: Line) -> str:
    """Say that a line stands in versions nobody decided about: « ou » alone reads as a choice given."""
    return f" : {line.versions} versions, à vérifier" if line.versions > 1 else ""


def measure_days(measures: tuple[Observation, ...]) -> list[tuple[str, str]]:
    """Return « 02/09/2026 », « TA 142/80 mmHg, FC 76/min » for each day of some measures, the newest first."""
    ordered = sorted(measures, key=lambda one: one.at.earliest_ms or 0, reverse=True)
    days = groupby(ordered, key=lambda one: one.at.display()[:10])
    return [(day, words) for day, taken in days if (words := measures_line(taken))]


def _past(one: Essentials) -> list[str]:
    current = {line.id for line in one.overview.problems}
    said = [problem.code.text for problem in one.past if problem.id not in current]
    return said + [f"{act.code.text} ({act.when.display()})" for act in one.acts]


def _vaccines(one: Essentials) -> Iterator[Block]:
    given = [dose for dose in one.doses if not dose.not_done]
    shown = [f"{dose.vaccine} ({dose.day_words})" for dose in given[:_DOSES_SHOWN]]
    more = len(given) - len(shown)
    words = " · ".join(shown) + (f" · et {more} plus anciens" if more else "")
    yield Text(words=words or "Aucun vaccin noté.")
    late = [advice.rule.words for advice in one.due if advice.state == "en retard"]
    if late:
        yield Text(words=f"En retard : {', '.join(late)}")


def _contacts(patient: Patient) -> str:
    return " · ".join(telecom_words(one) for one in patient.telecoms)


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time())
