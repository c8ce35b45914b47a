# SPDX-License-Identifier: EUPL-1.2
"""Every formula, in the order of the screen."""

from typing import Final

from lgc_core.clinical.calculators.body import BODY
from lgc_core.clinical.calculators.cardiovascular import CARDIOVASCULAR
from lgc_core.clinical.calculators.diabetes import DIABETES
from lgc_core.clinical.calculators.formula import GROUPS, Formula
from lgc_core.clinical.calculators.kidney import KIDNEY

_ALL: Final = (*KIDNEY, *CARDIOVASCULAR, *DIABETES, *BODY)
FORMULAS: Final[tuple[Formula, ...]] = tuple(one for group in GROUPS for one in _ALL if one.group == group)
BY_KEY: Final = {one.key: one for one in FORMULAS}
