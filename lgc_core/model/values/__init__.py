# SPDX-License-Identifier: EUPL-1.2
"""Value objects: frozen, each one sync field (model.md §3)."""

from lgc_core.model.values.concept import Coding, Concept, coded
from lgc_core.model.values.person import Address, PersonName, Telecom
from lgc_core.model.values.posology import Moment, Posology, Rule
from lgc_core.model.values.quantity import Quantity, Range, Ratio, quantity
from lgc_core.model.values.stamp import Author, Organisation, Provenance, Source, Stamp, StructureId
from lgc_core.model.values.traits import Sex, Traits
from lgc_core.model.values.when import Interval, When, at_instant, from_hl7, on_day, to_hl7

__all__ = [
    "Address",
    "Author",
    "Coding",
    "Concept",
    "Interval",
    "Moment",
    "Organisation",
    "PersonName",
    "Posology",
    "Provenance",
    "Quantity",
    "Range",
    "Ratio",
    "Rule",
    "Sex",
    "Source",
    "Stamp",
    "StructureId",
    "Telecom",
    "Traits",
    "When",
    "at_instant",
    "coded",
    "from_hl7",
    "on_day",
    "quantity",
    "to_hl7",
]
