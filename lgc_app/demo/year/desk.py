# SPDX-License-Identifier: EUPL-1.2
"""The desk of a practice in the middle of its year: weeks to come, people who could come sooner, things to do."""

import datetime as dt
import random
from collections.abc import Iterator, Sequence
from typing import Final

import msgspec

from lgc_app.demo.year.calendar import MINUTES, Hours
from lgc_app.demo.year.lives import Life
from lgc_app.demo.year.people import made_id
from lgc_app.demo.year.seasons import is_worked
from lgc_core.model.appointment import Appointment, Slot
from lgc_core.model.staff import Staff
from lgc_core.model.task import Task

_DAYS: Final = 18
_BACK: Final = 12
_MOTIFS: Final = (
    "Renouvellement", "Suivi diabète", "Tension", "Résultats de biologie", "Certificat de sport",
    "Vaccin", "Nourrisson",
    "Douleur d’épaule", "Lombalgie", "Premier rendez-vous", "Suivi de grossesse", "Fatigue", "Pansement", "Pilule",
)  # fmt: skip
_TASKS: Final = (
    ("Courrier au néphrologue", "tâche"), ("Rappeler pour la TSH", "rappel"),
    ("Demande d’ALD à compléter", "tâche"),
    ("Résultat de frottis à annoncer", "rappel"), ("Bon de transport", "tâche"), ("HbA1c à contrôler", "rappel"),
    ("Mammographie : relancer", "rappel"), ("Dossier MDPH", "tâche"), ("Rappel DTP", "rappel"),
    ("Commander vaccins grippe", "tâche"), ("Fond d’œil à programmer", "rappel"),
    ("Certificat pour l’école", "tâche"),
    ("Avis cardiologie : relancer", "tâche"), ("Dépistage colorectal : remettre le kit", "rappel"),
)  # fmt: skip
_SOONER: Final = ("tous les matins", "après 16 h", "mercredi", "n’importe quand, habite à côté", "avant 9 h")


def weeks_to_come(
    lives: Sequence[Life], staff: Staff, hours: Hours, today: dt.date, dice: random.Random
) -> Iterator[Appointment]:
    """Give appointments of the next days: full tomorrow, then emptier and emptier."""
    for ahead in range(1, _DAYS):
        day = today + dt.timedelta(days=ahead)
        if not is_worked(day):
            continue
        for rank in range(max(round(dice.gauss(26 - ahead * 1.1, 2)), 3)):
            start = hours.place(day, day + dt.timedelta(days=1))
            if start is not None:
                asked = dice.choice(_SOONER) if rank == 0 and ahead > 5 else ""
                yield _appointment(dice.choice(lives), staff, start, dice.choice(_MOTIFS), dice, asked)


def weeks_past(
    lives: Sequence[Life], staff: Staff, hours: Hours, today: dt.date, dice: random.Random
) -> Iterator[Appointment]:
    """Fill the last days up: a practice of which only some files are told has seen the others too."""
    for back in range(1, _BACK):
        day = today - dt.timedelta(days=back)
        wanted = dice.randint(13, 16) if day.weekday() in (3, 5) else dice.randint(22, 28)
        for _ in range(max(wanted - hours.taken_on(day), 0) if is_worked(day) else 0):
            start = hours.place(day, day + dt.timedelta(days=1))
            if start is not None:
                made = _appointment(dice.choice(lives), staff, start, dice.choice(_MOTIFS), dice, "")
                yield msgspec.structs.replace(made, status="absent" if dice.random() < 0.04 else "vu")


def _appointment(
    life: Life, staff: Staff, start: dt.datetime, motif: str, dice: random.Random, sooner: str
) -> Appointment:
    slot = Slot(staff=staff.id, start=start.isoformat(), end=(start + dt.timedelta(minutes=MINUTES)).isoformat())
    phone = life.patient.telecoms[0].value if life.patient.telecoms else ""
    return Appointment(
        id=made_id(dice), slot=slot, patient=life.patient.id, motif=motif, phone=phone, short_notice=sooner
    )


def things_to_do(
    lives: Sequence[Life], people: Sequence[Staff], today: dt.date, dice: random.Random
) -> Iterator[Task]:
    """Give tasks and recalls: some late, some done, most of them due soon."""
    grown = [life for life in lives if life.age > 17]
    for _ in range(min(max(len(lives) // 40, 12), 60)):
        title, kind = dice.choice(_TASKS)
        due = today + dt.timedelta(days=dice.randint(-40, 45))
        is_done = due < today and dice.random() < 0.85
        yield Task(
            id=made_id(dice), kind="rappel" if kind == "rappel" else "tâche", title=title,
            patient=dice.choice(grown).patient.id, assignee=dice.choice(people).id, due=due.isoformat(),
            priority="haute" if dice.random() < 0.1 else "normale", status="fait" if is_done else "à faire",
            done_at=f"{due.isoformat()}T11:00:00+04:00" if is_done else "",
        )  # fmt: skip
