# SPDX-License-Identifier: EUPL-1.2
"""Open a deposit of this patient: its words as our own safe markup, its PDF, its original bytes."""

from dataclasses import dataclass

import sqlalchemy as sa
from markupsafe import Markup

from interop.cda.read.document import read_cda
from lgc_core.errors import UserError
from sync_server.context import Server
from sync_server.db import reading
from sync_server.patient_web.file import Deposited, documents
from sync_server.services.patient_login import PatientSubject
from sync_server.tables import deposit


@dataclass(frozen=True)
class SectionShown:
    """A section; the markup was made by interop.cda from escaped texts only."""

    title: str
    markup: Markup


@dataclass(frozen=True)
class Opened:
    """A deposit with what can be shown of it."""

    document: Deposited
    original: bytes
    media: str
    sections: tuple[SectionShown, ...]
    pdf: bytes


def open_deposit(server: Server, subject: PatientSubject, untrusted_id: str) -> Opened | None:
    """Return a deposit of this very patient, None for anything else.

    Raises:
        OutsideError: when the bytes are no longer there.
    """
    with reading(server.engine) as connection:
        mine = {one.id: one for one in documents(connection, subject)}
        if untrusted_id not in mine:
            return None
        row = connection.execute(sa.select(deposit).where(deposit.c.id == untrusted_id)).one()
    original = server.blobs.read(row.partition, row.sha256)
    sections, pdf = _shown(original)
    return Opened(mine[untrusted_id], original, row.media, sections, pdf)


def _shown(original: bytes) -> tuple[tuple[SectionShown, ...], bytes]:
    try:
        body = read_cda(original).body
    except UserError:
        return (), b""
    sections = tuple(
        SectionShown(section.title, Markup(section.narrative.html))  # noqa: S704  # built from escaped texts (interop.cda.narrative)
        for section in body.sections
        if not section.narrative.empty
    )
    return sections, body.pdf.content if body.pdf else b""
