# SPDX-License-Identifier: EUPL-1.2
"""`serenite mauvais-dossier`: a consultation signed in the wrong file, and its undoing."""

import argparse

from lgc_app.cli.console import Console
from lgc_app.cli.file_lines import Add
from lgc_app.cli.opening import open_post
from lgc_core.errors import UserError


def add_wrong_file(commands: object, add: Add) -> None:
    """Add the command; the id of a consultation is in `serenite histoire`."""
    made = add(commands, "mauvais-dossier", "une consultation signée dans le mauvais dossier", wrong_file)
    made.add_argument("consultation", metavar="CONSULTATION")
    made.add_argument(
        "--vers", metavar="PATIENT", default="", help="le bon dossier : son texte y attendra la signature"
    )
    made.add_argument("--motif", default="")
    made.add_argument("--annuler", action="store_true", help="elle était dans le bon dossier")


def wrong_file(console: Console, given: argparse.Namespace) -> int:
    """Mark a consultation and copy its text, or take that back."""
    if bool(given.vers) == given.annuler:
        raise UserError("Donnez le bon dossier par --vers PATIENT, ou --annuler.")
    key = given.consultation.removeprefix("encounter:")
    with open_post(console, given.way) as post:
        service = post.cabinet.wrong_files
        if given.annuler:
            service.take_back(key)
            console.say("Annulé : la consultation est de nouveau dans ce dossier.")
            return 0
        moved = service.move(key, given.vers, given.motif)
        console.say(f"Retirée de ce dossier. Son texte attend : consultation {moved.mark.draft}.")
        for title in moved.documents:
            console.say(f"Un document en a été fait ici, prévenez qui l’a reçu : {title}.")
        return 0
