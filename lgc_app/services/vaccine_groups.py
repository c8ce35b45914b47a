# SPDX-License-Identifier: EUPL-1.2
"""The groups at risk that a person belongs to, by what the file codes."""

import datetime as dt
from collections.abc import Sequence

from lgc_app.services.pregnancies import pregnancy_in
from lgc_core.clinical.vaccination.risk_groups import groups_of
from lgc_core.model.patient import Patient
from lgc_core.model.problem import Problem
from lgc_core.store import queries
from lgc_core.store.store import Store


def risk_groups(
    store: Store, patient: Patient, today: dt.date, problems: Sequence[Problem] | None = None
) -> frozenset[str]:
    """Return the keys of risk_groups.GROUPS that concern a person today; `problems` if they were read."""
    with store.reading() as connection:
        if problems is None:
            problems = queries.of_patient(connection, Problem, patient.id)
        pregnant = pregnancy_in(connection, patient, problems, today) is not None
    return groups_of(problems, pregnant=pregnant)
