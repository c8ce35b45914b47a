# SPDX-License-Identifier: EUPL-1.2
"""This practice's file on a person: not a national identity (model.md §4.B)."""

import datetime as dt
from typing import Annotated, Final

import msgspec

from lgc_core.model.entity import F_SERVER, A, B, Entity, F, G
from lgc_core.model.values import Address, Telecom, Traits, When


class Ins(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Matricule of 15 digits (2A/2B allowed) and the OID that says NIR, NIA, test or demo."""

    matricule: str
    oid: str
    previous: tuple[str, ...] = ()


class UsualIdentity(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Names used in life; never filled from the birth traits in storage."""

    family: str = ""
    given: str = ""
    civility: str = ""


class Deceased(msgspec.Struct, frozen=True, kw_only=True):
    """When, and how the practice knows."""

    when: When
    known_by: str


class Patient(Entity, frozen=True, kw_only=True):
    """A person followed here; the identity status is computed from checks, never stored."""

    record_number: Annotated[str, F] = ""
    traits: Annotated[Traits, G]
    ins: Annotated[Ins | None, G] = None
    usual: Annotated[UsualIdentity, A] = UsualIdentity()
    address: Annotated[Address | None, A] = None
    telecoms: Annotated[tuple[Telecom, ...], A] = ()
    language: Annotated[str, A] = ""
    job: Annotated[str, A] = ""
    identity_flags: Annotated[tuple[str, ...], B] = ()
    deceased: Annotated[Deceased | None, B] = None
    dossier_id: Annotated[str, F_SERVER] = ""

    @property
    def family_shown(self) -> str:
        """Return the name that screens show, upper case: the usual one, else the birth one."""
        return (self.usual.family or self.traits.birth_family).upper()

    @property
    def given_shown(self) -> str:
        """Return the given name that screens show."""
        return self.usual.given or self.traits.first_given or self.traits.birth_givens

    @property
    def shown(self) -> str:
        """Return `HOARAU Marie-Josette`."""
        return f"{self.family_shown} {self.given_shown}"

    @property
    def born_as(self) -> str:
        """Return the birth name when it differs from the name shown, else an empty text."""
        birth = self.traits.birth_family.upper()
        return "" if birth == self.family_shown else birth


def age_on(birth_date: str, day: dt.date) -> tuple[int, int] | None:
    """Return whole years and whole months of age, None when the birth date is partial or in the future."""
    try:
        born = dt.date.fromisoformat(birth_date)
    except ValueError:
        return None
    if born > day:
        return None
    months = (day.year - born.year) * 12 + day.month - born.month - (day.day < born.day)
    return months // 12, months


def age_shown(birth_date: str, day: dt.date) -> str:
    """Return the age as clinicians say it: days under a month, months under two years, then years."""
    age = age_on(birth_date, day)
    if age is None:
        return "âge inconnu"
    years, months = age
    if months < 1:
        days = (day - dt.date.fromisoformat(birth_date)).days
        return f"{days} jour{'s' if days > 1 else ''}"
    return f"{months} mois" if years < 2 else f"{years} ans"


CHILD_UNTIL: Final = 15
"""Years: a girl, a boy before, a woman, a man from then on, as files are read aloud."""


def sex_shown(sex: str, birth_date: str, day: dt.date) -> str:
    """Return the sex as clinicians say it: `Fille` or `Femme`."""
    age = age_on(birth_date, day)
    is_child = age is not None and age[0] < CHILD_UNTIL
    names = {"F": ("Femme", "Fille"), "M": ("Homme", "Garçon")}
    return names[sex][is_child] if sex in names else "Sexe inconnu"
