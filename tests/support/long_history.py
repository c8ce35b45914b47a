# SPDX-License-Identifier: EUPL-1.2
"""A file of twenty years: thousands of documents and consultations."""

import datetime as dt

from lgc_app.demo.cast import DOCTOR, PRACTICE
from lgc_app.services.session import make_stamp
from lgc_core.model.document import Document
from lgc_core.model.ids import new_id, oid_of
from lgc_core.store.store import Store

_BATCH = 500


def write_entries(store: Store, patient: str, number: int) -> None:
    """Write so many letters, one every day and a half going back from today."""
    stamp = make_stamp(DOCTOR, PRACTICE, store.now())
    for start in range(0, number, _BATCH):
        with store.unit_of_work(DOCTOR.author) as uow:
            for place in range(start, min(start + _BATCH, number)):
                made, at = new_id(), store.now() - dt.timedelta(hours=36 * place)
                uow.create(
                    Document(
                        id=made, patient=patient, unique_oid=oid_of(made), origin="import", authors=(stamp,),
                        title=f"Document {place}", issued=at.isoformat(timespec="seconds"),
                    )
                )  # fmt: skip
