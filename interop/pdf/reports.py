# SPDX-License-Identifier: EUPL-1.2
"""The two printed documents of a practice: consultation report, and the copy of a VSM."""

import datetime as dt
from typing import Final

from interop.cda.write.context import EmissionContext
from interop.cda.write.entries.problem import shown_period
from interop.cda.write.entries.words import value_words
from interop.cda.write.vsm import Summary
from interop.pdf.people import letterhead, subject
from interop.pdf.render import render_sections
from interop.pdf.sheet import Block, Bullets, Grid, Sheet, SheetSection, Text
from lgc_core.model.absence import Topic
from lgc_core.model.allergy import Allergy
from lgc_core.model.identity import IdentityStatus
from lgc_core.model.note import PRIVATE_SECTION
from lgc_core.model.problem import Problem

_MONTHS: Final = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre",
    "novembre", "décembre",
)  # fmt: skip
_NONE_KNOWN: Final[dict[Topic, str]] = {
    "problème": "Aucun problème connu.",
    "allergie": "Aucune allergie connue.",
    "traitement": "Aucun traitement connu.",
    "acte": "Aucun acte connu.",
}
_NOT_ASKED: Final = "Non renseigné."


def consultation_pdf(
    context: EmissionContext, sections: tuple[tuple[str, str], ...], addenda: tuple[str, ...] = ()
) -> bytes:
    """Return the PDF/A of a consultation report.

    Args:
        context: patient, practice, author, instants.
        sections: (title, text) pairs in reading order; private notes must not be among them.
        addenda: texts added after the signature, each with its own date in words.

    Raises:
        ValueError: when a private section is passed.
    """
    if any(title == PRIVATE_SECTION for title, _ in sections):
        raise ValueError("private notes are never printed")
    printed = [SheetSection(title=t, blocks=(Text(words=w),)) for t, w in sections if w.strip()]
    printed += [SheetSection(title="Complément", blocks=(Text(words=text),)) for text in addenda]
    return render_sections(
        _sheet(context, "Compte rendu de consultation", tuple(printed), "Texte de la consultation signée. Établi")
    )


def vsm_pdf(context: EmissionContext, summary: Summary) -> bytes:
    """Return the PDF/A copy of a VSM: the same words as its narrative, laid out for a reader."""
    sections = (
        SheetSection(title="Allergies et intolérances", blocks=(_allergies(summary),)),
        SheetSection(title="Traitement au long cours", blocks=(_treatments(summary),)),
        SheetSection(title="Pathologies en cours", blocks=(_problems(summary, "problème"),)),
        SheetSection(title="Points de vigilance", blocks=(_watch(summary),)),
        *_optional(summary),
    )
    return render_sections(_sheet(context, "Synthèse médicale", sections, "Établie"))


def long_date(moment: dt.datetime) -> str:
    """Return `21 novembre 2026`."""
    day = "1er" if moment.day == 1 else str(moment.day)
    return f"{day} {_MONTHS[moment.month - 1]} {moment.year}"


def _sheet(context: EmissionContext, title: str, sections: tuple[SheetSection, ...], made: str) -> Sheet:
    seen = context.contact.period.start
    day = f"Le {long_date(context.issued)}"
    if seen and seen.display() and not seen.missing:
        day += f" – patient vu le {seen.display()}"
    who = context.legal_authenticator
    return Sheet(
        title=title,
        letterhead=letterhead(context.practice, context.author),
        subject=subject(
            context.patient,
            context.issued.date(),
            matricule=context.identity is IdentityStatus.QUALIFIEE,
        ),
        dated=day,
        sections=sections,
        signature=(
            f"{made} le {long_date(context.issued)} par",
            who.name.shown,
        ),
        footer=f"{context.practice.name} – {title} – {context.unique_oid}",
        created=context.issued,
    )


def _nothing(summary: Summary, topic: Topic) -> Text:
    recorded = next((a for a in summary.absences if a.topic == topic), None)
    known = recorded is not None and recorded.reason == "aucun_connu"
    return Text(words=_NONE_KNOWN[topic] if known else _NOT_ASKED)


def _allergies(summary: Summary) -> Block:
    if not summary.allergies:
        return _nothing(summary, "allergie")
    rows = tuple(_allergy(a) for a in summary.allergies)
    return Grid(titles=("Agent", "Type", "Réactions", "Depuis"), rows=rows, widths=(3, 2, 3, 1.4))


def _allergy(allergy: Allergy) -> tuple[str, ...]:
    onset = allergy.onset.display() if allergy.onset and not allergy.onset.missing else "–"
    kind = allergy.kind.capitalize() + (" (résolue)" if allergy.status == "résolu" else "")
    return allergy.agent.text, kind, ", ".join(r.text for r in allergy.reactions) or "–", onset


def _treatments(summary: Summary) -> Block:
    if not summary.treatments:
        return _nothing(summary, "traitement")
    rows = tuple(
        (t.product.text, t.posology.text if t.posology else "–", shown_period(t.period) or "–", t.reason or "–")
        for t in summary.treatments
    )
    return Grid(titles=("Médicament", "Posologie", "Depuis", "Motif"), rows=rows, widths=(3.2, 3, 1.5, 1.6))


def _problems(summary: Summary, kind: str) -> Block:
    found = tuple(p for p in summary.problems if p.kind == kind)
    if not found:
        return _nothing(summary, "problème")
    rows = tuple((p.code.text, p.status.capitalize(), shown_period(p.period) or "–", _said(p)) for p in found)
    return Grid(titles=("Problème", "Statut", "Période", "Commentaire"), rows=rows, widths=(3.2, 1.2, 2, 2.4))


def _said(problem: Problem) -> str:
    return problem.comment or "–"


def _watch(summary: Summary) -> Block:
    if not summary.watch_points:
        return Text(words="Aucun point de vigilance signalé.")
    return Bullets(items=summary.watch_points)


def _optional(summary: Summary) -> tuple[SheetSection, ...]:
    """Return the sections that are printed only when they say something."""
    found: list[SheetSection] = []
    if any(p.kind == "antécédent" for p in summary.problems):
        found.append(SheetSection(title="Antécédents médicaux", blocks=(_problems(summary, "antécédent"),)))
    acts = tuple(f"{p.code.text} ({p.when.display()})" for p in summary.procedures)
    family = tuple(f"{p.relative or 'Famille'} : {p.code.text}" for p in summary.problems if p.kind == "familial")
    habits = tuple(f"{h.code.text} : {value_words(h.value)}" for h in summary.habits if h.value)
    risks = tuple(p.code.text for p in summary.problems if p.kind == "risque")
    for title, items in (
        ("Antécédents chirurgicaux et actes", acts),
        ("Antécédents familiaux", family),
        ("Mode de vie et facteurs de risque", (*habits, *risks)),
    ):
        if items:
            found.append(SheetSection(title=title, blocks=(Bullets(items=items),)))
    return tuple(found)
