# SPDX-License-Identifier: EUPL-1.2
"""The sub-commands of `serenite`, and the exit codes: 0 done, 1 refused in words, 2 usage, 3 outside."""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from lgc_app.cli import backup, first_start, numbers, post_care, record, to_decide
from lgc_app.cli.admission import add_admission
from lgc_app.cli.circle import add_circle
from lgc_app.cli.console import Console
from lgc_app.cli.file_lines import add_file_lines
from lgc_app.cli.file_reading import add_file_reading
from lgc_app.cli.forms import add_forms
from lgc_app.cli.front_desk_words import add_front_desk, add_links
from lgc_app.cli.paper_words import add_paper, add_portability
from lgc_app.cli.people import add_people
from lgc_app.cli.reception import add_reception
from lgc_app.cli.references import add_references
from lgc_app.cli.settings import add_settings
from lgc_app.cli.templates import add_templates
from lgc_app.cli.texts import add_texts
from lgc_app.cli.wrong_file import add_wrong_file
from lgc_app.installation import __doc__ as _settings_words
from lgc_app.installation import read_installation
from lgc_app.services.disputes import Choice
from lgc_core.errors import OutsideError, UserError
from lgc_core.model.note import SECTION_TITLES

Command = Callable[[Console, argparse.Namespace], int]
REFUSED: Final = 1
OUTSIDE: Final = 3
_ABOUT: Final = (
    "Pack Sérénité. Sans argument : la fenêtre. Les codes ne sont jamais des arguments : ils sont demandés. "
    "Sortie : 0 fait, 1 refusé (la phrase dit pourquoi), 2 commande mal écrite, 3 réseau, carte ou disque."
)


def run(arguments: Sequence[str], console: Console | None = None) -> int:
    """Run one command and return its exit code; `console` is given by tests and by the demo."""
    given = parser().parse_args(arguments)
    try:
        talking = console or _console(given.poste)
        command: Command = given.command
        return command(talking, given)
    except UserError as refused:
        print(refused.sentence, file=sys.stderr)
        return REFUSED
    except OutsideError as outside:
        print(outside.sentence, file=sys.stderr)
        return OUTSIDE
    except LookupError:
        print("Cet identifiant n’est pas sur ce poste. Cherchez-le avec « patients find ».", file=sys.stderr)
        return REFUSED


def _console(chosen: Path | None) -> Console:
    installation = read_installation(chosen)
    return Console(installation=installation, make_context=installation.make_context)


def parser() -> argparse.ArgumentParser:
    """Return the parser of every command."""
    top = argparse.ArgumentParser(
        prog="serenite",
        description=_ABOUT,
        epilog=f"Réglages du poste :\n\n{_settings_words}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    top.add_argument("--poste", type=Path, metavar="FICHIER", help="autre poste.toml que celui de l’application")
    commands = top.add_subparsers(required=True, metavar="COMMANDE")
    _first_start(commands)
    _record(commands)
    _numbers(commands)
    _post(commands)
    add_front_desk(commands, _add)
    add_paper(commands, _add)
    add_portability(commands, _add)
    add_file_lines(commands, _add)
    add_wrong_file(commands, _add)
    add_templates(commands, _add)
    add_forms(commands, _add)
    add_references(commands, _add)
    add_circle(commands, _add)
    add_settings(commands, _add)
    add_people(commands, _add)
    add_file_reading(commands, _add)
    add_reception(commands, _add)
    add_texts(commands, _add)
    return top


_Commands = argparse._SubParsersAction  # noqa: SLF001 -- argparse names the type nowhere else


def _add(
    commands: "_Commands[argparse.ArgumentParser]", name: str, words: str, run_it: Command, *, opens: bool = True
) -> argparse.ArgumentParser:
    made = commands.add_parser(name, help=words, description=words)
    made.set_defaults(command=run_it, way="carte")
    if opens:
        ways = made.add_mutually_exclusive_group()
        for option, way, about in (
            ("--secours", "secours", "ouvrir avec le code de secours imprimé"),
            ("--phrase", "phrase", "ouvrir avec une phrase de passe (accueil seulement)"),
        ):
            ways.add_argument(option, dest="way", action="store_const", const=way, help=about)
        ways.add_argument("--recovery", dest="way", action="store_const", const="secours", help=argparse.SUPPRESS)
    return made


def _first_start(commands: "_Commands[argparse.ArgumentParser]") -> None:
    init = _add(commands, "init", "créer le cabinet sur ce poste", first_start.init, opens=False)
    init.add_argument("--phrase", action="store_true", help="première ouverture par phrase de passe, sans carte")
    init.add_argument(
        "--rejoindre", metavar="NUMÉRO", default="", help="second poste d’un cabinet que la région connaît"
    )
    for option, words in (
        ("--cabinet", "nom du cabinet"),
        ("--rue", "numéro et rue"),
        ("--cp", "code postal"),
        ("--ville", "ville"),
        ("--commune", "code INSEE de la commune"),
        ("--telephone", "téléphone du cabinet"),
        ("--structure", "numéro de structure : 1 + FINESS, ou 3 + SIRET"),
        ("--nom", "votre nom, comme à l’écran"),
        ("--prenom", "votre prénom"),
        ("--rpps", "votre identifiant, sans carte"),
        ("--poste-nom", "nom de ce poste"),
    ):
        init.add_argument(option, default="", help=words)
    init.add_argument(
        "--role", choices=("medecin", "infirmier", "secretaire"), default="medecin", help="votre rôle"
    )
    enrol = _add(commands, "enrol", "inscrire ce poste à la région (carte)", first_start.enrol, opens=False)
    enrol.add_argument("--cabinet", default="", help="nom du cabinet, pour l’administrateur")
    enrol.add_argument("--poste-nom", default="", help="nom de ce poste")
    rebuild = _add(
        commands, "rebuild", "refaire ce poste depuis la région (carte)", first_start.rebuild, opens=False
    )
    rebuild.add_argument("rejoindre", metavar="NUMÉRO", help="numéro du cabinet")
    rebuild.add_argument("--cabinet", default="", help="nom du cabinet, pour l’administrateur")
    rebuild.add_argument("--poste-nom", default="", help="nom de ce poste")
    rebuild.set_defaults(phrase=False)
    for command, minutes in ((enrol, 0), (rebuild, 30)):
        command.add_argument(
            "--attendre", type=int, default=minutes, metavar="MINUTES", help="attendre l’approbation"
        )
        command.add_argument(
            "--ouvrir-tot", action="store_true", help="s’arrêter dès que la fenêtre peut s’ouvrir"
        )


def _record(commands: "_Commands[argparse.ArgumentParser]") -> None:
    patients = commands.add_parser("patients", help="chercher ou montrer un patient").add_subparsers(required=True)
    find = _add(patients, "find", "chercher : nom, naissance, téléphone, INS", record.find_patients)
    find.add_argument("words", nargs="+", metavar="MOTS")
    show = _add(patients, "show", "montrer allergies, rein, problèmes, traitement", record.show_patient)
    show.add_argument("patient", metavar="ID")
    add_links(patients, _add)
    add_admission(patients, _add)
    note = _add(
        commands, "note", "écrire une section de la consultation du jour (entrée standard)", record.write_note
    )
    note.add_argument("patient", metavar="ID")
    note.add_argument("--section", choices=tuple(SECTION_TITLES), default="libre")
    note.add_argument("--signer", action="store_true", help="signer ensuite, avec la carte")
    measure = _add(commands, "measure", "saisir des mesures", record.write_measures)
    measure.add_argument("patient", metavar="ID")
    measure.add_argument("mesures", nargs="*", metavar="CLÉ=VALEUR")
    measure.add_argument("--retirer", metavar="CLÉ", default="", help="retirer la dernière, saisie par erreur")
    bring = _add(commands, "import", "importer des fichiers dans Réception", record.import_files)
    bring.add_argument("fichiers", nargs="+", metavar="FICHIER")
    emit = _add(
        commands, "emit", "émettre un VSM (ID du patient) ou un compte rendu (ID de la consultation)", record.emit
    )
    emit.add_argument("quoi", choices=("vsm", "report"))
    emit.add_argument("id", metavar="ID")
    trail = _add(commands, "trail", "qui a ouvert ce dossier", record.trail)
    trail.add_argument("patient", metavar="ID")
    invite = _add(commands, "invite", "inviter un patient : feuille PDF avec son code", record.invite)
    invite.add_argument("patient", metavar="ID")
    invite.add_argument("--pdf", required=True, metavar="FICHIER")


def _backup(commands: "_Commands[argparse.ArgumentParser]") -> None:
    group = commands.add_parser("backup", help="sauvegardes de ce poste, chiffrées").add_subparsers(required=True)
    for name, words, run_it, opens in (
        ("now", "sauvegarder et vérifier", backup.make, True),
        ("list", "lister", backup.show, False),
        ("verify", "vérifier une sauvegarde (la dernière par défaut)", backup.verify, True),
        ("restore", "revenir à une sauvegarde (la dernière par défaut)", backup.restore, True),
    ):
        _add(group, name, words, run_it, opens=opens).add_argument("dossier", nargs="?", default="")


def _numbers(commands: "_Commands[argparse.ArgumentParser]") -> None:
    calcul = _add(commands, "calcul", "calculer (DFG, clairance, SCORE2…) ; seul : la liste", numbers.calculate)
    calcul.add_argument("calcul", nargs="?", default="", metavar="CALCUL")
    calcul.add_argument("valeurs", nargs="*", metavar="CLÉ=VALEUR")
    calcul.add_argument("--patient", default="", metavar="ID", help="prendre du dossier ce qui n’est pas donné")
    vaccins = commands.add_parser("vaccins", help="carnet, vaccin à noter, lot, calendrier")
    parts = vaccins.add_subparsers(required=True)
    booklet = _add(parts, "montrer", "le carnet d’un patient, et ce qui est à faire", numbers.show_booklet)
    booklet.add_argument("patient", metavar="ID")
    add = _add(parts, "noter", "noter un vaccin, par son nom ou le code scanné de sa boîte", numbers.add_vaccine)
    add.add_argument("patient", metavar="ID")
    add.add_argument("vaccin", metavar="VACCIN")
    for option, words in (
        ("--date", "jour, mois ou année (aujourd’hui sinon)"),
        ("--lot", "numéro de lot"),
        ("--peremption", "31/03/2027 ou 03/2027"),
        ("--motif", "pourquoi, malgré une dose proche"),
    ):
        add.add_argument(option, default="", help=words)
    add.add_argument("--declare", action="store_true", help="fait ailleurs, déclaré")
    lot = _add(parts, "lot", "qui a reçu un lot, dans tout le cabinet", numbers.find_lot)
    lot.add_argument("lot", metavar="LOT")
    _table(_add(parts, "calendrier", "le calendrier de ce poste", numbers.vaccine_calendar))
    _table(_add(commands, "depistages", "le tableau des dépistages de ce poste", numbers.screening_table))


def _table(rules: argparse.ArgumentParser) -> None:
    choice = rules.add_mutually_exclusive_group()
    choice.add_argument("--exporter", metavar="FICHIER", default="", help="écrire l’édition en vigueur (JSON)")
    choice.add_argument("--installer", metavar="FICHIER", default="", help="mettre une édition en vigueur")
    choice.add_argument("--origine", action="store_true", help="revenir à celle du logiciel")


def _post(commands: "_Commands[argparse.ArgumentParser]") -> None:
    _add(commands, "exchange", "échanger avec la région maintenant", post_care.exchange)
    _add(commands, "status", "ce qui attend, les accès, la sauvegarde", post_care.status)
    _backup(commands)
    queue = commands.add_parser("queue", help="ce qui attend la région").add_subparsers(required=True)
    export = _add(queue, "export", "exporter la file, chiffrée, vers un fichier", post_care.export_queue)
    export.add_argument("fichier", metavar="FICHIER")
    disputes = _add(commands, "conflits", "versions à rapprocher : lister, choisir", to_decide.conflicts)
    disputes.add_argument("id", nargs="?", default="", metavar="ID")
    disputes.add_argument("--choix", choices=tuple(one.value for one in Choice), default="")
    disputes.add_argument("--historique", action="store_true", help="ce qui a été choisi, avec les deux versions")
    mend = _add(commands, "corriger", "éléments mis de côté : lister, proposer, écarter", to_decide.to_mend)
    mend.add_argument("--proposer", metavar="ID", default="", help="proposer de nouveau")
    mend.add_argument("--ecarter", nargs=2, metavar=("ID", "MOTIF"), help="retirer de la liste, gardé en entier")
    files = _add(commands, "fichiers", "les fichiers en route, et ceux que ce poste reçoit seul", post_care.files)
    files.add_argument("--recevoir", metavar="CHOIX", default="", help="toujours, demande, ou un nombre de Mo")
    files.add_argument("--document", metavar="NUMÉRO", default="", help="recevoir d’abord ce fichier-là")
    unlock = commands.add_parser("unlock", help="essayer d’ouvrir").add_subparsers(required=True)
    _add(unlock, "test", "ouvrir, dire qui, refermer", post_care.test_unlock)
