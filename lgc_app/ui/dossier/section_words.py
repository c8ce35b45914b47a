# SPDX-License-Identifier: EUPL-1.2
"""The words of the note: its heading, its seal, what was found again after a stop. No Qt here."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from lgc_app.services.drafts import Draft
from lgc_app.services.encounters import Note, sealed_sections
from lgc_app.ui.theme.typography import hour, short_date
from lgc_app.ui.words import tr
from lgc_app.ui.words.messages import Message
from lgc_app.ui.words.people import the
from lgc_core.clinical.measure_words import measures_line
from lgc_core.model.encounter import Encounter
from lgc_core.model.note import PRIVATE_SECTION, SECTION_TITLES
from lgc_core.model.seal import is_intact

SECTIONS: Final = (("motif", 1), ("S", 2), ("O", 2), ("A", 2), ("P", 2))
"""Sections always offered, and the lines each opens with."""

OTHERS: Final = ("libre", PRIVATE_SECTION)
"""Sections shown when something is written in them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SealWords:
    """What is said of the seal of a signed note."""

    sentence: str
    is_sound: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedWords:
    """A signed note, ready to read."""

    title: str
    when: str
    seal: SealWords
    sections: tuple[tuple[str, str], ...]
    addenda: tuple[tuple[str, str], ...]


def heading(encounter: Encounter | None, now: dt.datetime) -> str:
    """Return when the consultation began: « aujourd’hui, 10:20 »."""
    start = encounter.period.start.earliest if encounter and encounter.period.start else None
    if start is None:
        return f"aujourd’hui, {hour(now)}"
    if start.date() == now.date():
        return f"aujourd’hui, {hour(start)}"
    return f"{short_date(start.date())}, {hour(start)}"


def restored(drafts: Sequence[Draft]) -> str:
    """Return the sentence of a text found again (string 16), with the hour of its last key."""
    last = dt.datetime.fromisoformat(max(draft.at for draft in drafts))
    return tr(Message.DRAFT_RESTORED, hour=hour(last))


def unsigned(encounter: Encounter) -> str:
    """Return the sentence of an older consultation that waits for its signature."""
    day = encounter.period.start.date if encounter.period.start else None
    return tr("Consultation du {day} non signée.", day=f"{day:%d/%m}" if day else tr("jour inconnu"))


def signed_words(note: Note) -> SignedWords:
    """Return what was signed: the sealed text when there is one, never the rows beside it."""
    texts = sealed_sections(note.sealed) if note.sealed else note.sections
    start = note.encounter.period.start
    return SignedWords(
        title=tr("Consultation"),
        when=start.display().replace(" ", ", ") if start else "",
        seal=_seal(note),
        sections=_sections(texts, note),
        addenda=tuple(
            (_addendum(one.at, one.created.by.name if one.created else ""), one.text) for one in note.addenda
        ),
    )


def _sections(texts: dict[str, str], note: Note) -> tuple[tuple[str, str], ...]:
    written = [(title, texts[code]) for code, title in SECTION_TITLES.items() if texts.get(code, "").strip()]
    written += [(one.title, one.text) for one in note.forms]
    measures = measures_line(note.observations)
    return (*written, (tr("Mesures"), measures)) if measures else tuple(written)


def _seal(note: Note) -> SealWords:
    if note.sealed is None:
        who = note.encounter.responsible.name.shown
        return SealWords(
            sentence=tr("Signée par {who}, sans sceau : reprise d’un autre logiciel.", who=the(who)), is_sound=True
        )
    seal = note.sealed.seal
    at = dt.datetime.fromisoformat(seal.at)
    how = tr("avec sa carte") if seal.method == "carte" else tr("sans carte, session ouverte")
    who = tr(
        "Signée par {who} le {day} à {hour}, {how}.",
        who=the(seal.by.name.shown), day=short_date(at.date()), hour=hour(at), how=how,
    )  # fmt: skip
    if is_intact(note.sealed):
        return SealWords(sentence=f"{who} {tr('Sceau intact.')}", is_sound=True)
    broken = tr("Le texte gardé n’est plus celui du sceau. Ne vous y fiez pas ; prévenez le support.")
    return SealWords(sentence=f"{who} {broken}", is_sound=False)


def _addendum(at: str, who: str) -> str:
    moment = dt.datetime.fromisoformat(at)
    words = tr("Complément du {day}, {hour}", day=short_date(moment.date()), hour=hour(moment))
    return f"{words} · {who}" if who else words


READ_ONLY = (
    "Lecture seule : ce poste est resté trop longtemps sans réseau. Rien n’est effacé. "
    "Un échange avec la région suffit pour écrire de nouveau."
)
