# SPDX-License-Identifier: EUPL-1.2
"""One edition of reference data: who published it, when, and the file that holds it whole (model.md)."""

from typing import Annotated, Literal

from lgc_core.model.entity import F_SERVER, Entity
from lgc_core.model.ids import derived_id

EditionState = Literal["active", "précédente", "refusée"]


class RefEdition(Entity, frozen=True, kw_only=True):
    """Written by the region only; posts fetch the file by pieces and make their own tables of it.

    Attributes:
        edition: date of the source, as its publisher writes it.
        blob: SHA-256 of the file, in the partition of the dataset; `size` in bytes, `rows` after the checks.
    """

    partition_kind = "ref"

    dataset: Annotated[str, F_SERVER] = ""
    edition: Annotated[str, F_SERVER] = ""
    source: Annotated[str, F_SERVER] = ""
    licence: Annotated[str, F_SERVER] = ""
    blob: Annotated[str, F_SERVER] = ""
    size: Annotated[int, F_SERVER] = 0
    rows: Annotated[int, F_SERVER] = 0
    imported_at: Annotated[str, F_SERVER] = ""
    state: Annotated[EditionState, F_SERVER] = "active"


def edition_id(dataset: str, blob: str) -> str:
    """Return the id of an edition: importing the same file twice is one edition."""
    return derived_id("ref_edition", dataset, blob)
