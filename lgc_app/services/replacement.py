# SPDX-License-Identifier: EUPL-1.2
"""A replacement: what waits for who arrives, and the note that the replaced doctor finds at the end.

The note is made of the record each time it is asked for: what was done cannot differ from what it says.
"""

from dataclasses import dataclass
from typing import Final

from interop.pdf.people import letterhead
from interop.pdf.render import render_sections
from interop.pdf.sheet import Block, Bullets, Grid, Sheet, SheetSection, Text
from lgc_app.services.agenda import Agenda
from lgc_app.services.drafts import Drafts
from lgc_app.services.encounters import sealed_sections
from lgc_app.services.inbox import Inbox
from lgc_app.services.session import Session
from lgc_app.services.staffing import everybody
from lgc_app.services.tasks_to_do import LONGEST_TASK, EmptyTaskError, TasksToDo
from lgc_app.services.trail import Trail
from lgc_core.errors import UserError
from lgc_core.model.encounter import Encounter
from lgc_core.model.ids import new_id
from lgc_core.model.note import clean_text
from lgc_core.model.patient import Patient
from lgc_core.model.rights import Right
from lgc_core.model.seal import SealedRecord
from lgc_core.model.staff import Role, Staff
from lgc_core.model.task import Task
from lgc_core.model.values import When
from lgc_core.store import queries
from lgc_core.store.changes import Changes
from lgc_core.store.tables import ENTITY_TABLES

MAX_SEEN: Final = 2_000
"""Contacts of one note: more than a year of full days; the newest ones."""

TRAIL_WORDS: Final = "note de fin de remplacement"
_ENCOUNTER = ENTITY_TABLES[Encounter].c
_TASK = ENTITY_TABLES[Task].c
_SEALED = ENTITY_TABLES[SealedRecord].c


class NoReplacementError(UserError):
    """Nobody of this id replaces or replaced somebody here."""

    def __init__(self) -> None:
        super().__init__("Aucun remplacement à ce nom. Vérifiez la personne dans Réglages, Personnes.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Welcome:
    """What a remplaçant must know on arriving.

    Attributes:
        replaced, until: in words, empty when not said.
        appointments, to_file, tasks, drafts: how many wait today.
    """

    replaced: str
    until: str
    appointments: int
    to_file: int
    tasks: int
    drafts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One contact of the replacement."""

    day: str
    patient: str
    reason: str
    conclusion: str
    is_signed: bool


class Replacements:
    """Greets who replaces, and hands over."""

    def __init__(
        self, session: Session, agenda: Agenda, inbox: Inbox, tasks: TasksToDo, drafts: Drafts, trail: Trail
    ) -> None:
        self._session = session
        self._agenda = agenda
        self._inbox = inbox
        self._tasks = tasks
        self._drafts = drafts
        self._trail = trail

    def welcome(self) -> Welcome:
        """Return what waits for the person at the screen."""
        self._session.require(Right.READ_RECORD)
        me = self._session.staff
        today = self._session.now().date()
        expected = [one for one in self._agenda.day(today) if one.status in {"prévu", "arrivé"}]
        return Welcome(
            replaced=self._name(me.replaces),
            until=When(text=me.valid_to).display() if me.valid_to else "",
            appointments=len([one for one in expected if one.staff in {me.id, me.replaces}]),
            to_file=len(self._inbox.waiting()),
            tasks=len(self._tasks.open(mine=True)),
            drafts=len(self._drafts.waiting()),
        )

    def hand_over(self, typed: str, patient: str = "") -> Changes:
        """Leave something to follow to the replaced doctor, kept at once as a task of theirs.

        Raises:
            NoReplacementError: the person at the screen replaces nobody. EmptyTaskError: nothing, or a page.
        """
        self._session.require(Right.MANAGE_TASKS)
        me = self._session.staff
        if me.role is not Role.REMPLACANT or not me.replaces:
            raise NoReplacementError
        title = " ".join(clean_text(typed).split())
        if not title or len(title) > LONGEST_TASK:
            raise EmptyTaskError
        with self._session.store.unit_of_work(self._session.author) as uow:
            uow.create(Task(id=new_id(), title=title, patient=patient, assignee=me.replaces))
        return uow.changes

    def left(self, staff: str = "") -> list[str]:
        """Return what a remplaçant left to follow, the person at the screen unless said, oldest first."""
        self._session.require(Right.READ_RECORD)
        wanted = staff or self._session.staff.id
        person = next((one for one in self._people() if one.id == wanted), None)
        with self._session.store.reading() as connection:
            where = (_TASK.ix_status == "à faire", _TASK.created.contains(f'"{wanted}"'))
            found = queries.find(connection, Task, *where, order=_TASK.id)
            patients = queries.by_ids(connection, Patient, {one.patient for one in found})
        theirs = [one for one in found if person is not None and one.assignee == person.replaces]
        names = {key: one.shown for key, one in patients.items()}
        return [f"{one.title} ({names[one.patient]})" if one.patient in names else one.title for one in theirs]

    def note_of(self, staff: str = "") -> bytes:
        """Return the PDF/A of what a remplaçant did here, that of the person at the screen unless said.

        Each patient in it leaves a line in the read trail.

        Raises:
            NoReplacementError: this person is no remplaçant.
        """
        self._session.require(Right.READ_RECORD)
        wanted = staff or self._session.staff.id
        person = next((one for one in self._people() if one.id == wanted), None)
        if person is None or person.role is not Role.REMPLACANT:
            raise NoReplacementError
        seen, patients = self._seen(person)
        for one in sorted(patients):
            self._trail.record(one, TRAIL_WORDS)
        return render_sections(self._sheet(person, seen))

    def _sheet(self, person: Staff, seen: list[Seen]) -> Sheet:
        now, practice = self._session.now(), self._session.practice
        unsigned = [one for one in seen if not one.is_signed]
        about = f"Contacts : {len(seen)}. Restent à signer : {len(unsigned)}."
        return Sheet(
            title="Note de fin de remplacement",
            letterhead=letterhead(practice.organisation, self._session.stamp()),
            dated=f"{person.name.shown} a remplacé {self._name(person.replaces) or 'ce cabinet'}{_dates(person)}.",
            sections=(
                SheetSection(title="En bref", blocks=(Text(words=about),)),
                SheetSection(title="À suivre", blocks=(_followed(tuple(self.left(person.id))),)),
                SheetSection(title="Patients vus", blocks=(_table(seen),)),
            ),
            created=now,
            footer=f"{practice.name} – note de fin de remplacement du {now:%d/%m/%Y}",
        )

    def _seen(self, person: Staff) -> tuple[list[Seen], set[str]]:
        with self._session.store.reading() as connection:
            where = (_ENCOUNTER.created.contains(f'"{person.id}"'), _ENCOUNTER.ix_wrong.is_(None))
            order = _ENCOUNTER.ix_at_ms.desc()
            found = queries.find(connection, Encounter, *where, order=order, limit=MAX_SEEN)
            patients = queries.by_ids(connection, Patient, {one.patient for one in found})
            made: list[Seen] = []
            for one in found:
                sealed = queries.find(connection, SealedRecord, _SEALED.ix_aggregate == one.id)
                texts = sealed_sections(sealed[-1]) if sealed else {}
                known = patients.get(one.patient)
                made.append(_line(one, known.shown if known else "", texts))
        return made, {one.patient for one in found}

    def _people(self) -> list[Staff]:
        with self._session.store.reading() as connection:
            return everybody(connection)

    def _name(self, staff: str) -> str:
        return next((one.name.shown for one in self._people() if one.id == staff), "")


def _line(one: Encounter, shown: str, texts: dict[str, str]) -> Seen:
    start = one.period.start
    conclusion = texts.get("A") or texts.get("P") or texts.get("libre") or ""
    return Seen(
        day=start.display()[:10] if start else "",
        patient=shown,
        reason=", ".join(reason.text for reason in one.reasons),
        conclusion=conclusion.strip(),
        is_signed=one.status == "signe",
    )


def _dates(person: Staff) -> str:
    first, last = (When(text=day).display() if day else "" for day in (person.valid_from, person.valid_to))
    return (f" du {first}" if first else "") + (f" au {last}" if last else "")


def _followed(lines: tuple[str, ...]) -> Block:
    return Bullets(items=lines) if lines else Text(words="Rien n’a été laissé à suivre.")


def _table(seen: list[Seen]) -> Block:
    if not seen:
        return Text(words="Aucun patient vu.")
    rows = tuple(
        (one.day, one.patient, one.reason, one.conclusion if one.is_signed else "non signée") for one in seen
    )
    return Grid(titles=("Jour", "Patient", "Motif", "Conclusion"), rows=rows, widths=(1.2, 2, 1.8, 3.4))
