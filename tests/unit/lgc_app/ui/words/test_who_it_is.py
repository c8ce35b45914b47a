# SPDX-License-Identifier: EUPL-1.2
"""Beside each name of a list: what tells two namesakes apart, as it is said in French."""

import datetime as dt

import pytest

from lgc_app.ui.words.people import about
from lgc_core.store.search import PatientLine

TODAY = dt.date(2026, 11, 23)


@pytest.mark.parametrize(("sex", "born"), [("F", "née GRONDIN"), ("M", "né GRONDIN"), ("UN", "né(e) GRONDIN")])
def test_a_birth_name_is_said_by_sex(sex, born):
    line = PatientLine("p", "HOARAU Claude", "GRONDIN", "1952-03-12", sex)
    assert about(line, TODAY).replace("\u00a0", " ") == f"74 ans · 12/03/1952 · {born}"


def test_without_another_birth_name_nothing_is_said_of_it():
    assert about(PatientLine("p", "HOARAU Lina", "", "2025-03-10", "F"), TODAY).endswith("10/03/2025")
