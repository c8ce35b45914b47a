# SPDX-License-Identifier: EUPL-1.2
"""Commands on the code lists that the region distributes."""

import argparse

from lgc_app.cli.console import Console
from lgc_app.cli.file_lines import Add
from lgc_app.cli.opening import open_post


def add_references(commands: object, add: Add) -> None:
    """Add `serenite ref` to the commands."""
    group = commands.add_parser(  # type: ignore[attr-defined]  # argparse names the type nowhere
        "ref", help="listes de codes reçues de la région (CIM-10, CISP-2)"
    ).add_subparsers(required=True)
    add(group, "lister", "les listes, leur édition et leur source", show)
    find = add(group, "chercher", "les codes dont le libellé contient ces mots", look_up)
    find.add_argument("mots", metavar="MOTS", nargs="+")


def show(console: Console, given: argparse.Namespace) -> int:
    """List the code lists."""
    with open_post(console, given.way) as post:
        lists = post.cabinet.references.held()
        for one in lists:
            console.say(f"{one.title}  édition {one.edition}  {one.rows} codes  {one.state_words}  ({one.source})")
            if one.licence:
                console.say(f"  {one.licence}")
        if not lists:
            console.say("La région n’a distribué aucune liste. La liste courte du logiciel sert.")
        return 0


def look_up(console: Console, given: argparse.Namespace) -> int:
    """Look words up."""
    with open_post(console, given.way) as post:
        found = post.cabinet.references.find(" ".join(given.mots), most=20)
        for one in found:
            console.say(f"{one.title}  {one.code:<8}  {one.label}")
        if not found:
            console.say("Aucun code ne contient ces mots dans les listes de ce poste.")
        return 0
