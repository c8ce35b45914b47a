# SPDX-License-Identifier: EUPL-1.2
"""When this post last exchanged is said with its day, unless it is today."""

import datetime as dt

import pytest

from lgc_app.ui.theme.typography import moment_words
from lgc_core.model.values.when import REUNION


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2026-11-23", "08:11"),
        ("2026-11-24", "08:11"),
        ("2026-11-22", "hier à 08:11"),
        ("2026-11-20", "le 20/11/2026 à 08:11"),
    ],
)
def test_a_moment_carries_its_day_unless_it_is_today(day, words):
    moment = dt.datetime.fromisoformat(f"{day}T08:11:30").replace(tzinfo=REUNION)
    assert moment_words(moment, dt.date(2026, 11, 23)).replace("\u00a0", " ") == words
