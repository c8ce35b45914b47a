# SPDX-License-Identifier: EUPL-1.2
"""Builds the whole window with fictional content; simulated, no vault and no card behind it."""

from collections.abc import Sequence
from datetime import date, datetime

from lgc_app.ui.gallery.people import BANNER, OPEN_PATIENTS, PLACE, RAIL, STATUS, WAITING
from lgc_app.ui.gallery.screens import consultation, notes, results
from lgc_app.ui.shell.palette_row import PaletteRow
from lgc_app.ui.shell.window import Window
from lgc_app.ui.tasks import Tasks
from lgc_app.ui.theme.look import Look
from lgc_app.ui.unlock.presenter import CardOwner, UnlockPresenter
from lgc_app.ui.unlock.view import UnlockView

OWNER = CardOwner("Dr Maëlle Ethève", "Médecin généraliste", date(2028, 3, 31))
NOW = datetime(2026, 11, 23, 10, 38)  # noqa: DTZ001 -- the wall clock of the mockups


def nothing() -> None:
    """Do nothing: the gallery only shows."""


def find(typed: str) -> Sequence[PaletteRow]:
    """Find fictional patients, as a service would."""
    if not typed.startswith("reno"):
        return ()
    return (
        PaletteRow("Patients", "RENOUF Gladys", nothing, "61 ans · 04/02/1965 · Saint-Leu", "person"),
        PaletteRow("Patients", "RENAUD Bertrand", nothing, "38 ans · 19/07/1988 · Trois-Bassins", "person"),
        PaletteRow("Dans ce dossier", "Avis néphrologique, rénal stable", nothing, "14/11/2025", "document"),
    )


def gallery_window(look: Look, tasks: Tasks) -> tuple[Window, UnlockPresenter]:
    """Make the window, locked, with the card of OWNER in the reader."""
    unlock = UnlockView(look, PLACE, lambda: NOW)
    presenter = UnlockPresenter()
    presenter.show_waiting(WAITING)
    presenter.card_seen(OWNER)
    unlock.show_content(presenter.content)
    unlock.panel.show_reason("Poste « Bureau 1 » · verrouillé à 10:37 (carte retirée)")
    window = Window(look, tasks, unlock, RAIL, find, title=f"Pack Sérénité · {PLACE}, Saint-Leu")
    for make in (consultation, results, notes):
        window.add_screen(make(look, nothing))
    frame = window.frame
    frame.rail.set_badge("inbox", 9, urgent=True)
    frame.rail.set_badge("tasks", 4)
    frame.rail.set_badge("exchanges", 2)
    frame.top_bar.show_user("Dr Maëlle Ethève", "Médecin · carte CPS présente")
    frame.top_bar.show_patients(OPEN_PATIENTS, "1")
    frame.status_line.show_content(STATUS)
    frame.banner.show_patient(BANNER)
    return window, presenter
