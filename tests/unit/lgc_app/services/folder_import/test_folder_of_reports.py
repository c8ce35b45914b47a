# SPDX-License-Identifier: EUPL-1.2
"""A folder of reports: hostile files are refused one by one in French, and the folder goes on."""

import gzip
import io
import json
import zipfile
from pathlib import Path

import pytest

from lgc_app.services.folder_import import FolderNotReadError
from tests.support.cabinet import a_followed_patient
from tests.support.cda import a_vsm
from tests.support.folder_of_reports import ENTITIES, LETTER, PICTURE, practice_beside

REPORTS = Path(__file__).parents[6] / "shared" / "refdata" / "samples" / "parhaf_reports_713.json.gz"


@pytest.fixture
def cabinet(tmp_path):
    return practice_beside(tmp_path, a_followed_patient())


@pytest.fixture
def folder(tmp_path) -> Path:
    made = tmp_path / "dossier"
    made.mkdir()
    return made


def taken(cabinet, folder, patient="") -> dict[str, tuple[str, str]]:
    found = {}
    cabinet.folder_import.run(folder, patient, lambda one: found.update({one.place: (one.outcome, one.sentence)}))
    return found


def bomb() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros.txt", b"0" * 5_000_000)
    return content.getvalue()


HOSTILE = {
    "entites.xml": (ENTITIES, "mis de côté", "quarantaine"),
    "coupe.xml": (b"<ClinicalDocument xmlns='urn:hl7-org:v3'><id", "mis de côté", "quarantaine"),
    "bombe.zip": (bomb(), "refusé", "Extrayez les documents"),
    "bombe.txt": (bomb(), "mis de côté", "Extrayez les documents"),
    "ligne.txt": (b"a" * 2_000_000, "mis de côté", "20\u00a0000 caractères"),
    "latin1.txt": ("Fièvre à 38,5 °C".encode("latin-1"), "mis de côté", "UTF-8"),
    "octets.txt": (b"\x01\x00\x02abc", "mis de côté", "ni un PDF"),
    "photo.jpeg": (PICTURE, "refusé", "non pris en charge"),
}


def test_hostile_files_are_refused_one_by_one_in_french_and_the_folder_goes_on(cabinet, folder):
    for name, (content, _outcome, _words) in HOSTILE.items():
        (folder / name).write_bytes(content)
    (folder / "zz-lettre.txt").write_text(LETTER, "utf-8")
    found = taken(cabinet, folder)
    for name, (_content, outcome, words) in HOSTILE.items():
        assert found[name][0] == outcome, name
        assert words in found[name][1], name
    assert found["zz-lettre.txt"] == ("importé", "")
    assert len(cabinet.texts.search("sibilants")) == 1


def test_the_same_folder_again_takes_in_only_what_is_new(cabinet, folder):
    (folder / "a.txt").write_text(LETTER, "utf-8")
    (folder / "b.xml").write_bytes(a_vsm())
    assert {one for one, _ in taken(cabinet, folder).values()} == {"importé"}
    (folder / "sous").mkdir()
    (folder / "sous" / "c.txt").write_text(f"{LETTER}Suite.", "utf-8")
    again = taken(cabinet, folder)
    assert [again[name][0] for name in ("a.txt", "b.xml", "sous/c.txt")] == ["déjà là", "déjà là", "importé"]


def test_a_folder_of_one_patient_is_filed_in_the_file_and_a_document_of_another_waits(cabinet, folder):
    (folder / "a.txt").write_text(LETTER, "utf-8")
    (folder / "b.xml").write_bytes(a_vsm())
    found = taken(cabinet, folder, a_followed_patient().id)
    assert found["a.txt"] == ("classé", "")
    assert found["b.xml"][0] == "importé"
    assert found["b.xml"][1]
    assert len(cabinet.inbox.waiting()) == 1


def test_a_folder_that_is_not_there_is_refused_in_words(cabinet, folder):
    with pytest.raises(FolderNotReadError):
        cabinet.folder_import.run(folder / "parti")


@pytest.mark.given
def test_real_reports_are_imported_and_found_by_their_words(cabinet, folder):
    reports = json.loads(gzip.decompress(REPORTS.read_bytes()))
    for name, text in list(reports.items())[:25]:
        (folder / f"{name}.txt").write_text(text, "utf-8")
    found = taken(cabinet, folder)
    assert set(found.values()) == {("importé", "")}
    (hit,) = cabinet.texts.search("vessie enfortumab pembrolizumab", limit=1)
    assert hit.title.startswith("Compte rendu de consultation d'oncologie")
    assert "enfortumab" in hit.words or "vessie" in hit.words
