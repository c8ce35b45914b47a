# SPDX-License-Identifier: EUPL-1.2
"""Troubles of the vault, each with its French sentence: what happened, what to do (ui.md, section 8)."""

from datetime import datetime

from cps_card import prompt
from cps_card.errors import CardError, CardUnavailableError, WrongPinError
from lgc_core.errors import LgcError, OutsideError, UserError

_NBSP = "\u00a0"


class VaultLockedError(UserError):
    """The vault is locked: the key is gone."""

    def __init__(self) -> None:
        super().__init__("Poste verrouillé. Ouvrez-le avec votre carte ou le code de secours.")


class VaultMissingError(UserError):
    """There is no vault in this folder."""

    def __init__(self) -> None:
        super().__init__(
            "Aucun cabinet sur ce poste. Créez-le, ou restaurez une sauvegarde avec le code de secours."
        )


class VaultExistsError(UserError):
    """A vault is there already: it is never overwritten."""

    def __init__(self) -> None:
        super().__init__("Un cabinet existe déjà sur ce poste. Ouvrez-le, ou choisissez un autre dossier.")


class PostRevokedError(UserError):
    """The region revoked this post; its copy of the record was destroyed after its work was sent."""

    def __init__(self, at: datetime) -> None:
        super().__init__(
            f"Ce poste a été révoqué le {at.astimezone():%d/%m/%Y}. Ce qu’il gardait a été envoyé à la région, "
            "puis effacé d’ici. Pour le réutiliser, inscrivez-le de nouveau."
        )


class AlreadyOpenError(UserError):
    """Another copy of the application holds this vault."""

    def __init__(self) -> None:
        super().__init__(
            "Pack Sérénité est déjà ouvert sur ce poste. Utilisez la fenêtre ouverte, ou fermez-la d’abord."
        )


class WrongKeyError(UserError):
    """The key does not open this database."""

    def __init__(self) -> None:
        super().__init__(
            "Cette clé n’ouvre pas la base de ce poste. Ouvrez avec le code de secours, "
            "ou restaurez une sauvegarde."
        )


class DamagedDatabaseError(UserError):
    """The database does not read as it was written. A backup (aware time) is named only if there is one."""

    def __init__(self, last_backup: datetime | None = None) -> None:
        super().__init__(f"La base de ce poste est abîmée. {_where_to_restore_from(last_backup)}")


def _where_to_restore_from(last_backup: datetime | None) -> str:
    if last_backup is None:
        return "Restaurez une sauvegarde, ou reprenez vos données à la région."
    local = last_backup.astimezone()
    is_today = local.date() == datetime.now(local.tzinfo).date()
    when = f"de {local:%H:%M}" if is_today else f"du {local:%d/%m} à {local:%H:%M}"
    return f"Vos données existent dans la sauvegarde {when} et à la région. Restaurer."


class DamagedSlotsError(UserError):
    """The file of the credentials does not read, nor does its previous version."""

    def __init__(self) -> None:
        super().__init__(
            "Le fichier des accès de ce poste est abîmé. Restaurez-le depuis une sauvegarde du cabinet."
        )


class DiskFullError(UserError):
    """No room to write. The emergency reserve has been freed: drafts can still be kept."""

    def __init__(self) -> None:
        super().__init__(
            f"Disque presque plein. Votre texte est gardé en mémoire{_NBSP}; "
            f"libérez 500{_NBSP}Mo pour continuer à enregistrer."
        )


class EngineTooOldError(UserError):
    """The SQLite inside loses committed writes in WAL mode (WAL-reset defect, fixed in 3.51.3)."""

    def __init__(self, found: str) -> None:
        super().__init__(
            f"Le moteur de base de données de ce poste est trop ancien ({found}) et peut perdre des écritures. "
            "Réinstallez Pack Sérénité."
        )


class DiskTroubleError(OutsideError):
    """The disk refuses to read or write, and it is not for lack of room."""

    def __init__(self) -> None:
        super().__init__(
            "Le disque ne répond pas bien. Votre texte est gardé en mémoire. "
            "Recommencez, et faites vérifier le disque si cela dure."
        )


class DatabaseBusyError(OutsideError):
    """Another writer held the database for too long."""

    def __init__(self) -> None:
        super().__init__("La base est occupée. Votre texte est gardé. Recommencez dans quelques secondes.")


class UnknownCredentialError(UserError):
    """This card, code or phrase opens no slot."""


class NotEnoughCredentialsError(UserError):
    """There must stay two independent ways to open the vault."""

    def __init__(self) -> None:
        super().__init__(
            "Il faut garder deux accès au moins. Ajoutez une carte ou un code de secours, puis retirez celui-ci."
        )


class DeviceSecretMissingError(UserError):
    """The card was enrolled with a secret of the OS keyring which does not answer here."""

    def __init__(self) -> None:
        super().__init__(
            "Le trousseau de ce poste ne répond pas, ou cette carte a été inscrite sur un autre poste. "
            "Ouvrez avec le code de secours, puis inscrivez de nouveau la carte."
        )


class CardNotAcceptedError(UserError):
    """The card's certificate does not allow this; the sentence says why."""


class EnrolmentFailedError(UserError):
    """The card did not pass its self-test: no slot was written."""

    def __init__(self) -> None:
        super().__init__(
            "Cette carte n’a pas réussi l’essai de clé. Elle n’a pas été inscrite. Essayez une autre carte."
        )


class AttachmentMissingError(UserError):
    """The file of this attachment is not on this machine."""

    def __init__(self) -> None:
        super().__init__("Ce document n’est pas sur ce poste. Il arrivera avec le prochain échange.")


class DamagedAttachmentError(UserError):
    """The file of this attachment was changed or cut."""

    def __init__(self) -> None:
        super().__init__("Ce document est abîmé sur ce poste. Restaurez-le depuis la sauvegarde ou la région.")


class AttachmentTooLargeError(UserError):
    """Larger than what is read in memory."""

    def __init__(self, limit: int) -> None:
        super().__init__(
            f"Ce document dépasse {limit // (1024 * 1024)}{_NBSP}Mo. Réduisez-le, ou découpez-le en plusieurs."
        )


class CardRefusedByVaultError(UserError):
    """The card said no. `cause` is the card's own error, `tries_left` what is known of the tries."""

    def __init__(self, cause: CardError) -> None:
        super().__init__(prompt.sentence_for(cause))
        self.cause = cause
        self.tries_left = cause.tries_left if isinstance(cause, WrongPinError) else None


class CardGoneError(OutsideError):
    """The card, its reader or its service left."""

    def __init__(self, cause: CardUnavailableError) -> None:
        super().__init__(prompt.sentence_for(cause))
        self.cause = cause


def from_card(cause: CardError) -> LgcError:
    """Turn a card's error into one that the screen can show."""
    if isinstance(cause, CardUnavailableError):
        return CardGoneError(cause)
    return CardRefusedByVaultError(cause)
