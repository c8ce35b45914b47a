# SPDX-License-Identifier: EUPL-1.2
"""The command line on a real vault with a simulated card: first start, record, backup, exit codes."""

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from cps_simulator.box import CardBox
from cps_simulator.in_process import SimulatedReaders
from lgc_app.cli.console import Console
from lgc_app.cli.program import parser, run
from lgc_app.context import AppContext
from lgc_app.demo.cast import HOARAU
from lgc_app.demo.posts import OWNERS, PIN, make_trust
from lgc_app.demo.seed import seed
from lgc_app.installation import BadSettingsError, read_installation
from lgc_core.store.store import now_here
from tests.support.vault import MemoryKeyring, using_keyring

ANSWERS = (
    "--cabinet", "Cabinet des Lataniers", "--rue", "18 rue du Lagon", "--cp", "97436", "--ville", "Saint-Leu",
    "--structure", "1970000001", "--telephone", "0262000000", "--prenom", "Maëlle", "--nom", "Ethève",
)  # fmt: skip


class Post:
    """A post whose person answers from a script."""

    def __init__(self, folder: Path) -> None:
        self.box = CardBox(folder / "cards")
        self.readers = SimulatedReaders()
        self.card = self.box.card("doctor", OWNERS["doctor"])
        self.readers.insert(self.card)
        self.said: list[str] = []
        self.secrets: list[str] = []
        self.text = ""
        self.folder = folder
        context = AppContext(
            folder=folder / "poste",
            readers=self.readers,
            trust=make_trust(folder / "crl", self.box.igc()),
            now=now_here,
        )
        self.console = Console(
            installation=read_installation(folder / "poste.toml"),
            make_context=lambda: context,
            ask=self._answer,
            ask_secret=lambda _question: self.secrets.pop(0) if self.secrets else PIN,
            say=self.said.append,
            read_text=lambda: self.text,
        )

    def _answer(self, question: str) -> str:
        if "Retapez" in question:
            return next(line for line in reversed(self.said) if line.strip().count("-") == 7).strip().lower()
        raise AssertionError(question)

    def __call__(self, *arguments: str) -> int:
        self.said.clear()
        return run(arguments, self.console)

    @property
    def words(self) -> str:
        return "\n".join(self.said)


@pytest.fixture
def post(tmp_path: Path) -> Iterator[Post]:
    with using_keyring(MemoryKeyring()):
        made = Post(tmp_path)
        assert made("init", *ANSWERS) == 0
        yield made


@pytest.fixture
def with_patients(post: Post) -> Post:
    from lgc_app.cli.opening import open_post

    with open_post(post.console, "carte") as opened:
        seed(opened.cabinet.session.store, count=12)
    return post


def test_the_first_start_makes_a_practice_and_says_what_comes_next(post: Post) -> None:
    assert "Ce poste est prêt" in post.words
    assert post("status") == 0
    assert "Cabinet des Lataniers · Dr Maëlle Ethève" in post.words
    assert "Sauvegarde : aucune" in post.words


def test_a_first_start_asked_for_again_changes_nothing(post: Post) -> None:
    assert post("init", *ANSWERS) == 0
    assert post.words.endswith("Le cabinet existe déjà sur ce poste.")


def test_a_recovery_code_that_is_not_typed_back_leaves_a_post_that_init_finishes(tmp_path: Path) -> None:
    with using_keyring(MemoryKeyring()):
        made = Post(tmp_path)
        right = made._answer
        object.__setattr__(made.console, "ask", lambda question: "AAAA" if "Retapez" in question else "")
        assert made("init", *ANSWERS) == 1
        object.__setattr__(made.console, "ask", right)
        assert made("init", *ANSWERS) == 0
        assert made("unlock", "test") == 0
        assert "Prêt pour des patients." in made.words


def test_the_words_find_a_patient_and_its_id_opens_the_file(with_patients: Post) -> None:
    assert with_patients("patients", "find", "hoar", "marie") == 0
    assert HOARAU.id in with_patients.words
    assert with_patients("patients", "show", HOARAU.id) == 0
    assert "Allergie\u00a0: pénicillines" in with_patients.words
    assert "Metformine" in with_patients.words
    assert with_patients("trail", HOARAU.id) == 0
    assert "dossier" in with_patients.words
    assert with_patients.said[-1] == "Trace intacte."


def test_nobody_found_is_said_and_is_not_a_success(with_patients: Post) -> None:
    assert with_patients("patients", "find", "xyzxyz") == 1
    assert with_patients.words == "Rien trouvé."


def test_a_note_of_the_standard_input_is_kept_and_signed_and_its_report_queued(with_patients: Post) -> None:
    with_patients.text = "Pneumopathie de la base droite, sœur prévenue.\n"
    assert with_patients("note", HOARAU.id, "--section", "A", "--signer") == 0
    encounter = with_patients.said[0].split()[1]
    assert "enregistré ici à" in with_patients.words
    assert with_patients("emit", "report", encounter) == 0
    assert with_patients("emit", "vsm", HOARAU.id) == 0
    assert with_patients("status") == 0
    assert sum("enregistré" in line for line in with_patients.said) == 2


def test_measures_are_recorded_and_an_impossible_one_is_refused_in_words(
    with_patients: Post, capsys: pytest.CaptureFixture[str]
) -> None:
    assert with_patients("measure", HOARAU.id, "ta=148/82", "poids=71,4") == 0
    assert with_patients("measure", HOARAU.id, "temperature=83") == 1
    assert "impossible" in capsys.readouterr().err
    assert with_patients("measure", HOARAU.id, "taile=160") == 1
    assert "Mesure inconnue : taile" in capsys.readouterr().err


def test_a_formula_is_computed_alone_and_with_a_file(
    with_patients: Post, capsys: pytest.CaptureFixture[str]
) -> None:
    assert with_patients("calcul") == 0
    assert "dfg  DFG, CKD-EPI 2009 : creatinine (µmol/L), age (ans), sex (sexe)" in with_patients.words
    assert with_patients("calcul", "cockcroft", "creatinine=88,4", "age=25", "sex=F", "weight=60") == 0
    assert "81\u00a0mL/min" in with_patients.words
    assert with_patients("calcul", "dfg", "--patient", HOARAU.id) == 0
    assert "stade" in with_patients.words
    assert with_patients("calcul", "cockcroft", "age=25") == 1
    assert "Il manque" in capsys.readouterr().err
    assert with_patients("calcul", "dfg", "poids=70") == 1
    assert with_patients("calcul", "horoscope") == 1


def test_a_vaccine_is_noted_shown_searched_and_the_calendar_replaced(
    with_patients: Post, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    box = "01034009351373401729033110R42"
    assert with_patients("vaccins", "noter", HOARAU.id, box) == 0
    assert with_patients("vaccins", "noter", HOARAU.id, "Priorix", "--lot", "R43") == 1
    assert "Indiquez un motif" in capsys.readouterr().err
    assert with_patients("vaccins", "montrer", HOARAU.id) == 0
    assert "Priorix" in with_patients.words
    assert "Calendrier vaccinal français 2025" in with_patients.words
    assert with_patients("vaccins", "lot", "r42") == 0
    assert "HOARAU Marie-Josette" in with_patients.words
    assert with_patients("vaccins", "lot", "r99") == 1
    edition = tmp_path / "calendrier.json"
    assert with_patients("vaccins", "calendrier", "--exporter", str(edition)) == 0
    edition.write_text(edition.read_text("utf-8").replace("français 2025", "du cabinet"), "utf-8")
    assert with_patients("vaccins", "calendrier", "--installer", str(edition)) == 0
    assert "Calendrier vaccinal du cabinet" in with_patients.words
    assert with_patients("vaccins", "calendrier", "--origine") == 0
    assert "français 2025" in with_patients.words
    assert with_patients("depistages", "--exporter", str(tmp_path / "depistages.json")) == 0
    assert with_patients("depistages", "--installer", str(tmp_path / "depistages.json")) == 0
    assert "(mammographie)  50 à 74 ans  tous les 2 ans" in with_patients.words


def test_a_hostile_file_is_kept_in_quarantine(with_patients: Post, tmp_path: Path) -> None:
    bad = tmp_path / "bombe.xml"
    bad.write_bytes(b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>")
    assert with_patients("import", str(bad)) == 0
    assert "Document mis de côté" in with_patients.words
    assert "À classer : 1." in with_patients.words


def test_the_invitation_is_a_pdf_that_never_replaces_a_file(with_patients: Post, tmp_path: Path) -> None:
    sheet = tmp_path / "feuille.pdf"
    assert with_patients("invite", HOARAU.id, "--pdf", str(sheet)) == 0
    assert sheet.read_bytes().startswith(b"%PDF-1.4")
    assert sheet.stat().st_mode & 0o077 == 0
    assert with_patients("invite", HOARAU.id, "--pdf", str(sheet)) == 1


def test_files_on_their_way_are_listed_and_what_comes_by_itself_is_chosen(post: Post, tmp_path: Path) -> None:
    (tmp_path / "scan.pdf").write_bytes(b"%PDF-1.7 " + bytes(1_500_000))
    assert post("import", str(tmp_path / "scan.pdf")) == 0
    assert post("fichiers", "--recevoir", "20") == 0
    assert post.said[0] == "Au-delà de 20\u00a0Mo, les fichiers arrivent à l’ouverture du document."
    assert post.said[1].endswith("à envoyer  0 sur 1500009 octets  application/pdf")
    assert post("fichiers", "--recevoir", "jamais") != 0
    assert post("fichiers") == 0
    assert post.said[0].startswith("Au-delà de 20")


def test_a_backup_verifies_and_a_cut_one_does_not(post: Post, tmp_path: Path) -> None:
    assert post("backup", "now", str(tmp_path / "copies")) == 0
    (made,) = (tmp_path / "copies").iterdir()
    assert post("backup", "verify", str(made)) == 0
    database = made / "cabinet.db"
    database.write_bytes(database.read_bytes()[:-5000] + bytes(5000))
    assert post("backup", "verify", str(made)) == 1
    assert post("backup", "restore", str(made)) == 1
    assert post("unlock", "test") == 0


def test_a_restored_post_has_its_patients_and_what_came_after_the_backup(with_patients: Post) -> None:
    post = with_patients
    assert post("backup", "list") == 1
    assert post("backup", "now") == 0
    patient = _first_patient(post)
    post.text = "Écrit après la sauvegarde."
    assert post("note", patient) == 0
    assert post("backup", "list") == 0
    assert len(post.said) == 1
    assert post("backup", "restore") == 0
    assert "Les fichiers d’avant sont gardés" in post.words
    assert "Repris de l’ancienne base" in post.words
    assert post("patients", "find", "hoar", "marie") == 0
    assert post("status") == 0
    assert "vérifiée" in post.words


def _first_patient(post: Post) -> str:
    assert post("patients", "find", "hoar", "marie") == 0
    return post.said[0].split()[0]


def test_a_wrong_pin_is_told_with_the_tries_left(post: Post, capsys: pytest.CaptureFixture[str]) -> None:
    post.secrets.append("0000")
    assert post("unlock", "test") == 1
    assert "Code incorrect. Il reste 2\u00a0essais." in capsys.readouterr().err


def test_the_last_try_is_not_spent_without_a_word(post: Post, capsys: pytest.CaptureFixture[str]) -> None:
    post.secrets += ["0000", "0000"]
    post("unlock", "test")
    post("unlock", "test")
    object.__setattr__(post.console, "ask", lambda _question: "non")
    assert post("unlock", "test") == 1
    assert "aucun essai n’a été utilisé" in capsys.readouterr().err


def test_without_a_card_the_recovery_code_opens(post: Post, capsys: pytest.CaptureFixture[str]) -> None:
    post.readers.remove()
    assert post("unlock", "test") == 3
    assert "Aucune carte" in capsys.readouterr().err
    post.secrets.append("AAAA-BBBB")
    assert post("unlock", "test", "--secours") == 1


def test_an_exchange_without_enrolment_says_so_and_is_not_a_success(post: Post) -> None:
    assert post("exchange") == 3
    assert post.said[0] == "Ce poste n’est pas encore inscrit à la région."


def test_an_unknown_id_is_told_in_french(post: Post, capsys: pytest.CaptureFixture[str]) -> None:
    assert post("emit", "report", "00000000-0000-0000-0000-000000000000") == 1
    assert "n’est pas sur ce poste" in capsys.readouterr().err


def test_no_option_takes_a_secret() -> None:
    words = parser().format_help()
    assert "poste.toml" in words
    with pytest.raises(SystemExit):
        parser().parse_args(["unlock", "test", "--pin", "1234"])


def test_settings_that_do_not_read_are_refused_in_words(tmp_path: Path) -> None:
    file = tmp_path / "poste.toml"
    file.write_text("region = 12", encoding="utf-8")
    with pytest.raises(BadSettingsError, match="region n’est pas un texte"):
        read_installation(file)
    file.write_text("region = ", encoding="utf-8")
    with pytest.raises(BadSettingsError):
        read_installation(file)


def test_settings_give_paths_beside_the_file(tmp_path: Path) -> None:
    file = tmp_path / "poste.toml"
    file.write_text('cabinet = "Cabinet"\nautorites_cartes = "igc"\n', encoding="utf-8")
    read = read_installation(file)
    assert (read.folder, read.card_authorities) == (tmp_path / "poste", tmp_path / "igc")
    assert read.place == "Cabinet"
    assert read.make_context().region == ""


def test_the_front_desk_and_the_round_are_commands_too(with_patients: Post, tmp_path: Path) -> None:
    post = with_patients
    assert post("patients", "find", "haorau", "marie") == 0
    patient = post.said[0].split()[0]
    assert post("agenda", "donner", patient, "2030-01-07T10:45", "--motif", "Suivi") == 0
    assert post("agenda", "jour", "2030-01-07") == 0
    assert "10:45" in post.words
    assert post("agenda", "etat", post.said[0].split()[0], "arrivé") == 0
    assert post("agenda", "jour", "hier") == 1
    assert post("agenda", "ics", str(tmp_path / "agenda.ics")) == 0
    assert (tmp_path / "agenda.ics").read_bytes().startswith(b"BEGIN:VCALENDAR")
    assert post("taches", "ajouter", "Rappeler", "demain", "--patient", patient) == 0
    assert post("taches", "liste") == 0
    assert "Rappeler" in post.words
    assert post("taches", "fait", post.said[0].split()[0]) == 0
    assert post("tournee", "soin", patient, "Pansement", "7h45") == 0
    assert post("tournee", "jour") == 0
    assert "Pansement" in post.words
    post.text = "Plaie propre."
    assert post("tournee", "transmettre", patient, "--cible", "Plaie") == 0
    other = next(line.split()[0] for line in _lines(post, "patients", "find", "pat-trois"))
    assert post("patients", "link", patient, other, "--motif", "essai") == 0
    assert post("patients", "links", other) == 0
    assert post("patients", "unlink", post.said[0].split()[0]) == 0


def _lines(post: Post, *arguments: str) -> list[str]:
    assert post(*arguments) == 0
    return list(post.said)


def test_the_failsafe_dossier_of_a_patient_is_written_once_and_never_over_a_file(with_patients: Post) -> None:
    target = with_patients.folder / "secours.pdf"
    assert with_patients("secours", "patient", HOARAU.id, "--pdf", str(target)) == 0
    assert target.read_bytes().startswith(b"%PDF-1.4")
    assert "1 patient" in with_patients.words
    assert with_patients("secours", "patient", HOARAU.id, "--pdf", str(target)) == 1
    assert with_patients("secours", "jour", "demain", "--pdf", str(with_patients.folder / "x.pdf")) == 1


def test_a_letter_is_begun_from_a_model_and_kept_from_the_standard_input(with_patients: Post) -> None:
    assert with_patients("courrier", "modeles") == 0
    assert "kine" in with_patients.words
    assert with_patients("courrier", "debuter", HOARAU.id, "biologie") == 0
    with_patients.text = with_patients.words
    assert with_patients("courrier", "faire", HOARAU.id, "biologie") == 1
    with_patients.text = "NFS, créatinine."
    target = with_patients.folder / "biologie.pdf"
    assert with_patients("courrier", "faire", HOARAU.id, "biologie", "--pdf", str(target)) == 0
    assert target.read_bytes().startswith(b"%PDF-1.4")
    assert with_patients("courrier", "debuter", HOARAU.id, "cerfa") == 1
    day = with_patients.folder / "jour.pdf"
    assert with_patients("agenda", "imprimer", "--pdf", str(day)) == 0


def test_an_export_is_taken_up_on_a_new_post_of_the_practice(with_patients: Post, tmp_path: Path) -> None:
    target = with_patients.folder / "cabinet.zip"
    assert with_patients("export", "cabinet", str(target)) == 0
    assert with_patients("export", "cabinet", str(target)) == 1
    assert with_patients("export", "patient", HOARAU.id, str(with_patients.folder / "copie.zip")) == 0
    assert with_patients("export", "reprendre", str(target)) == 1
    practice = json.loads(zipfile.ZipFile(target).read("manifest.json"))["practice"]
    new = Post(tmp_path / "neuf")
    assert new("init", "--rejoindre", practice) == 0
    assert new("export", "reprendre", str(target)) == 0
    assert "identique à l’export" in new.words
    assert new("patients", "show", HOARAU.id) == 0
    assert "Metformine" in new.words


def test_lines_of_a_file_and_texts_of_the_practice_are_kept_by_commands(with_patients: Post) -> None:
    post = with_patients
    added = ("antecedents", "ajouter", HOARAU.id, "Appendicectomie", "--genre", "chirurgie", "--depuis", "1988")
    assert post(*added) == 0
    assert post(*added) == 1
    assert post("antecedents", "montrer", HOARAU.id) == 0
    line = next(said.split()[0] for said in post.said if "Appendicectomie" in said)
    assert post("antecedents", "modifier", line, "--depuis", "31/02/1989") == 1
    assert post("antecedents", "modifier", line, "--depuis", "03/1989", "--commentaire", "péritonite") == 0
    assert post("antecedents", "cloturer", line) == 1
    assert post("antecedents", "montrer", HOARAU.id) == 0
    assert "Appendicectomie  1989  péritonite" in post.words
    assert post("antecedents", "retirer", line) == 0
    post.text = "Lombalgie de {prénom}"
    assert post("modeles", "ecrire", "dos") == 0
    target = post.folder / "modeles.json"
    assert post("modeles", "exporter", str(target)) == 0
    assert post("modeles", "importer", str(target)) == 0
    assert post.words.startswith("0 ajoutés, 0 remplacés")
    assert post("modeles", "importer", str(post.folder / "rien.json")) == 1
