# SPDX-License-Identifier: EUPL-1.2
"""Commands that print: the failsafe dossier of a patient or of a day."""

import argparse
import datetime as dt
from pathlib import Path

from lgc_app.cli.console import Console
from lgc_app.cli.front_desk import NotADayError
from lgc_app.cli.new_file import refuse_existing, write_new_file
from lgc_app.cli.opening import open_post
from lgc_app.services.failsafe import Printed


def failsafe_of_patient(console: Console, given: argparse.Namespace) -> int:
    """Write the failsafe dossier of one patient to a PDF."""
    target = Path(given.pdf)
    refuse_existing(target)
    with open_post(console, given.way) as post:
        _write(console, target, post.cabinet.failsafe.of_patient(given.patient))
        return 0


def failsafe_of_day(console: Console, given: argparse.Namespace) -> int:
    """Write the failsafe dossier of everybody of a day, tomorrow unless said."""
    target = Path(given.pdf)
    refuse_existing(target)
    day = day_or_none(given.jour)
    with open_post(console, given.way) as post:
        _write(console, target, post.cabinet.failsafe.of_day(day))
        return 0


def day_or_none(typed: str) -> dt.date | None:
    """Read a day.

    Raises:
        NotADayError: it is none.
    """
    try:
        return dt.date.fromisoformat(typed) if typed else None
    except ValueError:
        raise NotADayError from None


def _write(console: Console, target: Path, printed: Printed) -> None:
    write_new_file(target, printed.pdf)
    people = "1 patient" if printed.patients == 1 else f"{printed.patients} patients"
    console.say(f"Dossier de secours écrit ({people}). Imprimez-le, puis effacez le fichier : il est en clair.")
