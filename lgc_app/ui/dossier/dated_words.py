# SPDX-License-Identifier: EUPL-1.2
"""Problems, allergies, tasks and appointments as lines of the history, in words. No Qt here."""

import datetime as dt
from typing import Final, NamedTuple

from lgc_app.services.agenda import WALK_IN
from lgc_app.services.dated_lines import ENDED, LATE
from lgc_app.services.timeline_entry import Entry, EntryKind

AHEAD: Final = "À venir, à faire"
"""What stands above the consultation of now."""

_NAMES: Final = {
    "problème": "Problème",
    "antécédent": "Antécédent",
    "familial": "Antécédent familial",
    "risque": "Facteur de risque",
    "allergie": "Allergie",
    "intolérance": "Intolérance",
    "effet indésirable": "Effet indésirable",
    "tâche": "Tâche",
    "rappel": "À rappeler",
    "doublon": "Doublon à vérifier",
}
_SHELVES: Final[dict[EntryKind, str]] = {
    "problem": "probleme", "allergy": "probleme", "task": "tache", "appointment": "rdv",
}  # fmt: skip
_ICONS: Final[dict[EntryKind, str]] = {
    "problem": "menu", "allergy": "danger", "task": "tasks", "appointment": "calendar",
}  # fmt: skip
_FLAGGED: Final = frozenset({LATE, "absent", "annulé", "passage non noté"})
_OVER: Final = {"résolu": "résolue"}


class DatedWords(NamedTuple):
    """What a line says; `says_day` when its words hold no day yet."""

    key: str
    icon: str
    title: str
    second: tuple[str, ...]
    shelf: str
    flag: str
    says_day: bool


def dated_words(entry: Entry, lowered: str) -> DatedWords:
    """Return the words of an entry; `lowered` is its title as it stands inside a sentence."""
    key, name = f"{entry.kind}:{entry.id}", _NAMES.get(entry.shelf, "")
    second: tuple[str, ...] = (entry.span, entry.author)
    title, flag = f"{name} : {lowered}", entry.state if entry.state in _FLAGGED else ""
    if entry.kind == "problem" and entry.state == ENDED:
        key, title = f"problem_end:{entry.id}", f"Fin : {lowered}"
    elif entry.kind == "allergy":
        flag = _OVER.get(entry.state, "")
    elif entry.kind == "task":
        title, second = f"{name} : {entry.title}", (entry.span,)  # its writer is found by name, and not shown
    elif entry.kind == "appointment":
        title, second = _appointment(entry, lowered), (entry.author, "" if flag else entry.state)
    says_day = entry.kind == "appointment" or (entry.kind == "allergy" and not entry.span)
    says_day = says_day and entry.precision not in ("year", "month")
    return DatedWords(key, _ICONS[entry.kind], title, second, _SHELVES[entry.kind], flag, says_day)


def _appointment(entry: Entry, lowered: str) -> str:
    if entry.title == WALK_IN:
        return "Passage sans rendez-vous"
    return f"Rendez-vous : {lowered}" if entry.title else "Rendez-vous"


def ahead_day(day: dt.date, today: dt.date) -> str:
    """Say a day, past or to come: « aujourd’hui », « demain », « 30/11 », « 12/01/2027 »."""
    if 0 <= (day - today).days <= 1:
        return "demain" if day > today else "aujourd’hui"
    return f"{day:%d/%m}" if day <= today or day.year == today.year else f"{day:%d/%m/%Y}"
