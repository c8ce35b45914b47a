# SPDX-License-Identifier: EUPL-1.2
"""What tells two namesakes apart in every list where a patient is chosen."""

import datetime as dt
from typing import Final

from lgc_app.ui.theme.typography import short_date
from lgc_app.ui.words import tr
from lgc_core.model.patient import age_shown
from lgc_core.model.words import fold
from lgc_core.store.search import PatientLine

_TITLES: Final = ("Dr ", "Pr ")
_VOWELS: Final = frozenset("aeiouy")
_BORN: Final = {"F": "née {name}", "M": "né {name}"}


def about(line: PatientLine, today: dt.date) -> str:
    """Say who it is beside the name: "74 ans · 12/03/1952 · née GRONDIN"."""
    try:
        born = short_date(dt.date.fromisoformat(line.birth_date))
    except ValueError:
        born = line.birth_date
    return " · ".join(words for words in (tr(age_shown(line.birth_date, today)), born, born_words(line)) if words)


def the(name: str) -> str:
    """Return "le Dr Maëlle Ethève" as one says it, "Laurent Nativel" as he is."""
    return f"le\u00a0{name}" if name.startswith(_TITLES) else name


def of(name: str) -> str:
    """Return "du Dr Maëlle Ethève", "de Laurent Nativel", "d’Anne Payet"."""
    if name.startswith(_TITLES):
        return f"du\u00a0{name}"
    return f"d’{name}" if fold(name[:1]) in _VOWELS else f"de {name}"


def born_words(line: PatientLine) -> str:
    """Return "née GRONDIN", empty when the name is the one of birth."""
    return tr(_BORN.get(line.sex, "né(e) {name}"), name=line.born_as) if line.born_as else ""
