# SPDX-License-Identifier: EUPL-1.2
"""Fictional people and records of La Réunion, and the documents our own writer makes of them."""

import datetime as dt
from functools import cache
from typing import Any

from interop.cda.write.consultation import write_consultation_report
from interop.cda.write.context import Contact, EmissionContext
from interop.cda.write.laboratory import LabReport, write_lab_report
from interop.cda.write.vsm import Summary, write_vsm
from interop.pdf.reports import consultation_pdf
from lgc_core.codes import CCAM, CIM10, CIS, INS_TEST, LOINC, PROFESSION, PS_ID, SMS_SUBSTANCE, STRUCTURE_ID
from lgc_core.model.absence import Absence, absence_id
from lgc_core.model.allergy import Allergy
from lgc_core.model.identity import IdentityStatus
from lgc_core.model.ids import derived_id
from lgc_core.model.observation import Observation, ReferenceRange, Value
from lgc_core.model.patient import Ins, Patient, UsualIdentity
from lgc_core.model.problem import Problem
from lgc_core.model.procedure import Procedure
from lgc_core.model.treatment import Treatment
from lgc_core.model.values import (
    Address,
    Coding,
    Concept,
    Interval,
    Organisation,
    PersonName,
    Posology,
    Quantity,
    Range,
    Rule,
    Stamp,
    StructureId,
    Telecom,
    Traits,
    When,
    coded,
    quantity,
)

REUNION = dt.timezone(dt.timedelta(hours=4))
ISSUED = dt.datetime(2026, 11, 21, 10, 42, 30, tzinfo=REUNION)
ISSUED_TEXT = "2026-11-21T10:42:30+04:00"


def an_id(*parts: str) -> str:
    """A stable UUID for a test."""
    return derived_id("test-cda", *parts)


def a_patient(**changes: Any) -> Patient:
    """Marie-Josette Hoarau, born in Saint-Pierre under the name Payet."""
    fields: dict[str, Any] = {
        "id": an_id("patient"),
        "traits": Traits(
            birth_family="PAYET",
            birth_givens="MARIE JOSETTE ÉLISE",
            first_given="MARIE",
            sex="F",
            birth_date="1952-03-21",
            birth_cog="97416",
        ),
        "ins": Ins(matricule="252039741600151", oid=INS_TEST),
        "usual": UsualIdentity(family="HOARAU", given="Marie-Josette"),
        "address": Address(house="12", street="rue des Lataniers", postcode="97410", city="SAINT-PIERRE"),
        "telecoms": (Telecom(kind="tel", value="0692000000", use="MC"),),
    }
    return Patient(**(fields | changes))


def a_practice() -> Organisation:
    """A one-doctor practice in Saint-Pierre."""
    return Organisation(
        name="Cabinet médical des Lataniers",
        ids=(StructureId(root=STRUCTURE_ID, extension="410001234567001"),),
        sector="SA07",
        setting="AMBULATOIRE",
        address=Address(house="4", street="rue du Four à Chaux", postcode="97410", city="SAINT-PIERRE"),
        telecoms=(Telecom(kind="tel", value="0262000000", use="WP"),),
    )


def a_doctor(**changes: Any) -> Stamp:
    """Dr Maëlle Ethève, general practitioner."""
    fields: dict[str, Any] = {
        "name": PersonName(family="ETHÈVE", given="Maëlle", civility="MME", title="Dr"),
        "ps_id": "810001234567",
        "ps_id_root": PS_ID,
        "profession": coded("Médecin - Médecine Générale (SM)", PROFESSION, "G15_10/SM54"),
        "role": "PCP",
        "organisation": a_practice(),
        "at": ISSUED_TEXT,
    }
    return Stamp(**(fields | changes))


def a_context(**changes: Any) -> EmissionContext:
    """Everything a header needs."""
    fields: dict[str, Any] = {
        "patient": a_patient(),
        "identity": IdentityStatus.QUALIFIEE,
        "practice": a_practice(),
        "local_root": "2.25.123456789",
        "author": a_doctor(),
        "legal_authenticator": a_doctor(),
        "issued": ISSUED,
        "document_id": an_id("document"),
        "series_id": an_id("series"),
        "contact": Contact(
            kind="AMB",
            period=Interval(
                start=When(text="2026-11-21T10:20:00+04:00"), end=When(text="2026-11-21T10:42:00+04:00")
            ),
        ),
        "birth_city": "SAINT-PIERRE",
    }
    return EmissionContext(**(fields | changes))


def a_problem(words: str, code: str, **changes: Any) -> Problem:
    """A coded problem since March 2019."""
    fields: dict[str, Any] = {
        "id": an_id("problem", words),
        "patient": an_id("patient"),
        "code": coded(words, CIM10, code),
        "period": Interval(start=When(text="2019-03")),
    }
    return Problem(**(fields | changes))


def a_treatment(words: str, code: str, posology: Posology, **changes: Any) -> Treatment:
    """A line of treatment since 2019."""
    fields: dict[str, Any] = {
        "id": an_id("treatment", words),
        "patient": an_id("patient"),
        "product": coded(words, CIS, code),
        "posology": posology,
        "period": Interval(start=When(text="2019-08-11")),
    }
    return Treatment(**(fields | changes))


def once_a_day(text: str = "1 comprimé par jour") -> Posology:
    """One tablet a day, in words and as a rule."""
    dose, day = Quantity(value="1", unit="{tablet}"), Quantity(value="1", unit="d")
    return Posology(text=text, rules=(Rule(dose_low=dose, times=1, every=day),))


def an_allergy(**changes: Any) -> Allergy:
    """Amoxicillin, with hives, high criticality."""
    fields: dict[str, Any] = {
        "id": an_id("allergy"),
        "patient": an_id("patient"),
        "agent": coded("Amoxicilline", SMS_SUBSTANCE, "100000092629"),
        "onset": When(text="2011"),
        "reactions": (coded("Urticaire", CIM10, "L50"),),
        "criticality": Concept(
            text="Elevé",
            codings=(Coding(system="2.16.840.1.113883.4.642.4.130", code="high", display="Elevé"),),
        ),
    }
    return Allergy(**(fields | changes))


def a_habit(words: str, code: str, value: Value) -> Observation:
    """A habit of life."""
    return Observation(
        id=an_id("habit", words),
        patient=an_id("patient"),
        category="vie",
        code=coded(words, LOINC, code),
        value=value,
        at=When(text="2026-11-21"),
    )


def a_summary(**changes: Any) -> Summary:
    """A record with something in every section."""
    fields: dict[str, Any] = {
        "problems": (
            a_problem("Diabète sucré de type 2", "E11"),
            a_problem("Hypertension essentielle", "I10", status="rémission", comment="bien équilibrée"),
            a_problem(
                "Pyélonéphrite aiguë",
                "N10",
                kind="antécédent",
                status="résolu",
                period=Interval(start=When(text="2018-04-22"), end=When(text="2018-04-30")),
            ),
            a_problem("Infarctus du myocarde", "I21", kind="familial", relative="Père", period=Interval()),
        ),
        "allergies": (an_allergy(),),
        "treatments": (
            a_treatment("METFORMINE ARROW 1000 mg, comprimé pelliculé", "63459823", once_a_day()),
            a_treatment(
                "Insuline glargine",
                "60000000",
                Posology(text="14 unités le soir, à adapter selon la glycémie du matin"),
                product=Concept(text="Insuline glargine"),
                reason="Diabète",
            ),
        ),
        "procedures": (
            Procedure(
                id=an_id("procedure"),
                patient=an_id("patient"),
                code=coded("Appendicectomie, par cœlioscopie", CCAM, "HHFA016"),
                when=When(text="1974"),
            ),
        ),
        "habits": (
            a_habit("Consommation tabagique", "74011-8", Value(quantity=quantity("10", "{pack}/a"))),
            a_habit("Consommation d'alcool", "74013-4", Value(text="Aucune")),
        ),
        "watch_points": ("DFG 48 mL/min le 12/10/2026", "Rétinopathie débutante à gauche"),
    }
    return Summary(**(fields | changes))


def an_absence(topic: Any, reason: Any = "aucun_connu") -> Absence:
    """A statement that nothing is known."""
    return Absence(
        id=absence_id(an_id("patient"), topic),
        patient=an_id("patient"),
        topic=topic,
        reason=reason,
        at=ISSUED_TEXT,
    )


def a_vsm(**changes: Any) -> bytes:
    """The bytes of a whole VSM."""
    return write_vsm(a_context(), a_summary(**changes))


def a_report(pdf: bytes) -> bytes:
    """The bytes of a consultation report."""
    return write_consultation_report(a_context(), pdf)


def a_laboratory() -> Organisation:
    """A fictional laboratory in Saint-Denis."""
    return Organisation(
        name="Laboratoire du Barachois",
        ids=(StructureId(root=STRUCTURE_ID, extension="1970000012"),),
        sector="SA25",
        setting="AMBULATOIRE",
        address=Address(house="1", street="rue de la Victoire", postcode="97400", city="SAINT-DENIS"),
        telecoms=(Telecom(kind="tel", value="0262111111", use="WP"),),
    )


def a_biologist() -> Stamp:
    """Dr Kevin Técher, biologist."""
    return a_doctor(
        name=PersonName(family="TÉCHER", given="Kevin", civility="M", title="Dr"),
        ps_id="810009876543",
        profession=coded("Médecin - Biologie médicale (SM)", PROFESSION, "G15_10/SM03"),
        role="",
        organisation=a_laboratory(),
    )


def a_result(words: str, code: str, value: Value | None, **changes: Any) -> Observation:
    """One analysis of this morning."""
    fields: dict[str, Any] = {
        "id": an_id("result", words),
        "patient": "",
        "category": "bio",
        "code": coded(words, LOINC, code),
        "value": value,
        "at": When(text="2026-11-21T07:35:00+04:00"),
        "entry": "import",
    }
    return Observation(**(fields | changes))


def some_results() -> tuple[Observation, ...]:
    """A renal panel with a high creatinine and a value under the limit, and a lone TSH."""
    panel = a_result("Bilan rénal", "24362-6", None, shape="panel")
    inside = {"parent": panel.id}
    return (
        panel,
        a_result(
            "Créatinine",
            "14682-9",
            Value(quantity=Quantity(value="132", unit="umol/L")),
            flags=("H",),
            ref_range=ReferenceRange(
                range=Range(low=Quantity(value="49", unit="umol/L"), high=Quantity(value="90", unit="umol/L"))
            ),
            **inside,
        ),
        a_result(
            "Protéine C réactive",
            "1988-5",
            Value(quantity=Quantity(value="1.0", unit="mg/L", comparator="<")),
            flags=("N",),
            rank=1,
            **inside,
        ),
        a_result("TSH", "3016-3", Value(quantity=Quantity(value="1.950", unit="m[IU]/L")), rank=1),
    )


def a_lab_report(results: tuple[Observation, ...] | None = None, **changes: Any) -> bytes:
    """The bytes of a fictional laboratory report with its PDF copy."""
    who = a_biologist()
    context = a_context(
        practice=a_laboratory(),
        author=who,
        legal_authenticator=who,
        document_id=an_id("lab"),
        series_id=an_id("lab-series"),
        **changes,
    )
    report = LabReport(
        chapter=Coding(system=LOINC, code="18719-5", display="Biochimie"),
        results=some_results() if results is None else results,
    )
    return write_lab_report(context, report, a_pdf())


@cache
def a_pdf() -> bytes:
    """A one-page PDF/A."""
    return consultation_pdf(a_context(), (("Motif", "Renouvellement"), ("Conclusion", "Tout va bien.")))


_SKELETON = """<?xml version="1.0" encoding="UTF-8"?>
<ClinicalDocument xmlns="urn:hl7-org:v3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<id root="1.2.3.4"/><code code="SYNTH" codeSystem="1.2.250.1.213.1.1.4.12" displayName="Synthèse"/>
<title>Essai</title><effectiveTime value="20261121104230+0400"/>
<component><structuredBody>{sections}</structuredBody></component></ClinicalDocument>"""


def a_section(text: str, *entries: str, code: str = "11450-4", title: str = "Section") -> str:
    """One section in XML, to be put into `a_document`."""
    body = "".join(f"<entry>{entry}</entry>" for entry in entries)
    return (
        f'<component><section><code code="{code}" codeSystem="{LOINC}"/>'
        f"<title>{title}</title><text>{text}</text>{body}</section></component>"
    )


def a_document(*sections: str) -> bytes:
    """A bare document around hand-written sections."""
    return _SKELETON.format(sections="".join(sections)).encode()
