# SPDX-License-Identifier: EUPL-1.2
"""From what is typed to an identity that can be created: reading, faults by field, look-alikes. No Qt here."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from lgc_app.services.cabinet import Cabinet
from lgc_app.ui.words import tr
from lgc_core.model.patient import UsualIdentity
from lgc_core.model.places import city_of
from lgc_core.model.values import Traits
from lgc_core.model.values.traits import Sex
from lgc_core.model.words import fold
from lgc_core.store.search import PatientLine

FAMILY, GIVENS, BIRTH, SEX, COG, USUAL = "family", "givens", "birth", "sex", "cog", "usual"
_DATE: Final = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})\Z")
_SEXES: Final[dict[str, Sex]] = {"f": "F", "m": "M", "i": "UN", "un": "UN"}
_COG: Final = re.compile(r"(?:\d{5}|2[AB]\d{3})\Z")
# RNIV: birth names are capital letters, spaces, hyphens and apostrophes, without accents
_NAME: Final = re.compile(r"[A-Z][A-Z '\-]*\Z")
_OLDEST: Final = 130


@dataclass(frozen=True, slots=True)
class Typed:
    """The form as read: `traits` when nothing is wrong, else a sentence for each field."""

    traits: Traits | None
    usual: UsualIdentity
    faults: dict[str, str] = field(default_factory=dict)


def read_form(values: dict[str, str], today: dt.date) -> Typed:
    """Read the six fields of the form."""
    family, givens = _capitals(values[FAMILY]), _capitals(values[GIVENS])
    born = _birth(values[BIRTH])
    sex = _SEXES.get(values[SEX].strip().casefold())
    cog = values[COG].strip().upper()
    faults = {
        FAMILY: "" if _NAME.match(family) else tr("Nom de naissance nécessaire, en lettres."),
        GIVENS: "" if _NAME.match(givens) else tr("Prénom de naissance nécessaire, en lettres."),
        BIRTH: _birth_fault(born, today),
        SEX: "" if sex else tr("Écrivez F, M, ou I si le sexe est inconnu."),
        COG: "" if not cog or _COG.match(cog) else tr("Code de la commune : 5 caractères, par exemple 97413."),
    }
    faults = {name: sentence for name, sentence in faults.items() if sentence}
    usual = UsualIdentity(family=values[USUAL].strip())
    if faults or born is None or sex is None:
        return Typed(None, usual, faults)
    traits = Traits(
        birth_family=family,
        birth_givens=givens,
        first_given=givens.split(maxsplit=1)[0],
        sex=sex,
        birth_date=born.isoformat(),
        birth_cog=cog,
    )
    return Typed(traits, usual)


def guess(typed: str) -> dict[str, str]:
    """Put the words of the palette in the fields where they most likely belong."""
    date = re.search(r"\d{1,2}[/.\- ]\d{1,2}[/.\- ]\d{4}", typed)
    names = (typed.replace(date[0], " ") if date else typed).split()
    return {
        FAMILY: _capitals(names[0]) if names else "",
        GIVENS: _capitals(" ".join(names[1:])),
        BIRTH: date[0] if date else "",
    }


def place_words(cog: str) -> str:
    """Name a birthplace of La Réunion by its code, "" when the code is of elsewhere."""
    return city_of(cog.strip())


def look_alikes(cabinet: Cabinet, traits: Traits, usual: UsualIdentity) -> Sequence[PatientLine]:
    """Find the files of the same birth date whose names, folded, are these."""
    year, month, day = traits.birth_date.split("-")
    families = {fold(traits.birth_family), fold(usual.family)} - {""}
    givens = fold(traits.first_given)
    found = cabinet.patients.find(f"{day}/{month}/{year}", 200)
    return [line for line in found if line.birth_date == traits.birth_date and _is_like(line, families, givens)]


def _is_like(line: PatientLine, families: set[str], given: str) -> bool:
    shown = fold(line.shown)
    same_family = any(shown.startswith(family) for family in families) or fold(line.born_as) in families
    return same_family and given in shown


def _capitals(typed: str) -> str:
    """Write a birth name as the civil record of INS does: no accent, capitals, plain apostrophe."""
    joined = re.sub(r"\s+", " ", typed.strip().replace("’", "'"))
    words = re.split(r"([ '\-])", joined)
    return "".join(word if word in {" ", "'", "-"} else fold(word).upper() for word in words)


def _birth(typed: str) -> dt.date | None:
    found = _DATE.match(typed.strip())
    if not found:
        return None
    try:
        return dt.date(int(found[3]), int(found[2]), int(found[1]))
    except ValueError:
        return None


def _birth_fault(born: dt.date | None, today: dt.date) -> str:
    if born is None:
        return tr("Date illisible. Écrivez-la ainsi : 12/03/1952.")
    if born > today:
        return tr("Cette date est dans le futur. Vérifiez l’année.")
    return tr("Plus de 130 ans : vérifiez l’année.") if today.year - born.year > _OLDEST else ""
