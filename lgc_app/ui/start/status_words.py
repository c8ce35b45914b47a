# SPDX-License-Identifier: EUPL-1.2
"""One honest line about the network and what waits (ui.md §4, status line, and §5)."""

from lgc_app.services.exchanges import Situation
from lgc_app.services.lease import WITHOUT_LEASE, LeaseState
from lgc_app.ui.echanges.item_rows import exchange_words, network_words
from lgc_app.ui.theme.theme import Tone
from lgc_app.ui.widgets.drawing import PillContent
from lgc_app.ui.widgets.status_line import StatusContent
from lgc_app.ui.words import count, tr
from lgc_app.ui.words.messages import Message

_DAYS = ("jour", "jours")


def network_pill(situation: Situation | None, *, enrolled: bool, lease: LeaseState = WITHOUT_LEASE) -> PillContent:
    """Say the state of the network: grey whatever it is, but for a lease that runs out (ui.md §4)."""
    if not enrolled:
        return PillContent(tr("Poste non inscrit à la région"), Tone.NEUTRAL, "offline")
    if lease.phase == "fini":
        return PillContent(tr("Lecture seule"), Tone.DANGER, "offline")
    if lease.phase == "bientôt":
        days, left = count(lease.offline_days, *_DAYS), count(lease.left_days, *_DAYS)
        words = tr("Hors ligne depuis {days} : encore {left} d’écriture", days=days, left=left)
        return PillContent(words, Tone.WARN, "offline")
    if situation is None:
        return PillContent("")
    icon = "online" if situation.online else "offline"
    return PillContent(network_words(situation), Tone.NEUTRAL, icon)


def status_content(
    situation: Situation | None, saved_at: str, *, enrolled: bool, lease: LeaseState = WITHOUT_LEASE
) -> StatusContent:
    """Fill the line; `saved_at` is RFC 3339, "" while nothing was typed."""
    network = network_pill(situation, enrolled=enrolled, lease=lease)
    saved = tr("Saisie enregistrée ici à {time}", time=saved_at[11:19]) if saved_at else ""
    if situation is None:
        return StatusContent(network, saved=saved)
    when = exchange_words(situation)
    return StatusContent(
        network=network,
        stored=stored_words(situation.waiting),
        last_exchange=tr("Dernier échange {when}", when=when) if when else "",
        refused=situation.refused,
        conflicts=situation.conflicts,
        saved=saved,
    )


def lease_words(lease: LeaseState) -> str:
    """Say what the lease asks of the person, "" for nothing."""
    if lease.phase == "bientôt":
        return tr(Message.LEASE, days=count(lease.offline_days, *_DAYS), left=count(lease.left_days, *_DAYS))
    if lease.phase == "fini":
        days = count(lease.offline_days, *_DAYS)
        return tr(
            "Lecture seule : hors ligne depuis {days}. Rien n’est effacé. Rapprochez ce poste d’un réseau, "
            "ou exportez la file.",
            days=days,
        )
    return ""


def stored_words(waiting: int) -> str:
    """Say how much waits on this post, "" for nothing."""
    if not waiting:
        return ""
    if waiting == 1:
        return tr("1 élément enregistré ici, sera envoyé")
    return tr("{number} éléments enregistrés ici, seront envoyés", number=waiting)
