# SPDX-License-Identifier: EUPL-1.2
"""`backup now|list|verify|restore`: the local backups of this post."""

import argparse
from datetime import UTC, datetime
from pathlib import Path

from lgc_app.access_log import AccessLog
from lgc_app.bootstrap import backups_of
from lgc_app.cli.console import Console
from lgc_app.cli.opening import open_vault, unlock
from lgc_app.services.backups import Backups
from lgc_app.services.restoring import Restoring
from lgc_app.vault.backup import Backup, backups_in, newest_backup, verify_backup
from lgc_app.vault.layout import VaultLayout
from lgc_core.errors import UserError
from migrations.upgrade import upgrade


class NoBackupError(UserError):
    """The folder holds no backup."""

    def __init__(self) -> None:
        super().__init__(
            "Aucune sauvegarde ici. Donnez le dossier d’une sauvegarde, ou « backup now » pour en faire."
        )


def make(console: Console, given: argparse.Namespace) -> int:
    """Copy the database and its accesses to a folder, still encrypted, and verify the copy."""
    with open_vault(console, given.way) as (context, vault):
        made = backups_of(context, vault).run(Path(given.dossier).absolute() if given.dossier else None)
        console.say(f"Sauvegarde faite et vérifiée : {made.folder}")
        return 0


def show(console: Console, given: argparse.Namespace) -> int:
    """List the finished backups, newest first; nothing is opened."""
    context = console.make_context()
    folder = Path(given.dossier) if given.dossier else VaultLayout(context.folder).backups
    found = backups_in(folder)
    for one in reversed(found):
        size = VaultLayout(one.folder).database.stat().st_size / 1024**2
        console.say(f"{one.made.astimezone():%d/%m/%Y %H:%M}  {size:7.1f} Mo  {one.folder}")
    if not found:
        raise NoBackupError
    return 0


def verify(console: Console, given: argparse.Namespace) -> int:
    """Open a backup and check every page of it, its structure and its number of rows."""
    with open_vault(console, given.way) as (_context, vault):
        chosen = _chosen(vault.layout, given.dossier)
        rows = sum(verify_backup(chosen.folder, vault.key).values())
        console.say(f"Sauvegarde lisible, aucune page abîmée, {rows} lignes : {chosen.folder}")
        return 0


def restore(console: Console, given: argparse.Namespace) -> int:
    """Put a backup in place of the database of this post; what was there is kept aside."""
    context = console.make_context()
    chosen = _chosen(VaultLayout(context.folder), given.dossier)
    log = AccessLog(context.folder).write
    restoring = Restoring(context.folder, context.trust, log, context.now, lambda base: upgrade(base, "cabinet"))
    done = restoring.run(chosen.folder, chosen.made, lambda vault: unlock(console, vault, context, given.way))
    console.say(f"Restauré : sauvegarde du {done.made.astimezone():%d/%m/%Y à %H:%M}, {done.rows} lignes.")
    console.say(f"Les fichiers d’avant sont gardés : {done.aside}")
    if done.saved_ops or done.saved_drafts:
        kept = f"{done.saved_ops} modifications et {done.saved_drafts} brouillons"
        console.say(f"Repris de l’ancienne base : {kept}.")
    console.say("Au prochain échange, ce poste reprend à la région ce qui manque et renvoie ce qu’il a.")
    return 0


def backup_words(backups: Backups | None) -> str:
    """Say where the backups of this post stand."""
    state = backups.state() if backups is not None else None
    if state is None or (state.last is None and not state.alert):
        return "Sauvegarde : aucune"
    if state.alert or state.last is None:
        return f"Sauvegarde : {state.alert}"
    return f"Sauvegarde : {state.last.astimezone():%d/%m/%Y %H:%M}, vérifiée"


def _chosen(layout: VaultLayout, folder: str) -> Backup:
    """Return the backup named, or the newest of this post."""
    if not folder:
        newest = newest_backup(layout.backups)
        if newest is None:
            raise NoBackupError
        return newest
    path = Path(folder).absolute()
    named = [one for one in backups_in(path.parent) if one.folder == path]
    database = VaultLayout(path).database
    if not named and database.is_file():  # a folder that was given another name
        named = [Backup(path, datetime.fromtimestamp(database.stat().st_mtime, UTC))]
    chosen = named[0] if named else newest_backup(path)
    if chosen is None:
        raise NoBackupError
    return chosen
