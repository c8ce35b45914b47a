# SPDX-License-Identifier: EUPL-1.2
"""Commands on the abbreviations and templates of the practice."""

import argparse
from pathlib import Path
from typing import Final, get_args

from lgc_app.cli.console import Console
from lgc_app.cli.file_lines import Add
from lgc_app.cli.new_file import refuse_existing, write_new_file
from lgc_app.cli.opening import open_post
from lgc_app.services.templates import MAX_FILE, TemplateForm
from lgc_core.errors import UserError
from lgc_core.model.template import TemplateKind

_KINDS: Final = get_args(TemplateKind)


def add_templates(commands: object, add: Add) -> None:
    """Add `serenite modeles` to the commands."""
    group = commands.add_parser(  # type: ignore[attr-defined]  # argparse names the type nowhere
        "modeles", help="textes du cabinet : abréviations, modèles de notes, de courriers, d’ordonnances"
    ).add_subparsers(required=True)
    add(group, "lister", "les textes du cabinet et les exemples", show)
    write = add(group, "ecrire", "écrire un texte (entrée standard) ; le même nom remplace", write_one)
    write.add_argument("nom", metavar="NOM")
    write.add_argument("--genre", choices=_KINDS, default="abréviation")
    write.add_argument("--pour-moi", action="store_true", help="vous seul, sur tous vos postes (carte)")
    write.add_argument("--motif", default="", help="mots pour lesquels il est proposé, ou qui le trouvent")
    gone = add(group, "retirer", "retirer un texte du cabinet", remove)
    gone.add_argument("modele", metavar="ID")
    out = add(group, "exporter", "écrire tous les textes dans un fichier", export)
    out.add_argument("fichier", metavar="FICHIER")
    bring = add(group, "importer", "prendre les textes d’un fichier", bring_file)
    bring.add_argument("fichier", metavar="FICHIER")


def show(console: Console, given: argparse.Namespace) -> int:
    """List the texts; the first column is the id."""
    with open_post(console, given.way) as post:
        mine = post.cabinet.templates.personal_ids()
        for one in post.cabinet.templates.all():
            first = ("(pour moi) " if one.id in mine else "") + one.text.replace("\n", " ")[:60]
            console.say(f"{one.id}  {one.kind}  {one.name}  {first}")
        return 0


def write_one(console: Console, given: argparse.Namespace) -> int:
    """Write a text; the one of the practice that has this name is replaced."""
    text = console.read_text()
    with open_post(console, given.way) as post:
        service = post.cabinet.templates
        mine = service.personal_ids()
        same = [o.id for o in service.own() if (o.kind, o.name) == (given.genre, given.nom)]
        known = next((one for one in same if (one in mine) == given.pour_moi), "")
        form = TemplateForm(kind=given.genre, name=given.nom, reason=given.motif, text=text)
        key, _changes = service.save(known, form, personal=given.pour_moi)
        console.say(f"{key}  enregistré ici.")
        return 0


def remove(console: Console, given: argparse.Namespace) -> int:
    """Take a text of the practice away."""
    with open_post(console, given.way) as post:
        post.cabinet.templates.remove(given.modele)
        console.say("Modèle retiré.")
        return 0


def export(console: Console, given: argparse.Namespace) -> int:
    """Write every text in one file."""
    target = Path(given.fichier)
    refuse_existing(target)
    with open_post(console, given.way) as post:
        content = post.cabinet.templates.export()
    write_new_file(target, content)
    console.say(f"Modèles écrits : {target}. Aucun patient n’y est.")
    return 0


def bring_file(console: Console, given: argparse.Namespace) -> int:
    """Take the texts of a file: all, or none."""
    try:
        with Path(given.fichier).open("rb") as file:
            untrusted = file.read(MAX_FILE + 1)
    except OSError:
        raise UserError("Ce fichier ne s’ouvre pas. Vérifiez son nom et son emplacement.") from None
    with open_post(console, given.way) as post:
        done = post.cabinet.templates.bring(untrusted)
        console.say(f"{done.new} ajoutés, {done.replaced} remplacés, {done.same} déjà là.")
        return 0
