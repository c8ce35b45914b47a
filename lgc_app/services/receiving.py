# SPDX-License-Identifier: EUPL-1.2
"""Which files this post receives by itself: all, those of a document that is opened, or up to a size."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from lgc_app.services.files import Moving
from lgc_app.services.session import Session
from lgc_app.services.settings import read_setting, write_setting
from lgc_core.errors import UserError
from lgc_core.pieces.cut import LARGEST

POLICY: Final = "receiving"
_ALWAYS: Final = "toujours"
_ASKED: Final = "demande"
_MIB: Final = 1024 * 1024
ALWAYS_BYTES: Final = _MIB
"""Previews and small files come whatever the policy: a list without them is of no use when the line is cut."""


@dataclass(frozen=True)
class Policy:
    """Files up to `limit` bytes come by themselves, None for all; larger ones when a document is opened."""

    limit: int | None = None

    @property
    def text(self) -> str:
        """Return the setting: toujours, demande or a number of Mo."""
        if self.limit is None:
            return _ALWAYS
        return str(self.limit // _MIB) if self.limit else _ASKED

    @property
    def words(self) -> str:
        """Return it as a person reads it."""
        if self.limit is None:
            return "Les fichiers arrivent tous d’eux-mêmes."
        if not self.limit:
            return "Les grands fichiers arrivent à l’ouverture du document."
        return f"Au-delà de {self.limit // _MIB}\u00a0Mo, les fichiers arrivent à l’ouverture du document."


def policy_of(untrusted: str) -> Policy:
    """Read a policy.

    Raises:
        UserError: when it is none.
    """
    if untrusted in ("", _ALWAYS):
        return Policy()
    if untrusted == _ASKED:
        return Policy(0)
    if untrusted.isascii() and untrusted.isdigit() and 1 <= int(untrusted) <= LARGEST // _MIB:
        return Policy(int(untrusted) * _MIB)
    raise UserError(
        f"Choisissez «\u00a0toujours\u00a0», «\u00a0demande\u00a0» ou un nombre de Mo jusqu’à {LARGEST // _MIB}."
    )


class Receiving:
    """Keeps the policy of this post."""

    def __init__(self, session: Session) -> None:
        self._engine = session.store.engine

    @property
    def policy(self) -> Policy:
        """Return the policy in force; one that does not read is the default."""
        try:
            return policy_of(read_setting(self._engine, POLICY))
        except UserError:
            return Policy()

    def choose(self, untrusted: str) -> Policy:
        """Set the policy: toujours, demande or a number of Mo.

        Raises:
            UserError: when it is none of these.
        """
        policy = policy_of(untrusted)
        write_setting(self._engine, POLICY, policy.text)
        return policy

    def due(self, awaited: Iterable[Moving]) -> list[Moving]:
        """Return the files that come now."""
        limit = self.policy.limit
        return [one for one in awaited if one.wanted or limit is None or one.size <= max(limit, ALWAYS_BYTES)]
