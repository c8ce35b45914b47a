# SPDX-License-Identifier: EUPL-1.2
"""A folder of reports as a person brings it, and a practice beside it that takes it in."""

from pathlib import Path
from typing import Final

from lgc_app.services.cabinet import Cabinet
from lgc_core.model.patient import Patient
from tests.support.cabinet import keep, open_test_cabinet

LETTER: Final = "Cher confrère,\nmerci de m’avoir adressé cette patiente pour sibilants, lettre {number}.\n"
ENTITIES: Final = b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>"
"""Hostile: an XML that declares entities is never read."""
PICTURE: Final = b"\xff\xd8\xff"
"""A kind of file that is not taken in."""


def practice_beside(folder: Path, patient: Patient) -> Cabinet:
    """Open a practice that knows one patient, in a folder of its own."""
    cabinet = open_test_cabinet(folder / "poste")
    keep(cabinet, patient)
    return cabinet
