# SPDX-License-Identifier: EUPL-1.2
"""From what is typed to an identity that can be created: reading, faults by field."""

import datetime as dt
import re
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final

from lgc_core.errors import UserError
from lgc_core.model.identity import matricule_fault, typed_ins
from lgc_core.model.ins_datamatrix import looks_scanned, read_datamatrix
from lgc_core.model.note import clean_text
from lgc_core.model.patient import Deceased, Ins, UsualIdentity
from lgc_core.model.places import city_of, places_like
from lgc_core.model.values import Address, Traits
from lgc_core.model.values.traits import Sex
from lgc_core.model.values.typed_when import typed_when
from lgc_core.model.words import fold

FAMILY, GIVENS, BIRTH, SEX, COG, USUAL = "family", "givens", "birth", "sex", "cog", "usual"
MATRICULE, SCAN, PHONE = "matricule", "scan", "phone"
STREET, TOWN, DEATH = "street", "town", "death"
LONGEST: Final = 100
"""Characters of one field of an identity: more than any civil record holds."""

_DATE: Final = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})\Z")
_SEXES: Final[dict[str, Sex]] = {"f": "F", "m": "M", "i": "UN", "un": "UN"}
_COG: Final = re.compile(r"(?:\d{5}|2[AB]\d{3})\Z")
# RNIV: birth names are capital letters, spaces, hyphens and apostrophes, without accents
_NAME: Final = re.compile(r"[A-Z][A-Z '\-]*\Z")
_OLDEST: Final = 130
KNOWN_HERE: Final = "déclaré au cabinet"
_TOWN: Final = re.compile(r"(?:(\d{5})\s+)?([^\d\s].*)\Z")


@dataclass(frozen=True, slots=True)
class Typed:
    """The form as read: `traits` when nothing is wrong, else a sentence for each field."""

    traits: Traits | None
    usual: UsualIdentity
    faults: dict[str, str] = field(default_factory=dict)
    ins: Ins | None = None
    phone: str = ""
    address: Address | None = None
    deceased: Deceased | None = None


def read_form(values: dict[str, str], today: dt.date) -> Typed:
    """Read the fields of the form; the birthplace by code or by name, the matricule with its key."""
    long = dict.fromkeys(_too_long(values), f"Trop long\u00a0: {LONGEST} caractères au plus.")
    if long:
        return Typed(None, UsualIdentity(), long)
    family, givens = _capitals(values[FAMILY]), _capitals(values[GIVENS])
    born = _birth(values[BIRTH])
    sex = _SEXES.get(values[SEX].strip().casefold())
    cog, place_fault = read_place(values[COG])
    ins, ins_fault = _ins(values.get(MATRICULE, ""), values.get(SCAN, ""))
    address, town_fault = _address(values.get(STREET, ""), values.get(TOWN, ""))
    deceased, death_fault = _death(values.get(DEATH, ""), born, today)
    faults = {
        FAMILY: "" if _NAME.match(family) else "Nom de naissance nécessaire, en lettres.",
        GIVENS: "" if _NAME.match(givens) else "Prénom de naissance nécessaire, en lettres.",
        BIRTH: _birth_fault(born, today),
        SEX: "" if sex else "Écrivez F, M, ou I si le sexe est inconnu.",
        COG: place_fault,
        MATRICULE: ins_fault,
        TOWN: town_fault,
        DEATH: death_fault,
    }
    faults = {name: sentence for name, sentence in faults.items() if sentence}
    usual = UsualIdentity(family=_line(values[USUAL]))
    if faults or born is None or sex is None:
        return Typed(None, usual, faults, ins, _line(values.get(PHONE, "")), address, deceased)
    traits = Traits(
        birth_family=family,
        birth_givens=givens,
        first_given=givens.split(maxsplit=1)[0],
        sex=sex,
        birth_date=born.isoformat(),
        birth_cog=cog,
    )
    return Typed(traits, usual, faults, ins, _line(values.get(PHONE, "")), address, deceased)


def _line(typed: str) -> str:
    return " ".join(clean_text(typed).split())


def _too_long(values: dict[str, str]) -> list[str]:
    return [name for name, text in values.items() if name != SCAN and len(text) > LONGEST]


def _address(street: str, town: str) -> tuple[Address | None, str]:
    street, town = _line(street), _line(town)
    if not town:
        return (Address(street=street) if street else None), ""
    found = _TOWN.match(town)
    if found is None:
        return None, "Écrivez le code postal (5 chiffres), puis la commune\u00a0: 97436 Saint-Leu."
    return Address(street=street, postcode=found[1] or "", city=found[2]), ""


def _death(typed: str, born: dt.date | None, today: dt.date) -> tuple[Deceased | None, str]:
    if not typed.strip():
        return None, ""
    when = typed_when(typed)
    if when is None or when.earliest is None:
        return None, "Date illisible. Écrivez 02/03/2026, 03/2026 ou 2026."
    if when.earliest.date() > today:
        return None, "Cette date est dans le futur."
    if born is not None and when.text < born.isoformat()[: len(when.text)]:
        return None, "Cette date est avant la naissance."
    return Deceased(when=when, known_by=KNOWN_HERE), ""


def guess(typed: str) -> dict[str, str]:
    """Put the words of the palette in the fields where they most likely belong."""
    date = re.search(r"\d{1,2}[/.\- ]\d{1,2}[/.\- ]\d{4}", typed)
    names = (typed.replace(date[0], " ") if date else typed).split()
    return {
        FAMILY: _capitals(names[0]) if names else "",
        GIVENS: _capitals(" ".join(names[1:])),
        BIRTH: date[0] if date else "",
    }


def place_words(typed: str) -> str:
    """Say which places the words of the birthplace may mean, the one that would be taken first."""
    code = typed.strip().upper()
    if name := city_of(code):
        return name
    if _COG.match(code):
        return "Code hors de la liste de ce poste, gardé tel quel"
    return " · ".join(f"{name} ({code})" for code, name in places_like(typed, 4))


def read_place(typed: str) -> tuple[str, str]:
    """Return the code of a birthplace typed by code or by name, and what is wrong in words."""
    code = typed.strip().upper()
    if not code or _COG.match(code):
        return code, ""
    found = places_like(typed, 2)
    exact = [code for code, name in found if fold(name) == fold(typed)]
    if exact or len(found) == 1:
        return (exact or [found[0][0]])[0], ""
    if found:
        return "", "Plusieurs lieux\u00a0: écrivez le nom entier, ou le code."
    return (
        "",
        "Commune inconnue de ce poste\u00a0: écrivez son code INSEE (5 caractères), 99xxx à l’étranger.",
    )


def scanned(typed: str) -> dict[str, str] | None:
    """Return the fields that a scanned INS datamatrix fills, None when the text is none.

    Raises:
        UnreadableDatamatrixError: it begins as one, and cannot be read.
    """
    if not looks_scanned(typed):
        return None
    found = read_datamatrix(typed)
    traits = found.traits
    year, month, day = traits.birth_date.split("-")
    return {
        FAMILY: traits.birth_family,
        GIVENS: traits.birth_givens,
        BIRTH: f"{day}/{month}/{year}",
        SEX: {"F": "F", "M": "M", "UN": "I"}[traits.sex],
        COG: traits.birth_cog,
        MATRICULE: found.ins.matricule,
    }


def _ins(typed: str, scan: str) -> tuple[Ins | None, str]:
    """Return the matricule with the OID of its scan, else that of a NIR; it stays unchecked until INSi answers."""
    matricule = re.sub(r"\s", "", typed).upper()
    if not matricule:
        return None, ""
    ins = typed_ins(matricule)
    if looks_scanned(scan):
        with suppress(UserError):
            read = read_datamatrix(scan).ins
            ins = read if read.matricule == matricule else ins
    return ins, matricule_fault(ins)


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
        return "Date illisible. Écrivez-la ainsi\u00a0: 12/03/1952."
    if born > today:
        return "Cette date est dans le futur. Vérifiez l’année."
    return "Plus de 130\u00a0ans\u00a0: vérifiez l’année." if today.year - born.year > _OLDEST else ""
