# SPDX-License-Identifier: EUPL-1.2
"""French spacing, numbers, dates and hours."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from lgc_app.ui.theme import typography as typo


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Maximum 1 000 mg par jour", "Maximum 1\u00a0000\u00a0mg par jour"),
        ("« Bilan » classé", "«\u00a0Bilan\u00a0» classé"),
        ("Vouliez-vous 38,3 ?", "Vouliez-vous 38,3\u00a0?"),
        ("gardées ; rien", "gardées\u00a0; rien"),
        ("52 %", "52\u00a0%"),
        ("37 mL/min/1,73 m²", "37\u00a0mL/min/1,73\u00a0m²"),
        ("83 °C", "83\u00a0°C"),
        ("il y a 6 jours", "il y a 6\u00a0jours"),
        ("10:42 le 23/11/2026", "10:42 le 23/11/2026"),
        ("2 matins", "2 matins"),
        ("en 2026 les 12 000 euros", "en 2026 les 12\u00a0000 euros"),
    ],
)
def test_no_dose_breaks_over_two_lines(typed, shown):
    assert typo.french(typed) == shown


def test_spacing_put_twice_changes_nothing():
    once = typo.french("Poids : 71,4 kg ; « vu » ?")
    assert typo.french(once) == once


def test_the_narrow_space_is_never_used():
    assert "\u202f" not in typo.french("1 000 mg : oui ?") + typo.number(1234567)


@pytest.mark.parametrize(
    ("value", "decimals", "shown"),
    [
        (71.4, None, "71,4"),
        (37, None, "37"),
        (1234.5, None, "1\u00a0234,5"),
        (1000000, None, "1\u00a0000\u00a0000"),
        (-9, None, "−9"),
        (0.1, 2, "0,10"),
        (Decimal("5.20"), None, "5,20"),
        (100.0, None, "100"),
        (1e-7, None, "0,0000001"),
    ],
)
def test_a_number_has_a_comma_and_groups_of_three(value, decimals, shown):
    assert typo.number(value, decimals) == shown


def test_a_date_is_written_as_a_french_reader_expects():
    day = date(2026, 11, 23)
    assert typo.short_date(day) == "23/11/2026"
    assert typo.day_month(day) == "23\u00a0novembre"
    assert typo.long_date(day) == "lundi 23\u00a0novembre\u00a02026"
    assert typo.month_year(day) == "Novembre\u00a02026"


def test_the_first_of_the_month_is_an_ordinal():
    assert typo.day_month(date(2026, 8, 1)) == "1ᵉʳ\u00a0août"


def test_hours_have_two_digits_and_a_colon():
    moment = datetime(2026, 11, 23, 8, 2, 7)  # noqa: DTZ001 -- a wall clock
    assert (typo.hour(moment), typo.hour_second(moment)) == ("08:02", "08:02:07")
