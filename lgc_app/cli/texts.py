# SPDX-License-Identifier: EUPL-1.2
"""Commands over words: search the texts of the practice, take in a folder of reports."""

import argparse
import datetime as dt
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from lgc_app.cli.console import Console
from lgc_app.cli.opening import open_post
from lgc_app.services.folder_import import Taken
from lgc_core.model.values.when import REUNION


def find_texts(console: Console, given: argparse.Namespace) -> int:
    """List the texts that have every word; the first column is the patient's id."""
    with open_post(console, given.way) as post:
        post.cabinet.texts.catch_up()
        found = post.cabinet.texts.find(" ".join(given.mots), given.patient)
        for one in found:
            inside = "document : " if one.is_document else ""
            day = dt.datetime.fromtimestamp(one.at_ms / 1000, REUNION)
            console.say(
                f"{one.patient or '-':36}  {day:%d/%m/%Y}  {one.shown or 'à classer'}  {inside}{one.title}"
            )
            console.say(f"    {one.words}")
        if not found:
            console.say("Rien trouvé.")
        return 0 if found else 1


def import_folder(console: Console, given: argparse.Namespace) -> int:
    """Take in every report of a folder; what is not imported is said file by file."""

    def tell(taken: Taken) -> None:
        if taken.sentence:
            console.say(f"{taken.place} : {taken.outcome}. {taken.sentence}")

    with open_post(console, given.way) as post:
        begun = time.monotonic()
        done = post.cabinet.folder_import.run(Path(given.dossier), given.patient, tell)
        words = ", ".join(f"{count} {outcome}" for outcome, count in sorted(done.counts.items()))
        console.say(f"{words or 'Aucun fichier'} ; {time.monotonic() - begun:.0f} s.")
        if not done.is_whole:
            console.say("Le dossier a trop de fichiers : importez la suite depuis un autre dossier.")
        console.say(f"À classer : {len(post.cabinet.inbox.waiting())}.")
        return 0


def add_texts(commands: Any, add: Callable[..., argparse.ArgumentParser]) -> None:
    """Add the commands to the parser."""
    find = add(commands, "chercher", "chercher des mots dans les consultations et les documents", find_texts)
    find.add_argument("mots", nargs="+", metavar="MOTS")
    find.add_argument("--patient", default="", metavar="ID", help="dans ce dossier seulement")
    bring = add(commands, "import-folder", "importer un dossier de documents (PDF, CDA, texte)", import_folder)
    bring.add_argument("dossier", metavar="DOSSIER")
    bring.add_argument("--patient", default="", metavar="ID", help="classer le tout dans ce dossier")
