# SPDX-License-Identifier: EUPL-1.2
"""The round as rows: hour, person, what is due, where the visit is. No Qt here."""

import datetime as dt
from collections.abc import Sequence
from typing import Final

from lgc_app.services.rounds import DueCare, RoundStop
from lgc_app.ui.theme.fonts import TextRole
from lgc_app.ui.theme.theme import Tone
from lgc_app.ui.widgets.drawing import PillContent
from lgc_app.ui.widgets.row_recipe import Align, Cell, Column, Recipe, Row
from lgc_app.ui.widgets.runs import Run
from lgc_app.ui.words import tr
from lgc_core.model.nursing import FIXED_WINDOW_MINUTES
from lgc_core.model.transmission import Transmission

STOP_RECIPE: Final = Recipe((Column(54), Column(), Column(118, Align.RIGHT)), 53)
CARE_RECIPE: Final = Recipe((Column(),), 46)
TRANSMISSION_RECIPE: Final = Recipe((Column(96), Column(), Column(120, Align.RIGHT)), 36)
_ONE_LINE: Final = 48
"""Characters of what is said under a name that the list holds: past these the row has three lines."""

_PILLS: Final = {
    "prévue": PillContent(tr("À faire"), Tone.NEUTRAL, "clock"),
    "sur place": PillContent(tr("Sur place"), Tone.ACCENT, "goal"),
    "faite": PillContent(tr("Fait"), Tone.OK, "check"),
    "absente": PillContent(tr("Absent"), Tone.WARN, "person"),
    "refusée": PillContent(tr("Refusé"), Tone.WARN, "clear"),
}


def stop_key(stop: RoundStop) -> str:
    """Return the key of the row of a visit."""
    return stop.key.id


def stop_rows(stops: Sequence[RoundStop]) -> list[Row]:
    """Make the rows of the round: what is over is soft, a fixed hour is amber."""
    return [_stop(stop) for stop in stops]


def _stop(stop: RoundStop) -> Row:
    ink = "text2" if stop.is_over else "text"
    pill = _PILLS[stop.status]
    if stop.fixed and stop.status == "prévue":
        pill = PillContent(tr("± {minutes} min", minutes=FIXED_WINDOW_MINUTES), Tone.WARN, "clock")
    address = stop.patient.address
    town = address.city.title() if address else ""
    about = " · ".join(part for part in (town, _listed([care.words for care in stop.cares])) if part)
    name = TextRole.BODY if stop.is_over else TextRole.BODY_MEDIUM
    cells = (
        Cell((Run(stop.key.planned, TextRole.BODY_MEDIUM, ink),)),
        Cell((Run(stop.patient.shown, name, ink),), (Run(about, TextRole.CAPTION, "text2"),)),
        Cell(pills=(pill,)),
    )
    spoken = f"{stop.key.planned}, {stop.patient.shown}, {about}, {pill.words}"
    return Row(stop_key(stop), cells, spoken, tall=len(about) > _ONE_LINE)


def _listed(words: Sequence[str]) -> str:
    """Say words after one another as one sentence: "Glycémie capillaire, pansement"; ECG stays ECG."""
    later = (one if one[1:2].isupper() else one[:1].lower() + one[1:] for one in words[1:])
    return ", ".join((*words[:1], *later))


def care_rows(cares: Sequence[DueCare]) -> list[Row]:
    """Make the rows to tick; the state is said in words too."""
    rows = []
    for care in cares:
        about = " · ".join(part for part in (care.detail, care.ordered) if part)
        icon, ink = ("received", "ok") if care.ticked else ("unticked", "text2")
        cell = Cell(
            (Run(care.words, TextRole.BODY_MEDIUM),), (Run(about, TextRole.CAPTION, "text2"),) if about else (),
            icon, ink,
        )  # fmt: skip
        state = tr("coché") if care.ticked else tr("à faire")
        rows.append(Row(care.schedule, (cell,), ", ".join(part for part in (care.words, about, state) if part)))
    return rows


def transmission_rows(transmissions: Sequence[Transmission]) -> list[Row]:
    """Make the rows of what was transmitted before, newest first."""
    rows = []
    for one in transmissions:
        at = dt.datetime.fromisoformat(one.at)
        author = one.created.by.name if one.created else ""
        words = one.summary
        cells = (
            Cell((Run(f"{at:%d/%m %H:%M}", TextRole.DENSE, "text2"),)),
            Cell((Run(words, TextRole.DENSE),), icon="alert" if one.important else "", icon_colour="warn"),
            Cell((Run(author, TextRole.CAPTION, "text2"),)),
        )
        rows.append(Row(one.id, cells, f"{at:%d/%m %H:%M}, {words}, {author}"))
    return rows


def round_words(stops: Sequence[RoundStop]) -> str:
    """Say how far the round is: « 3 sur 8 »."""
    return tr("{done} sur {all}", done=sum(stop.is_over for stop in stops), all=len(stops)) if stops else ""
