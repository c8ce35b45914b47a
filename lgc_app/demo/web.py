# SPDX-License-Identifier: EUPL-1.2
"""The web pages of the day in a real Chromium: the console of the region and the patient's file."""

import base64
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from lgc_app.demo.region import ADMIN, DemoRegion
from lgc_app.services.invitations import Sheet

CHROMIUM: Final = Path("/usr/bin/chromium")
PHONE: Final[ViewportSize] = {"width": 390, "height": 844}
DESK: Final[ViewportSize] = {"width": 1280, "height": 800}
_FLAGS: Final = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@contextmanager
def chromium(*authorities: str) -> Iterator[Browser]:
    """Start a Chromium that trusts each authority (PEM) by its public key, and nothing else more than usual."""
    pins = ",".join(map(_pin, authorities))
    flags = [*_FLAGS, *([f"--ignore-certificate-errors-spki-list={pins}"] if pins else [])]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=flags)
        try:
            yield browser
        finally:
            browser.close()


def _pin(pem: str) -> str:
    key = x509.load_pem_x509_certificate(pem.encode()).public_key()
    der = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return base64.b64encode(hashlib.sha256(der).digest()).decode()


def approve_in_console(browser: Browser, region: DemoRegion, pictures: Path, name: str) -> int:
    """Approve every post that asks, as an administrator does, and return how many there were."""
    page = browser.new_page(viewport=DESK)
    page.goto(f"{region.public_url}/admin/connexion")
    page.fill("[name=identifiant]", ADMIN)
    page.fill("[name=passe]", region.password)
    page.click("button.primary")
    page.wait_for_load_state()
    page.screenshot(path=pictures / f"{name}.png")
    count = 0
    while (button := page.get_by_role("button", name="Approuver").first).is_visible():
        button.click()
        page.wait_for_load_state()
        count += 1
    page.screenshot(path=pictures / f"{name}-apres.png")
    page.close()
    return count


class PatientPages:
    """The patient's file on a phone."""

    def __init__(self, browser: Browser, region: DemoRegion, pictures: Path) -> None:
        self._context = browser.new_context(viewport=PHONE, locale="fr-FR", device_scale_factor=2)
        self._page: Page = self._context.new_page()
        self._url = region.public_url
        self._pictures = pictures

    def open(self, sheet: Sheet) -> str:
        """Open the file with the invitation sheet and return what the first page says."""
        self._page.goto(f"{self._url}/connexion")
        self._page.screenshot(path=self._pictures / "patient-connexion.png")
        self._page.fill("[name=matricule]", sheet.matricule)
        self._page.fill("[name=code]", sheet.code)
        self._page.click("button.primary")
        self._page.wait_for_load_state()
        return self._said("patient-accueil")

    def see(self, path: str, name: str) -> str:
        """Open a page and return what it says."""
        self._page.goto(f"{self._url}{path}")
        return self._said(name)

    def open_first_document(self) -> str:
        """Open the first document of the list and return what it says."""
        self._page.goto(f"{self._url}/documents")
        self._page.locator("main a[href^='/documents/']").first.click()
        self._page.wait_for_load_state()
        return self._said("patient-document")

    def is_code_closed(self, sheet: Sheet) -> bool:
        """Tell whether the same code is refused to somebody else now."""
        other = self._page.context.browser
        assert other is not None
        page = other.new_page(viewport=PHONE)
        page.goto(f"{self._url}/connexion")
        page.fill("[name=matricule]", sheet.matricule)
        page.fill("[name=code]", sheet.code)
        page.click("button.primary")
        page.wait_for_load_state()
        refused = "code déjà utilisé" in page.inner_text("body")
        page.close()
        return refused

    def _said(self, name: str) -> str:
        self._page.screenshot(path=self._pictures / f"{name}.png", full_page=True)
        return self._page.inner_text("body")
