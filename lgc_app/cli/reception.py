# SPDX-License-Identifier: EUPL-1.2
"""Commands on Réception: what waits, what filing would do, the filing itself and its undoing."""

import argparse

from lgc_app.cli.console import Console
from lgc_app.cli.file_lines import Add
from lgc_app.cli.opening import open_post
from lgc_app.services.inbox import FilingProposal
from lgc_core.errors import UserError
from lgc_core.model.document import FiledAs


def add_reception(commands: object, add: Add) -> None:
    """Add `serenite reception` to the commands."""
    group = commands.add_parser(  # type: ignore[attr-defined]  # argparse names the type nowhere
        "reception", help="documents arrivés : les voir, les classer"
    ).add_subparsers(required=True)
    add(group, "lister", "ce qui attend, le critique d’abord", waiting)
    made = add(group, "proposer", "ce que le classement ferait", propose)
    made.add_argument("document", metavar="ID")
    made.add_argument("--patient", default="", metavar="ID", help="un autre patient que le plus proche")
    made = add(group, "classer", "classer chez le patient proposé, ou chez un autre", file_document)
    made.add_argument("document", metavar="ID")
    made.add_argument("--patient", default="", metavar="ID")
    made.add_argument("--titre", default="", help="autre titre que celui du document")
    made.add_argument("--prendre", action="store_true", help="reprendre aussi les résultats et lignes reconnus")
    made.add_argument("--motif", default="", help="pourquoi, malgré une identité qui diffère")
    made = add(group, "reprendre", "annuler un classement", take_back)
    made.add_argument("document", metavar="ID")


def waiting(console: Console, given: argparse.Namespace) -> int:
    """List what waits; the first column is the id."""
    with open_post(console, given.way) as post:
        for one in post.cabinet.inbox.waiting():
            known = "déjà classé" if one.already_filed else ""
            parts = (
                one.document.id,
                one.severity,
                one.subject,
                one.document.title,
                *one.results,
                one.fault,
                known,
            )
            console.say("  ".join(part for part in parts if part))
        return 0


def propose(console: Console, given: argparse.Namespace) -> int:
    """Say for whom a document seems to be, and what would be taken from it."""
    with open_post(console, given.way) as post:
        found = post.cabinet.inbox.propose(given.document, given.patient)
        for one in found.candidates:
            console.say(f"{one.id}  {one.shown}")
        if found.comparison is not None:
            console.say(found.comparison.sentence)
        console.say(f"Titre\u00a0: {found.filed_as.title}  {found.filed_as.category}  {found.filed_as.date}")
        for line in found.proposals:
            console.say("  ".join(("-", line.section, line.words, *line.remarks)))
        return 0


def file_document(console: Console, given: argparse.Namespace) -> int:
    """File a document; traits that differ stop it unless a reason is given."""
    with open_post(console, given.way) as post:
        inbox = post.cabinet.inbox
        found = inbox.propose(given.document, given.patient)
        patient = given.patient or _only(found)
        label = found.filed_as
        title = given.titre.strip() or label.title
        inbox.file(
            given.document,
            patient,
            filed_as=FiledAs(title=title, category=label.category, date=label.date),
            accepted=found.proposals if given.prendre else (),
            reason=given.motif,
        )
        console.say(f"Classé chez {post.cabinet.patients.get(patient).shown}.")
        return 0


def take_back(console: Console, given: argparse.Namespace) -> int:
    """Undo a filing: the document waits again, what was taken from it goes."""
    with open_post(console, given.way) as post:
        post.cabinet.inbox.take_back(given.document)
        console.say("Classement annulé\u00a0: le document attend de nouveau.")
        return 0


def _only(found: FilingProposal) -> str:
    if not found.candidates:
        raise UserError("Personne ne correspond. Donnez le patient\u00a0: --patient ID.")
    return found.candidates[0].id
