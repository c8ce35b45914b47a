# SPDX-License-Identifier: EUPL-1.2
"""Posology: the words that the prescriber wrote or the document carried, and rules beside them."""

import msgspec

from lgc_core.model.values.quantity import Quantity, Ratio
from lgc_core.model.values.when import Interval


class Moment(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An event of the day (HL7 TimingEvent code) and an offset in minutes."""

    code: str
    offset_min: int = 0


class Rule(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One dosing rule; the same `seq` means together, a rising one means after (model.md §8)."""

    seq: int = 1
    dose_low: Quantity | None = None
    dose_high: Quantity | None = None
    times: int | None = None
    every: Quantity | None = None
    moments: tuple[Moment, ...] = ()
    bounds: Interval | None = None
    condition: str = ""
    max_dose: Ratio | None = None
    institution_specified: bool = False


class Posology(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One sync field: text is what is read and signed, rules are what is computed."""

    text: str
    rules: tuple[Rule, ...] = ()
