# SPDX-License-Identifier: EUPL-1.2
"""A dose as it is typed or scanned: its fields read one by one, each fault named with its field."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from lgc_core.errors import UserError
from lgc_core.model.note import clean_text
from lgc_core.model.values import When, on_day
from lgc_core.model.values.typed_when import typed_when

MAX_WORDS: Final = 120
MAX_LOT: Final = 20
"""GS1 General Specifications §3.4.4: a batch number has at most 20 characters."""

_LAST_YEAR: Final = 2100


class WrongDoseError(UserError):
    """A field of a dose cannot be kept; `field` names it: vaccine, lot, expiry, day, reason."""

    def __init__(self, sentence: str, *, at: str) -> None:
        super().__init__(sentence)
        self.field = at


class CloseDoseError(WrongDoseError):
    """The same valence was given a short time before or after; a reason lets the dose be kept."""


class LiveVaccineError(WrongDoseError):
    """A live vaccine, and a pregnancy or another live one just before; a reason lets the dose be kept."""


class ExpiredVaccineError(WrongDoseError):
    """The box is past its date: it is not given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDose:
    """A dose as typed or scanned; `day` and `expiry` are ISO or « 31/03/2027 », `03/2027` for the box.

    Attributes:
        declared: given elsewhere, told by the patient or a booklet: the box is unknown.
        reason: why it is kept in spite of a close dose.
    """

    vaccine: str
    day: str = ""
    lot: str = ""
    expiry: str = ""
    gtin: str = ""
    site: str = ""
    declared: bool = False
    reason: str = ""


def words_of(typed: str, at: str, missing: str) -> str:
    """Return the words of a field on one line.

    Raises:
        WrongDoseError: there are none, which `missing` says, or too many.
    """
    words = " ".join(clean_text(typed).split())
    if not words:
        raise WrongDoseError(missing, at=at)
    if len(words) > MAX_WORDS:
        raise WrongDoseError(f"Trop long\u00a0: {MAX_WORDS} caractères au plus.", at=at)
    return words


def day_of(typed: str, today: dt.date) -> When:
    """Return the day of a dose: today when nothing is said, a year or a month for an old one.

    Raises:
        WrongDoseError: it cannot be read, or is in the future.
    """
    text = typed.strip()
    if not text:
        return on_day(today)
    when = typed_when(text)
    if when is None or when.earliest is None:
        raise WrongDoseError("Date illisible. Écrivez 23/11/2026, 11/2026 ou 2026.", at="day")
    if when.earliest.date() > today:
        raise WrongDoseError("Cette date est dans le futur.", at="day")
    return when


def expiry_of(typed: str) -> dt.date | None:
    """Return the last day of a box, of its month when no day is printed; None when nothing is typed.

    Raises:
        WrongDoseError: it cannot be read.
    """
    text = typed.strip()
    if not text:
        return None
    parts = [part for part in text.replace("-", "/").split("/") if part]
    if not all(part.isascii() and part.isdigit() for part in parts) or len(parts) not in (2, 3):
        raise _bad_expiry()
    numbers = [int(part) for part in (parts if len(parts[0]) == 4 else reversed(parts))]
    year, month = numbers[0] + (2000 if numbers[0] < 100 else 0), numbers[1]
    if not 1 <= month <= 12 or year > _LAST_YEAR:
        raise _bad_expiry()
    try:
        if len(numbers) == 3:
            return dt.date(year, month, numbers[2])
        return dt.date(year + month // 12, month % 12 + 1, 1) - dt.timedelta(days=1)
    except ValueError:
        raise _bad_expiry() from None


def _bad_expiry() -> WrongDoseError:
    return WrongDoseError("Péremption illisible. Écrivez 31/03/2027 ou 03/2027.", at="expiry")


def refuse_expired(expiry: dt.date, day: dt.date) -> None:
    """Refuse a box past its date.

    Raises:
        ExpiredVaccineError: it is, in words.
    """
    if expiry < day:
        sentence = f"Vaccin périmé depuis le {expiry:%d/%m/%Y}. Ne l’injectez pas\u00a0: prenez une autre boîte."
        raise ExpiredVaccineError(sentence, at="expiry")
