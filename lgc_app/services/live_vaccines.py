# SPDX-License-Identifier: EUPL-1.2
"""When a live vaccine is stopped: during a pregnancy, or less than four weeks after another live one."""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Final

from lgc_app.services.pregnancies import pregnancy_of_file
from lgc_core.clinical.vaccination.recognise import is_injected_live, is_live
from lgc_core.clinical.vaccination.schedule import LIVE_SPACING
from lgc_core.model.vaccination import Vaccination
from lgc_core.store.store import Store

_REASON: Final = "Indiquez un motif pour l’enregistrer quand même."


def why_not_live(store: Store, made: Vaccination, given: Iterable[Vaccination], today: dt.date) -> str:
    """Return why a dose of today should not be given, "" when nothing is against it; an old dose is only a fact.

    Two injected live vaccines are given the same day or four weeks apart (French vaccination calendar, « vaccins
    vivants atténués »; à relire par un médecin). A live vaccine that is swallowed asks for no spacing.
    """
    if made.declared or made.at.date != today or not is_live(made):
        return ""
    if (known := pregnancy_of_file(store, made.patient, today)) is not None:
        return f"Vaccin vivant, contre-indiqué pendant la grossesse ({known.words}). {_REASON}"
    near = max(_too_near(made, given, today), key=lambda one: one[0], default=None)
    if near is None:
        return ""
    day, name = near
    return (
        f"Autre vaccin vivant ({name}) fait le {day:%d/%m/%Y}\u00a0: deux vaccins vivants se font le même jour ou "
        f"à quatre semaines d’écart. Possible à partir du {day + LIVE_SPACING:%d/%m/%Y}. {_REASON}"
    )


def _too_near(made: Vaccination, given: Iterable[Vaccination], today: dt.date) -> Iterator[tuple[dt.date, str]]:
    """Give the live doses of the last four weeks; one without an exact day is not counted."""
    if not is_injected_live(made):
        return
    for one in given:
        day = one.at.date
        if one.not_done or day is None or not is_injected_live(one):
            continue
        if dt.timedelta(0) < today - day < LIVE_SPACING:
            yield day, one.vaccine.text
