# SPDX-License-Identifier: EUPL-1.2
"""The agenda as rows, for whoever hears or reads a list better than a grid. No Qt here."""

import datetime as dt
from collections.abc import Sequence

from lgc_app.services.agenda import DayLine
from lgc_app.ui.agenda.plan import GONE, Plan, clock, day_head
from lgc_app.ui.theme.fonts import TextRole
from lgc_app.ui.widgets.row_recipe import Cell, Row
from lgc_app.ui.widgets.runs import Run
from lgc_app.ui.words import tr


def list_rows(plan: Plan, day: dt.date) -> list[Row]:
    """Make the rows of one day, whoever it is with, in the order of the hours."""
    rows = []
    his = [one for one in plan.blocks if plan.columns[one.column].day == day]
    for block in sorted(his, key=lambda one: (one.start, one.column, one.key)):
        column = plan.columns[block.column]
        soft = block.status in GONE or block.status == "vu"
        ink = "text2" if soft else "text"
        about = " · ".join(part for part in (block.status, block.aside) if part)
        cells = (
            Cell((Run(clock(block.start), TextRole.BODY_MEDIUM, ink),)),
            Cell(
                (Run(block.shown, TextRole.BODY if soft else TextRole.BODY_MEDIUM, ink),),
                (Run(about, TextRole.CAPTION, "text2"),),
            ),
            Cell((Run(column.person.initials, TextRole.CAPTION_STRONG, column.person.tone),)),
        )
        rows.append(Row(block.key, cells, block.sentence))
    return rows


def wish_rows(lines: Sequence[DayLine]) -> list[Row]:
    """Make the rows of the short-notice list: who, when they could come, what they have now."""
    rows = []
    for line in lines:
        start = dt.datetime.fromisoformat(line.start)
        now = tr("prévu {day} à {hour}", day=day_head(start.date()), hour=line.time)
        about = f"{line.wish} · {now}"
        cell = Cell((Run(line.shown, TextRole.BODY_MEDIUM),), (Run(about, TextRole.CAPTION, "text2"),))
        rows.append(Row(line.id, (cell,), f"{line.shown}, {about}"))
    return rows
