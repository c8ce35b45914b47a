# SPDX-License-Identifier: EUPL-1.2
"""Damaged documents are read or refused with a sentence; nothing else ever comes out."""

from contextlib import suppress

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from interop.cda.check import check_cda
from interop.cda.read.document import read_cda
from interop.cda.render import render_html
from interop.cda.write.vsm import write_vsm
from lgc_core.errors import UserError
from lgc_core.model.problem import Problem
from lgc_core.model.values import Concept
from tests.support.cda import ISSUED, a_context, a_lab_report, a_summary, a_vsm, an_id

ODD = st.sampled_from(
    ["", " ", "UNK", "-1", "1e9", "nan", "20190230", "9999", "00010101", "20260101250000+0400", "PQ", "CD",
     "IVL_PQ", "SXPR_TS", "RTO_PQ_PQ", "INT", "BL", "#", "٣", "²", "x" * 3000, "&<>\"'"]
)  # fmt: skip
CHANGE = st.tuples(st.integers(0, 10_000), st.sampled_from(["remove", "set", "drop", "text"]), ODD)
RELAXED = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def damaged(document: bytes, changes) -> bytes:
    root = etree.fromstring(document)
    for place, how, odd in changes:
        elements = list(root.iter("*"))
        element = elements[place % len(elements)]
        names = sorted(element.attrib)
        if how == "remove" and element.getparent() is not None:
            element.getparent().remove(element)
        elif how == "set" and names:
            element.set(names[place % len(names)], odd)
        elif how == "drop" and names:
            del element.attrib[names[place % len(names)]]
        elif how == "text":
            element.text = odd
    return etree.tostring(root)


@RELAXED
@given(st.booleans(), st.lists(CHANGE, min_size=1, max_size=25))
def test_a_document_with_changed_elements_is_read_or_refused_with_a_sentence(laboratory, changes):
    document = damaged(a_lab_report() if laboratory else a_vsm(), changes)
    with suppress(UserError):
        reading = read_cda(document)
        assert render_html(reading)
        assert reading.header.document_fields()
        check_cda(document, ISSUED.date())


@RELAXED
@given(st.integers(0, 20_000), st.binary(max_size=30), st.integers(0, 40))
def test_a_document_with_changed_bytes_is_read_or_refused_with_a_sentence(place, noise, cut):
    document = a_vsm()
    at = place % len(document)
    with suppress(UserError):
        read_cda(document[:at] + noise + document[at + cut :])


PRINTABLE = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co")), min_size=1, max_size=80)


@RELAXED
@given(PRINTABLE.filter(lambda words: len(words.split()) > 0))
def test_any_words_of_a_problem_come_back(words):
    single_spaced = " ".join(words.split())
    problem = Problem(id=an_id("p"), patient="", code=Concept(text=single_spaced))
    bare = single_spaced.strip(" -.").lower() in {"", "oui", "non", "texte libre", "(texte libre)"}
    read = read_cda(write_vsm(a_context(), a_summary(problems=(problem,)))).drafts(Problem)
    assert [p.code.text for p in read] == ([] if bare else [single_spaced])
