# SPDX-License-Identifier: EUPL-1.2
"""The INS datamatrix: traits and matricule, with or without separators, and nothing of what is not one."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lgc_core.model.ins_datamatrix import UnreadableDatamatrixError, looks_scanned, read_datamatrix

GOOD = (
    "IS010000000000000000000000S1279035121518989S21.2.250.1.213.1.4.10\x1d"
    "S3DOMINIQUE MARIE-LOUISE\x1dS4PAT-TROIS\x1dS5FS628-03-1979S751215"
)


@pytest.mark.parametrize("mark", ["\x1d", "^]", "<GS>", "␝"])
def test_every_way_to_write_the_separator_is_read(mark):
    found = read_datamatrix(f" {GOOD.replace(chr(29), mark)}\n")
    assert (found.ins.matricule, found.ins.oid) == ("279035121518989", "1.2.250.1.213.1.4.10")
    traits = found.traits
    assert (traits.birth_family, traits.birth_givens, traits.first_given) == (
        "PAT-TROIS", "DOMINIQUE MARIE-LOUISE", "DOMINIQUE",
    )  # fmt: skip
    assert (traits.sex, traits.birth_date, traits.birth_cog) == ("F", "1979-03-28", "51215")
    assert looks_scanned(GOOD)


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "(01)03400930000120",
        GOOD.replace("\x1d", ""),
        GOOD[:-2],
        GOOD + "S8",
        GOOD.replace("S5F", "S5X"),
        GOOD.replace("S628-03-1979", "S61979-03-28"),
        GOOD.replace("S4PAT-TROIS", "S4"),
        GOOD.replace("S1279035", "S1ABC035"),
        GOOD.replace("PAT-TROIS", "P" * 200),
    ],
)
def test_anything_else_is_refused_in_words(wrong):
    with pytest.raises(UnreadableDatamatrixError, match="datamatrix INS"):
        read_datamatrix(wrong)


@given(st.text(max_size=200))
def test_no_text_does_anything_but_read_or_refuse(text):
    for tried in (text, f"IS010000000000000000000000S1{text}", GOOD[:60] + text):
        with suppress(UnreadableDatamatrixError):
            assert read_datamatrix(tried).traits.birth_family
