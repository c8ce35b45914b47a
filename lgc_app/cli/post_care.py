# SPDX-License-Identifier: EUPL-1.2
"""Commands on the post: exchange, state, a trial of unlocking."""

import argparse
from pathlib import Path

from lgc_app.bootstrap import destroy
from lgc_app.cli.backup import backup_words
from lgc_app.cli.console import Console
from lgc_app.cli.opening import open_post, open_vault
from lgc_app.cli.record import waiting
from lgc_app.services.files import HERE
from lgc_app.vault.credentials import list_credentials


def exchange(console: Console, given: argparse.Namespace) -> int:
    """Exchange with the region now; 3 when it cannot be reached."""
    with open_post(console, given.way) as post:
        outcome = post.cabinet.exchanges.run()
        post.cabinet.cards.forget_ended()
        console.say(outcome.sentence)
        console.say(waiting(post))
    if outcome.revoked:
        destroy(post.context.folder, post.cabinet)
        console.say("Poste révoqué : tout a été envoyé, la copie de ce poste est effacée.")
        return 1
    return 0 if outcome.online else 3


def status(console: Console, given: argparse.Namespace) -> int:
    """Say who opened, what waits, each sending, and how one may open this post."""
    with open_post(console, given.way) as post:
        staff, practice = post.cabinet.session.staff, post.cabinet.session.practice
        console.say(f"{practice.name} · {staff.name.shown} ({staff.role.value})")
        console.say(waiting(post))
        lease = post.cabinet.session.lease.look()
        if lease.phase != "sans":
            console.say(f"Hors ligne depuis {lease.offline_days} j, {lease.left_days} j d’écriture restants.")
        for item in post.cabinet.exchanges.items():
            console.say(f"  {item.state:11} {item.since}  {item.title}  → {item.to}  {item.what_happens}")
        for credential in list_credentials(post.vault):
            expires = f", valable jusqu’au {credential.expires:%d/%m/%Y}" if credential.expires else ""
            console.say(f"Accès : {credential.label or credential.person or 'code de secours'}{expires}")
        console.say(backup_words(post.cabinet.backups))
        return 0


def files(console: Console, given: argparse.Namespace) -> int:
    """Say which files leave and come, and how much of each moved; set what this post receives by itself."""
    with open_post(console, given.way) as post:
        exchanges = post.cabinet.exchanges
        if given.recevoir:
            exchanges.receiving.choose(given.recevoir)
        if given.document:
            post.cabinet.documents.want(given.document)
        console.say(exchanges.receiving.policy.words)
        for one in exchanges.files_on_the_way():
            verb = "à envoyer" if one.state == HERE else "à recevoir"
            console.say(f"  {one.sha256[:12]}  {verb}  {one.moved} sur {one.size} octets  {one.media}")
        return 0


def export_queue(console: Console, given: argparse.Namespace) -> int:
    """Write what the region has not acknowledged to an encrypted file, and say its code once."""
    with open_post(console, given.way) as post:
        done = post.cabinet.queue_export.run(Path(given.fichier).absolute())
        console.say(done.sentence)
        console.say(f"\n    {done.code}\n")
        console.say(f"Fichier : {done.file}")
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
