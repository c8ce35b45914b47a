# SPDX-License-Identifier: EUPL-1.2
"""The pages in a real Chromium: phone and desk, light and dark, without script, without an accessibility fault."""

import os
import time
from pathlib import Path

import pytest

from tests.support.browser import DESK, PHONE, chromium, violations
from tests.support.igc import LUCIE
from tests.support.mtls import a_post, ask_of, browser_session, enrol
from tests.support.patient_day import live_a_day
from tests.support.server import ADMIN, running_server

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]
PATIENT_PAGES = {
    "accueil": "/",
    "documents": "/documents",
    "mesures": "/mesures",
    "rendez-vous": "/rendez-vous",
    "acces": "/acces",
}
ADMIN_PAGES = {"flux": "/admin", "postes": "/admin/postes", "journal": "/admin/journal"}
VIEWS = {
    "mobile": (PHONE, "light"),
    "mobile-dark": (PHONE, "dark"),
    "bureau": (DESK, "light"),
    "bureau-dark": (DESK, "dark"),
}


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with running_server(tmp_path_factory.mktemp("pages")) as running:
        yield running


@pytest.fixture(scope="module")
def pictures(tmp_path_factory):
    """Return where pictures go; SERENITE_PICTURES keeps them."""
    folder = Path(os.environ.get("SERENITE_PICTURES") or tmp_path_factory.mktemp("pictures"))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture(scope="module")
def day(server, tmp_path_factory):
    post = enrol(server, tmp_path_factory.mktemp("p"))
    enrol(server, tmp_path_factory.mktemp("q"), a_post(post.practice, "Tablette"), LUCIE)
    _ask_for_one_more(server)
    lived = live_a_day(post)
    end = time.monotonic() + 15
    while '"state": "reçu"' not in server.logs and time.monotonic() < end:
        time.sleep(0.2)
    return lived


def _ask_for_one_more(server):
    import msgspec

    from lgc_app.sync.device_key import DeviceKey
    from tests.support.igc import CLAIRE, pairs_of

    post = a_post(label="Bureau 1", name="Cabinet Plaine-des-Cafres")
    ask = ask_of(post, DeviceKey.generate(), pairs_of(CLAIRE).auth)
    body = msgspec.json.encode(ask)
    assert browser_session(server).post(f"{server.public_url}/enrolment/v1/requests", data=body).status_code == 202


@pytest.fixture(scope="module")
def browser(server):
    with chromium(server.data_dir / "authority" / "server.pem") as running:
        yield running


@pytest.fixture(scope="module")
def patient_state(browser, server, day):
    """Return the cookies of a patient who came in by typing the sheet, without any script."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(server.public_url + "/")
    assert page.url.endswith("/connexion")
    page.get_by_label("Matricule INS").fill(day.matricule)
    page.get_by_label("Code").fill(day.code.lower())
    page.get_by_role("button", name="Ouvrir mon dossier").click()
    page.wait_for_url(server.public_url + "/")
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture(scope="module")
def admin_state(browser, server, day):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(server.public_url + "/admin")
    page.get_by_label("Identifiant").fill(ADMIN[0])
    page.get_by_label("Mot de passe").fill(ADMIN[2])
    page.get_by_role("button", name="Ouvrir").click()
    page.wait_for_url(server.public_url + "/admin")
    state = context.storage_state()
    context.close()
    return state


def check(browser, server, state, path, view, picture):
    size, scheme = VIEWS[view]
    context = browser.new_context(viewport=size, color_scheme=scheme, storage_state=state, bypass_csp=True)
    page = context.new_page()
    complaints = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    answer = page.goto(server.public_url + path)
    assert answer.status == 200
    page.screenshot(path=picture)
    too_wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    small = page.evaluate(
        "[...document.querySelectorAll('body *')].filter(e => e.childNodes.length && "
        "[...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()) && "
        "parseFloat(getComputedStyle(e).fontSize) < 14).map(e => e.outerHTML.slice(0, 80))"
    )
    faults = violations(page)
    context.close()
    assert (faults, too_wide, small, complaints) == ([], 0, [], [])


@pytest.mark.parametrize("view", ["mobile", "mobile-dark", "bureau"])
@pytest.mark.parametrize("name", PATIENT_PAGES)
def test_a_page_of_the_patient_fits_its_screen_and_has_no_fault(
    browser, server, patient_state, pictures, name, view
):
    check(browser, server, patient_state, PATIENT_PAGES[name], view, pictures / f"patient-{name}-{view}.png")


@pytest.mark.parametrize("view", ["mobile", "bureau", "bureau-dark"])
@pytest.mark.parametrize("name", ADMIN_PAGES)
def test_a_page_of_the_console_fits_its_screen_and_has_no_fault(
    browser, server, admin_state, pictures, name, view
):
    check(browser, server, admin_state, ADMIN_PAGES[name], view, pictures / f"console-{name}-{view}.png")


@pytest.mark.parametrize("view", ["mobile", "bureau-dark"])
@pytest.mark.parametrize("path", ["/connexion", "/admin/connexion"])
def test_the_doors_fit_their_screen_and_have_no_fault(browser, server, pictures, path, view):
    check(browser, server, None, path, view, pictures / f"porte{path.replace('/', '-')}-{view}.png")


@pytest.mark.parametrize("view", ["mobile", "bureau-dark"])
def test_a_document_is_read_in_the_page_without_script(browser, server, patient_state, pictures, view):
    context = browser.new_context(java_script_enabled=False, storage_state=patient_state)
    page = context.new_page()
    page.goto(server.public_url + "/documents")
    page.locator("a.main").first.click()
    path = page.url.removeprefix(server.public_url)
    assert "Metformine" in page.content() or "METFORMINE" in page.content()
    context.close()
    check(browser, server, patient_state, path, view, pictures / f"patient-document-{view}.png")


def test_no_patient_is_named_at_the_console(browser, server, admin_state, day):
    context = browser.new_context(storage_state=admin_state)
    page = context.new_page()
    for path in ADMIN_PAGES.values():
        page.goto(server.public_url + path)
        text = page.content().casefold()
        assert "hoarau" not in text
        assert day.matricule not in text
    context.close()


def test_the_keyboard_reaches_the_content_first(browser, server, patient_state):
    context = browser.new_context(storage_state=patient_state)
    page = context.new_page()
    page.goto(server.public_url + "/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Aller au contenu"
    context.close()


def test_the_guides_show_a_picture_of_every_page():
    """`python3 dev.py pictures --web` takes them again."""
    docs = Path(__file__).parents[2] / "docs"
    told = {name: (docs / name).read_text("utf-8") for name in ("user/guide.md", "admin/serveur.md")}
    for page, names in (("user/guide.md", PATIENT_PAGES), ("admin/serveur.md", ADMIN_PAGES)):
        kind = "patient" if names is PATIENT_PAGES else "console"
        for name in names:
            assert f"images/{kind}-{name}.png" in told[page], name
            assert (docs / page).parent.joinpath("images", f"{kind}-{name}.png").exists(), name
