# SPDX-License-Identifier: EUPL-1.2
"""What the lock screen says of each way to be locked (ui.md §8, sentences 4 and 5)."""

import datetime as dt
from dataclasses import dataclass

from lgc_app.ui.echanges.item_rows import network_words
from lgc_app.ui.start.door import LeftBehind
from lgc_app.ui.theme.typography import hour
from lgc_app.ui.unlock.presenter import Waiting
from lgc_app.ui.words import count, tr
from lgc_app.ui.words.messages import Message
from lgc_app.vault.session import LockReason


@dataclass(frozen=True, slots=True)
class LockWords:
    """The sentence for the person, and the line at the foot of the screen."""

    sentence: str
    line: str


def lock_words(reason: LockReason, at: dt.datetime, idle_minutes: int, post: str = "") -> LockWords:
    """Word a lock that happened at a local time."""
    time = hour(at)
    delay = count(idle_minutes, tr("minute"), tr("minutes"))
    sentence = {
        LockReason.CARD_REMOVED: tr(Message.CARD_PULLED, hour=time),
        LockReason.IDLE: tr(Message.IDLE, delay=delay),
        LockReason.READER_LOST: tr(
            "Lecteur débranché à {hour}. Votre texte est gardé. Rebranchez-le pour continuer.", hour=time
        ),
        LockReason.OS_LOCK: tr(
            "Verrouillé à {hour} avec la session de l’ordinateur. Votre texte est gardé.", hour=time
        ),
        LockReason.REVOKED: tr(
            "Poste révoqué à {hour}. Ce qu’il gardait a été envoyé à la région ; sa copie est effacée.", hour=time
        ),
        LockReason.ENDED: tr(
            "Verrouillé à {hour} : votre accès à ce cabinet, ou votre carte, a été retiré. Votre texte est gardé.",
            hour=time,
        ),
        LockReason.USER: tr("Verrouillé à {hour}. Votre texte est gardé.", hour=time),
    }[reason]
    cause = {
        LockReason.CARD_REMOVED: tr("carte retirée"),
        LockReason.IDLE: tr("absence"),
        LockReason.READER_LOST: tr("lecteur débranché"),
        LockReason.OS_LOCK: tr("veille ou session verrouillée"),
        LockReason.REVOKED: tr("révoqué par la région"),
        LockReason.ENDED: tr("accès terminé"),
        LockReason.USER: tr("à votre demande"),
    }[reason]
    line = tr("Verrouillé à {hour} ({cause})", hour=time, cause=cause)
    if post:
        line = tr("Poste « {post} » · verrouillé à {hour} ({cause})", post=post, hour=time, cause=cause)
    return LockWords(sentence, line)


def waiting_boxes(left: LeftBehind | None) -> tuple[Waiting, ...]:
    """Say what waits behind the lock: network, drafts; counts only."""
    if left is None:
        return ()
    boxes: list[Waiting] = []
    situation = left.situation
    if not situation.online and situation.offline_since is not None:
        leaves = _leaves(situation.waiting)
        words = tr("Vous pouvez tout faire sur ce poste.") + (f"\n{leaves}" if leaves else "")
        boxes.append(Waiting("offline", network_words(situation), words))
    elif situation.waiting:
        boxes.append(Waiting("stored", tr("Enregistré sur ce poste"), _leaves(situation.waiting)))
    if left.drafts:
        plural = "" if left.drafts == 1 else "s"
        title = count(left.drafts, tr("brouillon vous attend"), tr("brouillons vous attendent"))
        kept = tr(
            "Saisie{plural} gardée{plural} à {hour}, au caractère près.", plural=plural, hour=left.kept_at[11:16]
        )
        boxes.append(Waiting("draft", title, kept))
    return tuple(boxes)


def _leaves(waiting: int) -> str:
    if not waiting:
        return ""
    if waiting == 1:
        return tr("1 élément partira au retour du réseau.")
    return tr("{number} éléments partiront au retour du réseau.", number=waiting)
