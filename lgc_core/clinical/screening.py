# SPDX-License-Identifier: EUPL-1.2
"""Organised cancer screenings: who is asked, how often, what answers; a dated table that can be replaced.

It reminds of a programme meant for people without symptoms and without a higher risk; it decides nothing. The
facts of the software's table are in screening_2026.py, with their sources, to be read again by a physician.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from typing import Final, Literal

import msgspec

from lgc_core.clinical.vaccination.schedule import plus_months
from lgc_core.errors import UserError
from lgc_core.model.words import fold

MAX_BYTES: Final = 64 * 1024
_OLDEST: Final = 12 * 130
SILENCE_AFTER_REFUSAL: Final = 12
"""Months during which somebody who refused is not asked about again."""

SILENCE_AFTER_ORDER: Final = 6
"""Months during which an examination that was ordered is awaited."""

FactKind = Literal["fait", "prescrit", "refus", "pas concerné"]


class Proof(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """An examination that answers a programme, and for how long.

    Attributes:
        loinc, ccam: codes of its result, of its act.
        words: beginnings of words, folded, all of which its title has: « mammograph », « depist cancer sein ».
        months: how long it answers.
        first_months: how long the only one of its kind answers, before the age `first_until` (months); 0 for none.
    """

    key: str
    words: tuple[str, ...]
    loinc: tuple[str, ...] = ()
    ccam: tuple[str, ...] = ()
    months: int
    first_months: int = 0
    first_until: int = 0


class Programme(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """One screening: from the age `start` to the age `end` (months, excluded), of one sex or of both.

    `statement` is how a person writes it in the file (Mode de vie), with « fait », « refus » or « pas concerné ».
    A problem whose CIM-10 code or words begin so follows another path: the programme asks nothing.
    """

    key: str
    words: str
    statement: str
    start: int
    end: int
    sex: Literal["", "F", "M"] = ""
    proofs: tuple[Proof, ...]
    exempt_cim: tuple[str, ...] = ()
    exempt_words: tuple[str, ...] = ()
    note: str = ""


class ScreeningTable(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A dated edition of the programmes."""

    name: str
    date: str
    source: str
    programmes: tuple[Programme, ...]


class Fact(msgspec.Struct, frozen=True, kw_only=True):
    """What a file shows: something with a name or codes, on a day."""

    day: dt.date
    kind: FactKind = "fait"
    words: str = ""
    codes: frozenset[str] = frozenset()
    statement: bool = False
    parts: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.parts:  # folded once: each proof of each programme looks at them
            msgspec.structs.force_setattr(self, "parts", tuple(fold(self.words).split()))


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """A programme that is due; `last` is the day of the examination before, None when the file shows none."""

    programme: Programme
    last: dt.date | None = None


class BadScreeningTableError(UserError):
    """A file is no table of screenings that can be trusted."""


def asked(
    table: ScreeningTable, birth: dt.date, sex: str, facts: Sequence[Fact], problems: Iterable[tuple[str, str]],
    today: dt.date,
) -> list[Asked]:  # fmt: skip
    """Return the programmes that are due; `problems` are (CIM-10 code, words) of the file."""
    known = [(code, fold(words)) for code, words in problems]
    near = _near(table, facts)
    found = (_of_programme(one, birth, sex, near, known, today) for one in table.programmes)
    return [one for one in found if one is not None]


def read_table(untrusted: bytes) -> ScreeningTable:
    """Read a table from JSON.

    Raises:
        BadScreeningTableError: too large, not of this shape, ages that cannot be, nothing that answers.
    """
    if len(untrusted) > MAX_BYTES:
        raise BadScreeningTableError("Ce tableau des dépistages est trop gros (64 Ko au plus).")
    try:
        table = msgspec.json.decode(untrusted, type=ScreeningTable)
        dt.date.fromisoformat(table.date)
    except (msgspec.DecodeError, ValueError) as wrong:
        raise BadScreeningTableError("Ce fichier n’est pas un tableau des dépistages.") from wrong
    for one in table.programmes:
        months = [proof.months for proof in one.proofs]
        if not one.statement.strip() or not months or min(months) < 1 or not 0 <= one.start < one.end <= _OLDEST:
            raise BadScreeningTableError(f"Dépistage «\u00a0{one.key[:40]}\u00a0»\u00a0: ligne impossible.")
    if len({one.key for one in table.programmes}) != len(table.programmes):
        raise BadScreeningTableError("Un dépistage y est deux fois.")
    return table


def write_table(table: ScreeningTable) -> bytes:
    """Return a table as JSON for people to read and change."""
    return msgspec.json.format(msgspec.json.encode(table), indent=1)


def _near(table: ScreeningTable, facts: Iterable[Fact]) -> list[Fact]:
    """Keep the few facts that may answer: a file of twenty years has a thousand documents."""
    proofs = [proof for one in table.programmes for proof in one.proofs]
    starts = tuple({part for proof in proofs for words in proof.words for part in words.split()})
    return [
        fact
        for fact in facts
        if fact.statement or fact.codes or any(part.startswith(starts) for part in fact.parts)
    ]


def _of_programme(
    one: Programme,
    birth: dt.date,
    sex: str,
    facts: Sequence[Fact],
    problems: list[tuple[str, str]],
    today: dt.date,
) -> Asked | None:
    of_age = plus_months(birth, one.start) <= today < plus_months(birth, one.end)
    if not of_age or one.sex not in ("", sex) or any(_exempts(one, code, words) for code, words in problems):
        return None
    past = [fact for fact in facts if fact.day <= today]
    said = [fact for fact in past if fact.statement and fold(fact.words) == fold(one.statement)]
    answers = [until for proof in one.proofs for until in _answered(proof, birth, past)]
    answers += [(fact.day, plus_months(fact.day, one.proofs[0].months)) for fact in said if fact.kind == "fait"]
    if _is_silenced(one, said, past, today) or any(today < until for _day, until in answers):
        return None
    return Asked(programme=one, last=max((day for day, _until in answers), default=None))


def _is_silenced(one: Programme, said: Sequence[Fact], past: Sequence[Fact], today: dt.date) -> bool:
    """Tell whether asking again would nag: not concerned, refused of late, ordered and awaited."""
    ordered = [fact for fact in past if fact.kind == "prescrit" and any(_is(proof, fact) for proof in one.proofs)]
    waits = [(fact, SILENCE_AFTER_ORDER) for fact in ordered]
    waits += [(fact, SILENCE_AFTER_REFUSAL) for fact in said if fact.kind == "refus"]
    forever = any(fact.kind == "pas concerné" for fact in said)
    return forever or any(today < plus_months(fact.day, months) for fact, months in waits)


def _exempts(one: Programme, code: str, words: str) -> bool:
    named = f"{words} ".startswith(tuple(f"{start} " for start in one.exempt_words))  # « col » is not « colon »
    return named or bool(code and code.startswith(one.exempt_cim))


def _answered(proof: Proof, birth: dt.date, facts: Iterable[Fact]) -> list[tuple[dt.date, dt.date]]:
    """Return each examination of one kind with the day until which it answers."""
    days = sorted({fact.day for fact in facts if fact.kind == "fait" and _is(proof, fact)})
    young = len(days) == 1 and proof.first_months and days[0] < plus_months(birth, proof.first_until)
    months = proof.first_months if young else proof.months
    return [(day, plus_months(day, months)) for day in days]


def _is(proof: Proof, fact: Fact) -> bool:
    if fact.statement:
        return False
    if fact.codes.intersection((*proof.loinc, *proof.ccam)):
        return True
    named = any(all(any(map(_begins(part), fact.parts)) for part in one.split()) for one in proof.words)
    return named and not any(map(_begins("vaccin"), fact.parts))  # « vaccin papillomavirus » is no test


def _begins(start: str) -> Callable[[str], bool]:
    return lambda word: word.startswith(start)
