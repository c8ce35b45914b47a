# SPDX-License-Identifier: EUPL-1.2
"""Documents that attack, or that the road damaged: a French refusal, quickly, in little memory."""

import time
import tracemalloc

import pytest

from interop.cda.read.document import read_cda
from interop.xml import MAX_BYTES, HostileXml, UnreadableDocument, parse, read_bounded
from tests.support.cda import a_document, a_section, a_vsm

BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE z [<!ENTITY a "ha">'
    + b"".join(f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">'.encode() for i in range(9))
    + b"]><z>&j;</z>"
)


def test_an_external_entity_is_refused_and_never_read(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("SECRET")
    attack = f'<!DOCTYPE x [<!ENTITY e SYSTEM "file://{secret}">]><x>&e;</x>'.encode()
    with pytest.raises(HostileXml, match="définitions d’entités") as refusal:
        parse(attack)
    assert "SECRET" not in str(refusal.value)


def test_an_entity_bomb_is_refused_in_no_time():
    start = time.perf_counter()
    with pytest.raises(HostileXml):
        parse(BOMB)
    assert time.perf_counter() - start < 1


def test_a_doctype_behind_comments_is_still_seen():
    with pytest.raises(HostileXml):
        parse(b"<?xml version='1.0'?><!-- <x> --><?pi a?>\n<!DOCTYPE x SYSTEM 'http://x/y.dtd'><x/>")


def test_a_doctype_in_sixteen_bits_is_still_seen():
    with pytest.raises(HostileXml):
        parse('<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x []><x/>'.encode("utf-16"))


def test_words_that_look_like_a_doctype_inside_the_text_are_words():
    assert parse(b"<x><![CDATA[<!DOCTYPE html>]]></x>").text == "<!DOCTYPE html>"


def test_a_document_of_a_hundred_megabytes_is_refused_before_it_is_read(tmp_path):
    huge = tmp_path / "huge.xml"
    with huge.open("wb") as stream:
        stream.write(b"<x>")
        stream.seek(100 * 1024 * 1024)
        stream.write(b"</x>")
    tracemalloc.start()
    with pytest.raises(HostileXml, match="24 Mo"):
        read_bounded(huge)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 2.2 * MAX_BYTES


def test_a_document_of_nineteen_megabytes_with_one_long_text_is_read():
    payload = "A" * (14 * 1024 * 1024)
    root = parse(f"<x><a>{payload}</a></x>".encode())
    assert len(root[0].text or "") == len(payload)


def test_elements_nested_without_end_are_refused():
    with pytest.raises(HostileXml, match="imbriqués"):
        parse(b"<a>" * 5000 + b"</a>" * 5000)


def test_depth_is_bounded_in_the_lenient_parser_of_large_documents_too():
    long_text = b"<t>" + b"A" * 9_500_000 + b"</t>"
    with pytest.raises(HostileXml, match="imbriqués"):
        parse(b"<x>" + long_text + b"<a>" * 1000 + b"</a>" * 1000 + b"</x>")


def test_too_many_elements_are_refused():
    with pytest.raises(HostileXml, match="trop d’éléments"):
        parse(b"<x>" + b"<a/>" * 400_001 + b"</x>")


@pytest.mark.parametrize(
    "damaged",
    [
        b"",
        b"   \n",
        b"<x>",
        b"not xml at all",
        b"<x>\x00</x>",
        b'<?xml version="1.0" encoding="UTF-8"?><x>\xe9t\xe9</x>',
        b'<?xml version="1.0" encoding="EBCDIC-CP-FR"?><x/>',
        b"\xff\xfe<\x00x",
        b"<x>&nbsp;</x>",
    ],
)
def test_a_damaged_document_is_said_unreadable_and_kept(damaged):
    with pytest.raises(UnreadableDocument, match="gardé en quarantaine"):
        parse(damaged)


@pytest.mark.parametrize("encoding", ["iso-8859-1", "windows-1252", "utf-16", "ISO-8859-15"])
def test_declared_encodings_of_french_software_are_read(encoding):
    text = f'<?xml version="1.0" encoding="{encoding}"?><x>été à Étang-Salé</x>'
    assert parse(text.encode(encoding)).text == "été à Étang-Salé"


def test_a_byte_order_mark_does_not_matter():
    assert parse("\ufeff<x>é</x>".encode()).text == "é"


def test_an_embedded_stylesheet_is_never_executed_and_its_document_is_read():
    inner = a_vsm().decode().partition("?>")[2]
    sheet = (
        '<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">'
        '<xsl:template match="/"><xsl:message terminate="yes">executed</xsl:message>'
        "<xsl:value-of select=\"document('file:///etc/passwd')\"/></xsl:template>"
        f"{inner}</xsl:stylesheet>"
    )
    reading = read_cda(sheet.encode())
    assert reading.header.title == "Synthèse médicale"
    assert all(p.locator.startswith("/ClinicalDocument/") for p in reading.proposals)


def test_a_file_without_clinical_document_is_said_so():
    with pytest.raises(UnreadableDocument, match="pas un document médical"):
        read_cda(b"<html><body/></html>")


def test_two_documents_in_one_file_are_refused():
    one = a_vsm().decode().partition("?>")[2]
    with pytest.raises(UnreadableDocument):
        read_cda(f"<two>{one}{one}</two>".encode())


def test_markup_in_the_narrative_stays_words():
    text = "<paragraph>Attention &lt;script&gt;alert(1)&lt;/script&gt;</paragraph>"
    active = '<linkHtml href="javascript:alert(1)">ici</linkHtml><object onclick="x()">vu</object>'
    section = read_cda(a_document(a_section(text + active))).body.sections[0]
    assert "<script" not in section.narrative.html
    assert "href" not in section.narrative.html
    assert "onclick" not in section.narrative.html
    assert "ici (javascript:alert(1))" in section.narrative.html
    assert "vu" in section.narrative.text


SOCIAL = (
    '<entry><observation xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" classCode="OBS" moodCode="EVN">'
    '<templateId root="1.2.250.1.213.1.1.3.52"/><code code="{n}" codeSystem="1.2.3" displayName="Q"/>'
    '<text><reference value="#x"/></text><value xsi:type="INT" value="{n}"/></observation></entry>'
)


def many(count: int, text: str) -> bytes:
    section = a_section(text).replace("</section>", "{}</section>")
    return a_document(section.replace("{}", "".join(SOCIAL.format(n=n) for n in range(count))))


def test_thousands_of_twins_and_repeated_anchors_are_read_in_bounded_time():
    document = many(6_000, '<content ID="x">a</content>' * 6_000)
    start = time.perf_counter()
    assert len(read_cda(document).proposals) == 6_000
    assert time.perf_counter() - start < 15


def test_one_huge_text_referred_to_by_every_entry_is_read_in_bounded_time():
    document = many(5_000, f'<content ID="x">{"mot " * 500_000}</content>')
    start = time.perf_counter()
    assert len(read_cda(document).proposals) == 5_000
    assert time.perf_counter() - start < 15


def test_more_statements_than_any_document_holds_are_refused():
    with pytest.raises(HostileXml, match="trop de données"):
        read_cda(many(20_001, "x"))
