# SPDX-License-Identifier: EUPL-1.2
"""The header of every document we emit, in the order of the norm (interop.md §1.2)."""

from dataclasses import dataclass

from lxml import etree

from interop.cda.oids import CI_SIS, HL7_FRANCE
from interop.cda.write.context import EmissionContext, refuse_incomplete
from interop.cda.write.element import make, null, template
from interop.cda.write.labels import ENCOUNTERS, SEXES, SYSTEM_NAMES
from interop.cda.write.people import address, facility_code, organisation, professional, telecoms
from lgc_core.codes import HL7_ACT_CODE, HL7_CONFIDENTIALITY, HL7_GENDER, SECTOR
from lgc_core.model.values import Coding, Stamp, Telecom, When, at_instant, to_hl7


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentKind:
    """What distinguishes a document type: models, code, title, and the act it documents.

    Attributes:
        performer_templates: when given, the performer carries them and the time of execution.
    """

    models: tuple[tuple[str, str], ...]
    code: Coding
    title: str
    act: Coding
    performer_templates: tuple[str, ...] = ()


def build_document(kind: DocumentKind, context: EmissionContext, body: etree._Element) -> etree._Element:
    """Return a whole ClinicalDocument.

    Raises:
        IncompleteHeader: when the header would not be legal.
    """
    refuse_incomplete(context)
    return make(
        "ClinicalDocument",
        None,
        make("realmCode", {"code": "FR"}),
        make("typeId", {"root": "2.16.840.1.113883.1.3", "extension": "POCD_HD000040"}),
        template(HL7_FRANCE, CI_SIS),
        [make("templateId", {"root": root, "extension": version}) for root, version in kind.models],
        make("id", {"root": context.unique_oid}),
        coded("code", kind.code),
        make("title", None, kind.title),
        make("effectiveTime", {"value": instant(at_instant(context.issued))}),
        _confidentiality(),
        make("languageCode", {"code": "fr-FR"}),
        make("setId", {"root": context.series_oid}),
        make("versionNumber", {"value": str(context.version)}),
        _record_target(context),
        _author(context),
        _custodian(context),
        _legal_authenticator(context),
        _documentation_of(kind, context),
        _related(context),
        _component_of(context),
        make("component", None, body),
    )


def coded(tag: str, coding: Coding) -> etree._Element:
    """Return a coded element with its label and the name of its system."""
    attributes = {
        "code": coding.code,
        "displayName": coding.display,
        "codeSystem": coding.system,
        "codeSystemName": SYSTEM_NAMES.get(coding.system, ""),
    }
    return make(tag, attributes)


def instant(moment: When | None) -> str:
    """Return the HL7 text of a moment, empty when unknown."""
    return (to_hl7(moment) or "") if moment else ""


def _confidentiality() -> etree._Element:
    # Masks (MASQUE_PS…) travel in the metadata of each dispatch; the bytes stay N (model.md §7).
    return make(
        "confidentialityCode",
        {"code": "N", "displayName": "Normal", "codeSystem": HL7_CONFIDENTIALITY,
         "codeSystemName": "Confidentiality"},
    )  # fmt: skip


def _record_target(context: EmissionContext) -> etree._Element:
    patient, ins = context.patient, context.ins
    mailbox = Telecom(kind="mailto", value=f"{ins.matricule}@patient.mssante.fr")
    role = make(
        "patientRole",
        None,
        make("id", {"root": ins.oid, "extension": ins.matricule}),
        make("id", {"root": context.local_root, "extension": patient.id}),
        address(patient.address),
        telecoms((*patient.telecoms, mailbox)),
        _patient(context),
    )
    return make("recordTarget", None, role)


def _patient(context: EmissionContext) -> etree._Element:
    traits, usual = context.patient.traits, context.patient.usual
    name = make(
        "name",
        None,
        make("family", {"qualifier": "BR"}, traits.birth_family),
        make("given", None, traits.birth_givens),
        make("given", {"qualifier": "BR"}, traits.first_given or traits.birth_givens.split()[0]),
        make("family", {"qualifier": "CL"}, usual.family) if usual.family else None,
        make("given", {"qualifier": "CL"}, usual.given) if usual.given else None,
    )
    sex = {"code": traits.sex, "displayName": SEXES[traits.sex], "codeSystem": HL7_GENDER}
    birthplace = make(
        "addr",
        None,
        make("county", None, traits.birth_cog),
        make("city", None, context.birth_city) if context.birth_city else None,
    )
    return make(
        "patient",
        {"classCode": "PSN"},
        name,
        make("administrativeGenderCode", sex),
        make("birthTime", {"value": traits.birth_date.replace("-", "")}),
        make("birthplace", None, make("place", None, birthplace)),
    )


def _author(context: EmissionContext) -> etree._Element:
    who = context.author
    function = {
        "code": "PCP",
        "displayName": "Médecin traitant",
        "codeSystem": "2.16.840.1.113883.5.88",
    }
    return make(
        "author",
        None,
        make("functionCode", function) if who.role == "PCP" else None,
        make("time", {"value": _when_signed(who, context)}),
        professional("assignedAuthor", who, context.practice),
    )


def _when_signed(who: Stamp, context: EmissionContext) -> str:
    return instant(When(text=who.at)) if who.at else instant(at_instant(context.issued))


def _custodian(context: EmissionContext) -> etree._Element:
    structure = organisation("representedCustodianOrganization", context.practice, setting=False)
    return make("custodian", None, make("assignedCustodian", None, structure))


def _legal_authenticator(context: EmissionContext) -> etree._Element:
    who = context.legal_authenticator
    return make(
        "legalAuthenticator",
        None,
        make("time", {"value": _when_signed(who, context)}),
        make("signatureCode", {"code": "S"}),
        professional("assignedEntity", who, context.practice),
    )


def _documentation_of(kind: DocumentKind, context: EmissionContext) -> etree._Element:
    performer = make(
        "performer",
        {"typeCode": "PRF"},
        template(*kind.performer_templates),
        _execution(context) if kind.performer_templates else None,
        professional("assignedEntity", context.author, context.practice),
    )
    event = make("serviceEvent", None, coded("code", kind.act), _period(context), performer)
    return make("documentationOf", None, event)


def _execution(context: EmissionContext) -> etree._Element:
    moment = instant(context.service.end) or instant(context.service.start)
    return make("time", None, make("high", {"value": moment}))


def _period(context: EmissionContext) -> etree._Element:
    low, high = instant(context.service.start), instant(context.service.end)
    return make(
        "effectiveTime",
        None,
        make("low", {"value": low}),
        make("high", {"value": high}) if high else None,
    )


def _related(context: EmissionContext) -> etree._Element | None:
    if not context.replaces:
        return None
    parent = make(
        "parentDocument",
        None,
        make("id", {"root": context.replaces}),
        make("setId", {"root": context.series_oid}),
        make("versionNumber", {"value": str(context.version - 1)}),
    )
    return make("relatedDocument", {"typeCode": "RPLC"}, parent)


def _component_of(context: EmissionContext) -> etree._Element:
    kind = context.contact.kind
    encounter_code = {
        "code": kind,
        "displayName": ENCOUNTERS.get(kind, ""),
        "codeSystem": HL7_ACT_CODE,
    }
    place = make("location", None, make("name", None, context.practice.name))
    facility = make(
        "healthCareFacility",
        None,
        make("code", {**facility_code(context.practice), "codeSystem": SECTOR}),
        place,
    )
    encounter = make(
        "encompassingEncounter",
        None,
        make("code", encounter_code) if kind in ENCOUNTERS else null("code"),
        _period(context),
        make(
            "responsibleParty",
            None,
            professional("assignedEntity", context.author, context.practice),
        ),
        make("location", None, facility),
    )
    return make("componentOf", None, encounter)
