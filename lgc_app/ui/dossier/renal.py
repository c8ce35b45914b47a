# SPDX-License-Identifier: EUPL-1.2
"""The small curve of renal function: KDIGO stages behind the filtrations of the file."""

from collections.abc import Sequence
from math import inf

from lgc_app.ui.theme.typography import short_date
from lgc_app.ui.widgets.curve_scale import Band, CurveContent, CurvePoint
from lgc_core.clinical.renal import Filtration

_SHOWN = 8
# KDIGO 2012, GFR categories (mL/min/1,73 m²)
_BANDS = (
    Band(60, inf, "stade 1 ou 2", "surface"),
    Band(45, 60, "stade 3a", "alt"),
    Band(30, 45, "stade 3b", "warnsoft"),
    Band(15, 30, "stade 4", "dangersoft"),
    Band(-inf, 15, "stade 5", "dangersoft"),
)


def renal_curve(filtrations: Sequence[Filtration]) -> CurveContent:
    """Return the last filtrations, oldest first."""
    points = tuple(
        CurvePoint(one.on, one.ml_min, str(one.ml_min), short_date(one.on), f"{one.on:%m/%y}")
        for one in filtrations[-_SHOWN:]
    )
    return CurveContent(points, _BANDS, "mL/min")
