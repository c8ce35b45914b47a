# SPDX-License-Identifier: EUPL-1.2
"""What we emit is clean under the public kit of the ANS; runs where SERENITE_CDA_KIT names a copy of it."""

import importlib.util
import os
from pathlib import Path

import pytest
from lxml import etree

from interop.cda.write import labels
from interop.cda.write.entries.allergy import TYPES
from interop.cda.write.vsm import Summary, write_vsm
from interop.conformance.run import validate
from interop.pdf.reports import vsm_pdf
from tests.support.cda import a_context, a_lab_report, a_pdf, a_report, a_summary, a_vsm, an_absence

KIT = os.environ.get("SERENITE_CDA_KIT", "")

pytestmark = [
    pytest.mark.optional,
    pytest.mark.timeout(300),
    pytest.mark.skipif(not KIT, reason="SERENITE_CDA_KIT names no copy of the kit"),
]
needs_saxon = pytest.mark.skipif(
    importlib.util.find_spec("saxonche") is None, reason="saxonche is not installed (conformance.txt)"
)

LABELS = {
    "JDV_J02_XdsHealthcareFacilityTypeCode_CISIS": labels.SECTORS,
    "JDV_J04_XdsPracticeSettingCode_CISIS": labels.SETTINGS,
    "JDV_J142_TypeRencontre_CISIS": labels.ENCOUNTERS,
    "JDV_J143_AdministrativeGender_CISIS": labels.SEXES,
    "JDV_J11_RelationPatient_CISIS": dict(labels.RELATIVES.values()),
    "JDV_HL7_ObservationInterpretation_CISIS": labels.INTERPRETATIONS,
    "JDV_TypeEvenementIndesirablePrevisible_CISIS": dict(TYPES.values()),
}
"""The rules check the codes only: a wrong label passes them all (interop.md §2.5)."""


@pytest.mark.parametrize(("table", "ours"), LABELS.items())
def test_every_label_we_write_is_the_one_of_its_value_set(table, ours):
    found = sorted((Path(KIT) / "jeuxDeValeurs").glob(f"{table.partition('_CISIS')[0]}*.xml"))
    if not found:
        found = sorted((Path(KIT) / "jeuxDeValeurs").glob(f"{'_'.join(table.split('_')[:2])}_*.xml"))
    official = {c.get("code"): c.get("displayName") for c in etree.parse(found[0]).iter("{*}Concept")}
    assert ours == {code: official.get(code) for code in ours}


@needs_saxon
def test_every_document_we_write_is_clean_in_every_profile(tmp_path):
    nothing = tuple(an_absence(topic) for topic in ("problème", "allergie", "traitement", "acte"))
    context, summary = a_context(), a_summary()
    documents = {
        "vsm.xml": a_vsm(),
        "vsm-copy.xml": write_vsm(context, summary, vsm_pdf(context, summary)),
        "vsm-empty.xml": write_vsm(context, Summary()),
        "vsm-none.xml": write_vsm(context, Summary(absences=nothing)),
        "report.xml": a_report(a_pdf()),
        "lab.xml": a_lab_report(),
    }
    paths = []
    for name, content in documents.items():
        paths.append(tmp_path / name)
        paths[-1].write_bytes(content)
    work = Path(os.environ.get("SERENITE_CDA_WORK", str(tmp_path / "work")))
    reports = validate(Path(KIT), work, paths)
    assert {r.file: r.messages for r in reports} == {name: {} for name in documents}
    assert {p for r in reports for p in r.errors} >= {"XSD", "IHE", "terminologies", "CI-SIS_VSM_2023.01"}
