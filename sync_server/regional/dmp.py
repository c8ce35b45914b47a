# SPDX-License-Identifier: EUPL-1.2
"""The DMP as this server needs it, and a sandbox in its place until an agreement opens the real one.

A later issue adds the XDS.b adapter (ITI-41) behind the same protocol.
"""

from dataclasses import dataclass
from typing import Final, Protocol

import sqlalchemy as sa

from lgc_core.errors import UserError
from lgc_core.model.ids import new_id
from sync_server.db import reading, writing
from sync_server.services.clock import now_ms
from sync_server.services.french import local
from sync_server.tables import deposit

SANDBOX: Final = "bac à sable"
APPROVED: Final = "Approved"
DEPRECATED: Final = "Deprecated"
"""Availability status of a replaced document (IHE ITI TF-3, 4.2.3.2.2)."""


class DmpRefusedError(UserError):
    """The DMP said no: a code, and a French sentence that says what to do."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


@dataclass(frozen=True, kw_only=True)
class Submission:
    """What goes with the bytes: already checked against the document itself."""

    dispatch: str
    practice: str
    partition: str
    document: str
    unique_oid: str
    series_oid: str
    replaces: str
    type_text: str
    title: str
    author: str
    organisation: str
    issued: str
    matricule: str
    sha256: str
    media: str


@dataclass(frozen=True)
class Receipt:
    """The answer of the DMP to an accepted deposit."""

    text: str
    at: str


class DmpGateway(Protocol):
    """A way to the DMP."""

    def submit(self, submission: Submission, content: bytes) -> Receipt:
        """Deposit a document; offering the same dispatch twice gives the same receipt.

        Raises:
            DmpRefusedError: when it is refused.
            OutsideError: when it cannot be reached now.
        """
        ...


class SandboxDmp:
    """A registry of our own that says it is one in each receipt."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def submit(self, submission: Submission, content: bytes) -> Receipt:
        """Register a deposit; the bytes stay in the blob store of their practice.

        Raises:
            DmpRefusedError: same identifier with another content, or a replaced document that is not there.
        """
        if not content:
            raise DmpRefusedError("XDSRepositoryError", "Document vide. Émettez-le de nouveau.")
        with writing(self._engine) as connection:
            row = connection.execute(sa.select(deposit).where(deposit.c.dispatch == submission.dispatch)).first()
            if row is None:
                self._check_unique(connection, submission)
                self._deprecate(connection, submission)
                row = connection.execute(deposit.insert().values(_row(submission)).returning(*deposit.c)).one()
        return receipt_of(row.id, row.at_ms)

    def _check_unique(self, connection: sa.Connection, submission: Submission) -> None:
        same = sa.select(deposit.c.sha256).where(deposit.c.unique_oid == submission.unique_oid)
        if connection.execute(same).first() is not None:
            raise DmpRefusedError(
                "XDSDuplicateUniqueIdInRegistry",
                "Ce document est déjà au DMP. Pour le corriger, émettez-en une nouvelle version.",
            )

    def _deprecate(self, connection: sa.Connection, submission: Submission) -> None:
        if not submission.replaces:
            return
        replaced = connection.execute(
            deposit.update()
            .where(
                deposit.c.unique_oid == submission.replaces,
                deposit.c.matricule == submission.matricule,
                deposit.c.practice == submission.practice,
                deposit.c.status == APPROVED,
            )
            .values(status=DEPRECATED)
        )
        if replaced.rowcount == 0:
            raise DmpRefusedError(
                "XDSRegistryDeprecatedDocumentError",
                "La version à remplacer n’est pas au DMP. Déposez d’abord la première version.",
            )


def receipt_of(identifier: str, at_ms: int) -> Receipt:
    """Return the receipt of a deposit."""
    moment = local(at_ms)
    text = f"DMP ({SANDBOX}), dépôt {identifier} du {moment:%d/%m/%Y} à {moment:%H:%M}"
    return Receipt(text, moment.isoformat(timespec="seconds"))


def count_deposits(engine: sa.Engine) -> int:
    """Return how many living documents the sandbox holds."""
    with reading(engine) as connection:
        query = sa.select(sa.func.count()).select_from(deposit).where(deposit.c.status == APPROVED)
        return connection.scalar(query) or 0


def _row(submission: Submission) -> dict[str, object]:
    kept = {name: getattr(submission, name) for name in Submission.__dataclass_fields__ if name != "replaces"}
    return kept | {"id": new_id(), "status": APPROVED, "at_ms": now_ms()}
