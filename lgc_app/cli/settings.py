# SPDX-License-Identifier: EUPL-1.2
"""Commands on what the practice chose for all its posts."""

import argparse
from typing import get_args

from lgc_app.cli.console import Console
from lgc_app.cli.file_lines import Add
from lgc_app.cli.opening import open_post
from lgc_core.clinical.renal import formula_name
from lgc_core.model.practice import FiltrationEquation


def add_settings(commands: object, add: Add) -> None:
    """Add `serenite reglages` to the commands."""
    group = commands.add_parser(  # type: ignore[attr-defined]  # argparse names the type nowhere
        "reglages", help="réglages du cabinet, pour tous ses postes"
    ).add_subparsers(required=True)
    words = "la formule du DFG affiché : la dire, ou en choisir une (Cockcroft et Gault reste pour les doses)"
    made = add(group, "dfg", words, filtration)
    made.add_argument("formule", nargs="?", default="", choices=("", *get_args(FiltrationEquation)))


def filtration(console: Console, given: argparse.Namespace) -> int:
    """Say the equation of the practice, or change it."""
    with open_post(console, given.way) as post:
        settings = post.cabinet.practice_settings
        if given.formule:
            settings.choose_equation(given.formule)
        console.say(f"DFG du cabinet : {formula_name(settings.equation())}.")
        return 0
