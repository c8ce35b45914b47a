# SPDX-License-Identifier: EUPL-1.2
"""What the window has and the command line too: files created, the plan of the agenda, results, growth, settings.

One post for the whole module: each test looks at what it wrote.
"""

import datetime as dt

import pytest

from lgc_app.cli.opening import open_post
from lgc_app.demo.cast import HOARAU
from lgc_app.demo.seed import seed
from tests.support.cda import a_lab_report
from tests.support.vault import MemoryKeyring, using_keyring
from tests.unit.lgc_app.cli.test_cli_on_a_post import ANSWERS, Post

TRAITS = (
    "--nom", "Técher", "--prenoms", "Lou", "--naissance", "14/02/2024", "--sexe", "F", "--lieu", "Saint-Leu",
)  # fmt: skip


@pytest.fixture(scope="module")
def post(tmp_path_factory):
    with using_keyring(MemoryKeyring()):
        made = Post(tmp_path_factory.mktemp("cli"))
        assert made("init", *ANSWERS) == 0
        with open_post(made.console, "carte") as opened:
            seed(opened.cabinet.session.store, count=12)
        yield made


@pytest.fixture(scope="module")
def child(post):
    assert post("patients", "creer", *TRAITS) == 0
    return post.said[0].split()[0]


def test_a_file_is_created_and_a_look_alike_stops_the_second(post, child, capsys):
    assert post("patients", "creer", *TRAITS) == 1
    assert "Un dossier ressemble" in capsys.readouterr().err
    assert post("patients", "creer", *TRAITS[:4], "--naissance", "31/02/2024") == 1
    assert "Date illisible" in capsys.readouterr().err
    assert post("patients", "creer", *TRAITS, "--quand-meme", "--attribut", "homonyme") == 0
    assert "identité" in post.words


def test_an_identity_is_corrected_by_what_is_said_of_it(post, child, capsys):
    assert post("patients", "corriger", child, "--telephone", "0692 11 22 33", "--commune", "97424 Cilaos") == 0
    assert "TÉCHER" in post.words or "TECHER" in post.words
    assert post("patients", "find", "0692112233") == 0
    assert child in post.words
    assert post("patients", "corriger", child, "--naissance", "31/02/2024") == 1
    assert "Date illisible" in capsys.readouterr().err


def test_the_growth_of_a_child_is_told_with_its_scores(post, child):
    assert post("measure", child, "poids=12,5", "taille=86") == 0
    assert post("croissance", child) == 0
    assert "OMS" in post.said[0]
    assert any(line.split("  ")[1].startswith("Poids") and "Z\u00a0" in line for line in post.said[1:])


def test_results_and_history_of_a_file_are_read(post):
    assert post("biologie", HOARAU.id) == 0
    assert "DFG (CKD-EPI\u00a02009)" in post.words
    assert "Créatinine (µmol/L)" in post.words
    assert post("histoire", HOARAU.id, "--genre", "observation") == 0
    assert all(line.startswith("observation:") for line in post.said)


def test_problems_appointments_and_tasks_are_in_the_history(post):
    assert post("histoire", HOARAU.id, "--genre", "problem") == 0
    assert any("depuis 2012" in line and "Dyslipidémie" in line for line in post.said)
    assert post("histoire", HOARAU.id, "--genre", "task", "--genre", "appointment") == 0
    assert {line.partition(":")[0] for line in post.said} == {"task", "appointment"}


def test_a_note_signed_in_the_wrong_file_is_taken_out_and_back(post, child, capsys):
    assert post("histoire", HOARAU.id, "--genre", "encounter") == 0
    note = next(line.split()[0] for line in post.said if "signe" in line.split() and "Ethève" in line)
    assert post("mauvais-dossier", note) == 1
    assert "--vers" in capsys.readouterr().err
    assert post("mauvais-dossier", note, "--vers", child, "--motif", "homonyme") == 0
    assert post.words.startswith("Retirée de ce dossier.")
    assert post("histoire", HOARAU.id, "--genre", "encounter", "--mots", "mauvais dossier") == 0
    assert "homonyme" in post.words
    assert post("mauvais-dossier", note, "--annuler") == 0
    assert post("mauvais-dossier", note, "--annuler") == 1


def test_the_equation_of_the_practice_is_said_and_changed(post):
    assert post("reglages", "dfg") == 0
    assert post.words.endswith("CKD-EPI\u00a02009.")
    assert post("reglages", "dfg", "2021") == 0
    assert post("patients", "show", HOARAU.id) == 0
    assert "CKD-EPI\u00a02021" in post.words
    assert post("reglages", "dfg", "2009") == 0


def test_absences_come_back_and_are_taken_back(post, capsys):
    day = (dt.date.today() + dt.timedelta(days=7)).isoformat()  # noqa: DTZ011  the post's own wall clock
    assert post("agenda", "absence", day, "--rythme", "un vendredi sur deux", "--heures", "13h-18h") == 0
    assert post("agenda", "absences") == 0
    line = next(one for one in post.said if "vendredi, une semaine sur 2" in one)
    assert "13:00-18:00" in line
    assert post("agenda", "absence", day, "--rythme", "parfois") == 1
    assert "Nommez un jour" in capsys.readouterr().err
    assert post("agenda", "absence-retirer", line.split()[0]) == 0
    assert post("agenda", "absences") == 0
    assert line not in post.said


def test_an_appointment_is_given_wished_sooner_and_moved(post, child):
    day = dt.date.today() + dt.timedelta(days=3)  # noqa: DTZ011  as above
    assert post("agenda", "donner", child, f"{day}T23:15", "--motif", "Vaccins") == 0
    assert post("agenda", "jour", str(day)) == 0
    key = next(line for line in post.said if "23:15" in line).split()[0]
    assert post("agenda", "plus-tot", key, "tous les matins") == 0
    assert any(line.startswith(key) and "tous les matins" in line for line in post.said)
    assert post("agenda", "deplacer", key, f"{day}T22:30") == 0
    assert post("agenda", "plus-tot") == 0
    assert not any(line.startswith(key) for line in post.said)
    assert post("agenda", "sans-rdv", child) == 0
    assert post("agenda", "jour") == 0
    assert any("arrivé" in line for line in post.said)


def test_a_model_of_letter_is_written_listed_and_begun(post):
    post.text = "# Ordonnance de semelles\nPour {patient}. [indication]"
    assert post("modeles", "ecrire", "Semelles", "--genre", "ordonnance") == 0
    key = post.said[0].split()[0]
    assert post("courrier", "modeles") == 0
    assert any(line.startswith(key) for line in post.said)
    assert post("courrier", "debuter", HOARAU.id, key) == 0
    assert "Pour Mme HOARAU Marie-Josette. [indication]" in post.words


def test_a_file_is_erased_only_with_its_name_typed(post, child, capsys):
    assert post("patients", "creer", "--nom", "Erreur", *TRAITS[2:], "--quand-meme") == 0
    wrong = post.said[0].split()[0]
    asked: list[str] = []
    object.__setattr__(post.console, "ask", lambda question: asked.append(question) or "Autre")
    assert post("rgpd", "effacer", wrong, "--motif", "créé par erreur") == 1
    assert "tapez le nom" in capsys.readouterr().err
    assert "ERREUR" in asked[0]
    object.__setattr__(post.console, "ask", lambda _question: "erreur lou")
    assert post("rgpd", "effacer", wrong, "--motif", "créé par erreur") == 0
    assert post("patients", "show", wrong) == 1
    assert post("rgpd", "bilan", HOARAU.id) == 1
    assert "R1112-7" in post.words


def test_a_document_is_listed_proposed_filed_and_taken_back(post, tmp_path, capsys):
    report = tmp_path / "biologie.xml"
    report.write_bytes(a_lab_report())
    assert post("import", str(report)) == 0
    assert post("reception", "lister") == 0
    key = next(line for line in post.said if "HOARAU" in line or "PAYET" in line).split()[0]
    assert post("reception", "proposer", key, "--patient", HOARAU.id) == 0
    assert "Titre" in post.words
    assert post("reception", "classer", key, "--patient", HOARAU.id) == 1
    assert "motif" in capsys.readouterr().err
    reason = ("--motif", "né le même jour, nom corrigé")
    assert post("reception", "classer", key, "--patient", HOARAU.id, "--prendre", *reason) == 0
    assert "Classé chez HOARAU" in post.words
    assert post("reception", "reprendre", key) == 0
    assert post("reception", "lister") == 0
    assert any(line.startswith(key) for line in post.said)


def test_a_visit_is_ticked_ended_and_its_sheet_printed(post, child, tmp_path):
    assert post("tournee", "soin", child, "Pansement", "23:45") == 0
    assert post("tournee", "cocher", child, "23h45", "pansement") == 0
    assert post("tournee", "terminer", child, "23:45", "--donnees", "Plaie propre.") == 0
    sheet = tmp_path / "feuille.pdf"
    assert post("tournee", "jour", "--feuille", "--pdf", str(sheet)) == 0
    assert "fait\u00a0: Pansement" in post.words
    assert sheet.read_bytes().startswith(b"%PDF")


def test_a_form_is_proposed_answered_and_read_at_the_command_line(post, capsys):
    assert post("formulaire", "lister", "--motif", "suivi HTA") == 0
    assert post.said[0].startswith("hypertension  Suivi d’hypertension artérielle")
    assert post("formulaire", "questions", "hypertension") == 0
    assert "tabac  Tabac  (oui / non)" in post.words
    assert post("formulaire", "repondre", HOARAU.id, "hypertension", "tabac", "non") == 0
    note = post.said[0].split()[0]
    assert post("formulaire", "lire", note) == 0
    assert "Tabac\u00a0: non." in post.words
    assert post("formulaire", "repondre", HOARAU.id, "hypertension", "tabac", "parfois") == 1
    assert "répondez oui, non" in capsys.readouterr().err
    assert post("formulaire", "questions", "plaie") == 1
    assert "pas connu" in capsys.readouterr().err
