# SPDX-License-Identifier: EUPL-1.2
"""The variables of a letter, filled from the file: `{patient}`, `{âge}`, `{problèmes}`."""

import datetime as dt
from collections.abc import Iterable
from typing import Final

from lgc_app.services.failsafe_sheet import Essentials, measure_days
from lgc_app.services.overview import Line, dated_renal_words
from lgc_core.model.patient import Patient, age_on, age_shown
from lgc_core.model.values import PersonName

_BORN: Final = {"F": "née", "M": "né"}
_CIVILITIES: Final = {"F": "Mme ", "M": "M. "}
_ADULT: Final = 18
_WOMEN: Final = frozenset({"MME", "MLLE"})


def letter_facts(one: Essentials, author: PersonName, now: dt.datetime) -> dict[str, str]:
    """Return what each variable of a template says for a patient today."""
    patient, known = one.patient, one.overview
    birth = "/".join(reversed(patient.traits.birth_date.split("-")))
    signed = "Je soussignée" if author.civility.upper() in _WOMEN else "Je soussigné"
    return {
        "patient": _named(patient, now.date()),
        "né": _BORN.get(patient.traits.sex, "né(e)"),
        "naissance": birth,
        "âge": age_shown(patient.traits.birth_date, now.date()),
        "jour": f"{now:%d/%m/%Y}",
        "auteur": author.shown,
        "soussigné": f"{signed}, {author.shown}",
        "problèmes": _listed(_with(line, "depuis ") for line in known.problems) or "aucun noté",
        "antécédents": _listed(problem.code.text for problem in one.past) or "aucun noté",
        "traitements": _listed(_with(line) for line in known.treatments) or "aucun noté",
        "allergies": known.allergy_words.partition("\u00a0: ")[2] or known.allergy_words,
        "rein": dated_renal_words(known) if known.filtrations else "pas de créatinine au dossier",
        "mesures": "\u00a0; ".join(f"{words} ({day})" for day, words in measure_days(one.measures))
        or "aucune récente",
    }


def _named(patient: Patient, day: dt.date) -> str:
    age = age_on(patient.traits.birth_date, day)
    if age is not None and age[0] < _ADULT:
        return f"l’enfant {patient.shown}"
    return f"{_CIVILITIES.get(patient.traits.sex, '')}{patient.shown}"


def _listed(parts: Iterable[str]) -> str:
    return ", ".join(parts)


def _with(line: Line, before: str = "") -> str:
    if not line.aside:
        return line.words
    since = before if line.aside[:1].isdigit() else ""
    return f"{line.words} ({since}{line.aside})"
