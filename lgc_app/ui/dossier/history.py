# SPDX-License-Identifier: EUPL-1.2
"""The history in words: one line a thing that happened, results of one day together. No Qt here."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import groupby
from typing import Final

import msgspec

from lgc_app.services.timeline_entry import WRONG_FILE, Entry
from lgc_app.ui.dossier.dated_words import AHEAD, DatedWords, ahead_day, dated_words
from lgc_app.ui.theme.typography import french, month_year
from lgc_core.clinical.measure_words import measure_parts
from lgc_core.model.values.typed_when import typed_when
from lgc_core.model.values.when import REUNION
from lgc_core.model.words import fold

CURRENT: Final = "current"
NEW: Final = "Nouvelle consultation"
"""What the first line says until the first key."""

CHIPS: Final = (
    ("", "Tout"), ("note", "Notes"), ("bio", "Biologie"), ("courrier", "Courriers"), ("mesure", "Mesures"),
    ("vaccin", "Vaccins"), ("acte", "Actes"), ("probleme", "Problèmes"), ("rdv", "Rendez-vous"),
    ("tache", "Tâches"),
)  # fmt: skip
_BOUND: Final = re.compile(r"\b(depuis|avant)\s+([0-9][0-9/]{3,9})(?=\s|$)")
_SHORTEST_SOUGHT: Final = 3
_NAMED: Final = 3
"""So many results are named on a line; the rest is counted."""

_DOCUMENT_FLAGS: Final = {
    "quarantaine": "mis de côté", "illisible": "illisible, gardé", WRONG_FILE: WRONG_FILE,
}  # fmt: skip

NEXT_SHOWN: Final = 3
"""So many lines to come stand above the consultation of now; a chip or a word shows them all."""


class HistoryLine(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """One line; `key` says what Entrée opens ("encounter:<id>"), `also` are words to find that are not shown.

    `after` stands behind the flag and says why. `ahead` counts what is to come or to do, the soonest 1; 0 for all
    that happened.
    """

    key: str
    icon: str
    title: str
    second: str
    flag: str = ""
    after: str = ""
    month: str = ""
    shelf: str = ""
    dated: str = ""
    also: str = ""
    day: str = ""
    ahead: int = 0

    @cached_property
    def folded(self) -> str:
        """Return what the filter looks into; made once somebody filters: thousands of lines take their time."""
        return (
            fold(f"{self.title} {self.second} {self.flag} {self.after} {self.month} {self.also}")
            + f" {self.dated}"
        )

    @property
    def kind(self) -> str:
        """Return what the line is: encounter, document, observation..."""
        return self.key.partition(":")[0]

    @property
    def struck(self) -> bool:
        """Tell whether it was signed in the wrong file."""
        return self.flag == WRONG_FILE

    @property
    def id(self) -> str:
        """Return the id of the thing."""
        return self.key.partition(":")[2]


def lines_of(entries: Sequence[Entry], today: dt.date) -> list[HistoryLine]:
    """Return the lines, newest first as the entries are; what is to come or to do stands before all the rest."""
    lines = _ahead([entry for entry in entries if entry.ahead], today)
    for (kind, day, shelf), group in groupby(entries, key=_together):
        together = [entry for entry in group if not entry.ahead]
        if kind == "observation":
            lines.append(_results(together, shelf, day, today))
        else:
            lines.extend(_line(entry, day, today) for entry in together)
    return lines


def _ahead(entries: Sequence[Entry], today: dt.date) -> list[HistoryLine]:
    """Return what is to come, the furthest first; late tasks are the soonest, what was called off the last."""
    soonest = sorted(entries, key=lambda one: (one.state == "annulé", one.at_ms or 0, one.id))
    lines = [_line(entry, _day(entry), today, rank) for rank, entry in enumerate(soonest, 1)]
    return lines[::-1]


def current_line(title: str, second: str, month: str) -> HistoryLine:
    """Return the line of the consultation of now, always the first."""
    return HistoryLine(key=CURRENT, icon="consultation", title=title, second=second, month=month, shelf="note")


def chosen_lines(
    lines: Iterable[HistoryLine], shelf: str, typed: str, inside: frozenset[str] = frozenset()
) -> Iterator[HistoryLine]:
    """Return the lines of a chip ("" for all) that have every word typed in title, author, date or month.

    `inside` are the keys of those that have them in their text, which the service finds.
    « depuis 03/2025 » and « avant 2026 » bound the days; a line without a date is in no bound.
    """
    since, before, words = _bounds(typed)
    for line in lines:
        if shelf not in ("", line.shelf):
            continue
        bounded = (not since or line.day >= since) and (not before or "" < line.day < before)
        has_words = line.key in inside or all(word in line.folded for word in words)
        if line.key == CURRENT or (bounded and has_words):
            yield line


def words_sought(typed: str) -> str:
    """Return the words of a filter that may stand in a text, its bounds left out; nothing under three letters."""
    words = _bounds(typed)[2]
    return " ".join(words) if any(len(word) >= _SHORTEST_SOUGHT for word in words) else ""


def _bounds(typed: str) -> tuple[str, str, list[str]]:
    """Return the ISO texts that bound the days, and the other words."""
    bounds = {"depuis": "", "avant": ""}

    def take(found: re.Match[str]) -> str:
        when = typed_when(found[2])
        if when is None:
            return found[0]
        bounds[found[1]] = when.text
        return ""

    rest = _BOUND.sub(take, typed[:200].lower())
    return bounds["depuis"], bounds["avant"], fold(rest).split()


def _together(entry: Entry) -> tuple[str, dt.date | None, str]:
    shelf = (
        {"bio": "bio", "micro": "bio"}.get(entry.shelf, "mesure") if entry.kind == "observation" else entry.shelf
    )
    return entry.kind, _day(entry), shelf


def _day(entry: Entry) -> dt.date | None:
    return None if entry.at_ms is None else dt.datetime.fromtimestamp(entry.at_ms / 1000, REUNION).date()


def _results(entries: Sequence[Entry], shelf: str, day: dt.date | None, today: dt.date) -> HistoryLine:
    taken = [entry.measure for entry in entries if entry.measure is not None]
    plain = (_lower(entry.title) for entry in entries if entry.measure is None)
    names = list(dict.fromkeys((*measure_parts(taken), *plain)))
    words = ", ".join(names[:_NAMED])
    if len(names) > _NAMED:
        words += f" et {len(names) - _NAMED}\u00a0autre{'s' if len(names) > _NAMED + 1 else ''}"
    bio = shelf == "bio"
    title = f"{'Biologie' if bio else 'Mesures'} : {words}"
    everything = " ".join((*names, *(entry.title for entry in entries)))
    return _made(
        f"observation:{entries[0].id}", "biology" if bio else "curve", title, (), day, today,
        shelf=shelf, also=everything,
    )  # fmt: skip


def _line(entry: Entry, day: dt.date | None, today: dt.date, ahead: int = 0) -> HistoryLine:
    key = f"{entry.kind}:{entry.id}"
    if entry.kind == "encounter":
        title = f"Consultation : {_lower(entry.title)}" if entry.title else "Consultation"
        flag = {"brouillon": "non signée", WRONG_FILE: WRONG_FILE}.get(entry.state, "")
        if entry.span:
            made = _made(key, "consultation", title, (), day, today, shelf="note", flag=flag, also=entry.author)
            return msgspec.structs.replace(made, after=entry.span)
        return _made(key, "consultation", title, (entry.author,), day, today, shelf="note", flag=flag)
    if entry.kind == "document":
        icon = "biology" if entry.shelf == "bio" else "document"
        flag = _DOCUMENT_FLAGS.get(entry.state, "")
        title = entry.title or "Document"
        made = _made(key, icon, title, (entry.author,), day, today, shelf=entry.shelf, flag=flag)
        return msgspec.structs.replace(made, after=entry.span)
    if entry.kind == "transmission":
        title = f"Transmission : {entry.title}"
        return _made(key, "nurse", title, (entry.author,), day, today, shelf="note")
    if entry.kind in ("vaccination", "procedure"):
        icon, before = ("vaccine", "Vaccin : ") if entry.kind == "vaccination" else ("hospital", "")
        own = "vaccin" if entry.kind == "vaccination" else "acte"
        return _made(key, icon, f"{before}{entry.title}", (entry.author,), day, today, shelf=own)
    said = dated_words(entry, _lower(entry.title))
    made = _made(
        said.key,
        said.icon,
        said.title,
        said.second,
        day,
        today,
        shelf=said.shelf,
        flag=said.flag,
        also=entry.author,
    )
    return _placed(made, entry, said, day, today, ahead)


def _placed(
    line: HistoryLine, entry: Entry, said: DatedWords, day: dt.date | None, today: dt.date, ahead: int
) -> HistoryLine:
    """Say the hour of an appointment, what is to come as such, and no day of a year that is all that is known."""
    second = said.second
    if said.says_day and day is not None:
        when = ahead_day(day, today)
        second = (*second, f"{when} à {entry.span}" if entry.kind == "appointment" else when)
    month = AHEAD if ahead else str(day.year) if day and entry.precision == "year" else line.month
    soft = " · ".join(part for part in second if part)
    return msgspec.structs.replace(line, second=soft, month=month, ahead=ahead)


def _made(
    key: str,
    icon: str,
    title: str,
    second: Sequence[str],
    day: dt.date | None,
    today: dt.date,
    *,
    shelf: str = "",
    flag: str = "",
    also: str = "",
) -> HistoryLine:
    when = "date inconnue" if day is None else "aujourd’hui" if day == today else f"{day.day:02}/{day.month:02}"
    soft = " · ".join(part for part in (*second, when) if part)
    return HistoryLine(
        key=key, icon=icon, title=french(title), second=soft, flag=flag,
        month=_month(day.year, day.month) if day else "Sans date", shelf=shelf,
        dated=f"{day:%d/%m/%Y}" if day and day != today else "", also=also, day=day.isoformat() if day else "",
    )  # fmt: skip


@lru_cache(maxsize=1024)
def _month(year: int, month: int) -> str:
    return month_year(dt.date(year, month, 1))


def _lower(words: str) -> str:
    """Lower the first letter in a sentence, unless the word is an abbreviation (HbA1c, NFS, TSH)."""
    first = words.split(" ", 1)[0]
    return words if sum(letter.isupper() for letter in first) > 1 else words[:1].lower() + words[1:]
