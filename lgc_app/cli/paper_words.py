# SPDX-License-Identifier: EUPL-1.2
"""How the commands that print are written: their words and their options."""

import argparse

from lgc_app.cli import paper, portability
from lgc_app.cli.front_desk_words import Add, Group, group_of


def add_paper(commands: "Group[argparse.ArgumentParser]", add: Add) -> None:
    """Add what prints to the commands of `serenite`."""
    _failsafe(group_of(commands, "secours", "dossier de secours : l’essentiel, imprimable"), add)
    _letters(group_of(commands, "courrier", "courriers, certificats, ordonnances d’examens et de soins"), add)


def _failsafe(group: "Group[argparse.ArgumentParser]", add: Add) -> None:
    made = add(group, "jour", "tous les patients d’un jour (demain sinon)", paper.failsafe_of_day)
    made.add_argument("jour", nargs="?", default="", metavar="AAAA-MM-JJ")
    made.add_argument("--pdf", required=True, metavar="FICHIER")
    made = add(group, "patient", "un patient", paper.failsafe_of_patient)
    made.add_argument("patient", metavar="ID")
    made.add_argument("--pdf", required=True, metavar="FICHIER")


def add_portability(commands: "Group[argparse.ArgumentParser]", add: Add) -> None:
    """Add the open export to the commands of `serenite`."""
    group = group_of(commands, "export", "export ouvert : un patient, le cabinet, reprise sur un poste neuf")
    made = add(group, "patient", "copie du dossier d’un patient (ZIP)", portability.export_patient)
    made.add_argument("patient", metavar="ID")
    made.add_argument("fichier", metavar="FICHIER")
    made = add(group, "cabinet", "tout le cabinet (ZIP)", portability.export_practice)
    made.add_argument("fichier", metavar="FICHIER")
    _whole_files(commands, add)
    made = add(group, "reprendre", "reprendre un export sur un poste neuf", portability.take_up_export)
    made.add_argument("fichier", metavar="FICHIER")


def _whole_files(commands: "Group[argparse.ArgumentParser]", add: Add) -> None:
    group = group_of(commands, "rgpd", "effacement : ce que la loi garde, effacer")
    made = add(group, "bilan", "dire si un dossier peut être effacé", portability.assess_erasure)
    made.add_argument("patient", metavar="ID")
    made = add(group, "effacer", "effacer un dossier que la loi ne garde plus", portability.erase)
    made.add_argument("patient", metavar="ID")
    made.add_argument("--motif", required=True)
    group = group_of(commands, "remplacement", "note de fin, choses à suivre")
    made = add(group, "note", "la note de fin (la sienne, ou celle d’une personne)", portability.replacement_note)
    made.add_argument("--personne", default="", metavar="ID")
    made.add_argument("--pdf", required=True, metavar="FICHIER")
    made = add(group, "laisser", "laisser quelque chose à suivre", portability.leave_to_follow)
    made.add_argument("mots", nargs="+", metavar="MOTS")
    made.add_argument("--patient", default="", metavar="ID")


def _letters(group: "Group[argparse.ArgumentParser]", add: Add) -> None:
    add(group, "modeles", "les modèles", paper.list_templates)
    made = add(group, "debuter", "montrer un modèle rempli pour un patient", paper.begin_letter)
    made.add_argument("patient", metavar="ID")
    made.add_argument("modele", metavar="MODÈLE")
    made = add(group, "faire", "garder un courrier (texte : entrée standard)", paper.make_letter)
    made.add_argument("patient", metavar="ID")
    made.add_argument("modele", metavar="MODÈLE")
    made.add_argument("--titre", default="")
    made.add_argument("--pdf", default="", metavar="FICHIER")
