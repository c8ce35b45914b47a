# SPDX-License-Identifier: EUPL-1.2
"""The console and the command line: who decides is known, who guesses is slowed, every act is in the journal."""

import json
import os
import re
import stat

import msgspec
import pytest

from lgc_app.sync.device_key import DeviceKey
from lgc_core.model.allergy import Allergy
from lgc_core.model.ids import new_id
from lgc_core.model.values import Concept
from lgc_core.store import queries
from sync_server.services import journal
from sync_server.tables import journal as journal_table
from tests.support.igc import LUCIE, pairs_of
from tests.support.mtls import a_post, admin_session, ask_of, browser_session, enrol, submit
from tests.support.record import DOCTOR, add, make_patient
from tests.support.server import ADMIN, DATABASES, forget_attempts, running_server, started, stretched_waits


@pytest.fixture(scope="module", params=DATABASES)
def server(request, tmp_path_factory):
    with running_server(tmp_path_factory.mktemp(f"console-{request.param}"), request.param) as running:
        yield running


@pytest.fixture
def forgiven(server):
    forget_attempts(server)


def knock(server, login, password):
    page = f"{server.public_url}/admin/connexion"
    return submit(browser_session(server), page, page, identifiant=login, passe=password)


def test_a_wrong_login_and_a_wrong_password_get_the_same_answer(server, forgiven):
    first, second = knock(server, ADMIN[0], "wrong"), knock(server, "nobody", ADMIN[2])
    assert first.status_code == second.status_code == 401
    assert "Identifiant ou mot de passe incorrect" in first.text
    assert "Identifiant ou mot de passe incorrect" in second.text


def test_guessing_a_password_is_slowed_down(server, forgiven):
    statuses = [knock(server, "somebody", f"guess-{n}").status_code for n in range(8)]
    assert 429 in statuses
    with stretched_waits(server):
        assert knock(server, "somebody", "guess-again").status_code == 429


def test_approval_opens_the_practice_and_is_in_the_journal(server, tmp_path, forgiven):
    post = enrol(server, tmp_path)
    session = admin_session(server)
    assert post.post.label in session.get(f"{server.public_url}/admin/postes").text
    text = session.get(f"{server.public_url}/admin/journal").text
    assert "Poste approuvé" in text
    assert ADMIN[0] in text


def test_a_revoked_post_is_shown_as_such(server, tmp_path, forgiven):
    post = enrol(server, tmp_path)
    session, page = admin_session(server), f"{server.public_url}/admin/postes/{post.post.device}"
    assert "Révoqué" in submit(session, f"{page}/revoquer", page).text
    assert "Révoquer</button>" not in session.get(page).text


def deletions_held(server, post):
    """Let a post take out thirty allergies at once; return the words of its command-line list."""
    patient = make_patient()
    some = [Allergy(id=new_id(), patient=patient.id, agent=Concept(text=f"agent {n}")) for n in range(30)]
    add(post.store, patient, *some)
    post.exchange.run()
    with post.store.unit_of_work(DOCTOR) as uow:
        for one in some:
            uow.annul(Allergy, one.id, "liste vidée")
    assert post.exchange.run().refused == 30
    listed = server.command("held", "list").stdout
    assert "30 allergies" in listed
    assert patient.traits.birth_family not in listed
    return listed


def living_allergies(post):
    post.exchange.run()
    with post.store.reading() as connection:
        return len(queries.find(connection, Allergy))


def test_deletions_in_number_wait_for_the_console(server, tmp_path, forgiven):
    post = enrol(server, tmp_path)
    deletions_held(server, post)
    assert living_allergies(post) == 30
    session, page = admin_session(server), f"{server.public_url}/admin"
    shown = session.get(page).text
    assert "Suppressions à confirmer" in shown
    upto = re.search(r'name="jusqu" value="(\d+)"', shown)
    url = server.public_url + re.search(r'action="(/admin/suppressions/[0-9a-f-]+/confirmer)"', shown)[1]
    assert session.post(url, data={"jusqu": upto[1]}).status_code == 403  # without the form of this session
    assert submit(session, url, page, jusqu="-1").status_code == 400
    assert "Suppressions à confirmer" not in submit(session, url, page, jusqu=upto[1]).text
    assert living_allergies(post) == 0
    assert "Suppressions en nombre confirmées" in session.get(f"{page}/journal").text


def test_deletions_in_number_are_refused_from_the_command_line(server, tmp_path):
    post = enrol(server, tmp_path)
    batch, upto = re.search(r"^([0-9a-f-]+)  --upto (\d+)", deletions_held(server, post)).groups()
    done = server.command("held", "refuse", batch, "--upto", upto)
    assert done.returncode == 0, done.stderr
    assert living_allergies(post) == 30
    again = server.command("held", "confirm", batch, "--upto", upto)
    assert again.returncode == 1
    assert "Aucune suppression de ce poste n’attend" in again.stderr
    assert "Aucune suppression n’attend." in server.command("held", "list").stdout


def test_a_decision_needs_the_form_of_this_very_session(server, tmp_path, forgiven):
    post = enrol(server, tmp_path)
    url = f"{server.public_url}/admin/postes/{post.post.device}/revoquer"
    assert admin_session(server).post(url).status_code in (400, 403)
    assert admin_session(server).post(url, data={"jeton": "0" * 64}).status_code == 403
    assert browser_session(server).post(url, data={"jeton": "0" * 64}, allow_redirects=False).status_code == 303


def test_a_card_that_the_practice_does_not_know_stands_out_before_approval(server, tmp_path, forgiven):
    known = enrol(server, tmp_path)
    ask = ask_of(a_post(known.practice, "Portable inconnu"), DeviceKey.generate(), pairs_of(LUCIE).auth)
    url = f"{server.public_url}/enrolment/v1/requests"
    assert browser_session(server).post(url, data=msgspec.json.encode(ask)).status_code == 202
    page = admin_session(server).get(f"{server.public_url}/admin").text
    assert "Carte inconnue de ce cabinet" in page
    assert "IGC simulée" in page


def test_deciding_twice_is_told(server, tmp_path, forgiven):
    post = enrol(server, tmp_path)
    session, page = admin_session(server), f"{server.public_url}/admin/postes"
    url = f"{server.public_url}/admin/demandes/{post.asked.request}/approuver"
    answer = submit(session, url, f"{page}/{post.post.device}")
    assert "n’est plus en attente" in answer.text


def test_a_changed_line_of_the_journal_is_found(server, forgiven):
    engine = server.engine()
    number = 1
    with engine.execution_options(write=True).begin() as connection:
        assert journal.broken_at(connection) is None
        change = journal_table.update().where(journal_table.c.number == number)
        connection.execute(change.values(actor="somebody else"))
        assert journal.broken_at(connection) == number
        connection.execute(change.values(actor=ADMIN[0]))
        assert journal.broken_at(connection) is None
    engine.dispose()


def test_the_command_line_approves_lists_and_checks(server, forgiven, tmp_path):
    post = enrol(server, tmp_path)
    listed = server.command("device", "list")
    assert post.post.device in listed.stdout
    assert post.practice in server.command("practice", "list").stdout
    assert "Journal intact" in server.command("check").stdout
    assert server.command("device", "revoke", post.post.device).returncode == 0
    again = server.command("device", "revoke", post.post.device)
    assert (again.returncode, "déjà révoqué" in again.stderr) == (1, True)


def test_a_short_password_is_refused_in_words(server):
    refused = server.command("admin", "add", "x", "X", SERENITE_SERVER_ADMIN_PASSWORD="court")
    assert (refused.returncode, "entre 12 et 200" in refused.stderr) == (1, True)


@pytest.mark.skipif(os.name != "posix", reason="modes of files are POSIX")
def test_keys_are_readable_by_the_server_only(server):
    keys = [*server.data_dir.rglob("*.key")]
    assert len(keys) == 6
    assert {stat.S_IMODE(key.stat().st_mode) for key in keys} == {0o600}


def test_the_server_stops_at_once_though_a_browser_keeps_a_line_open_and_starts_again_the_same(tmp_path):
    with running_server(tmp_path) as first:
        session = browser_session(first)
        session.get(f"{first.public_url}/health")
        authority = first.authority_pem
        assert json.loads((tmp_path / "run.json").read_text(encoding="utf-8"))["pid"] == first.process.pid
        assert first.stop() == 0
        session.close()
    assert not (tmp_path / "run.json").exists()
    with started(tmp_path, first.database_url) as second:
        assert second.authority_pem == authority
        assert "Flux et postes" in admin_session(second).get(f"{second.public_url}/admin").text


def test_a_wrong_setting_is_a_sentence_and_not_a_trace(tmp_path):
    from tests.support.server import run_command

    refused = run_command(tmp_path, "mysql://localhost/x", "check")
    assert refused.returncode == 1
    assert "n’est pas gérée" in refused.stderr
    assert "Traceback" not in refused.stderr
