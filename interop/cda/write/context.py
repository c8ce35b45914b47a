# SPDX-License-Identifier: EUPL-1.2
"""What a header needs besides the record, and the refusals when a piece is missing (model.md §7)."""

import datetime as dt
from dataclasses import dataclass, field

from lgc_core.errors import UserError
from lgc_core.model.identity import IdentityStatus, matricule_fault
from lgc_core.model.ids import oid_of
from lgc_core.model.patient import Ins, Patient
from lgc_core.model.values import Interval, Organisation, Stamp, at_instant


class IncompleteHeader(UserError):  # noqa: N818  # a refusal shown to people
    """The document cannot leave: something that its header must say is missing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """The encounter a document tells of; `kind` is a JDV_J142 code (AMB, HH, VR)."""

    kind: str = "AMB"
    period: Interval = field(default_factory=Interval)


@dataclass(frozen=True, slots=True, kw_only=True)
class EmissionContext:
    """One document to be written.

    Attributes:
        practice: the structure as it is now: custodian, facility, setting.
        local_root: OID of this practice's patient ids (`Practice.root`).
        birth_city: label of the birthplace, from the COG table; may stay empty.
        document_id: UUID of the Document row; its OID becomes the document's id.
        series_id: UUID of the first version's row; constant over versions.
        replaces: unique OID of the version replaced, from version 2 on.
        oid_root: registered arc of the practice, empty for 2.25.
    """

    patient: Patient
    identity: IdentityStatus
    practice: Organisation
    local_root: str
    author: Stamp
    legal_authenticator: Stamp
    issued: dt.datetime
    document_id: str
    series_id: str
    version: int = 1
    replaces: str = ""
    contact: Contact = field(default_factory=Contact)
    birth_city: str = ""
    oid_root: str = ""

    @property
    def unique_oid(self) -> str:
        """Return the OID of this document."""
        return oid_of(self.document_id, self.oid_root)

    @property
    def series_oid(self) -> str:
        """Return the OID common to all versions."""
        return oid_of(self.series_id, self.oid_root)

    @property
    def service(self) -> Interval:
        """Return when the act was done: the contact, else the document itself."""
        return self.contact.period if self.contact.period.start else Interval(start=at_instant(self.issued))

    @property
    def ins(self) -> Ins:
        """Return the INS that may leave the cabinet.

        Raises:
            IncompleteHeader: identity not qualifiée, no matricule, or a faulty one.
        """
        if self.identity is not IdentityStatus.QUALIFIEE or self.patient.ins is None:
            raise IncompleteHeader(
                "Identité non qualifiée\u00a0: ce document ne peut pas sortir du cabinet. "
                "Appelez INSi et contrôlez une pièce d’identité, puis recommencez."
            )
        if fault := matricule_fault(self.patient.ins):
            raise IncompleteHeader(fault)
        return self.patient.ins


def refuse_incomplete(context: EmissionContext) -> None:
    """Raise for the first thing that a header must say and the context does not know.

    Raises:
        IncompleteHeader: a French sentence that says what to fill in, and where.
    """
    _ = context.ins
    traits = context.patient.traits
    if not (traits.birth_family and traits.birth_givens and traits.birth_date and traits.birth_cog):
        raise IncompleteHeader(
            "L’identité de naissance est incomplète. Complétez nom, prénoms, date et lieu de naissance."
        )
    _refuse_practice(context.practice)
    for who in (context.author, context.legal_authenticator):
        _refuse_professional(who)


def _refuse_practice(practice: Organisation) -> None:
    missing = [
        label
        for label, value in (
            ("le nom", practice.name),
            ("l’identifiant", practice.ids),
            ("l’adresse", practice.address),
            ("un téléphone", practice.telecoms),
            ("le secteur d’activité", practice.sector),
        )
        if not value
    ]
    if missing:
        raise IncompleteHeader(
            f"Il manque {', '.join(missing)} du cabinet. Complétez la fiche du cabinet, puis recommencez."
        )


def _refuse_professional(who: Stamp) -> None:
    if not who.ps_id or who.profession is None or not who.profession.codings:
        raise IncompleteHeader(
            "Il manque le numéro RPPS ou la profession du signataire. Ouvrez la session avec sa carte CPS."
        )
    if not who.name.family or not who.name.given:
        raise IncompleteHeader("Il manque le nom ou le prénom du signataire. Complétez sa fiche.")
