# SPDX-License-Identifier: EUPL-1.2
"""« Je ne reconnais pas un accès »: what a patient reports, counted for the console, read by the practice."""

from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa

from lgc_core.errors import UserError
from lgc_core.model.ids import new_id
from sync_server.db import writing
from sync_server.services.clock import now_ms
from sync_server.tables import access_report, practice_account

LONGEST: Final = 2000
MOST_OPEN: Final = 20


@dataclass(frozen=True)
class OpenReports:
    """How many reports wait in one practice."""

    practice_name: str
    count: int


def report_access(engine: sa.Engine, practice: str, patient: str, line: str, words: str) -> None:
    """Keep a report; `line` is the id of the line of the trail, empty when none was chosen.

    Raises:
        UserError: when it is too long, or too many already wait.
    """
    if len(words) > LONGEST:
        raise UserError("Votre message est trop long. Gardez l’essentiel, en moins de 2000 caractères.")
    row = {
        "id": new_id(),
        "practice": practice,
        "patient": patient,
        "line": line,
        "words": words,
        "at_ms": now_ms(),
    }
    mine = sa.select(sa.func.count()).where(
        access_report.c.practice == practice, access_report.c.patient == patient, access_report.c.state == "reçu"
    )
    with writing(engine) as connection:
        if (connection.scalar(mine) or 0) >= MOST_OPEN:
            raise UserError("Vos signalements précédents sont en cours d’examen. Appelez votre cabinet.")
        connection.execute(access_report.insert().values(**row, state="reçu"))


def open_reports(connection: sa.Connection) -> list[OpenReports]:
    """Return the number of waiting reports by practice."""
    rows = connection.execute(
        sa.select(practice_account.c.name, sa.func.count().label("waiting"))
        .join(access_report, access_report.c.practice == practice_account.c.id)
        .where(access_report.c.state == "reçu")
        .group_by(practice_account.c.name)
        .order_by(practice_account.c.name)
    )
    return [OpenReports(row.name, row.waiting) for row in rows]
