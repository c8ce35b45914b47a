# SPDX-License-Identifier: EUPL-1.2
"""What is to be done: late first, for a person or a role; medical words are not shown to the front desk.

Without the right to read the record one sees what is addressed to one's role, to oneself or to everybody, and what
one wrote; a task that names nobody is therefore its writer's own.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from lgc_app.services.one_line import one_line
from lgc_app.services.session import Session
from lgc_app.services.staffing import everybody
from lgc_app.services.task_line import read_task
from lgc_core.errors import UserError
from lgc_core.model.ids import new_id
from lgc_core.model.patient import Patient
from lgc_core.model.rights import Right, may
from lgc_core.model.staff import Role, Staff
from lgc_core.model.task import WHOLE_PRACTICE, Task, TaskKind
from lgc_core.model.words import fold
from lgc_core.store import links, queries
from lgc_core.store.changes import Changes
from lgc_core.store.tables import ENTITY_TABLES

_TABLE = ENTITY_TABLES[Task].c
LONGEST_TASK: Final = 300
_ROLES: Final = {
    "medecin": Role.MEDECIN,
    "medecins": Role.MEDECIN,
    "infirmier": Role.INFIRMIER,
    "infirmiere": Role.INFIRMIER,
    "infirmiers": Role.INFIRMIER,
    "secretaire": Role.SECRETAIRE,
    "secretariat": Role.SECRETAIRE,
    "accueil": Role.SECRETAIRE,
    "remplacant": Role.REMPLACANT,
}
_ROLE_WORDS: Final = {
    Role.MEDECIN: "médecins",
    Role.INFIRMIER: "infirmiers",
    Role.SECRETAIRE: "secrétariat",
    Role.REMPLACANT: "remplaçant",
    Role.ADMIN: "administrateur",
}
_EVERYBODY: Final = frozenset({"tous", "toutes", "cabinet", "equipe"})


class EmptyTaskError(UserError):
    """Nothing was written, or a page."""

    def __init__(self) -> None:
        super().__init__(f"Écrivez la tâche en une ligne, {LONGEST_TASK}\u00a0caractères au plus.")


class NobodyError(UserError):
    """The word after @ names no person nor role of the practice."""

    def __init__(self, word: str) -> None:
        super().__init__(
            f"«\u00a0@{word}\u00a0» n’est personne du cabinet. Essayez @secretariat, @infirmier, "
            "@medecin, @tous ou un nom."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskLine:
    """One task as lists show it; `late` when its day is past."""

    id: str
    title: str
    kind: TaskKind
    patient: str
    patient_shown: str
    to: str
    due: dt.date | None
    late: bool
    urgent: bool
    mine: bool


class TasksToDo:
    """The tasks and recalls of the practice."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def open(self, *, mine: bool = False) -> list[TaskLine]:
        """Return what is to do: late first, then by day, without a day last; `mine`: what I may have to do."""
        self._session.require(Right.MANAGE_TASKS)
        today = self._session.now().date()
        with self._session.store.reading() as connection:
            found = queries.find(connection, Task, _TABLE.ix_status == "à faire", order=_TABLE.id)
            people = {one.id: one for one in everybody(connection)}
            patients = queries.by_ids(connection, Patient, {one.patient for one in found})
        shown = [one for one in found if self._may_see(one) and (not mine or self._is_mine(one))]
        lines = [self._line(one, patients.get(one.patient), people, today) for one in shown]
        return sorted(lines, key=lambda line: (line.due is None, line.due or today, not line.urgent, line.id))

    def of_patient(self, patient: str) -> list[TaskLine]:
        """Return what is to do about one person, linked files included."""
        with self._session.store.reading() as connection:
            files = links.members(connection, patient)
        return [line for line in self.open() if line.patient in files]

    def add_line(self, typed: str, patient: str = "", kind: TaskKind = "tâche") -> Changes:
        """Write a task typed in one line: « Rappeler Mme Lebon demain @secretariat ! ».

        Raises:
            EmptyTaskError: nothing, or a page. NobodyError: @ somebody unknown.
        """
        self._session.require(Right.MANAGE_TASKS)
        read = read_task(one_line(typed, 2 * LONGEST_TASK), self._session.now().date())
        if not read.title or len(read.title) > LONGEST_TASK:
            raise EmptyTaskError
        task = Task(
            id=new_id(),
            kind=kind,
            title=read.title,
            patient=patient,
            assignee=self._assignee(read.to),
            due=read.due.isoformat() if read.due else "",
            priority="haute" if read.urgent else "normale",
        )
        with self._session.store.unit_of_work(self._session.author) as uow:
            uow.create(task)
        return uow.changes

    def finish(self, task: str) -> Changes:
        """Tick a task."""
        return self._set(task, status="fait", done_at=self._session.now().isoformat(timespec="seconds"))

    def give_up(self, task: str) -> Changes:
        """Say that a task will not be done."""
        return self._set(task, status="abandonné", done_at=self._session.now().isoformat(timespec="seconds"))

    def reopen(self, task: str) -> Changes:
        """Take a tick back."""
        return self._set(task, status="à faire", done_at="")

    def put_off(self, task: str, due: dt.date | None) -> Changes:
        """Give a task another day."""
        return self._set(task, due=due.isoformat() if due else "")

    def _set(self, task: str, **values: str) -> Changes:
        self._session.require(Right.MANAGE_TASKS)
        with self._session.store.unit_of_work(self._session.author) as uow:
            known = uow.get(Task, task)
            if known is None or not self._may_see(known):
                raise LookupError(task)
            uow.set(Task, task, **values)
        return uow.changes

    def _assignee(self, word: str) -> str:
        if not word or word == "moi":
            return self._session.staff.id
        if word in _EVERYBODY:
            return WHOLE_PRACTICE
        if word in _ROLES:
            return _ROLES[word].value
        with self._session.store.reading() as connection:
            people = everybody(connection)
        found = [one for one in people if word in fold(f"{one.name.family} {one.name.given}").split()]
        if len(found) != 1:
            raise NobodyError(word)
        return found[0].id

    def _may_see(self, task: Task) -> bool:
        own = task.created is not None and task.created.by.staff == self._session.staff.id
        return own or self._is_mine(task) or may(self._session.staff.role, Right.READ_RECORD)

    def _is_mine(self, task: Task) -> bool:
        staff = self._session.staff
        return task.assignee in (WHOLE_PRACTICE, staff.id, staff.role.value)

    def _line(self, task: Task, patient: Patient | None, people: dict[str, Staff], today: dt.date) -> TaskLine:
        due = dt.date.fromisoformat(task.due) if task.due else None
        return TaskLine(
            id=task.id,
            title=task.title,
            kind=task.kind,
            patient=task.patient,
            patient_shown=patient.shown if patient else "",
            to=self._to(task.assignee, people),
            due=due,
            late=due is not None and due < today,
            urgent=task.priority == "haute",
            mine=self._is_mine(task),
        )

    def _to(self, assignee: str, people: dict[str, Staff]) -> str:
        if assignee == self._session.staff.id:
            return "moi"
        if not assignee:
            return "tous"
        if assignee in people:
            return people[assignee].name.shown
        return _ROLE_WORDS[Role(assignee)] if assignee in set(Role) else "personne"
