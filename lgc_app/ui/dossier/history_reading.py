# SPDX-License-Identifier: EUPL-1.2
"""Reads the history of a file and draws its rows: all of it on the vault thread."""

from lgc_app.services.cabinet import Cabinet
from lgc_app.ui.dossier.history import NEW, current_line, lines_of
from lgc_app.ui.dossier.history_pane import Drawn, draw
from lgc_app.ui.dossier.section_words import heading
from lgc_app.ui.theme.typography import month_year


def read_history(cabinet: Cabinet, patient: str, newest: int = 0) -> list[Drawn]:
    """Read and draw the history (`newest` entries of it), the consultation of now first; on the vault thread."""
    now = cabinet.session.now()
    current = cabinet.encounters.today_of(patient)
    own = current.encounter.id if current else ""
    entries = [entry for entry in cabinet.timelines.of(patient, newest=newest) if entry.id != own]
    second = (
        heading(current.encounter if current else None, now).replace(", ", "\u00a0") if current else "à écrire"
    )
    title = "Consultation en cours" if current else NEW
    line = current_line(title, f"{cabinet.session.staff.name.shown} · {second}", month_year(now.date()))
    return draw([line, *lines_of(entries, now.date())])
