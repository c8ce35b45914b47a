# SPDX-License-Identifier: EUPL-1.2
"""The practice: owner of its records and custodian of what it emits."""

from typing import Annotated, Final, Literal

from lgc_core.model.entity import A_ADMIN, Entity
from lgc_core.model.ids import oid_of
from lgc_core.model.values import Address, Organisation, StructureId, Telecom

FiltrationEquation = Literal["2009", "2021"]
"""Year of the CKD-EPI equation that a practice shows."""

DEFAULT_EQUATION: Final = "2009"
"""What French laboratories report (HAS 2012)."""


class Practice(Entity, frozen=True, kw_only=True):
    """One per cabinet partition, never annulled; name, address, telecoms and ids or emission is refused."""

    name: Annotated[str, A_ADMIN]
    address: Annotated[Address, A_ADMIN]
    telecoms: Annotated[tuple[Telecom, ...], A_ADMIN] = ()
    struct_ids: Annotated[tuple[StructureId, ...], A_ADMIN] = ()
    sector: Annotated[str, A_ADMIN] = "SA07"
    setting: Annotated[str, A_ADMIN] = "AMBULATOIRE"
    oid_root: Annotated[str, A_ADMIN] = ""
    filtration: Annotated[FiltrationEquation, A_ADMIN] = DEFAULT_EQUATION

    @property
    def root(self) -> str:
        """Return the OID under which this practice's local patient ids live."""
        return self.oid_root or oid_of(self.id)

    @property
    def organisation(self) -> Organisation:
        """Return the copy that goes into stamps."""
        return Organisation(
            name=self.name,
            ids=self.struct_ids,
            sector=self.sector,
            setting=self.setting,
            address=self.address,
            telecoms=self.telecoms,
        )
