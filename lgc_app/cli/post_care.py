# SPDX-License-Identifier: EUPL-1.2
"""Commands on the post: exchange, state, backup, a trial of unlocking."""

import argparse
from pathlib import Path

from lgc_app.cli.console import Console
from lgc_app.cli.opening import open_post, open_vault
from lgc_app.cli.record import waiting
from lgc_app.vault.backup import make_backup, newest_backup, verify_backup
from lgc_app.vault.credentials import list_credentials


def exchange(console: Console, given: argparse.Namespace) -> int:
    """Exchange with the region now; 3 when it cannot be reached."""
    with open_post(console, given.way) as post:
        outcome = post.cabinet.exchanges.run()
        console.say(outcome.sentence)
        console.say(waiting(post))
        return 0 if outcome.online else 3


def status(console: Console, given: argparse.Namespace) -> int:
    """Say who opened, what waits, each sending, and how one may open this post."""
    with open_post(console, given.way) as post:
        staff, practice = post.cabinet.session.staff, post.cabinet.session.practice
        console.say(f"{practice.name} · {staff.name.shown} ({staff.role.value})")
        console.say(waiting(post))
        for item in post.cabinet.exchanges.items():
            console.say(f"  {item.state:11} {item.since}  {item.title}  → {item.to}  {item.what_happens}")
        for credential in list_credentials(post.vault):
            expires = f", valable jusqu’au {credential.expires:%d/%m/%Y}" if credential.expires else ""
            console.say(f"Accès : {credential.label or credential.person or 'code de secours'}{expires}")
        backup = newest_backup(post.vault.layout.backups)
        console.say(f"Sauvegarde : {backup.made:%d/%m/%Y %H:%M} UTC" if backup else "Sauvegarde : aucune")
        return 0


def backup(console: Console, given: argparse.Namespace) -> int:
    """Copy the database and its accesses to a folder, still encrypted, and verify the copy."""
    with open_vault(console, given.way) as (_context, vault):
        into = Path(given.dossier) if given.dossier else vault.layout.backups
        made = make_backup(vault.engine, vault.key, vault.slot_file, into)
        console.say(f"Sauvegarde faite et vérifiée : {made.folder}")
        return 0


def verify(console: Console, given: argparse.Namespace) -> int:
    """Open a backup and check every page of it."""
    with open_vault(console, given.way) as (_context, vault):
        verify_backup(Path(given.dossier), vault.key)
        console.say("Sauvegarde lisible, aucune page abîmée.")
        return 0


def test_unlock(console: Console, given: argparse.Namespace) -> int:
    """Open and close: says who, by which way, and what is to know of the card."""
    with open_vault(console, given.way) as (_context, vault):
        opening = vault.opening
        who = opening.holder.full_name if opening.holder else opening.person or "code de secours"
        console.say(f"Ouvert : {who} ({opening.way.value}).")
        if opening.banner:
            console.say(opening.banner)
        console.say("Prêt pour des patients." if vault.is_ready_for_patients else "Il manque un second accès.")
        return 0
