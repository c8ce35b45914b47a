# SPDX-License-Identifier: EUPL-1.2
"""How the commands of the front desk and of the round are written: their words and their options."""

import argparse
from collections.abc import Callable

from lgc_app.cli import agenda_plan, front_desk, paper
from lgc_app.cli.console import Console

_States = ("prévu", "arrivé", "en cours", "vu", "absent", "annulé")


Group = argparse._SubParsersAction  # noqa: SLF001 -- argparse names the type nowhere else
Command = Callable[[Console, argparse.Namespace], int]
Add = Callable[["Group[argparse.ArgumentParser]", str, str, Command], argparse.ArgumentParser]
"""Adds one command that opens the post, and returns its parser."""


def add_front_desk(commands: "Group[argparse.ArgumentParser]", add: Add) -> None:
    """Add agenda, tasks and round to the commands of `serenite`."""
    _agenda(group_of(commands, "agenda", "rendez-vous"), add)
    _tasks(group_of(commands, "taches", "ce qui est à faire"), add)
    _round(group_of(commands, "tournee", "visites de l’infirmier"), add)


def add_links(patients: "Group[argparse.ArgumentParser]", add: Add) -> None:
    """Add the links of two files to `serenite patients`."""
    made = add(patients, "links", "dossiers reliés ou ressemblants", front_desk.links)
    made.add_argument("patient", metavar="ID")
    made = add(patients, "link", "lire deux dossiers comme un seul", front_desk.link)
    made.add_argument("garde", metavar="ID_GARDÉ")
    made.add_argument("doublon", metavar="ID_DOUBLON")
    made.add_argument("--motif", default="même personne")
    made = add(patients, "unlink", "retirer un lien", front_desk.unlink)
    made.add_argument("lien", metavar="LIEN")
    made.add_argument("--motif", default="")


def group_of(
    commands: "Group[argparse.ArgumentParser]", name: str, words: str
) -> "Group[argparse.ArgumentParser]":
    """Return the sub-commands of a new group."""
    return commands.add_parser(name, help=words).add_subparsers(required=True)


def _agenda(group: "Group[argparse.ArgumentParser]", add: Add) -> None:
    made = add(group, "jour", "montrer un jour, ou plusieurs", front_desk.agenda)
    made.add_argument("jour", nargs="?", default="", metavar="AAAA-MM-JJ")
    made.add_argument("--jours", type=int, default=1, choices=range(1, 32), metavar="N")
    made = add(group, "donner", "donner un rendez-vous", front_desk.book)
    made.add_argument("patient", metavar="ID")
    made.add_argument("quand", metavar="AAAA-MM-JJTHH:MM")
    made.add_argument("--minutes", type=int, default=15)
    made.add_argument("--motif", default="")
    made = add(group, "etat", "dire où en est un rendez-vous", front_desk.move_on)
    made.add_argument("rendez_vous", metavar="ID")
    made.add_argument("etat", choices=_States)
    made = add(group, "imprimer", "un jour en PDF, sans motif", paper.print_day)
    made.add_argument("jour", nargs="?", default="", metavar="AAAA-MM-JJ")
    made.add_argument("--pdf", required=True, metavar="FICHIER")
    _plan(group, add)
    made = add(group, "ics", "exporter son agenda, sans motif", front_desk.export_calendar)
    made.add_argument("fichier", metavar="FICHIER")


def _plan(group: "Group[argparse.ArgumentParser]", add: Add) -> None:
    add(group, "absences", "les absences et heures réservées", agenda_plan.absences)
    made = add(group, "absence", "noter une absence, une fois ou régulière", agenda_plan.add_absence)
    made.add_argument("du", metavar="AAAA-MM-JJ")
    made.add_argument("au", nargs="?", default="", metavar="AAAA-MM-JJ", help="sans fin si absent, avec --rythme")
    made.add_argument("--rythme", default="", help="« chaque mercredi », « un vendredi sur deux »")
    made.add_argument("--heures", default="", metavar="13:00-18:00", help="une partie de la journée")
    made.add_argument("--motif", default="")
    made.add_argument("--personne", default="", metavar="ID", help="soi-même sinon")
    made.add_argument("--reserve", action="store_true", help="heures réservées, sans absence")
    made = add(group, "absence-retirer", "retirer une absence", agenda_plan.end_absence)
    made.add_argument("regle", metavar="ID")
    made = add(
        group,
        "plus-tot",
        "la liste courte : qui viendrait plus tôt ; ou y mettre un rendez-vous",
        agenda_plan.sooner,
    )
    made.add_argument("rendez_vous", nargs="?", default="", metavar="ID")
    made.add_argument("quand", nargs="?", default="", metavar="MOTS", help="« tous les matins » ; vide : retirer")
    made = add(group, "deplacer", "donner une autre heure à un rendez-vous", agenda_plan.shift)
    made.add_argument("rendez_vous", metavar="ID")
    made.add_argument("quand", metavar="AAAA-MM-JJTHH:MM")
    made = add(group, "sans-rdv", "mettre quelqu’un en salle d’attente, sans rendez-vous", agenda_plan.walk_in)
    made.add_argument("patient", metavar="ID")


def _tasks(group: "Group[argparse.ArgumentParser]", add: Add) -> None:
    made = add(group, "liste", "à faire, les retards d’abord", front_desk.tasks)
    made.add_argument("--miennes", action="store_true", help="seulement ce qui m’est adressé")
    made = add(group, "ajouter", "une tâche en une ligne", front_desk.add_task)
    made.add_argument("mots", nargs="+", metavar="MOTS")
    made.add_argument("--patient", default="", metavar="ID")
    made = add(group, "fait", "cocher une tâche", front_desk.finish_task)
    made.add_argument("tache", metavar="ID")
    made.add_argument("--rouvrir", action="store_true", help="retirer la coche")


def _round(group: "Group[argparse.ArgumentParser]", add: Add) -> None:
    made = add(group, "jour", "les visites d’un jour", front_desk.round_day)
    made.add_argument("jour", nargs="?", default="", metavar="AAAA-MM-JJ")
    made.add_argument("--feuille", action="store_true", help="avec la feuille de soins")
    made.add_argument("--pdf", default="", metavar="FICHIER", help="écrire la feuille de soins, à imprimer")
    made = add(group, "soin", "ajouter un soin au plan", front_desk.plan_care)
    made.add_argument("patient", metavar="ID")
    made.add_argument("soin")
    made.add_argument("heures", metavar="07:45,18:30")
    made.add_argument("--fixe", action="store_true", help="heure fixe")
    made = add(group, "cocher", "cocher les soins d’une visite du jour", front_desk.tick_cares)
    made.add_argument("patient", metavar="ID")
    made.add_argument("heure", metavar="07:45")
    made.add_argument("soin", nargs="?", default="", metavar="MOTS", help="tous les soins sinon")
    made.add_argument("--retirer", action="store_true", help="retirer la coche")
    made = add(group, "terminer", "terminer une visite du jour, avec sa transmission", front_desk.end_visit)
    made.add_argument("patient", metavar="ID")
    made.add_argument("heure", metavar="07:45")
    for option in ("--donnees", "--actions", "--resultats"):
        made.add_argument(option, default="")
    made.add_argument("--absent", action="store_true", help="personne à la maison")
    made.add_argument("--refus", action="store_true", help="soins refusés")
    made = add(group, "retirer", "retirer une transmission écrite par erreur", front_desk.withdraw_transmission)
    made.add_argument("transmission")
    made = add(group, "transmettre", "transmission (données : entrée standard)", front_desk.transmit)
    made.add_argument("patient", metavar="ID")
    for option in ("--cible", "--actions", "--resultats"):
        made.add_argument(option, default="")
