# SPDX-License-Identifier: EUPL-1.2
"""Commands on the circle of care of a patient: what several practices share about one person."""

import argparse

from lgc_app.cli.console import Console
from lgc_app.cli.file_lines import Add
from lgc_app.cli.opening import open_post

_LEFT = "Vous quittez le cercle : ce que ce poste en garde s’efface après le prochain échange."


def add_circle(commands: object, add: Add) -> None:
    """Add `serenite cercle` to the commands."""
    group = commands.add_parser(  # type: ignore[attr-defined]  # argparse names the type nowhere
        "cercle", help="cercle de soins : ce que plusieurs cabinets partagent d’un patient"
    ).add_subparsers(required=True)
    for name, words, act in (
        ("voir", "membres et messages", show),
        ("demander", "ouvrir le cercle, ou demander à y entrer (identité qualifiée)", ask),
        ("quitter", "quitter le cercle", leave),
    ):
        add(group, name, words, act).add_argument("patient", metavar="PATIENT")
    write = add(group, "ecrire", "écrire un message (entrée standard) que tout le cercle lit", write_one)
    write.add_argument("patient", metavar="PATIENT")
    write.add_argument("--important", action="store_true")
    share = add(group, "partager", "copier une transmission dans le cercle", share_one)
    share.add_argument("transmission", metavar="TRANSMISSION")
    for name, words in (
        ("accepter", "laisser entrer un cabinet"),
        ("refuser", "refuser ou retirer un cabinet"),
    ):
        add(group, name, words, decide).add_argument("membre", metavar="MEMBRE")
        group.choices[name].set_defaults(accepted=name == "accepter")


def show(console: Console, given: argparse.Namespace) -> int:
    """Show the circle; the first column of a member is its id."""
    with open_post(console, given.way) as post:
        post.cabinet.patients.open(given.patient)
        circle = post.cabinet.circles.of_patient(given.patient)
        if circle.words:
            console.say(circle.words)
        for one in circle.members:
            console.say(f"{one.id}  {one.status}  {one.name}{' (vous)' if one.ours else ''}")
        for line in circle.messages:
            console.say(f"{line.day}  {'! ' if line.important else ''}{line.who} : {line.text}")
        return 0


def ask(console: Console, given: argparse.Namespace) -> int:
    """Ask for the circle."""
    with open_post(console, given.way) as post:
        post.cabinet.circles.ask(given.patient)
        console.say("Demande enregistrée ici. Elle part au prochain échange.")
        return 0


def leave(console: Console, given: argparse.Namespace) -> int:
    """Leave the circle."""
    with open_post(console, given.way) as post:
        post.cabinet.circles.leave(given.patient)
        console.say(_LEFT)
        return 0


def write_one(console: Console, given: argparse.Namespace) -> int:
    """Write a message."""
    text = console.read_text()
    with open_post(console, given.way) as post:
        post.cabinet.circles.write(given.patient, text, important=given.important)
        console.say("Message enregistré ici. Le cercle le lira après l’échange.")
        return 0


def share_one(console: Console, given: argparse.Namespace) -> int:
    """Copy a transmission to the circle."""
    with open_post(console, given.way) as post:
        post.cabinet.circles.share(given.transmission)
        console.say("Transmission copiée dans le cercle.")
        return 0


def decide(console: Console, given: argparse.Namespace) -> int:
    """Let a practice in, or not."""
    with open_post(console, given.way) as post:
        post.cabinet.circles.decide(given.membre, accepted=given.accepted)
        console.say("Cabinet accepté dans le cercle." if given.accepted else "Cabinet hors du cercle.")
        return 0
