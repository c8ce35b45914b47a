# SPDX-License-Identifier: EUPL-1.2
"""The patient's door and pages against people who try: guesses, forgeries, curiosity; and nothing in the logs."""

import math
import re
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa

from lgc_core.model.invitation import Invitation
from lgc_core.store import queries
from sync_server.services.throttle import FREE_TRIES
from sync_server.tables import access_report, web_session
from tests.support.mtls import TOKEN, browser_session, enrol, submit
from tests.support.patient_day import invite, live_a_day
from tests.support.server import DATABASES, forget_attempts, running_server, stretched_waits

MARIE, PAUL = "252039741600151", "160019740100277"
CANARY = "Zorglub-97-canari"


@pytest.fixture(scope="module", params=DATABASES)
def server(request, tmp_path_factory):
    with running_server(tmp_path_factory.mktemp(f"web-{request.param}"), request.param) as running:
        yield running


@pytest.fixture(autouse=True)
def _no_guess_before(server):
    forget_attempts(server)


@pytest.fixture(scope="module")
def post(server, tmp_path_factory):
    return enrol(server, tmp_path_factory.mktemp("web-post"))


@pytest.fixture(scope="module")
def marie(server, post):
    return live_a_day(post, MARIE)


@pytest.fixture(scope="module")
def paul(server, post):
    day = live_a_day(post, PAUL, "AUTRE-CODE-42", whole=False)
    end = time.monotonic() + 15
    while server.logs.count('"state": "reçu"') < 1 and time.monotonic() < end:
        time.sleep(0.2)
    return day


def come_in(server, matricule, code, session=None):
    session = session or browser_session(server)
    page = f"{server.public_url}/connexion"
    return session, submit(session, page, page, matricule=matricule, code=code)


@pytest.fixture(scope="module")
def inside(server, post, marie, paul):
    """Return a session of Marie; the code had spaces, lower case and dashes."""
    session, answer = come_in(server, f" {MARIE} ", f" {marie.code.lower().replace('-', ' ')} ")
    assert answer.url == f"{server.public_url}/", answer.text
    return session


def a_report_with_pdf(post, patient) -> None:
    """Deposit a consultation report whose body is a PDF."""
    import hashlib
    import io

    from reportlab.pdfgen.canvas import Canvas

    from interop.cda.read.document import read_cda
    from interop.cda.write.consultation import write_consultation_report
    from lgc_core.model.dispatch import Dispatch
    from lgc_core.model.document import Document, DocumentFile
    from lgc_core.model.ids import new_id
    from tests.support.cda import a_context
    from tests.support.record import add

    paper = io.BytesIO()
    canvas = Canvas(paper)
    canvas.drawString(72, 700, "Compte rendu")
    canvas.save()
    context = a_context(patient=patient, document_id=new_id(), series_id=new_id())
    content = write_consultation_report(context, paper.getvalue())
    blob, header = hashlib.sha256(content).hexdigest(), read_cda(content).header
    files = (DocumentFile(role="original", blob=blob, media="text/xml", size=len(content)),)
    document = Document(id=new_id(), patient=patient.id, files=files, origin="émis", **header.document_fields())
    post.region.send_file(content)
    add(post.store, document, Dispatch(id=new_id(), patient=patient.id, document=document.id, channel="DMP"))
    post.exchange.run()


@pytest.fixture(autouse=True)
def forgiven(server):
    """Start each test without old guesses."""
    engine = server.engine()
    with engine.execution_options(write=True).begin() as connection:
        connection.execute(sa.text("DELETE FROM throttle"))
    engine.dispose()


def test_the_home_page_greets_and_shows_what_the_practice_wrote(server, inside):
    text = inside.get(server.public_url + "/").text
    for words in (
        "Bonjour Marie-Josette",
        "Dr Maëlle Ethève",
        "Contrôle de la toux",
        "Metformine 500 mg",
        " médicaments</summary>",
    ):
        assert words in text


def test_the_page_says_when_the_practice_last_spoke_and_not_when_it_was_opened(server, inside, post):
    engine = server.engine()
    with engine.execution_options(write=True).begin() as connection:
        connection.execute(sa.text("UPDATE device_account SET seen_ms = 1780000000000"))
    assert "À jour 29\u00a0mai à 00:26" in inside.get(server.public_url + "/").text
    engine.dispose()


def test_the_code_is_used_once_and_the_practice_learns_it(server, post, marie, inside):
    assert come_in(server, MARIE, marie.code)[1].status_code == 401
    post.exchange.run()
    with post.store.reading() as connection:
        first = queries.of_patient(connection, Invitation, marie.patient.id)[0]
    assert first.used_at


def test_two_browsers_with_one_code_give_one_session(server, post, marie):
    invite(post, marie.patient, "DEUX-FOIS-1")
    post.exchange.run()
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda _: come_in(server, MARIE, "DEUX-FOIS-1")[1].status_code, range(2)))
    assert sorted(answers) == [200, 401]


def test_an_expired_code_opens_nothing(server, post, marie):
    invite(post, marie.patient, "TROP-TARD-1", hours=-1)
    post.exchange.run()
    assert come_in(server, MARIE, "TROP-TARD-1")[1].status_code == 401


def test_a_wrong_code_and_an_unknown_matricule_get_the_same_page(server, marie, inside):
    def body(matricule, code):
        answer = come_in(server, matricule, code)[1]
        return answer.status_code, TOKEN.sub("", answer.text)

    assert body(PAUL, "FAUX-FAUX") == body("199999999999999", "FAUX-FAUX")


def test_guesses_are_slowed_down_and_the_right_code_must_wait_too(server, post, paul):
    with ThreadPoolExecutor(4) as pool:
        statuses = list(pool.map(lambda n: come_in(server, PAUL, f"ESSAI-{n}")[1].status_code, range(24)))
    assert 401 in statuses
    assert 429 in statuses
    with stretched_waits(server):
        assert come_in(server, PAUL, paul.code)[1].status_code == 429


def test_parallel_guesses_do_not_share_one_charge(server, paul):
    began = time.monotonic()
    with ThreadPoolExecutor(8) as pool:
        statuses = list(pool.map(lambda n: come_in(server, PAUL, f"VITE-{n}")[1].status_code, range(16)))
    lapsed = int(math.log2(time.monotonic() - began + 1))  # waits of 1, 2, 4 s that a slow machine outlasts
    assert statuses.count(401) <= FREE_TRIES + 1 + lapsed


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(server, post, marie):
    invite(post, marie.patient, "BISCUIT-1")
    post.exchange.run()
    session = browser_session(server)
    page = f"{server.public_url}/connexion"
    token = TOKEN.search(session.get(page).text).group(1)
    answer = session.post(
        page, data={"matricule": MARIE, "code": "BISCUIT-1", "jeton": token}, allow_redirects=False
    )
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-serenite-dossier=")
    for word in ("HttpOnly", "Secure", "SameSite=strict", "Path=/"):
        assert word in cookie
    engine = server.engine()
    with engine.connect() as connection:
        stored = list(connection.scalars(sa.select(web_session.c.token_sha256)))
    engine.dispose()
    assert re.search(r"=([^;]+)", cookie).group(1) not in stored


@pytest.mark.parametrize(
    "path", ["/", "/documents", "/mesures", "/rendez-vous", "/acces", "/documents/x", "/documents/x/pdf"]
)
def test_no_page_opens_without_a_session(server, path):
    for cookie in ("", "x" * 43, "' OR 1=1 --"):
        session = browser_session(server)
        if cookie:
            session.headers["cookie"] = f"__Host-serenite-dossier={cookie}"
        answer = session.get(server.public_url + path, allow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (303, "/connexion")


def test_a_patient_session_does_not_open_the_console(server, inside):
    answer = inside.get(server.public_url + "/admin", allow_redirects=False)
    assert answer.headers["location"] == "/admin/connexion"
    stolen = browser_session(server)
    stolen.headers["cookie"] = f"__Host-serenite-console={inside.cookies['__Host-serenite-dossier']}"
    assert stolen.get(server.public_url + "/admin", allow_redirects=False).status_code == 303


def test_the_document_of_another_patient_does_not_exist(server, post, inside, paul):
    invite(post, paul.patient, "PAUL-ENTRE-1")
    post.exchange.run()
    his, _ = come_in(server, PAUL, "PAUL-ENTRE-1")
    path = re.search(r'href="(/documents/[0-9a-f-]{36})"', his.get(server.public_url + "/documents").text).group(1)
    assert his.get(server.public_url + path).status_code == 200
    for tail in ("", "/pdf", "/fichier"):
        assert inside.get(server.public_url + path + tail).status_code == 404


def test_the_original_downloads_as_bytes_that_no_browser_runs(server, inside, marie):
    text = inside.get(f"{server.public_url}/documents").text
    answers = [
        inside.get(server.public_url + path) for path in re.findall(r'href="(/documents/[^"]+/fichier)"', text)
    ]
    assert marie.content in [answer.content for answer in answers]
    for answer in answers:
        assert answer.headers["content-disposition"].startswith("attachment")
        assert answer.headers["content-type"] == "application/octet-stream"
        assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "path", ["/", "/connexion", "/static/serenite.css", "/health", "/nowhere", "/admin/connexion"]
)
def test_every_answer_carries_the_security_headers(server, path):
    headers = browser_session(server).get(server.public_url + path).headers
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "no-referrer"
    assert "max-age" in headers["strict-transport-security"]
    assert "server" not in headers


def test_a_form_without_its_token_or_from_another_site_does_nothing(server, inside):
    url = f"{server.public_url}/acces/signalement"
    assert inside.post(url, data={"message": "x"}).status_code == 403
    assert inside.post(url, data={"message": "x", "jeton": "0" * 64}).status_code == 403
    token = TOKEN.search(inside.get(f"{server.public_url}/acces").text).group(1)
    other = {"sec-fetch-site": "cross-site"}
    assert inside.post(url, data={"message": "x", "jeton": token}, headers=other).status_code == 403
    assert inside.post(url, json={"message": "x", "jeton": token}).status_code == 400
    stranger = TOKEN.search(browser_session(server).get(f"{server.public_url}/connexion").text).group(1)
    assert inside.post(url, data={"message": "x", "jeton": stranger}).status_code == 403


def test_a_report_of_an_unknown_access_reaches_the_region_without_a_name_at_the_console(server, inside, marie):
    page = f"{server.public_url}/acces"
    answer = submit(inside, f"{page}/signalement", page, message=f"Je ne connais pas {CANARY}", ligne="")
    assert "Message envoyé" in answer.text
    engine = server.engine()
    with engine.connect() as connection:
        kept = connection.execute(sa.select(access_report.c.words, access_report.c.patient)).all()
    engine.dispose()
    assert (f"Je ne connais pas {CANARY}", marie.patient.id) in [tuple(row) for row in kept]


@pytest.mark.parametrize("words", ["", "   ", "x" * 2001])
def test_an_empty_or_endless_report_is_refused_in_words(server, inside, words):
    page = f"{server.public_url}/acces"
    answer = submit(inside, f"{page}/signalement", page, message=words, ligne="")
    assert answer.status_code in (400, 422)
    assert "<h1>" in answer.text


def test_an_appointment_goes_to_the_patient_s_agenda_without_its_reason(server, inside):
    page = inside.get(server.public_url + "/").text
    path = re.search(r'href="(/rendez-vous/[0-9a-f-]{36}[.]ics)"', page).group(1)
    answer = inside.get(server.public_url + path)
    assert answer.headers["content-type"].startswith("text/calendar")
    assert b"BEGIN:VEVENT" in answer.content
    assert b"toux" not in answer.content
    assert inside.get(f"{server.public_url}/rendez-vous/x.ics").status_code == 404


def test_the_pdf_inside_a_report_opens_in_the_browser_s_viewer(server, post, marie, inside):
    a_report_with_pdf(post, marie.patient)
    end, path = time.monotonic() + 15, ""
    while not path and time.monotonic() < end:
        text = inside.get(f"{server.public_url}/documents").text
        found = re.findall(r'href="(/documents/[0-9a-f-]{36})"', text)
        shown = [one for one in found if "Ouvrir le PDF" in inside.get(server.public_url + one).text]
        path = shown[0] if shown else ""
        time.sleep(0.2)
    answer = inside.get(f"{server.public_url}{path}/pdf")
    assert answer.content.startswith(b"%PDF-")
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"].startswith("inline")
    assert "script-src" not in answer.headers["content-security-policy"]


def test_emergency_accesses_stand_out_and_roles_are_told(server, inside):
    text = inside.get(f"{server.public_url}/acces").text
    assert re.search(r'class="strongwarn">Accès d’urgence\s: «\smalaise, non joignable\s»', text)
    for words in ("Dr Maëlle Ethève, médecin", "Laurent Nativel, infirmier", "Sabrina Clain, secrétaire"):
        assert words in text


def test_a_critical_result_waits_for_the_doctor(server, inside):
    text = inside.get(f"{server.public_url}/mesures").text
    assert "71,4" in text
    assert "Potassium" not in text


@pytest.mark.parametrize(
    "path",
    ["/static/..%2f..%2fconfig.py", "/static/%2e%2e/app.py", "/documents/..%2f..%2fetc", "/documents/%00", "/%ff"],
)
def test_no_path_leads_out(server, inside, path):
    assert inside.get(server.public_url + path).status_code in (400, 404)


def test_hostile_words_in_the_record_are_shown_as_words(server, post, marie, inside):
    from lgc_core.model.ids import new_id
    from lgc_core.model.treatment import Treatment
    from lgc_core.model.values import Concept
    from tests.support.record import add

    add(
        post.store,
        Treatment(id=new_id(), patient=marie.patient.id, product=Concept(text="<script>alert(1)</script>")),
    )
    post.exchange.run()
    text = inside.get(server.public_url + "/").text
    assert "<script>" not in text
    assert "&lt;script&gt;" in text


def test_leaving_closes_the_session_for_good(server, post, marie):
    invite(post, marie.patient, "AU-REVOIR-1")
    post.exchange.run()
    session, _ = come_in(server, MARIE, "AU-REVOIR-1")
    kept = session.cookies["__Host-serenite-dossier"]
    submit(session, f"{server.public_url}/quitter", f"{server.public_url}/")
    thief = browser_session(server)
    thief.headers["cookie"] = f"__Host-serenite-dossier={kept}"
    assert thief.get(server.public_url + "/", allow_redirects=False).status_code == 303


def test_nothing_of_a_patient_is_in_the_logs(server, inside, marie, paul):
    inside.get(f"{server.public_url}/documents/{CANARY}?q={MARIE}")
    come_in(server, MARIE, CANARY)
    words = (
        MARIE,
        PAUL,
        "Hoarau",
        "HOARAU",
        "Marie",
        "Metformine",
        CANARY,
        marie.code,
        "Lacaille",
        "PAYET",
        "toux",
    )
    logs = server.logs
    assert '"event": "request"' in logs
    assert [word for word in words if word in logs] == []
    assert '"event": "bug"' not in logs
