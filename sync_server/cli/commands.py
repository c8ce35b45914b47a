# SPDX-License-Identifier: EUPL-1.2
"""The command line of the server: everything the console can do, and what it cannot (the first administrator)."""

import argparse
import getpass
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final, TypeAlias

import sqlalchemy as sa

from lgc_core.clinical.code_list import DATASETS, MAX_SOURCE
from lgc_core.errors import UserError
from lgc_core.oplog.fuse import CONFIRMED, REFUSED
from lgc_core.sync.parcel import LARGEST, ParcelRefusedError, unseal
from sync_server.config import Settings, from_environment
from sync_server.context import open_server
from sync_server.db import reading, writing
from sync_server.services import accounts, devices, editions, enrolment, held, jobs, journal, parcels
from sync_server.services.backups import ServerBackup, backups_in, make_backup, restore_into
from sync_server.services.clock import now_ms
from sync_server.services.drills import run_drill
from sync_server.services.french import short_moment
from sync_server.tables import practice_account

_SETTINGS: Final = {
    "data-dir": "dossier des clés, fichiers et, par défaut, de la base",
    "database-url": "sqlite:///chemin ou postgresql://...",
    "database-key-file": "64 chiffres hexadécimaux qui chiffrent la base SQLite",
    "host": "adresse d’écoute",
    "practice-port": "port des cabinets (0 : au choix du système)",
    "public-port": "port des patients et de la console (0 : au choix du système)",
    "host-names": "noms et adresses du certificat, séparés par des virgules",
    "card-roots": "autorités de cartes acceptées (PEM)",
    "authority-certificate": "certificat de l’autorité régionale (PEM)",
    "authority-key": "clé de l’autorité régionale (PEM)",
    "server-certificate": "certificat TLS du serveur (PEM)",
    "server-key": "clé TLS du serveur (PEM)",
    "min-schema": "version de schéma sous laquelle un poste envoie sans recevoir (à mettre à jour)",
    "lease-days": "jours d’écriture d’un poste sans échange (30)",
}
PASSWORD_VARIABLE: Final = "SERENITE_SERVER_ADMIN_PASSWORD"  # noqa: S105  # a variable's name


_Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001  # no public name
"""Generic for the checker only."""


def parse(arguments: list[str]) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="serenite-server", description="Serveur régional Pack Sérénité")
    for name, words in _SETTINGS.items():
        parser.add_argument(f"--{name}", help=words)
    parser.add_argument("--card-roots-simulated", action="store_true", default=None, help="IGC simulée")
    commands = parser.add_subparsers(dest="command", required=True, metavar="commande")
    commands.add_parser("run", help="servir").set_defaults(perform=_run)
    commands.add_parser("check", help="vérifier base, clés et journal").set_defaults(perform=_check)
    admin = _group(commands, "admin", "administrateurs")
    add = admin.add_parser(
        "add", help="ajouter un administrateur (mot de passe demandé, ou sur l’entrée standard)"
    )
    add.add_argument("login")
    add.add_argument("name")
    add.set_defaults(perform=_admin_add)
    practice = _group(commands, "practice", "cabinets")
    practice.add_parser("list", help="lister").set_defaults(perform=_practice_list)
    device = _group(commands, "device", "postes")
    device.add_parser("list", help="lister les postes et les demandes").set_defaults(perform=_device_list)
    for name, act in {"approve": _approve, "refuse": _refuse, "revoke": _revoke}.items():
        one = device.add_parser(name)
        one.add_argument("id", help="la demande, ou le poste pour revoke")
        one.set_defaults(perform=act)
    _deletions(commands)
    save = commands.add_parser("backup", help="sauvegarder la région pendant qu’elle sert")
    save.add_argument("--to", type=Path, help="autre dossier que backups/ du dossier des données")
    save.set_defaults(perform=_backup)
    drill = commands.add_parser("drill", help="exercice de restauration : restaurer ailleurs et tout relire")
    drill.add_argument("backup", type=Path, nargs="?", help="une sauvegarde (la dernière par défaut)")
    drill.set_defaults(perform=_drill)
    back = commands.add_parser("restore", help="restaurer une sauvegarde (dossier et base vides)")
    back.add_argument("backup", type=Path)
    back.set_defaults(perform=_restore)
    _jobs(commands)
    queue = _group(commands, "queue", "file exportée par un poste")
    bring = queue.add_parser("import", help="reprendre un fichier (son code est demandé, ou lu sur l’entrée)")
    bring.add_argument("file", type=Path)
    bring.set_defaults(perform=_queue_import)
    _editions(commands)
    return parser.parse_args(arguments)


def _jobs(commands: _Commands) -> None:
    work = _group(commands, "job", "travaux du serveur")
    work.add_parser("list", help="lister, avec le prochain essai et le dernier ennui").set_defaults(
        perform=_job_list
    )
    now = work.add_parser("retry", help="réessayer maintenant")
    now.add_argument("queue", choices=(jobs.UPKEEP, jobs.DMP))
    now.add_argument("key")
    now.set_defaults(perform=_job_retry)


def _deletions(commands: _Commands) -> None:
    held_back = _group(commands, "held", "suppressions en nombre, en attente")
    held_back.add_parser("list", help="lister").set_defaults(perform=_held_list)
    for name, verdict in {"confirm": CONFIRMED, "refuse": REFUSED}.items():
        one = held_back.add_parser(name)
        one.add_argument("id", help="l’identifiant que « held list » a montré")
        one.add_argument("--upto", type=int, required=True, help="le numéro que « held list » a montré")
        one.set_defaults(perform=_held_decide, verdict=verdict)


def _editions(commands: _Commands) -> None:
    ref = _group(commands, "ref", "listes de codes distribuées aux postes")
    ref.add_parser("list", help="lister les éditions").set_defaults(perform=_ref_list)
    bring = ref.add_parser("import", help="importer un fichier CSV (gz accepté) et en faire l’édition active")
    bring.add_argument("dataset", choices=sorted(DATASETS))
    bring.add_argument("file", type=Path)
    bring.add_argument("--edition", required=True, help="date ou nom de l’édition, montré avec chaque code")
    bring.add_argument("--source", required=True, help="qui la publie")
    bring.add_argument("--licence", default="", help="ce que ses conditions demandent de dire")
    bring.add_argument("--moins", action="store_true", help="accepter nettement moins de codes qu’avant")
    bring.set_defaults(perform=_ref_import)


def perform(asked: argparse.Namespace) -> None:
    """Do what was asked.

    Raises:
        UserError: with the sentence to show.
    """
    given = {name.replace("-", "_"): getattr(asked, name.replace("-", "_")) for name in _SETTINGS}
    settings = from_environment(**given, card_roots_simulated=asked.card_roots_simulated)
    act: Callable[[Settings, argparse.Namespace], None] = asked.perform
    act(settings, asked)


def _group(commands: _Commands, name: str, words: str) -> _Commands:
    return commands.add_parser(name, help=words).add_subparsers(dest="action", required=True, metavar="action")


def _run(settings: Settings, asked: argparse.Namespace) -> None:
    from sync_server.serve import run  # noqa: PLC0415 -- half a second that no other command needs

    del asked
    run(settings)


def _check(settings: Settings, asked: argparse.Namespace) -> None:
    del asked
    server = open_server(settings)
    with reading(server.engine) as connection:
        broken = journal.broken_at(connection)
    if broken is not None:
        raise UserError(f"La chaîne du journal est rompue à la ligne {broken}. Comparez avec la sauvegarde.")
    roots = len(server.card_trust.roots)
    kind = " (IGC simulée)" if server.card_trust.simulated else ""
    print(f"Base lisible. Autorité régionale présente. Journal intact. {roots} autorité(s) de cartes{kind}.")


def _admin_add(settings: Settings, asked: argparse.Namespace) -> None:
    admin = accounts.add_admin(open_server(settings).engine, asked.login, asked.name, _password())
    print(f"Administrateur « {admin.login} » ajouté.")


def _password() -> str:
    if given := os.environ.get(PASSWORD_VARIABLE):
        return given
    return getpass.getpass("Mot de passe : ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")


def _practice_list(settings: Settings, asked: argparse.Namespace) -> None:
    del asked
    with reading(open_server(settings).engine) as connection:
        for row in connection.execute(sa.select(practice_account).order_by(practice_account.c.name)):
            print(f"{row.id}  {row.name}")


def _device_list(settings: Settings, asked: argparse.Namespace) -> None:
    del asked
    with reading(open_server(settings).engine) as connection:
        for ask in enrolment.pending(connection):
            print(f"{ask.id}  demandé    {ask.practice_name}, {ask.label}  ({ask.holder})")
        for post in devices.all_posts(connection):
            seen = short_moment(post.seen_ms, now_ms()) if post.seen_ms is not None else "jamais vu"
            print(f"{post.id}  {post.state:<9}  {post.practice_name}, {post.label}  ({seen})")


def _approve(settings: Settings, asked: argparse.Namespace) -> None:
    server = open_server(settings)
    enrolment.approve(server.engine, server.authority, asked.id, _actor())
    print("Poste approuvé.")


def _refuse(settings: Settings, asked: argparse.Namespace) -> None:
    enrolment.refuse(open_server(settings).engine, asked.id, _actor())
    print("Demande refusée.")


def _revoke(settings: Settings, asked: argparse.Namespace) -> None:
    devices.revoke(open_server(settings).engine, asked.id, _actor())
    print("Poste révoqué.")


def _held_list(settings: Settings, asked: argparse.Namespace) -> None:
    del asked
    with reading(open_server(settings).engine) as connection:
        found = held.waiting(connection)
    for one in found:
        moment = short_moment(one.since_ms, now_ms())
        print(f"{one.id}  --upto {one.upto}  {one.practice_name}, {one.label}  {one.words}  ({moment})")
    if not found:
        print("Aucune suppression n’attend.")


def _held_decide(settings: Settings, asked: argparse.Namespace) -> None:
    server = open_server(settings)
    server.tell(held.decide(server.engine, asked.id, asked.upto, asked.verdict, _actor()))
    print("Suppressions confirmées." if asked.verdict == CONFIRMED else "Suppressions refusées : rien ne change.")


def _backup(settings: Settings, asked: argparse.Namespace) -> None:
    made = make_backup(settings, open_server(settings).engine, asked.to)
    print(f"Sauvegarde faite : {made.folder}")


def _drill(settings: Settings, asked: argparse.Namespace) -> None:
    chosen = _chosen(asked.backup) if asked.backup else None
    result = run_drill(settings, open_server(settings).engine, chosen)
    if not result.ok:
        raise UserError(f"Exercice manqué, {result.backup} : {result.words}")
    print(f"Exercice réussi en {result.seconds} s, {result.backup}. {result.words}")


def _restore(settings: Settings, asked: argparse.Namespace) -> None:
    restore_into(settings, _chosen(asked.backup))
    print("Restaurée sous une nouvelle époque : les postes renverront ce qu’ils gardent à leur prochain échange.")


def _job_list(settings: Settings, asked: argparse.Namespace) -> None:
    del asked
    with reading(open_server(settings).engine) as connection:
        for one in [*jobs.all_jobs(connection, jobs.UPKEEP), *jobs.all_jobs(connection, jobs.DMP)]:
            trouble = f"  {one.trouble} ({one.tries} essais)" if one.trouble else ""
            print(f"{one.queue}  {one.key}  prochain : {short_moment(one.due_ms, now_ms())}{trouble}")


def _job_retry(settings: Settings, asked: argparse.Namespace) -> None:
    with writing(open_server(settings).engine) as connection:
        jobs.hurry(connection, asked.queue, asked.key)
    print("Sera réessayé dans la minute.")


def _chosen(path: Path) -> ServerBackup:
    path = path.absolute()
    named = [one for one in backups_in(path.parent) if one.folder == path]
    if not named:
        raise UserError("Ce dossier n’est pas une sauvegarde de la région.")
    return named[0]


def _queue_import(settings: Settings, asked: argparse.Namespace) -> None:
    ask = "Code de la file : "
    code = getpass.getpass(ask) if sys.stdin.isatty() else sys.stdin.readline()
    try:
        if asked.file.stat().st_size > LARGEST:
            raise ParcelRefusedError
        parcel = unseal(asked.file.read_bytes(), code)
    except OSError as error:
        raise UserError("Ce fichier ne se lit pas.") from error
    server = open_server(settings)
    taken = parcels.take(server.engine, parcel, _actor())
    server.tell(parcel.practice)
    print(f"{taken.new} reçues, {taken.known} déjà connues, {taken.aside} mises de côté.")


def _ref_list(settings: Settings, asked: argparse.Namespace) -> None:
    del asked
    for one in editions.editions(open_server(settings).engine):
        print(f"{one.dataset:<8} {one.edition:<12} {one.state:<11} {one.rows:>7} codes  {one.source}")


def _ref_import(settings: Settings, asked: argparse.Namespace) -> None:
    try:
        with asked.file.open("rb") as file:
            untrusted = file.read(MAX_SOURCE + 1)
    except OSError as error:
        raise UserError("Ce fichier ne se lit pas.") from error
    server = open_server(settings)
    said = editions.Import(asked.dataset, asked.edition, asked.source, asked.licence, asked.moins)
    made = editions.bring(server.engine, server.blobs, said, untrusted, _actor())
    title = DATASETS[made.dataset].title
    print(f"{title}, édition {made.edition} : {made.rows} codes, active. Les postes la reçoivent.")


def _actor() -> str:
    return f"ligne de commande ({getpass.getuser()})"
