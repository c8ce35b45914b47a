# SPDX-License-Identifier: EUPL-1.2
"""Commands that print: failsafe dossiers, letters, the day of the front desk."""

import argparse
import datetime as dt
from pathlib import Path

from lgc_app.cli.console import Console
from lgc_app.cli.front_desk import NotADayError
from lgc_app.cli.new_file import refuse_existing, write_new_file
from lgc_app.cli.opening import open_post
from lgc_app.services.failsafe import Printed
from lgc_app.services.letter_drafts import LetterDraft
from lgc_app.services.letter_templates import KIND_WORDS
from lgc_app.services.letters import Letters
from lgc_core.errors import UserError


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


def print_day(console: Console, given: argparse.Namespace) -> int:
    """Write the agenda of a day to a PDF, without medical words."""
    target = Path(given.pdf)
    refuse_existing(target)
    day = day_or_none(given.jour)
    with open_post(console, given.way) as post:
        write_new_file(target, post.cabinet.day_sheet.of_day(day))
        console.say("Rendez-vous écrits, sans motif.")
        return 0


def list_templates(console: Console, given: argparse.Namespace) -> int:
    """List the models of letters that the person may use."""
    with open_post(console, given.way) as post:
        for one in post.cabinet.letters.templates():
            console.say(f"{one.key}  {KIND_WORDS[one.kind]}  {one.words}")
        return 0


def begin_letter(console: Console, given: argparse.Namespace) -> int:
    """Show a model filled from the file of a patient; what is between brackets is to be completed."""
    with open_post(console, given.way) as post:
        _known(post.cabinet.letters, given.modele)
        console.say(post.cabinet.letters.begin(given.patient, given.modele).text)
        return 0


def make_letter(console: Console, given: argparse.Namespace) -> int:
    """Keep the text of the standard input as a letter of a patient; `--pdf` writes its sheet too."""
    target = Path(given.pdf) if given.pdf else None
    if target is not None:
        refuse_existing(target)
    text = console.read_text()
    with open_post(console, given.way) as post:
        _known(post.cabinet.letters, given.modele)
        draft = LetterDraft(template=given.modele, title=given.titre, text=text)
        made = post.cabinet.letters.make(given.patient, draft)
        console.say(f"{made.document.id}  {made.document.title}")
    if target is not None:
        write_new_file(target, made.pdf)
    return 0


def _known(letters: Letters, template: str) -> None:
    if all(one.key != template for one in letters.templates()):
        raise UserError("Modèle inconnu. « serenite courrier modeles » en donne la liste.")


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
