# SPDX-License-Identifier: EUPL-1.2
"""What is typed about a person of the practice, and what is wrong with it, field by field."""

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from lgc_core.errors import UserError
from lgc_core.model.staff import Role, Staff
from lgc_core.model.values import PersonName, When
from lgc_core.model.values.typed_when import typed_when

LONGEST_NAME: Final = 80
LONGEST_TYPED: Final = 4_000
"""Characters kept of an unwritten form: more can never be written, and stays on the screen only."""

TITLES: Final = ("", "Dr", "Pr")
_RPPS_DIGITS: Final = 11
_RPPS_PREFIX: Final = "8"  # G08 of the ANS nomenclature
_TEST_RPPS: Final = "99700"  # the ANS gives these to test cards, with no valid key
_OTHER_NUMBER: Final = re.compile(r"[0-9A-Za-z][0-9A-Za-z/_.-]{1,39}")
_LAST_YEAR: Final = 2100


class PersonError(UserError):
    """A field of a person is wrong; `at` names it (family, given, title, role, number, last_day, replaces)."""

    def __init__(self, sentence: str, *, at: str) -> None:
        super().__init__(sentence)
        self.at = at


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonForm:
    """A person as typed; `last_day` as `31/12/2026`, "" for no end; `replaces` is an id."""

    family: str
    given: str = ""
    title: str = ""
    role: str = ""
    number: str = ""
    last_day: str = ""
    replaces: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedPerson:
    """A form that is not written yet; `staff` is "" for somebody new."""

    staff: str
    form: PersonForm


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadPerson:
    """A person whose fields are right."""

    name: PersonName
    role: Role
    ps_id: str
    last_day: dt.date | None
    replaces: str


def read_person(form: PersonForm, known: str = "") -> ReadPerson:
    """Read what was typed; `known` is the number that the line has already, right or not.

    Raises:
        PersonError: the first field that is wrong.
    """
    name = PersonName(
        family=_name(form.family, "family"),
        given=_name(form.given, "given", may_miss=True),
        title=_title(form.title),
    )
    role = _role(form.role)
    ps_id = known if form.number.strip() == shown_number(known) else read_number(form.number)
    last_day = _last_day(form.last_day, role)
    return ReadPerson(
        name=name, role=role, ps_id=ps_id, last_day=last_day,
        replaces=form.replaces if role is Role.REMPLACANT else "",
    )  # fmt: skip


def form_of(staff: Staff) -> PersonForm:
    """Return a line as it would be typed."""
    return PersonForm(
        family=staff.name.family,
        given=staff.name.given,
        title=staff.name.title,
        role=staff.role.value,
        number=shown_number(staff.ps_id),
        last_day=When(text=staff.valid_to).display() if staff.valid_to else "",
        replaces=staff.replaces,
    )


def read_number(typed: str) -> str:
    """Read a national or internal number; an RPPS gains its prefix, as cards write it. "" for none.

    Raises:
        PersonError: no such number.
    """
    text = unicodedata.normalize("NFKC", typed).replace("\u202f", "").replace(" ", "").strip()
    if not text:
        return ""
    if text.isascii() and text.isdigit() and len(text) == _RPPS_DIGITS + 1 and text[0] == _RPPS_PREFIX:
        text = text[1:]
    if text.isascii() and text.isdigit() and len(text) == _RPPS_DIGITS:
        if not (text.startswith(_TEST_RPPS) or _has_luhn_key(text)):
            raise PersonError(
                "Ce numéro RPPS est mal recopié : sa clé n’est pas la bonne. Relisez-le.", at="number"
            )
        return _RPPS_PREFIX + text
    if not _OTHER_NUMBER.fullmatch(text):
        raise PersonError(
            "Ce numéro ne se lit pas. Un RPPS compte 11 chiffres ; sans numéro, laissez vide : la carte le dira.",
            at="number",
        )
    return text


def shown_number(ps_id: str) -> str:
    """Return a number as people write it: an RPPS without the prefix of cards."""
    if len(ps_id) == _RPPS_DIGITS + 1 and ps_id.isdigit() and ps_id[0] == _RPPS_PREFIX:
        return ps_id[1:]
    return ps_id


def _name(typed: str, at: str, *, may_miss: bool = False) -> str:
    kept = "".join(one if unicodedata.category(one)[0] != "C" else " " for one in typed)
    text = " ".join(unicodedata.normalize("NFC", kept).split())
    if not text and may_miss:
        return ""
    if not any(one.isalpha() for one in text):
        raise PersonError("Écrivez le nom." if at == "family" else "Écrivez le prénom.", at=at)
    if len(text) > LONGEST_NAME:
        raise PersonError(f"{LONGEST_NAME} caractères au plus.", at=at)
    return text


def _title(typed: str) -> str:
    if typed not in TITLES:
        raise PersonError("Choisissez Dr, Pr, ou rien.", at="title")
    return typed


def _role(typed: str) -> Role:
    try:
        return Role(typed)
    except ValueError:
        raise PersonError("Choisissez un rôle.", at="role") from None


def _last_day(typed: str, role: Role) -> dt.date | None:
    if not typed.strip():
        if role is Role.REMPLACANT:
            raise PersonError("Un remplacement a un dernier jour. Écrivez-le : jour/mois/année.", at="last_day")
        return None
    when = typed_when(typed)
    day = when.date if when is not None and when.precision == "day" else None
    if day is None or day.year >= _LAST_YEAR:
        raise PersonError("Ce jour ne se lit pas. Écrivez jour/mois/année, par exemple 31/12/2026.", at="last_day")
    return day


def _has_luhn_key(digits: str) -> bool:
    """Verify the key of an RPPS number (Luhn, ISO/IEC 7812-1 annex B)."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0
