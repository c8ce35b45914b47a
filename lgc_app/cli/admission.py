# SPDX-License-Identifier: EUPL-1.2
"""The command that creates a file: traits of the birth record, and a refusal when a file looks like it."""

import argparse
import datetime as dt
from typing import Final

from lgc_app.cli.console import Console
from lgc_app.cli.front_desk_words import Add, Group
from lgc_app.cli.opening import open_post
from lgc_app.services import admission as identity
from lgc_app.services.admission import Typed, read_form, scanned
from lgc_app.services.identity_form import corrected
from lgc_app.services.patients import IDENTITY_FLAGS
from lgc_core.errors import UserError
from lgc_core.model.values import Telecom

_OPTIONS: Final = (
    ("--nom", identity.FAMILY, "nom de naissance"),
    ("--prenoms", identity.GIVENS, "prénoms de naissance"),
    ("--naissance", identity.BIRTH, "12/03/1952"),
    ("--sexe", identity.SEX, "F, M ou I"),
    ("--lieu", identity.COG, "lieu de naissance : nom, ou code INSEE (99xxx à l’étranger)"),
    ("--usuel", identity.USUAL, "nom utilisé"),
    ("--matricule", identity.MATRICULE, "matricule INS, 15 caractères"),
    ("--telephone", identity.PHONE, "téléphone"),
    ("--scan", identity.SCAN, "code INS scanné : remplit les traits"),
)


_CORRECTED: Final = (
    *(one for one in _OPTIONS if one[1] != identity.SCAN),
    ("--adresse", identity.STREET, "numéro et rue"),
    ("--commune", identity.TOWN, "97436 Saint-Leu"),
    ("--deces", identity.DEATH, "date du décès, vide si la personne vit"),
)


class FaultyTraitsError(UserError):
    """Some traits cannot be read; each fault is said."""

    def __init__(self, faults: dict[str, str]) -> None:
        super().__init__(" ".join(faults.values()))


class AlikeError(UserError):
    """A file looks like what is asked for."""

    def __init__(self, found: str) -> None:
        super().__init__(
            f"Un dossier ressemble\u00a0: {found}. Ouvrez-le, ou recommencez avec --quand-meme si c’est quelqu’un "
            "d’autre."
        )


def add_admission(patients: "Group[argparse.ArgumentParser]", add: Add) -> None:
    """Add the creation of a file to `serenite patients`."""
    made = add(patients, "creer", "créer un dossier, avec les traits de l’état civil", admit)
    for option, name, words in _OPTIONS:
        made.add_argument(option, dest=name, default="", help=words)
    made.add_argument("--adresse", dest=identity.STREET, default="", help="numéro et rue")
    made.add_argument("--commune", dest=identity.TOWN, default="", help="97436 Saint-Leu")
    made.add_argument("--attribut", action="append", choices=sorted(IDENTITY_FLAGS), default=[])
    made.add_argument("--quand-meme", dest="anyway", action="store_true", help="malgré un dossier qui ressemble")
    mended = add(patients, "corriger", "corriger l’identité, le téléphone, l’adresse, noter un décès", correct)
    mended.add_argument("patient")
    for option, name, words in _CORRECTED:
        mended.add_argument(option, dest=name, default=None, help=words)


def admit(console: Console, given: argparse.Namespace) -> int:
    """Create a file; a look-alike is shown first, and stops it."""
    values = {
        name: getattr(given, name)
        for name in (*(name for _option, name, _words in _OPTIONS), identity.STREET, identity.TOWN)
    }
    values |= {name: text for name, text in (scanned(values[identity.SCAN]) or {}).items() if not values.get(name)}
    with open_post(console, given.way) as post:
        cabinet = post.cabinet
        typed = _read(values, post.cabinet.session.now().date())
        assert typed.traits is not None
        alike = cabinet.duplicates.like(typed.traits, typed.ins, typed.usual)
        if alike and not given.anyway:
            raise AlikeError(f"{alike[0].patient.id}  {alike[0].patient.shown} ({alike[0].why})")
        phones = (Telecom(kind="tel", value=typed.phone),) if typed.phone else ()
        made = cabinet.patients.admit(
            typed.traits, usual=typed.usual, ins=typed.ins, address=typed.address, telecoms=phones,
            flags=tuple(given.attribut),
        )  # fmt: skip
        console.say(f"{made.id}  {made.shown}  identité {cabinet.patients.status(made).value}")
        return 0


def correct(console: Console, given: argparse.Namespace) -> int:
    """Change what is said of an identity; "" empties a field, what is not said stays."""
    values = {name: text for _option, name, _words in _CORRECTED if (text := getattr(given, name)) is not None}
    with open_post(console, given.way) as post:
        patients = post.cabinet.patients
        seen = patients.get(given.patient)
        after, faults = corrected(seen, values, post.cabinet.session.now().date())
        if after is None:
            raise FaultyTraitsError(faults)
        patients.correct(seen, after)
        made = patients.get(seen.id)
        console.say(f"{made.id}  {made.shown}  identité {patients.status(made).value}")
        return 0


def _read(values: dict[str, str], today: dt.date) -> Typed:
    typed = read_form(values, today)
    if typed.faults or typed.traits is None:
        raise FaultyTraitsError(typed.faults)
    return typed
