# SPDX-License-Identifier: EUPL-1.2
"""The runner of the public kit, without the kit: refusals, and the repairs of a copy."""

import subprocess
import sys

import pytest
from lxml import etree

from interop.conformance.kit import prepare
from interop.conformance.run import FileReport
from lgc_core.errors import UserError

JDV = (
    '<RetrieveValueSetResponse xmlns="urn:ihe:iti:svs:2008"><ValueSet><ConceptList>'
    '<Concept code="SYNTH" codeSystem="1.2" displayName="Synthèse"/>'
    "</ConceptList></ValueSet></RetrieveValueSetResponse>"
)


@pytest.fixture
def a_kit(tmp_path):
    """A tiny folder with the shape of the kit and its two known defects."""
    kit = tmp_path / "kit"
    include = kit / "schematrons/profils/structurationMinimale/include"
    for folder in (include, kit / "jeuxDeValeurs", kit / "infrastructure/cda"):
        folder.mkdir(parents=True)
    (kit / "jeuxDeValeurs/JDV_J07_XdsTypeCode_CISIS.xml").write_text(JDV)
    (kit / "jeuxDeValeurs/JDV_rechAgHbs.xml").write_text("<x/>")
    (kit / "schematrons/rules.sch").write_text('<include href="../jeuxDeValeurs/JDV_RechAgHbS.xml"/>')
    return kit


def test_a_folder_that_is_no_kit_is_refused_in_french(tmp_path):
    with pytest.raises(UserError, match="pas une copie du kit"):
        prepare(tmp_path, tmp_path / "work")


def test_names_that_differ_by_case_get_a_twin(a_kit, tmp_path):
    copy = prepare(a_kit, tmp_path / "work")
    assert (copy / "jeuxDeValeurs/JDV_RechAgHbS.xml").exists()


def test_the_missing_value_set_of_document_types_is_rebuilt(a_kit, tmp_path):
    copy = prepare(a_kit, tmp_path / "work")
    name = "voc-1.2.250.1.213.1.1.5.471-DYNAMIC.xml"
    rebuilt = etree.parse(str(copy / "schematrons/profils/structurationMinimale/include" / name))
    assert rebuilt.find("valueSet/conceptList/concept").get("code") == "SYNTH"


def test_the_kit_itself_is_left_untouched(a_kit, tmp_path):
    before = sorted(p.name for p in a_kit.rglob("*"))
    prepare(a_kit, tmp_path / "work")
    assert sorted(p.name for p in a_kit.rglob("*")) == before


def test_a_copy_is_made_once_and_again_when_the_kit_changes(a_kit, tmp_path):
    first = prepare(a_kit, tmp_path / "work")
    assert prepare(a_kit, tmp_path / "work") == first
    (a_kit / "schematrons/rules.sch").write_text("changed")
    assert prepare(a_kit, tmp_path / "work") != first


def test_a_report_is_clean_only_without_any_error():
    assert FileReport(file="a", errors={"XSD": 0, "IHE": 0}).clean
    assert not FileReport(file="a", errors={"XSD": 0, "IHE": 1}).clean


def test_the_command_says_in_french_what_is_missing(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "interop.conformance", "--kit", str(tmp_path), "x.xml"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 2
    assert "pas une copie du kit" in done.stderr
