# SPDX-License-Identifier: EUPL-1.2
"""Put the parts of an open session together: vault, store, person, region, services."""

import base64
from collections.abc import Callable
from pathlib import Path

import sqlalchemy as sa
from cryptography.hazmat.primitives.serialization import Encoding

from cps_card.errors import CardError
from cps_card.session import CardSession
from lgc_app.context import AppContext
from lgc_app.services.backups import Backups
from lgc_app.services.cabinet import Cabinet, make_cabinet
from lgc_app.services.cards import Cards, CardWithdrawnError
from lgc_app.services.lease import PostLease
from lgc_app.services.session import Session, Signature, refuse_ended
from lgc_app.services.settings import DEVICE, KEY_PASSWORD, PRACTICE, read_setting
from lgc_app.services.staffing import everybody, keeps_the_practice, person_of
from lgc_app.sync.device_key import DeviceKey, client_context
from lgc_app.sync.region import Region
from lgc_app.sync.transport import Transport
from lgc_app.vault.attachments import AttachmentStore
from lgc_app.vault.attempts import Way
from lgc_app.vault.faults import from_card
from lgc_app.vault.session import VaultSession
from lgc_app.vault.shred import shred
from lgc_app.vault.slots import fingerprint
from lgc_core.errors import UserError
from lgc_core.model.practice import Practice
from lgc_core.store import queries
from lgc_core.store.store import Store
from lgc_core.sync.bootstrap import Bootstrap, Progress
from lgc_core.sync.exchange import Exchange, Report
from lgc_core.sync.partitions import PersonClaim, claim_statement, read_allowed
from migrations.upgrade import upgrade


class NotReadyError(UserError):
    """One way to open is not enough before patient data is accepted."""

    def __init__(self) -> None:
        super().__init__("Avant le premier patient, imprimez le code de secours et retapez-le.")


class NoPracticeError(UserError):
    """The vault is open and empty: the first start was left half-way."""

    def __init__(self) -> None:
        super().__init__("Le cabinet n’est pas encore créé sur ce poste. Reprenez le premier démarrage.")


def open_cabinet(context: AppContext, vault: VaultSession) -> Cabinet:
    """Build the services over an unlocked vault.

    Raises:
        NotReadyError: fewer than two independent ways to open the vault.
        NoPracticeError: the first start was not finished.
        StrangerError: the card names nobody of the practice.
        MembershipEndedError: the person left, or their replacement is over.
        CardWithdrawnError: this card was taken away from the practice.
    """
    if not vault.is_ready_for_patients:
        raise NotReadyError
    upgrade(vault.engine, "cabinet")
    store = Store(vault.engine, _setting(vault.engine, PRACTICE), _setting(vault.engine, DEVICE), context.now)
    today = store.now().date()
    with store.reading() as connection:
        practice = queries.get(connection, Practice, store.post.practice)
        if practice is None:
            raise NoPracticeError
        staff, people = person_of(connection, vault.opening, today), everybody(connection)
    signer = CardSigner(vault.card) if vault.card is not None else None
    enrolled = bool(context.region) and certificate_file(context.folder).exists()
    lease = PostLease(vault.engine, context.now, enrolled=enrolled)
    in_person = vault.opening.way is Way.CARD
    keeps = keeps_the_practice(staff, people, today)
    session = Session(store, practice, staff, signer, lease, in_person, keeps)
    may_stay = Cards(session, vault).forget_ended()
    refuse_ended(staff, today)
    if not may_stay:
        raise CardWithdrawnError
    key = device_key(context.folder, vault.engine)
    safe = AttachmentStore(vault.layout.attachments, vault.key)
    claims = _claims(session, vault) if enrolled else ()
    return make_cabinet(session, safe, _region(context, key), key.sign, backups_of(context, vault), claims, vault)


def _claims(session: Session, vault: VaultSession) -> tuple[PersonClaim, ...]:
    """Let the card say once that its holder works on this post: their own partition comes here by it.

    A card that was taken out or refuses costs only that: it is asked again at the next opening.
    """
    with session.store.reading() as connection:
        told = read_allowed(connection)
    if vault.card is None or not session.own_partition or session.own_partition in (*told.open, *told.ended):
        return ()
    certificate = vault.card.auth_certificate.public_bytes(Encoding.DER)
    said = claim_statement(session.store.post.practice, session.store.post.device, certificate)
    try:
        return (PersonClaim(certificate=certificate, signature=vault.card.sign_auth(said)),)
    except CardError:
        return ()


def backups_of(context: AppContext, vault: VaultSession) -> Backups:
    """Return the backups of an open vault; the key of the post and its certificate go along."""
    along = (key_file(context.folder), certificate_file(context.folder))
    return Backups(vault.layout, vault.engine, vault.key, context.now, along)


def destroy(folder: Path, cabinet: Cabinet) -> None:
    """Destroy the copy of a revoked post, once it is locked and the region has all that it held.

    Raises:
        DiskFullError, DiskTroubleError: nothing was destroyed; the next exchange asks again.
    """
    shred(folder)
    cabinet.exchanges.say_wiped()
    shred(folder, (key_file(folder), certificate_file(folder)))


def receive_practice(
    context: AppContext, vault: VaultSession, told: Callable[[Progress], bool | None] = lambda _progress: None
) -> Report | None:
    """Fill the record of a post that joins a practice: a snapshot, then what came after; `told` hears each chunk.

    Interrupted, it goes on where it stopped: run it again, or open the window, which fills the rest meanwhile.
    `told` stops it there on purpose by saying True; None is returned then.

    Raises:
        OutsideError: the region cannot be reached; try again, nothing is lost.
        NoPracticeError: this post has no certificate yet.
    """
    upgrade(vault.engine, "cabinet")
    store = Store(vault.engine, _setting(vault.engine, PRACTICE), _setting(vault.engine, DEVICE), context.now)
    key = device_key(context.folder, vault.engine)
    region = _region(context, key)
    if region is None:
        raise NoPracticeError
    filling = Bootstrap(store, region)
    if filling.is_due():
        filling.run(told)
        if filling.is_begun():
            return None
    return Exchange(store, region, key.sign, is_idle=True).run()


class CardSigner:
    """Signs sealed records with the card of the person at the screen."""

    def __init__(self, card: CardSession) -> None:
        self._card = card

    def __call__(self, digest: bytes) -> Signature:
        """Sign a SHA-256 digest.

        Raises:
            LgcError: the card left or refuses, in words.
        """
        try:
            value = self._card.sign_document(digest)
        except CardError as error:
            raise from_card(error) from error
        return Signature(base64.b64encode(value).decode(), fingerprint(self._card.sign_certificate))


def key_file(folder: Path) -> Path:
    """Return where the encrypted key of this post lies."""
    return folder / "poste.key"


def certificate_file(folder: Path) -> Path:
    """Return where the certificate of this post lies, once the region gave one."""
    return folder / "poste.pem"


def device_key(folder: Path, engine: sa.Engine) -> DeviceKey:
    """Return the key of this post."""
    return DeviceKey.load(key_file(folder).read_bytes(), _setting(engine, KEY_PASSWORD))


def _region(context: AppContext, key: DeviceKey) -> Region | None:
    certificate = certificate_file(context.folder)
    if not context.region or not certificate.exists():
        return None
    tls = client_context(context.authority_pem, certificate, key_file(context.folder), key.password)
    return Region(Transport(context.region, tls))


def _setting(engine: sa.Engine, name: str) -> str:
    value = read_setting(engine, name)
    if not value:
        raise NoPracticeError
    return value
