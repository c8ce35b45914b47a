# SPDX-License-Identifier: EUPL-1.2
"""Commands on what waits for a person: versions to bring together, and what was set aside."""

import argparse

from lgc_app.cli.console import Console
from lgc_app.cli.opening import open_post
from lgc_app.services.cabinet import Cabinet
from lgc_app.services.conflicts import Conflicts
from lgc_app.services.disputes import Choice, Dispute
from lgc_app.services.set_aside import Aside
from lgc_core.errors import UserError


def conflicts(console: Console, given: argparse.Namespace) -> int:
    """List the values in two versions, or decide one: 1, 2, `texte` (standard input) or `complément`."""
    with open_post(console, given.way) as post:
        return conflicts_of(post.cabinet, console, given)


def conflicts_of(cabinet: Cabinet, console: Console, given: argparse.Namespace) -> int:
    """Do what `serenite conflits` was asked on an open practice."""
    service = cabinet.conflicts
    if given.id:
        _decide(service, console, given)
    elif given.historique:
        _tell_decided(console, service)
    else:
        _list(console, service)
    return 0


def _decide(service: Conflicts, console: Console, given: argparse.Namespace) -> None:
    if not given.choix:
        raise UserError("Indiquez le choix : --choix 1, 2, texte ou complément.")
    text = console.read_text().rstrip("\n") if given.choix == Choice.TEXT.value else ""
    service.resolve(service.find(given.id), Choice(given.choix), text)
    console.say("Choix enregistré ici. L’autre version reste dans l’historique.")


def _tell_decided(console: Console, service: Conflicts) -> None:
    for one in service.decided():
        console.say(f"{one.shown or '-'}  {one.title}  décidé par {one.by.origin}")
        for version in (one.first, one.second):
            console.say(f"  {version.origin}")
            console.say(f"     {version.text}")


def _list(console: Console, service: Conflicts) -> None:
    waiting = service.waiting()
    for one in waiting:
        _show(console, one)
    others = service.for_others(len(waiting))
    if not waiting:
        console.say("Rien à rapprocher.")
    if others:
        console.say(f"{others} à décider par une autre personne du cabinet.")


def _show(console: Console, one: Dispute) -> None:
    console.say(f"{one.id}  {one.shown or '-'}  {one.title}  ({one.nature})")
    for number, version in ((1, one.first), (2, one.second)):
        console.say(f"  {number}  {version.origin}")
        for line in version.text.split("\n"):
            console.say(f"     {line}")
    for passage in one.passages:
        if passage.differs:
            console.say(f"  ≠  « {passage.first.strip()} »  ou  « {passage.second.strip()} »")


def to_mend(console: Console, given: argparse.Namespace) -> int:
    """List what was set aside, offer one again, or take it off the list with a reason; nothing is deleted."""
    with open_post(console, given.way) as post:
        return to_mend_of(post.cabinet, console, given)


def to_mend_of(cabinet: Cabinet, console: Console, given: argparse.Namespace) -> int:
    """Do what `serenite corriger` was asked on an open practice."""
    service = cabinet.set_aside
    if given.proposer:
        service.offer_again(given.proposer)
        console.say("Proposé de nouveau. Enregistré ici, sera envoyé au retour du réseau.")
    elif given.ecarter:
        service.drop(*given.ecarter)
        console.say("Écarté. L’élément reste gardé en entier.")
    else:
        waiting = service.waiting()
        for one in waiting:
            _show_aside(console, one)
        held = cabinet.exchanges.situation().held
        if held:
            console.say(f"{held} suppressions en attente de confirmation par la région. Rien n’est perdu.")
        if not waiting:
            console.say("Rien à corriger.")
    return 0


def _show_aside(console: Console, one: Aside) -> None:
    console.say(f"{one.id}  {one.title}  {one.patient or '-'}  {one.origin.origin}")
    console.say(f"     {one.words}")
    if one.now:
        console.say(f"     Au dossier maintenant : {one.now}")
    console.say(f"     {one.why}. {one.remedy}")
