# SPDX-License-Identifier: EUPL-1.2
"""Vaccinations: lot, dose number, date of any precision."""

from interop.cda.read.document import read_cda
from lgc_core.model.vaccination import Vaccination
from tests.support.cda import a_document, a_section

ENTRY = (
    '<substanceAdministration xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" moodCode="EVN">'
    '<templateId root="1.2.250.1.213.1.1.3.45"/><code code="{act}" codeSystem="2.16.840.1.113883.5.4"/>'
    '<text><reference value="bcg"/></text><effectiveTime {at}/><consumable><manufacturedProduct>'
    '<manufacturedMaterial><code code="61077869" codeSystem="1.2.250.1.213.2.3.1" displayName="BCG SSI">'
    '<translation code="3400936466425" codeSystem="1.2.250.1.213.2.3.3" codeSystemName="CIP"/></code>'
    "<name>VACCIN BCG</name>{lot}</manufacturedMaterial></manufacturedProduct></consumable>"
    '<entryRelationship><observation><templateId root="1.2.250.1.213.1.1.3.82"/>'
    '<value xsi:type="INT" value="{rank}"/></observation></entryRelationship></substanceAdministration>'
)


def read(**values: str) -> Vaccination:
    fields = {"act": "BOOSTER", "at": 'value="1975"', "lot": "<lotNumberText>235</lotNumberText>", "rank": "2"}
    section = a_section('<content ID="bcg">Vaccin antituberculeux</content>', ENTRY.format(**(fields | values)))
    return read_cda(a_document(section)).drafts(Vaccination)[0]


def test_words_codes_lot_rank_and_year_are_read():
    found = read()
    assert found.vaccine.text == "VACCIN BCG"
    assert (found.lot, found.lot_missing, found.dose_number, found.act) == ("235", "", 2, "BOOSTER")
    assert found.at.display() == "1975"


def test_an_unknown_lot_is_said_not_left_blank():
    assert read(lot='<lotNumberText nullFlavor="UNK"/>').lot_missing == "UNK"
    assert read(lot="<lotNumberText/>").lot_missing == "UNK"


def test_a_cip_under_another_table_is_folded():
    assert read().vaccine.code("1.2.250.1.213.2.3.2") == "3400936466425"


def test_an_absurd_rank_and_an_unknown_act_are_left_out():
    found = read(rank="999999", act="X")
    assert (found.dose_number, found.act) == (0, "IMMUNIZ")


def test_an_unknown_date_is_a_reason_not_today():
    assert read(at='nullFlavor="NAV"').at.missing == "NAV"
