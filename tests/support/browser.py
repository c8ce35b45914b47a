# SPDX-License-Identifier: EUPL-1.2
"""A real Chromium that trusts the regional authority, for pictures and accessibility checks."""

import base64
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

CHROMIUM = Path("/usr/bin/chromium")
_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 800}


@contextmanager
def chromium(*certificates: Path) -> Iterator[object]:
    """Start Chromium; each given certificate is trusted by its public key, nothing else is waived."""
    if not CHROMIUM.exists():
        import os

        if os.environ.get("CI") == "true":
            pytest.fail("Chromium is missing")
        pytest.skip("Chromium is not installed here")
    from playwright.sync_api import sync_playwright

    pins = ",".join(_pin(file) for file in certificates)
    flags = [*_FLAGS, f"--ignore-certificate-errors-spki-list={pins}"] if pins else list(_FLAGS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=flags)
        try:
            yield browser
        finally:
            browser.close()


def _pin(file: Path) -> str:
    key = x509.load_pem_x509_certificate(file.read_bytes()).public_key()
    der = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return base64.b64encode(hashlib.sha256(der).digest()).decode()


def violations(page) -> list[str]:
    """Return what axe finds wrong with a page, one line a fault."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {node['html'][:160]}" for one in found for node in one["nodes"]]
