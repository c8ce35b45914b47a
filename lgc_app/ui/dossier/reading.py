# SPDX-License-Identifier: EUPL-1.2
"""What the file reads from the services, on the vault thread; no Qt here."""

import datetime as dt
from dataclasses import dataclass, field

from lgc_app.services.antecedents import FileLine
from lgc_app.services.cabinet import Cabinet
from lgc_app.services.circles import NO_CIRCLE, Circle
from lgc_app.services.drafts import ADDENDUM, Draft
from lgc_app.services.due_today import Due
from lgc_app.services.encounters import Note
from lgc_app.services.line_drafts import LineDraft
from lgc_app.services.measures import Series
from lgc_app.services.overview import Overview
from lgc_app.services.preferences import FILE_PANES
from lgc_core.clinical.forms.known import BY_ID
from lgc_core.model.encounter import Encounter
from lgc_core.model.patient import age_on
from lgc_core.model.rights import Right, may
from lgc_core.model.template import Template

_YOUNG = 5


@dataclass(slots=True)
class OpenNote:
    """Which consultation the keys go to; "" until the first key makes it. Written by the vault thread only."""

    encounter: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteReading:
    """A consultation for the centre; `note` is None when nothing was written today, `drafts` wait since a stop.

    Attributes:
        writable: false once the post was too long without the region (its lease is over).
    """

    note: Note | None = None
    drafts: tuple[Draft, ...] = ()
    unsigned: tuple[Encounter, ...] = ()
    writable: bool = True
    forms: dict[str, dict[str, str]] = field(default_factory=dict)
    """Answers as one would type them, by form and question."""
    form_typed: dict[str, str] = field(default_factory=dict)
    """Answers that were being typed when the post stopped, by form and question."""
    disputed: str = ""
    """What is in two versions in it, empty when nothing is."""

    @property
    def encounter(self) -> str:
        """Return the id of the consultation, "" when it does not exist yet."""
        return self.note.encounter.id if self.note else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ContextReading:
    """The banner, the context pane and the strip of measures."""

    overview: Overview
    series: tuple[Series, ...]
    today: dt.date
    lines: tuple[FileLine, ...] = ()
    templates: tuple[Template, ...] = ()
    values: dict[str, str] = field(default_factory=dict)
    circle: Circle = NO_CIRCLE
    due: tuple[Due, ...] = ()

    @property
    def is_young_child(self) -> bool:
        """Tell whether the head is still measured: under five years, as far as its chart goes."""
        age = age_on(self.overview.patient.traits.birth_date, self.today)
        return age is not None and age[0] < _YOUNG


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """Everything the file shows at once when it opens, its history apart."""

    context: ContextReading
    today: NoteReading = field(default_factory=NoteReading)
    typed: LineDraft | None = None
    panes: str = ""


def open_file(cabinet: Cabinet, patient: str) -> Opening:
    """Read a file that a person opens; leaves its one line in the read trail.

    Raises:
        UserError: the role may not read it, or it is not on this post.
    """
    cabinet.patients.open(patient)
    typed = cabinet.line_drafts.waiting(patient)
    panes = cabinet.preferences.read(FILE_PANES)
    today = read_today(cabinet, patient)
    return Opening(context=read_context(cabinet, patient), today=today, typed=typed, panes=panes)


def read_context(cabinet: Cabinet, patient: str) -> ContextReading:
    """Read again what stands around the note."""
    overview = cabinet.overviews.of(cabinet.patients.get(patient))
    series = tuple(cabinet.measures.strip(patient))
    writes = may(cabinet.session.staff.role, Right.WRITE_NOTE)
    return ContextReading(
        overview=overview,
        series=series,
        templates=tuple(cabinet.templates.all()) if writes else (),
        values=cabinet.templates.values(overview, series),
        today=cabinet.session.now().date(),
        lines=tuple(cabinet.antecedents.of(patient)),
        circle=cabinet.circles.of_patient(patient),
        due=cabinet.due_today.of(overview),
    )


def read_today(cabinet: Cabinet, patient: str) -> NoteReading:
    """Read today's consultation of the person at the screen, without making one."""
    note = cabinet.encounters.today_of(patient)
    unsigned = tuple(cabinet.encounters.unsigned_of(patient))
    disputed = cabinet.encounters.disputed(note.encounter.id) if note else ""
    return NoteReading(
        note=note,
        drafts=_drafts(cabinet, note),
        unsigned=unsigned,
        writable=not cabinet.session.lease.is_over(),
        disputed=disputed,
        forms=cabinet.forms.typed(note.encounter.id) if note else {},
        form_typed=_form_typed(cabinet, note),
    )


def read_note(cabinet: Cabinet, encounter: str) -> NoteReading:
    """Read one consultation, signed or to be taken up again."""
    note = cabinet.encounters.get(encounter)
    if note.is_signed:
        keep_late_answers(cabinet, note)
    return NoteReading(
        note=note,
        drafts=_drafts(cabinet, note),
        writable=not cabinet.session.lease.is_over(),
        disputed=cabinet.encounters.disputed(encounter),
        forms=cabinet.forms.typed(encounter),
        form_typed=_form_typed(cabinet, note),
    )


def keep_text(cabinet: Cabinet, patient: str, to: OpenNote, draft: tuple[str, str, int]) -> str:
    """Write one field (its code, text and cursor) to the disk, making the consultation at its first key.

    Raises:
        UserError: the text is too long, or the role may not write.
        OutsideError: the disk refuses; the text is still on the screen.
    """
    code, text, cursor = draft
    return cabinet.drafts.keep(made(cabinet, patient, to), patient, code, text, cursor)  # type: ignore[arg-type]  # codes come from our own fields


def made(cabinet: Cabinet, patient: str, to: OpenNote) -> str:
    """Return the consultation that the keys go to, made now if need be."""
    if not to.encounter:
        to.encounter = cabinet.encounters.open_today(patient).encounter.id
    return to.encounter


def _form_typed(cabinet: Cabinet, note: Note | None) -> dict[str, str]:
    if note is None or note.is_signed:
        return {}
    return cabinet.form_drafts.waiting(draft_name(note.encounter.id, note.encounter.patient))


def keep_late_answers(cabinet: Cabinet, note: Note) -> None:
    """Put answers that were being typed when another hand signed into the complement being typed: none is lost."""
    encounter, patient = note.encounter.id, note.encounter.patient
    typed = cabinet.form_drafts.waiting(draft_name(encounter, patient))
    if not typed:
        return
    lines = [line for draft in _drafts(cabinet, note) for line in draft.text.split("\n") if draft.text.strip()]
    for key, words in typed.items():
        form, _, code = key.partition(" ")
        question = BY_ID[form].question(code) if form in BY_ID else None
        # a no-break space would not come back from an editor
        line = f"{question.words if question else code} : {words}"
        lines += [line] if line not in lines else []  # a write refused meanwhile kept it once more
    text = "\n".join(lines)
    cabinet.drafts.keep(encounter, patient, ADDENDUM, text, len(text))
    cabinet.form_drafts.keep(draft_name(encounter, patient), {})


def draft_name(encounter: str, patient: str) -> str:
    """Return the name under which answers being typed into forms are kept on this post."""
    return f"formulaire:{encounter}:{patient}"


def _drafts(cabinet: Cabinet, note: Note | None) -> tuple[Draft, ...]:
    if note is None:
        return ()
    mine = (draft for draft in cabinet.drafts.waiting() if draft.encounter == note.encounter.id)
    return tuple(draft for draft in mine if note.is_signed == (draft.code == ADDENDUM))
