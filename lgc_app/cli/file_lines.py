# SPDX-License-Identifier: EUPL-1.2
"""Commands on the lines of a file: problems, antecedents, risks, habits, allergies."""

import argparse
from collections.abc import Callable

import msgspec

from lgc_app.cli.console import Console
from lgc_app.cli.opening import open_post
from lgc_app.services.line_rows import KIND_WORDS, ORDER, LineForm

_FIELDS = (
    ("status", "--etat", "actif, rémission, inactif ou résolu"),
    ("since", "--depuis", "2019, 03/2019 ou 12/03/2019"),
    ("until", "--jusqua", "fin, écrite de même"),
    ("comment", "--commentaire", "commentaire ; pour un mode de vie, la réponse"),
    ("ald", "--ald", "numéro d’ALD"),
    ("relative", "--parent", "qui, pour un antécédent familial"),
)


Add = Callable[..., argparse.ArgumentParser]
"""Adds one command that opens the post: the group, its name, its words, what runs it."""


def add_file_lines(commands: object, add: Add) -> None:
    """Add `serenite antecedents` to the commands."""
    group = commands.add_parser(  # type: ignore[attr-defined]  # argparse names the type nowhere
        "antecedents", help="problèmes, antécédents, risques, mode de vie, allergies"
    ).add_subparsers(required=True)
    show = add(group, "montrer", "toutes les lignes d’un dossier", show_lines)
    show.add_argument("patient", metavar="ID")
    made = add(group, "ajouter", "ajouter une ligne", add_line)
    made.add_argument("patient", metavar="ID")
    made.add_argument("mots", nargs="+", metavar="MOTS")
    made.add_argument("--genre", choices=ORDER, default="problème")
    changed = add(group, "modifier", "changer ce qui est donné, garder le reste", change_line)
    changed.add_argument("ligne", metavar="LIGNE")
    changed.add_argument("--mots", dest="words", default=None)
    changed.add_argument("--genre", dest="kind", choices=ORDER, default=None)
    for one in (made, changed):
        for name, option, words in _FIELDS:
            one.add_argument(option, dest=name, default=None, help=words)
    closed = add(group, "cloturer", "dire qu’une ligne est finie, à ce jour", close_line)
    closed.add_argument("ligne", metavar="LIGNE")
    gone = add(group, "retirer", "retirer une ligne écrite par erreur ; son histoire reste", remove_line)
    gone.add_argument("ligne", metavar="LIGNE")


def show_lines(console: Console, given: argparse.Namespace) -> int:
    """List the lines; the first column is the id that the other commands take."""
    with open_post(console, given.way) as post:
        patient = post.cabinet.patients.open(given.patient)
        for line in post.cabinet.antecedents.of(patient.id):
            form = line.form
            comment = " ".join(form.comment.split())
            console.say(f"{line.id}  {KIND_WORDS[form.kind]}  {form.words}  {line.aside}  {comment}".rstrip())
        return 0


def add_line(console: Console, given: argparse.Namespace) -> int:
    """Add a line of a kind."""
    fields = {name: getattr(given, name) for name, _option, _words in _FIELDS if getattr(given, name) is not None}
    with open_post(console, given.way) as post:
        post.cabinet.patients.get(given.patient)
        form = LineForm(kind=given.genre, words=" ".join(given.mots), **fields)
        post.cabinet.antecedents.add(given.patient, form)
        console.say("Ligne ajoutée, enregistrée ici.")
        return 0


def change_line(console: Console, given: argparse.Namespace) -> int:
    """Change what was given of a line."""
    names = ("words", "kind", *(name for name, _option, _words in _FIELDS))
    fields = {name: getattr(given, name) for name in names if getattr(given, name) is not None}
    with open_post(console, given.way) as post:
        service = post.cabinet.antecedents
        service.change(given.ligne, msgspec.structs.replace(service.line(given.ligne).form, **fields))
        console.say("Ligne modifiée, enregistrée ici.")
        return 0


def close_line(console: Console, given: argparse.Namespace) -> int:
    """Say that a line is over."""
    with open_post(console, given.way) as post:
        post.cabinet.antecedents.close(given.ligne)
        console.say("Ligne close, enregistrée ici.")
        return 0


def remove_line(console: Console, given: argparse.Namespace) -> int:
    """Take a line out."""
    with open_post(console, given.way) as post:
        post.cabinet.antecedents.remove(given.ligne)
        console.say("Ligne retirée ; son histoire reste.")
        return 0
