# SPDX-License-Identifier: EUPL-1.2
"""Commands on the people of the practice, and on the cards that open this post."""

import argparse
from dataclasses import replace
from typing import Final

from cps_card.errors import CardError
from cps_card.session import CardSession
from lgc_app.cli.console import Console
from lgc_app.cli.file_lines import Add
from lgc_app.cli.opening import NoCardError, OpenPost, ask_pin, open_post
from lgc_app.services.cards import PersonCard
from lgc_app.services.people import Person
from lgc_app.services.people_form import TITLES, PersonForm, form_of
from lgc_app.services.staffing import ROLE_WORDS
from lgc_app.vault.slots import fingerprint
from lgc_core.errors import LgcError, UserError
from lgc_core.model.staff import Role
from lgc_core.model.values import When

_FIELDS: Final = (
    ("--nom", "family", "nom"),
    ("--prenom", "given", "prénom"),
    ("--numero", "number", "numéro RPPS, 11 chiffres ; sans lui, la carte le dira"),
    ("--dernier-jour", "last_day", "31/12/2026, ou « sans » ; obligatoire pour un remplaçant"),
    ("--remplace", "replaces", "identifiant de la personne remplacée"),
)
_WITHOUT: Final = "sans"


class NoSuchCardError(UserError):
    """No card of the person begins so, or several do."""

    def __init__(self) -> None:
        super().__init__("Cette carte n’est pas à cette personne. Relisez son numéro dans « personnes lister ».")


def add_people(commands: object, add: Add) -> None:
    """Add `serenite personnes` and `serenite cartes` to the commands."""
    group = commands.add_parser(  # type: ignore[attr-defined]  # argparse names the type nowhere
        "personnes", help="personnes du cabinet : lister, ajouter, changer, terminer"
    ).add_subparsers(required=True)
    add(group, "lister", "qui travaille ici, jusqu’à quand, et avec quelle carte", show)
    made = add(group, "ajouter", "ajouter une personne ; sa carte s’ajoute ensuite, sur chaque poste", join)
    _fields(made)
    changed = add(group, "changer", "changer un nom, un rôle, un dernier jour", change)
    changed.add_argument("personne", metavar="ID")
    _fields(changed)
    ended = add(group, "terminer", "mettre fin à un accès : ce poste se ferme tout de suite à ses cartes", end)
    ended.add_argument("personne", metavar="ID")
    told = add(group, "histoire", "ce qui a changé pour une personne : quand, par qui", tell)
    told.add_argument("personne", metavar="ID")
    cards = commands.add_parser(  # type: ignore[attr-defined]  # argparse names the type nowhere
        "cartes", help="cartes qui ouvrent ce poste : ajouter, retirer"
    ).add_subparsers(required=True)
    added = add(cards, "ajouter", "ajouter la carte d’une personne à ce poste, avec elle et son code", add_card)
    added.add_argument("personne", metavar="ID")
    gone = add(cards, "retirer", "retirer une carte (perdue, volée, remplacée) de tous les postes", withdraw)
    gone.add_argument("personne", metavar="ID")
    gone.add_argument("carte", metavar="NUMÉRO", help="numéro imprimé sur la carte")


def _fields(command: argparse.ArgumentParser) -> None:
    for option, name, words in _FIELDS:
        command.add_argument(option, dest=name, default="", help=words)
    command.add_argument("--role", choices=tuple(role.value for role in Role), default="")
    command.add_argument("--titre", dest="title", choices=[one for one in TITLES if one], default="")


def show(console: Console, given: argparse.Namespace) -> int:
    """List everybody and their cards."""
    with open_post(console, given.way) as post:
        everybody = post.cabinet.people.all()
        for one in everybody.here:
            console.say(_line(one))
        for one in everybody.left:
            console.say(f"{_line(one)}  (accès terminé)")
        for card in everybody.strangers:
            console.say(f"-  {_card(card)}  (à personne du cabinet)")
        return 0


def join(console: Console, given: argparse.Namespace) -> int:
    """Add somebody."""
    with open_post(console, given.way) as post:
        made, _changes = post.cabinet.people.add(_typed(PersonForm(family=""), given))
        console.say(f"{made}  ajouté. Sa carte : « serenite cartes ajouter {made} », sur chaque poste.")
        return 0


def change(console: Console, given: argparse.Namespace) -> int:
    """Change what is given of somebody."""
    with open_post(console, given.way) as post:
        before = form_of(_person(post, given.personne).staff)
        done = post.cabinet.people.change(given.personne, _typed(before, given))
        console.say(_line(_person(post, given.personne)))
        _say_kept(console, done.withdrawn.kept)
        return 0


def end(console: Console, given: argparse.Namespace) -> int:
    """End an access now."""
    with open_post(console, given.way) as post:
        person = _person(post, given.personne)
        done = post.cabinet.people.end(given.personne)
        console.say(
            f"Accès de {person.staff.name.shown} terminé : sur ce poste tout de suite, sur les autres à leur "
            "prochain échange."
        )
        _say_kept(console, done.withdrawn.kept)
        return 0


def tell(console: Console, given: argparse.Namespace) -> int:
    """Say what happened to a line."""
    with open_post(console, given.way) as post:
        for one in post.cabinet.people.history(given.personne):
            console.say(f"{one.at:%d/%m/%Y %H:%M}  {one.by}  {one.what}")
        return 0


def add_card(console: Console, given: argparse.Namespace) -> int:
    """Add the card of somebody: in a second reader, or in turn in the only one."""
    with open_post(console, given.way) as post:
        person = _person(post, given.personne)
        name = person.staff.name.shown
        console.ask(
            f"Insérez la carte de {name} (à la place de la vôtre s’il n’y a qu’un lecteur), puis Entrée : "
        )
        card = _find(post, given.personne)
        try:
            pin, accepted = ask_pin(console, card)
            post.cabinet.cards.add(given.personne, card, pin, accept_last_try=accepted)
        finally:
            card.close()
        console.say(f"La carte de {name} ouvre ce poste.")
        return 0


def withdraw(console: Console, given: argparse.Namespace) -> int:
    """Take a card away from every post."""
    with open_post(console, given.way) as post:
        person = _person(post, given.personne)
        found = [one for one in person.cards if one.label.split()[-1:] == [given.carte]]
        if len(found) != 1:
            raise NoSuchCardError
        post.cabinet.cards.withdraw(given.personne, found[0].cert_sha256)
        console.say("Carte retirée : de ce poste tout de suite, des autres à leur prochain échange.")
        return 0


def _find(post: OpenPost, staff: str) -> CardSession:
    """Give the card of a person among the readers, one that does not open this post yet before the others.

    Raises:
        NoCardError: no reader holds a card. LgcError: what is wrong with the only one that answers.
    """
    here = {card.cert_sha256 for one in post.cabinet.people.all().here for card in one.cards if card.opens_here}
    trouble: LgcError = NoCardError()
    found: list[tuple[bool, CardSession]] = []
    for reader in post.context.readers.names():
        try:
            card = post.context.readers.open(reader)
            found.append((fingerprint(card.auth_certificate) in here, card))
        except CardError:
            continue
    chosen: CardSession | None = None
    for _known, card in sorted(found, key=lambda one: one[0]):
        if chosen is None:
            try:
                post.cabinet.cards.check(staff, card)
                chosen = card
                continue
            except LgcError as refused:
                trouble = refused
        card.close()
    if chosen is None:
        raise trouble
    return chosen


def _typed(before: PersonForm, given: argparse.Namespace) -> PersonForm:
    """Put what is given over a line; a new doctor is « Dr » unless said otherwise."""
    told = {name: getattr(given, name).strip() for _option, name, _words in _FIELDS}
    told |= {"role": given.role, "title": given.title}
    form = replace(before, **{name: text for name, text in told.items() if text})
    if form.last_day.casefold() == _WITHOUT:
        form = replace(form, last_day="")
    if not before.family and not form.title and form.role in (Role.MEDECIN, Role.REMPLACANT):
        form = replace(form, title="Dr")
    return form


def _person(post: OpenPost, staff: str) -> Person:
    everybody = post.cabinet.people.all()
    for one in (*everybody.here, *everybody.left):
        if one.staff.id == staff:
            return one
    raise LookupError(staff)


def _line(one: Person) -> str:
    staff = one.staff
    until = f", jusqu’au {When(text=staff.valid_to).display()}" if staff.valid_to else ""
    cards = " ; ".join(_card(card) for card in one.cards) or "aucune carte"
    return f"{staff.id}  {staff.name.shown}  {ROLE_WORDS[staff.role]}{until}  {cards}"


def _card(card: PersonCard) -> str:
    return f"{card.label} ({'ouvre ce poste' if card.opens_here else 'pas sur ce poste'})"


def _say_kept(console: Console, kept: str) -> None:
    if kept:
        console.say(f"Sa carte reste dans le fichier des accès de ce poste. {kept}")
