# SPDX-License-Identifier: EUPL-1.2
"""Our own checks: the faults that the official rules do not see, one at a time."""

import datetime as dt
from base64 import b64encode

import pytest

from interop.cda.check import blocking, check_cda
from tests.support.cda import a_lab_report, a_pdf, a_report, a_vsm

TODAY = dt.date(2026, 11, 21)


def faults(document: bytes) -> list[str]:
    return [finding.sentence for finding in check_cda(document, TODAY)]


@pytest.mark.parametrize("build", [a_vsm, a_lab_report, lambda: a_report(a_pdf())])
def test_what_we_write_has_no_fault(build):
    assert check_cda(build(), TODAY) == ()


@pytest.mark.parametrize(
    ("correct", "broken", "expected"),
    [
        (b'extension="252039741600151"', b'extension="25203974160015"', "15 caract"),
        (b'birthTime value="19520321"', b'birthTime value="20990321"', "futur"),
        (b'extension="810001234567"', b'extension="710001234567"', "RPPS"),
        (b'root="1.2.250.1.71.4.2.1"', b'root="1.2.250.1.71.4.2.9"', "RPPS"),
        (b'reference value="#pb-1"', b'reference value="#pb-99"', "renvoie"),
        (b"<title>Traitements</title>", b"<title> </title>", "titre"),
        (b'displayName="Historique et clinique"', b'displayName="Historique"', "libell"),
        (b"PAYET</family>", b"</family>", "naissance"),
    ],
)
def test_one_fault_is_named(correct, broken, expected):
    document = a_vsm()
    assert correct in document
    assert any(expected in sentence for sentence in faults(document.replace(correct, broken)))


def test_a_wrong_key_is_a_fault_outside_the_test_range():
    real = a_vsm().replace(b"1.2.250.1.213.1.4.10", b"1.2.250.1.213.1.4.8")
    assert faults(real) == []
    wrong = real.replace(b'extension="252039741600151"', b'extension="252039741600152"')
    assert any("cl" in sentence for sentence in faults(wrong))


def test_entries_without_words_are_a_fault():
    document = a_vsm()
    start = document.index(b"<text>", document.index(b"<title>Traitements</title>"))
    end = document.index(b"</text>", start) + len(b"</text>")
    cut = document[:start] + document[end:]
    assert any("sans texte lisible" in sentence for sentence in faults(cut))


def test_a_body_that_is_no_pdf_is_a_fault():
    false_pdf = a_report(a_pdf()).replace(b64encode(a_pdf()[:300]), b64encode(bytes(300)))
    assert any("PDF" in s for s in faults(false_pdf))
    media = a_report(a_pdf()).replace(b'mediaType="application/pdf"', b'mediaType="text/plain"')
    assert any("PDF" in s for s in faults(media))


def test_damaged_base64_is_a_fault():
    document = a_report(a_pdf())
    start = document.index(b'representation="B64">') + 25
    assert any("base64" in s for s in faults(document[:start] + b"*" + document[start + 1 :]))


def test_a_label_that_differs_warns_without_blocking():
    findings = check_cda(a_vsm().replace(b'displayName="Synth\xc3\xa8se"', b'displayName="VSM"'), TODAY)
    assert [f.severity for f in findings] == ["avertissement"]
    assert blocking(findings) == ()
