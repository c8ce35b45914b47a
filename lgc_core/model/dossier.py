# SPDX-License-Identifier: EUPL-1.2
"""What several practices share about one person: the dossier, who is in its circle of care, what they say there.

A dossier is opened by the region for a qualified INS, one for each person (model.md §2, Partition, and §9.7).
Rows name the dossier, never a patient: each practice keeps its own file. Sharing is a copy, never a move (§1.3).
"""

from typing import Annotated, Final, Literal

from lgc_core.model.entity import F_SERVER, B, E, Entity, Regime
from lgc_core.model.ids import derived_id
from lgc_core.model.values import Stamp

MAX_MESSAGE: Final = 4000
"""Characters; a longer one is a document."""

RequestState = Literal["demandé", "en attente", "ouvert", "quitté", "refusé"]
MemberState = Literal["demandé", "membre", "parti"]


class DossierRequest(Entity, frozen=True, kw_only=True):
    """A practice asks the region for the dossier of a patient; only the region moves it after creation.

    Attributes:
        why: for « refusé », what to do.
    """

    patient: Annotated[str, E]
    at: Annotated[str, E]
    state: Annotated[RequestState, F_SERVER] = "demandé"
    dossier: Annotated[str, F_SERVER] = ""
    why: Annotated[str, F_SERVER] = ""


class Dossier(Entity, frozen=True, kw_only=True):
    """The dossier itself; the INS that a practice holds, qualified, finds its file again."""

    partition_kind = "dossier"

    matricule: Annotated[str, F_SERVER] = ""
    oid: Annotated[str, F_SERVER] = ""
    opened_at: Annotated[str, F_SERVER] = ""


class CareTeamMember(Entity, frozen=True, kw_only=True):
    """A practice of the circle; « membre » gives its posts the partition, « parti » takes it back."""

    partition_kind = "dossier"

    dossier: Annotated[str, F_SERVER] = ""
    practice: Annotated[str, F_SERVER] = ""
    name: Annotated[str, F_SERVER] = ""
    status: Annotated[MemberState, B] = "demandé"


class DossierMessage(Entity, frozen=True, kw_only=True):
    """A message or a transmission given to the circle; `origin` is the transmission that it copies."""

    regime = Regime.FACT
    partition_kind = "dossier"

    dossier: Annotated[str, E]
    at: Annotated[str, E]
    by: Annotated[Stamp, E]
    text: Annotated[str, E]
    important: Annotated[bool, E] = False
    origin: Annotated[str, E] = ""


def member_id(dossier: str, practice: str) -> str:
    """Return the id of the membership of a practice: it leaves and comes back in the same row."""
    return derived_id("care_team_member", dossier, practice)
