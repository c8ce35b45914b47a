# SPDX-License-Identifier: EUPL-1.2
"""One honest line about the network and what waits (ui.md §4, status line, and §5)."""

from lgc_app.services.exchanges import Situation
from lgc_app.ui.theme.theme import Tone
from lgc_app.ui.theme.typography import hour
from lgc_app.ui.widgets.drawing import PillContent
from lgc_app.ui.widgets.status_line import StatusContent
from lgc_app.ui.words import tr


def network_pill(situation: Situation | None, *, enrolled: bool) -> PillContent:
    """Say the state of the network: grey whatever it is, for it never blocks care."""
    if not enrolled:
        return PillContent(tr("Poste non inscrit à la région"), Tone.NEUTRAL, "offline")
    if situation is None:
        return PillContent("")
    icon = "online" if situation.online else "offline"
    return PillContent(tr(situation.network_words), Tone.NEUTRAL, icon)


def status_content(situation: Situation | None, saved_at: str, *, enrolled: bool) -> StatusContent:
    """Fill the line; `saved_at` is RFC 3339, "" while nothing was typed."""
    network = network_pill(situation, enrolled=enrolled)
    saved = tr("Saisie enregistrée ici à {time}", time=saved_at[11:19]) if saved_at else ""
    if situation is None:
        return StatusContent(network, saved=saved)
    last = situation.last_exchange
    return StatusContent(
        network=network,
        stored=stored_words(situation.waiting),
        last_exchange=tr("Dernier échange {hour}", hour=hour(last)) if last else "",
        refused=situation.refused,
        conflicts=situation.conflicts,
        saved=saved,
    )


def stored_words(waiting: int) -> str:
    """Say how much waits on this post, "" for nothing."""
    if not waiting:
        return ""
    if waiting == 1:
        return tr("1 élément enregistré ici, sera envoyé")
    return tr("{number} éléments enregistrés ici, seront envoyés", number=waiting)
