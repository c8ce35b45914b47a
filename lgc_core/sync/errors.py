# SPDX-License-Identifier: EUPL-1.2
"""Refusals of the region, each with what the post does about it."""

from typing import Final

from lgc_core.errors import OutsideError

LONGEST_WAIT_S: Final = 45
"""A region cannot hold a post longer than this: no queue is stuck for a minute (R4)."""


class SyncRefusedError(OutsideError):
    """The region refused the whole request; nothing was applied, nothing is lost."""

    code = "refused"


class EpochChangedError(SyncRefusedError):
    """The server was restored: the post rewinds its cursor and offers its own operations again."""

    code = "epoch"

    def __init__(self, epoch: str) -> None:
        super().__init__("Le serveur régional a été restauré. Vos données sont renvoyées automatiquement.")
        self.epoch = epoch


class ForeignPartitionError(SyncRefusedError):
    """A device asked for a partition that is not its own."""

    code = "partition"

    def __init__(self) -> None:
        super().__init__("Ce poste n’a pas accès à ces données. Appelez le support régional.")


class RevokedError(SyncRefusedError):
    """The post was revoked: it may still push, into quarantine; once all is sent it destroys its copy (`wipe`)."""

    code = "revoked"

    def __init__(self, *, wipe: bool = True) -> None:
        super().__init__("Ce poste a été révoqué par la région. Ce qu’il gardait est envoyé avant d’être effacé.")
        self.wipe = wipe


class UpdateRequiredError(SyncRefusedError):
    """The post is too old to pull; its pushes are still taken."""

    code = "update"

    def __init__(self) -> None:
        super().__init__("Mise à jour requise pour recevoir. Ce que vous écrivez part toujours.")


class NoNetworkError(OutsideError):
    """The region cannot be reached now."""

    def __init__(self, sentence: str = "Réseau coupé. Vous travaillez normalement, tout partira seul.") -> None:
        super().__init__(sentence)


class BusyError(NoNetworkError):
    """The region has too much to do now, and says when to come back."""

    code = "busy"

    def __init__(self, seconds: int) -> None:
        super().__init__("La région reçoit beaucoup à la fois. Rien n’est perdu, tout partira seul.")
        self.seconds = min(max(seconds, 1), LONGEST_WAIT_S)
