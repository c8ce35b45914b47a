# SPDX-License-Identifier: EUPL-1.2
"""A sample of the sown bugs at every run; `dev.py soak --only mutation` sows them all."""

from collections import Counter

import pytest

from tests.mutation.judge import MUTANTS, ROOT, judge
from tests.mutation.mutant import StaleMutantError

SAMPLE = ("the queue is never emptied", "every writer saw the current value")


def test_bugs_can_be_sown_in_the_code_of_today() -> None:
    stale = []
    for mutant in MUTANTS:
        try:
            mutant.sown_in(mutant.in_project(ROOT).read_text("utf-8"))
        except StaleMutantError as moved:
            stale.append(str(moved))
    assert stale == []


def test_every_bug_has_a_name_of_its_own() -> None:
    assert max(Counter((one.name, one.file) for one in MUTANTS).values()) == 1
    assert len(MUTANTS) >= 50


@pytest.mark.parametrize("name", SAMPLE)
def test_a_sown_bug_is_caught(name: str) -> None:
    mutant = next(one for one in MUTANTS if one.name == name)
    assert judge(mutant).by
