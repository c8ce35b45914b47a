# SPDX-License-Identifier: EUPL-1.2
"""Tasks as rows: what is late says so in words, in red and first. No Qt here."""

import datetime as dt
from collections.abc import Sequence
from typing import Final

from lgc_app.services.tasks_to_do import TaskLine
from lgc_app.ui.theme.fonts import TextRole
from lgc_app.ui.theme.theme import Tone
from lgc_app.ui.widgets.drawing import PillContent
from lgc_app.ui.widgets.row_recipe import Align, Cell, Column, Recipe, Row
from lgc_app.ui.widgets.runs import Run
from lgc_app.ui.words import tr

TASK_RECIPE: Final = Recipe((Column(), Column(118, Align.RIGHT)), 50)


def task_rows(lines: Sequence[TaskLine], today: dt.date) -> list[Row]:
    """Make the rows, in the order given: late first."""
    return [_row(line, today) for line in lines]


def task_pills(lines: Sequence[TaskLine]) -> tuple[PillContent, ...]:
    """Say how many are late, and how many others."""
    late = sum(line.late for line in lines)
    pills = [PillContent(tr("{number} en retard", number=late), Tone.DANGER)] if late else []
    if len(lines) > late:
        pills.append(PillContent(str(len(lines) - late), Tone.NEUTRAL))
    return tuple(pills)


def due_words(line: TaskLine, today: dt.date) -> str:
    """Say when: « en retard, 20/11 », « aujourd’hui », « demain », « 27/11 »."""
    if line.due is None:
        return ""
    day = f"{line.due:%d/%m}" if abs((line.due - today).days) < 300 else f"{line.due:%d/%m/%Y}"
    if line.late:
        return tr("en retard, {day}", day=day)
    return {0: tr("aujourd’hui"), 1: tr("demain")}.get((line.due - today).days, day)


def _row(line: TaskLine, today: dt.date) -> Row:
    when = due_words(line, today)
    about = " · ".join(
        part for part in (line.patient_shown, "" if line.to == "moi" else tr("pour {who}", who=line.to)) if part
    )
    ink, role = ("danger", TextRole.DENSE_STRONG) if line.late else ("text2", TextRole.DENSE)
    icon = "alert" if line.urgent else "tasks"
    cells = (
        Cell(
            (Run(tr(line.title.replace("{", "").replace("}", "")), TextRole.BODY_MEDIUM),),
            (Run(about, TextRole.CAPTION, "text2"),) if about else (),
            icon,
            "warn" if line.urgent else "text2",
        ),
        Cell((Run(when, role, ink),)),
    )
    parts = (line.title, tr("urgent") if line.urgent else "", about, when)
    return Row(line.id, cells, ", ".join(part for part in parts if part))
