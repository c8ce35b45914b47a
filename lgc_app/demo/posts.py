# SPDX-License-Identifier: EUPL-1.2
"""The posts of the demo: their vaults, their cards, their enrolment."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cps_card.crl import CrlCache
from cps_card.readers import CardReaders
from cps_card.session import CardSession
from cps_card.trust import TrustStore
from cps_simulator.igc import SimulatedIgc
from cps_simulator.people import CardOwner
from lgc_app.bootstrap import certificate_file, device_key, key_file
from lgc_app.context import AppContext
from lgc_app.demo.cast import DOCTOR, NURSE, PEOPLE, PRACTICE, SECRETARY
from lgc_app.demo.region import DemoRegion
from lgc_app.services.enrolment import ask_region, take_certificate
from lgc_app.services.first_start import create_practice, join_practice
from lgc_app.services.settings import DEVICE, read_setting
from lgc_app.sync.device_key import pinned_context
from lgc_app.sync.enrolment import Post
from lgc_app.sync.transport import Transport
from lgc_app.vault.attempts import UnlockAttempt
from lgc_app.vault.credentials import confirm_recovery
from lgc_app.vault.recovery import RecoveryDraft
from lgc_app.vault.session import VaultSession
from lgc_app.vault.setup import create_with_card
from lgc_core.store.store import Store, now_here
from migrations.upgrade import upgrade

PIN: Final = "1234"
OWNERS: Final = {
    "doctor": CardOwner(DOCTOR.ps_id, "ETHEVE", "MAELLE"),
    "nurse": CardOwner(NURSE.ps_id, "NATIVEL", "LAURENT", title="Infirmier"),
    "secretary": CardOwner(SECRETARY.ps_id, "CLAIN", "SOPHIE", title="Secrétaire"),
}


@dataclass(frozen=True, slots=True)
class NewVault:
    """A vault just made, unlocked, and the recovery code that was confirmed."""

    vault: VaultSession
    recovery_code: str


def ignore_attempt(_: UnlockAttempt) -> None:
    """Take the audit line of an attempt: the demo keeps none of its own preparations."""


def make_trust(folder: Path, igc: SimulatedIgc) -> TrustStore:
    """Return what the posts of the demo trust: the simulated IGC, with a fresh revocation list."""
    lists = CrlCache(folder, (igc.persons.certificate, igc.root.certificate))
    lists.add(igc.revocation_list())
    return TrustStore((igc.root.certificate,), (igc.persons.certificate,), lists, accept_simulation=True)


def make_context(folder: Path, readers: CardReaders, trust: TrustStore, region: DemoRegion) -> AppContext:
    """Return the context of a post of the demo."""
    return AppContext(
        folder=folder,
        readers=readers,
        trust=trust,
        now=now_here,
        region=region.practice_url,
        enrolment=region.public_url,
        authority_pem=region.authority_pem,
        place=PRACTICE.name,
    )


def make_first_post(context: AppContext, card: CardSession, label: str) -> NewVault:
    """Create the vault and the practice on the first post."""
    made = _new_vault(context, card)
    create_practice(
        made.vault, key_file(context.folder), PRACTICE, PEOPLE, label, _store_over(made.vault, context)
    )
    return made


def make_second_post(context: AppContext, card: CardSession, label: str) -> NewVault:
    """Create the vault of a post that joins the practice: its record comes by the first exchange."""
    made = _new_vault(context, card)
    join_practice(made.vault, key_file(context.folder), PRACTICE.id, label)
    return made


def enrol(context: AppContext, vault: VaultSession, label: str, approve: Callable[[], None]) -> bool:
    """Ask the region, let an administrator approve, take the certificate."""
    transport = Transport(context.enrolment, pinned_context(context.authority_pem))
    key = device_key(context.folder, vault.engine)
    post = Post(
        practice=PRACTICE.id,
        practice_name=PRACTICE.name,
        device=read_setting(vault.engine, DEVICE),
        label=label,
    )
    try:
        ask_region(transport, vault, key, post)
        approve()
        return take_certificate(transport, vault, key, certificate_file(context.folder))
    finally:
        transport.close()


def _new_vault(context: AppContext, card: CardSession) -> NewVault:
    vault = create_with_card(context.folder, card, PIN, context.trust, ignore_attempt)
    draft = RecoveryDraft()
    confirm_recovery(vault, draft, draft.code)
    upgrade(vault.engine, "cabinet")
    return NewVault(vault, draft.code)


def _store_over(vault: VaultSession, context: AppContext) -> Callable[[str, str], Store]:
    def make(practice: str, device: str) -> Store:
        return Store(vault.engine, practice, device, context.now)

    return make
