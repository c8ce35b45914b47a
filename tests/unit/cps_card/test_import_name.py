# SPDX-License-Identifier: EUPL-1.2
"""pyscard owns the import name `smartcard`; our folder of that name must never become a package."""

from pathlib import Path

import smartcard.System

import smartcard

REPOSITORY = Path(__file__).resolve().parents[3]


def test_the_smartcard_that_is_imported_is_pyscard() -> None:
    assert "site-packages" in str(smartcard.__file__)
    assert "site-packages" in str(smartcard.System.__file__)


def test_our_folder_is_no_package() -> None:
    assert (REPOSITORY / "smartcard" / "cps_card" / "__init__.py").is_file()
    assert not (REPOSITORY / "smartcard" / "__init__.py").exists()
