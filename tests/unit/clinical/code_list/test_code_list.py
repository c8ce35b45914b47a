# SPDX-License-Identifier: EUPL-1.2
"""Code lists as publishers give them: read, bounded, refused in words; what travels is what was read."""

import gzip
from pathlib import Path

import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from lgc_core.clinical.code_list import MAX_SOURCE, CodeLine, CodeListError, pack, read_source, unpack

GIVEN = Path(__file__).parents[5] / "shared" / "refdata" / "cim10" / "cim10_atih_edsnlp.csv.gz"


def test_a_list_is_read_whatever_its_separator_encoding_and_packing():
    plain = "code;libellé\nT90;Diabète non insulino-dépendant\nK86;Hypertension\n\nK86;Doublon\n"
    wanted = [CodeLine("T90", "Diabète non insulino-dépendant"), CodeLine("K86", "Hypertension")]
    for content in (plain.encode(), b"\xef\xbb\xbf" + plain.encode(), plain.encode("cp1252")):
        assert read_source(content, "cisp2") == wanted
        assert read_source(gzip.compress(content), "cisp2") == wanted
    assert list(unpack(pack(wanted))) == wanted


def test_codes_of_the_atih_get_their_dot_back():
    found = read_source(b'code,type,long\nE11,3,Diabete\nE1190,0,"Diabete, sans"\n', "cim10")
    assert found == [CodeLine("E11", "Diabete"), CodeLine("E11.90", "Diabete, sans")]


BAD = {
    "nothing": b"",
    "only names": b"code,long\n",
    "no column of codes": b"key,long\nA,b\n",
    "no column of labels": b"code,type\nA,b\n",
    "a code that is words": b"code,long\nDROP TABLE,x\n",
    "a label of one page": b"code,long\nA00," + b"x" * 401 + b"\n",
    "a label that hides": "code,long\nA00,x\u2028y\u0007z\n".encode(),
    "a short row": b"code,long\nA00\n",
    "an open quote": b'code,long\nA00,"x\n',
    "a damaged gzip": gzip.compress(b"code,long\nA00,x\n")[:-6],
    "bytes": bytes(range(256)),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_code_list_is_refused_in_words(name):
    with pytest.raises(CodeListError) as told:
        read_source(BAD[name], "cim10")
    assert told.value.sentence.endswith(".")


def test_a_bomb_is_stopped_at_the_bound():
    bomb = gzip.compress(b"code,long\n" + b"0" * (MAX_SOURCE + 10), 1)
    with pytest.raises(CodeListError, match="trop grand"):
        read_source(bomb, "cim10")
    with pytest.raises(CodeListError, match="trop grande"):
        list(unpack(zstandard.ZstdCompressor().compress(bytes(MAX_SOURCE + 10))))


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300))
def test_no_bytes_make_the_reader_fail_otherwise_than_in_words(untrusted):
    for read in (lambda: read_source(untrusted, "cim10"), lambda: list(unpack(untrusted))):
        try:
            read()
        except CodeListError:
            continue


@pytest.mark.given
def test_the_cim_10_of_the_atih_is_read_whole():
    lines = read_source(GIVEN.read_bytes(), "cim10")
    assert len(lines) == 42_886
    labels = dict(lines)
    assert labels["A00.0"] == "Choléra à Vibrio cholerae 01, biovar cholerae"
    assert "I10" in labels
    packed = pack(lines)
    assert len(packed) < 1_000_000
    assert list(unpack(packed)) == lines
