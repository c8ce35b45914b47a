# SPDX-License-Identifier: EUPL-1.2
"""The five INS traits, one field (RNIV; class G as a block)."""

import hashlib
from typing import Literal

import msgspec

from lgc_core.model.canonical import canonical

Sex = Literal["F", "M", "UN"]


class Traits(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Birth identity of a patient.

    Attributes:
        birth_family: nom de naissance.
        birth_givens: every birth given name, space separated, in the order of the civil record.
        first_given: first birth given name.
        birth_date: ISO date; possibly a lunar or partial date as received.
        birth_cog: INSEE code of the birthplace (5 characters; 99xxx abroad), empty when unknown.
    """

    birth_family: str
    birth_givens: str
    first_given: str = ""
    sex: Sex
    birth_date: str
    birth_cog: str = ""

    @property
    def digest(self) -> str:
        """Return the hash that identity checks are bound to: a changed trait undoes them."""
        return hashlib.sha256(canonical(self).encode()).hexdigest()
