# SPDX-License-Identifier: EUPL-1.2
"""Commands on whole files: open export, taking one up on a new post, erasure, hand-over of a replacement."""

import argparse
from pathlib import Path

from lgc_app.cli.console import Console
from lgc_app.cli.new_file import refuse_existing, write_new_file
from lgc_app.cli.opening import open_post, open_vault
from lgc_app.services.export_archive import Manifest
from lgc_app.services.open_import import take_up
from lgc_app.services.settings import DEVICE, PRACTICE, read_setting
from lgc_app.services.staffing import person_of
from lgc_app.vault.attachments import AttachmentStore
from lgc_core.store.store import Store


def export_patient(console: Console, given: argparse.Namespace) -> int:
    """Write the copy of one patient's file."""
    with open_post(console, given.way) as post:
        _say(console, post.cabinet.open_export.of_patient(given.patient, Path(given.fichier)))
        return 0


def export_practice(console: Console, given: argparse.Namespace) -> int:
    """Write the whole record of the practice."""
    with open_post(console, given.way) as post:
        _say(console, post.cabinet.open_export.of_practice(Path(given.fichier)))
        return 0


def take_up_export(console: Console, given: argparse.Namespace) -> int:
    """Take up the export of a practice on a new post; only somebody of that practice may."""
    with open_vault(console, given.way) as (context, vault):
        practice, device = (read_setting(vault.engine, key) for key in (PRACTICE, DEVICE))
        store = Store(vault.engine, practice, device, context.now)
        safe = AttachmentStore(vault.layout.attachments, vault.key)
        opening = vault.opening
        today = store.now().date()
        file = Path(given.fichier)
        taken = take_up(store, safe, file, lambda connection: person_of(connection, opening, today))
        console.say(
            f"Repris : {taken.operations} opérations, {taken.entities} fiches, {taken.documents} documents. "
            "Vérifié : identique à l’export, à l’octet."
        )
        if taken.missing:
            console.say(f"{taken.missing} documents n’étaient pas dans l’export.")
        return 0


def assess_erasure(console: Console, given: argparse.Namespace) -> int:
    """Say what the law keeps of a patient's file."""
    with open_post(console, given.way) as post:
        found = post.cabinet.erasure.assess(given.patient)
        for line in found.lines:
            console.say(f"- {line}")
        console.say(found.sentence)
        return 0 if found.may_erase else 1


def erase(console: Console, given: argparse.Namespace) -> int:
    """Erase a file that the law does not keep any more, once its name was typed again."""
    with open_post(console, given.way) as post:
        found = post.cabinet.erasure.assess(given.patient)
        console.say(found.sentence)
        for line in (*found.lines, *found.limits) if found.may_erase else ():
            console.say(f"- {line}")
        name = console.ask(f"Pour effacer, tapez le nom {found.shown} : ") if found.may_erase else ""
        done = post.cabinet.erasure.erase(given.patient, given.motif, name)
        console.say(f"Effacé : {done.facts} fiches, {done.documents} documents.")
        return 0


def replacement_note(console: Console, given: argparse.Namespace) -> int:
    """Write the note of a replacement to a PDF."""
    target = Path(given.pdf)
    refuse_existing(target)
    with open_post(console, given.way) as post:
        write_new_file(target, post.cabinet.replacements.note_of(given.personne))
        console.say("Note de fin de remplacement écrite.")
        return 0


def leave_to_follow(console: Console, given: argparse.Namespace) -> int:
    """Leave something to follow to the replaced doctor."""
    with open_post(console, given.way) as post:
        post.cabinet.replacements.hand_over(" ".join(given.mots), given.patient)
        console.say("Laissé au médecin remplacé.")
        return 0


def _say(console: Console, made: Manifest) -> None:
    console.say(f"Export écrit : {made.operations} opérations, {len(made.files)} fichiers.")
    if made.missing:
        console.say(
            f"{len(made.missing)} documents attendus d’un autre poste n’y sont pas : faites un échange (F5)."
        )
    if made.private_left:
        console.say(f"Notes personnelles laissées à leurs auteurs : {made.private_left}.")
    console.say("Ce fichier est en clair : gardez-le sous clé.")
