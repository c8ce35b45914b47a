# SPDX-License-Identifier: EUPL-1.2
"""What the application is made with, decided once at the start and handed down."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from cps_card.readers import CardReaders
from cps_card.trust import TrustStore


@dataclass(frozen=True, slots=True, kw_only=True)
class AppContext:
    """One post of one practice.

    Attributes:
        folder: where the vault of this post lies.
        region: address of the practices' port, as https://host:port; empty for a post without region.
        enrolment: address of the public port, where a post asks to be enrolled.
        authority_pem: certificate of the regional authority, pinned by the installer.
        place: name of the practice, for the lock screen.
    """

    folder: Path
    readers: CardReaders
    trust: TrustStore
    now: Callable[[], dt.datetime]
    region: str = ""
    enrolment: str = ""
    authority_pem: str = ""
    place: str = ""
