# SPDX-License-Identifier: EUPL-1.2
"""`init` and `enrol`: the first start of a post, each step resumed where it stopped."""

import argparse
import time
from collections.abc import Callable
from typing import Final

from lgc_app.access_log import AccessLog
from lgc_app.bootstrap import certificate_file, device_key, key_file, receive_practice
from lgc_app.cli.console import Console
from lgc_app.cli.opening import ask_pin, find_card, open_vault, unlock
from lgc_app.context import AppContext
from lgc_app.services.enrolment import ask_region, take_certificate
from lgc_app.services.first_start import create_practice, join_practice
from lgc_app.services.settings import DEVICE, ENROLMENT, PRACTICE, read_setting
from lgc_app.services.staffing import PROFESSIONS
from lgc_app.sync.device_key import pinned_context
from lgc_app.sync.enrolment import Post
from lgc_app.sync.transport import Transport
from lgc_app.vault.credentials import confirm_recovery
from lgc_app.vault.faults import UnknownCredentialError
from lgc_app.vault.recovery import RecoveryDraft
from lgc_app.vault.session import VaultSession
from lgc_app.vault.setup import create_with_card, create_with_passphrase
from lgc_app.vault.slot_file import SlotFile
from lgc_core.codes import STRUCTURE_ID
from lgc_core.errors import UserError
from lgc_core.model.ids import new_id
from lgc_core.model.practice import Practice
from lgc_core.model.staff import Role, Staff
from lgc_core.model.values import Address, PersonName, StructureId, Telecom
from lgc_core.store.store import Store
from lgc_core.sync.bootstrap import Progress
from migrations.upgrade import upgrade

_TRIES: Final = 3
_LOOK_AGAIN_S: Final = 5.0


class RecoveryNotConfirmedError(UserError):
    """The printed code was not typed back."""

    def __init__(self) -> None:
        super().__init__("Code de secours non confirmé. Relancez « serenite init » : un autre code sera donné.")


class NoRegionError(UserError):
    """poste.toml names no region."""

    def __init__(self) -> None:
        super().__init__("poste.toml ne nomme pas la région. Ajoutez region, inscription et autorite.")


def init(console: Console, given: argparse.Namespace) -> int:
    """Create the practice on this post, or finish what a first try left half-way."""
    context = console.make_context()
    vault = _vault(console, context, given)
    try:
        upgrade(vault.engine, "cabinet")
        if not vault.is_ready_for_patients:
            _confirm(console, vault)
        if read_setting(vault.engine, PRACTICE):
            console.say("Le cabinet existe déjà sur ce poste.")
            return 0
        _fill(console, context, vault, given)
    finally:
        vault.close()
    console.say("Ce poste est prêt. Ensuite : « serenite enrol » pour l’inscrire à la région.")
    return 0


def _vault(console: Console, context: AppContext, given: argparse.Namespace) -> VaultSession:
    log = AccessLog(context.folder).write
    if SlotFile(context.folder).exists():
        vault = VaultSession(context.folder, context.trust, log)
        try:
            unlock(console, vault, context, "phrase" if given.phrase else "carte")
        finally:
            if not vault.is_unlocked:
                vault.close()
        return vault
    if given.phrase:
        person = given.rpps or console.ask("Votre identifiant (RPPS, ou numéro interne) : ").strip()
        phrase = console.ask_secret("Phrase de passe (14 caractères au moins) : ")
        return create_with_passphrase(context.folder, person, phrase, context.trust, log)
    card = find_card(context)
    pin, _accepted = ask_pin(console, card)
    try:
        return create_with_card(context.folder, card, pin, context.trust, log)
    finally:
        pin[:] = bytes(len(pin))


def _confirm(console: Console, vault: VaultSession) -> None:
    draft = RecoveryDraft()
    console.say("Code de secours. Écrivez-le sur papier, rangez-le dans le coffre du cabinet :")
    console.say(f"\n    {draft.code}\n")
    for _ in range(_TRIES):
        try:
            confirm_recovery(vault, draft, console.ask("Retapez-le : "))
        except UnknownCredentialError as wrong:
            console.say(wrong.sentence)
        else:
            return
    raise RecoveryNotConfirmedError


def _fill(console: Console, context: AppContext, vault: VaultSession, given: argparse.Namespace) -> None:
    key, label = key_file(context.folder), given.poste_nom or console.installation.post
    if given.rejoindre:
        join_practice(vault, key, given.rejoindre, label)
        return
    practice = _practice(console, given)
    create_practice(vault, key, practice, (_person(console, vault, given),), label, _store_over(vault, context))
    console.say(f"Cabinet créé : {practice.name}. Son numéro, pour un second poste : {practice.id}")


def _store_over(vault: VaultSession, context: AppContext) -> Callable[[str, str], Store]:
    return lambda practice, device: Store(vault.engine, practice, device, context.now)


def _practice(console: Console, given: argparse.Namespace) -> Practice:
    def answer(value: str, question: str) -> str:
        return str(value or console.ask(f"{question} : ")).strip()

    name = answer(given.cabinet, "Nom du cabinet")
    address = Address(
        street=answer(given.rue, "Rue"),
        postcode=answer(given.cp, "Code postal"),
        city=answer(given.ville, "Ville"),
        cog=given.commune or "",
    )
    structure = answer(given.structure, "Numéro de structure (1 + FINESS, ou 3 + SIRET)")
    telephone = answer(given.telephone, "Téléphone")
    return Practice(
        id=new_id(),
        name=name,
        address=address,
        telecoms=(Telecom(value=telephone, use="WP"),) if telephone else (),
        struct_ids=(StructureId(root=STRUCTURE_ID, extension=structure),) if structure else (),
    )


def _person(console: Console, vault: VaultSession, given: argparse.Namespace) -> Staff:
    holder = vault.opening.holder
    family = given.nom or (holder.surname.title() if holder else console.ask("Votre nom : ").strip())
    first = given.prenom or (holder.given.title() if holder else console.ask("Votre prénom : ").strip())
    role = Role(given.role)
    return Staff(
        id=new_id(),
        name=PersonName(family=family, given=first, title="Dr" if role is Role.MEDECIN else ""),
        ps_id=vault.opening.person,
        profession=PROFESSIONS[role],
        role=role,
    )


def enrol(console: Console, given: argparse.Namespace) -> int:
    """Ask the region to enrol this post, or take the certificate once an administrator approved."""
    with open_vault(console, "carte") as (context, vault):
        upgrade(vault.engine, "cabinet")
        if not context.enrolment or not context.authority_pem:
            raise NoRegionError
        if certificate_file(context.folder).exists():
            console.say("Ce poste est déjà inscrit à la région.")
            return 0
        transport = Transport(context.enrolment, pinned_context(context.authority_pem))
        try:
            return _enrol(console, context, vault, transport, given)
        finally:
            transport.close()


def _enrol(
    console: Console, context: AppContext, vault: VaultSession, transport: Transport, given: argparse.Namespace
) -> int:
    key = device_key(context.folder, vault.engine)
    if not read_setting(vault.engine, ENROLMENT):
        post = Post(
            practice=read_setting(vault.engine, PRACTICE),
            practice_name=given.cabinet or context.place or "Cabinet",
            device=read_setting(vault.engine, DEVICE),
            label=given.poste_nom or console.installation.post,
        )
        answer = ask_region(transport, vault, key, post)
        console.say(f"Demande envoyée à la région, numéro {answer.request}. Un administrateur doit l’approuver.")
    until = time.monotonic() + 60 * given.attendre
    while not take_certificate(transport, vault, key, certificate_file(context.folder)):
        if time.monotonic() >= until:
            console.say("Pas encore approuvée. Relancez la commande plus tard.")
            return 0
        time.sleep(_LOOK_AGAIN_S)
    console.say("Poste inscrit à la région.")
    return fill(console, context, vault, early=given.ouvrir_tot)


def fill(console: Console, context: AppContext, vault: VaultSession, *, early: bool) -> int:
    """Fill the record of this post; `early` stops once the window can open, which fills the rest by itself."""

    def told(progress: Progress) -> bool:
        head = progress.head
        if progress.done == 1:
            console.say(f"Dossiers du cabinet : {head.rows} lignes, {head.bytes / 1e6:.0f} Mo.")
        if progress.done % max(head.chunks // 10, 1) == 0:
            console.say(f"  {100 * progress.done // head.chunks} %")
        return early

    report = receive_practice(context, vault, told)
    if report is None:
        console.say("Ouvrez la fenêtre : le reste arrive pendant que vous travaillez.")
    else:
        console.say(f"Premier échange fait : {report.pushed} envoyés, {report.pulled} reçus.")
    return 0


def rebuild(console: Console, given: argparse.Namespace) -> int:
    """Make this post again from the region: a vault for the card at hand, enrolment, then the practice."""
    context = console.make_context()
    if not certificate_file(context.folder).exists():
        init(console, given)
        return enrol(console, given)
    with open_vault(console, "carte") as (context, vault):
        return fill(console, context, vault, early=given.ouvrir_tot)
