# SPDX-License-Identifier: EUPL-1.2
"""The open export: nothing lost, no personal note of others, taken up to the byte, hostile refused."""

import hashlib
import io
import json
import zipfile
from pathlib import Path

import msgspec
import pytest

from lgc_app.demo.cast import HOARAU
from lgc_app.demo.seed import seed
from lgc_app.services.export_archive import MANIFEST, BadExportError
from lgc_app.services.letter_drafts import LetterDraft
from lgc_app.services.open_export import AlreadyExportedError
from lgc_app.services.open_import import NotEmptyError, OnlyPatientError, OtherPracticeError, take_up
from lgc_app.vault.attachments import AttachmentStore
from lgc_app.vault.keys import DatabaseKey
from lgc_core.model.ids import new_id
from lgc_core.model.note import NoteSection, section_id
from lgc_core.model.patient import Patient
from lgc_core.store import queries, search
from lgc_core.store.tables import metadata
from tests.support.cabinet import keep, open_test_cabinet, store_of
from tests.support.record import NURSE, PRACTICE, add, exchange_of, make_arbiter, make_patient, make_store, rows

RECORD = sorted(name for name in metadata.tables if name != "partition")


@pytest.fixture(scope="module")
def practice(tmp_path_factory):
    """A practice with a signed note, private notes of two people, a letter, annulled and late words."""
    made = open_test_cabinet(tmp_path_factory.mktemp("export"))
    seed(made.session.store, count=12)
    made.letters.make(HOARAU.id, LetterDraft(template="libre", title="Essai", text="Bonjour <b>"))
    note = made.encounters.open_today(HOARAU.id).encounter.id
    made.drafts.keep(note, HOARAU.id, "A", "Angine <script>", 3)
    made.drafts.keep(note, HOARAU.id, "perso", "mes mots à moi", 3)
    made.drafts.cut()
    made.encounters.sign(note)
    made.encounters.add(note, "Complément du soir")
    added = made.problems.add_problem(HOARAU.id, "Entorse")
    made.problems.take_back(added)
    made.failsafe.of_patient(HOARAU.id)
    other = made.encounters.open_today(HOARAU.id).encounter.id
    words = NoteSection(
        id=section_id(other, "perso"), encounter=other, patient=HOARAU.id, code="perso", text="mots de l’infirmier"
    )
    add(store_of(made), words, author=NURSE)
    return made


@pytest.fixture(scope="module")
def exported(practice, tmp_path_factory):
    """The export of the practice, and the rows behind it: other tests go on writing."""
    target = tmp_path_factory.mktemp("tout") / "cabinet.zip"
    practice.open_export.of_practice(target)
    return target, rows(store_of(practice).engine, RECORD)


@pytest.fixture
def whole(exported) -> Path:
    return exported[0]


@pytest.fixture
def as_exported(exported):
    return exported[1]


def safe(folder: Path) -> AttachmentStore:
    return AttachmentStore(folder / "pieces", DatabaseKey.generate())


def content(path: Path) -> bytes:
    with zipfile.ZipFile(path) as found:
        return b"".join(found.read(one) for one in found.infolist())


def rewritten(path: Path, folder: Path, change) -> Path:
    """Return a copy of an export whose entries went through `change(name, bytes)`; None drops one."""
    target = folder / "autre.zip"
    with zipfile.ZipFile(path) as found, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for one in found.infolist():
            new = change(one.filename, found.read(one))
            if new is not None:
                made.writestr(one.filename, new)
    return target


def test_a_practice_is_taken_up_to_the_byte_but_for_others_personal_notes(practice, whole, as_exported, tmp_path):
    store = make_store("poste-neuf")
    vault = safe(tmp_path)
    taken = take_up(store, vault, whole)
    assert (taken.documents, taken.missing) == (1, 0)
    there = rows(store.engine, RECORD)
    left = section_id(practice.encounters.today_of(HOARAU.id).encounter.id, "perso")
    for name in RECORD:
        kept = [row for row in as_exported[name] if left not in row]
        assert there[name] == kept, name
    assert len(there["op"]) == taken.operations > 100
    with store.reading() as connection:
        assert HOARAU.id in {line.patient_id for line in search.find_patients(connection, "hoarau", 5)}


def test_a_post_that_takes_up_an_export_works_on(whole, tmp_path):
    store = make_store("poste-neuf")
    take_up(store, safe(tmp_path), whole)
    add(store, make_patient("PAYET", usual=""))
    with store.reading() as connection:
        assert search.find_patients(connection, "payet", 50)


def test_personal_notes_of_others_are_in_no_export_and_counted(whole):
    assert "mots de l’infirmier".encode() not in content(whole)
    assert "mes mots à moi".encode() in content(whole)
    with zipfile.ZipFile(whole) as found:
        assert json.loads(found.read(MANIFEST))["private_left"] == 1
        pages = b"".join(found.read(one) for one in found.namelist() if one.endswith((".html", ".json")))
    assert "mes mots à moi".encode() not in pages


def test_the_copy_of_a_patient_holds_only_that_patient_and_no_personal_note(practice, tmp_path):
    target = tmp_path / "copie.zip"
    manifest = practice.open_export.of_patient(HOARAU.id, target)
    assert manifest.scope == "patient"
    found = content(target)
    assert b"Angine <script>" in found
    assert "mes mots à moi".encode() not in found
    assert "mots de l’infirmier".encode() not in found
    with practice.session.store.reading() as connection:
        others = [one for one in queries.find(connection, Patient) if one.id != HOARAU.id]
    assert not any(one.id.encode() in found for one in others)
    with zipfile.ZipFile(target) as archive:
        page = archive.read(f"patients/{HOARAU.id}.html").decode()
        bundle = json.loads(archive.read(f"fhir/{HOARAU.id}.json"))
        documents = [one for one in archive.namelist() if one.startswith("documents/")]
    assert "Angine &lt;script&gt;" in page
    assert documents[0] in page
    kinds = {one["resource"]["resourceType"] for one in bundle["entry"]}
    assert {
        "Patient",
        "Condition",
        "AllergyIntolerance",
        "MedicationStatement",
        "Observation",
        "Immunization",
        "Encounter",
        "DocumentReference",
    } <= kinds
    assert "dossier exporté" in {line.what for line in practice.trail.of_patient(HOARAU.id)}
    with pytest.raises(OnlyPatientError):
        take_up(make_store("neuf"), safe(tmp_path), target)
    with pytest.raises(AlreadyExportedError):
        practice.open_export.of_patient(HOARAU.id, target)


def test_conflicts_and_the_order_of_the_region_come_along(tmp_path):
    cabinet = open_test_cabinet(tmp_path)
    store, other, arbiter = store_of(cabinet), make_store("poste-2"), make_arbiter()
    patient = make_patient()
    keep(cabinet, patient)
    exchange_of(store, arbiter).run()
    exchange_of(other, arbiter).run()
    for one, words in ((store, "Boulangère"), (other, "Pompière")):
        with one.unit_of_work(NURSE) as uow:
            uow.set(Patient, patient.id, identity_flags=(words,))
    exchange_of(store, arbiter).run()
    exchange_of(other, arbiter).run()
    exchange_of(store, arbiter).run()
    keep(cabinet, make_patient("BOYER"))
    cabinet.open_export.of_practice(tmp_path / "tout.zip")
    again = make_store("poste-neuf")
    take_up(again, safe(tmp_path), tmp_path / "tout.zip")
    assert rows(store.engine, ["conflict"])["conflict"]
    assert rows(again.engine, RECORD) == rows(store.engine, RECORD)


def test_only_an_empty_post_of_the_same_practice_takes_an_export_up(whole, tmp_path):
    with pytest.raises(OtherPracticeError, match=PRACTICE):
        take_up(make_store("neuf", new_id()), safe(tmp_path), whole)
    full = make_store("plein")
    add(full, make_patient())
    with pytest.raises(NotEmptyError):
        take_up(full, safe(tmp_path), whole)


def _flip(name, data):
    return data.replace(b"Metformine", b"Methadone ") if name == "entites/treatment.jsonl" else data


@pytest.mark.parametrize(
    "change",
    [
        lambda name, data: None if name.startswith("journal") else data,
        lambda name, data: None if name == MANIFEST else data,
        _flip,
        lambda name, data: data[:-1] if name.startswith("journal") else data,
        lambda name, data: (
            data.replace(b"pack-serenite-export", b"pack-serenite-extort") if name == MANIFEST else data
        ),
        lambda name, data: b"[" * 100_000 if name == MANIFEST else data,
        lambda name, data: data + b" " if name.startswith("documents") else data,
    ],
    ids=["no log", "no manifest", "changed", "cut", "other format", "nested", "document changed"],
)
def test_a_changed_export_is_refused_and_nothing_stays(whole, tmp_path, change):
    store = make_store("neuf")
    with pytest.raises(BadExportError):
        take_up(store, safe(tmp_path), rewritten(whole, tmp_path, change))
    assert not any(rows(store.engine, RECORD).values())


def _with_manifest_mended(path: Path, folder: Path, change) -> Path:
    """Return an export whose manifest agrees with the changed entries: what a forger would do."""
    target = folder / "forge.zip"
    with zipfile.ZipFile(path) as found, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        manifest = json.loads(found.read(MANIFEST))
        for entry in manifest["files"]:
            data = change(entry["path"], found.read(entry["path"]))
            made.writestr(entry["path"], data)
            entry |= {"size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        made.writestr(MANIFEST, json.dumps(manifest))
    return target


@pytest.mark.parametrize(
    "change",
    [
        _flip,
        lambda name, data: data.replace(b"Metformine", b"Methadone ") if name.startswith("journal") else data,
        lambda name, data: (
            data.replace(PRACTICE.encode(), new_id().encode()) if name.startswith("journal") else data
        ),
        lambda name, data: data + b'{"body":1}\n' if name.startswith("journal") else data,
        lambda name, data: data + b"x" if name.startswith("documents") else data,
        lambda name, data: data + b'{"id":"x","partition":"y"}\n' if name == "entites/conflict.jsonl" else data,
    ],
    ids=["entity", "log", "practice", "no operation", "document", "conflict"],
)
def test_a_forged_export_whose_manifest_agrees_is_refused(whole, tmp_path, change):
    store = make_store("neuf")
    with pytest.raises(BadExportError):
        take_up(store, safe(tmp_path), _with_manifest_mended(whole, tmp_path, change))
    assert not any(rows(store.engine, RECORD).values())


@pytest.mark.parametrize(
    "name",
    ["../evil", "/etc/passwd", "a\\b", "documents/../../x", "C:/x", "documents//x", "é", "a" + "/b" * 9, ""],
)
def test_a_hostile_name_is_refused(whole, tmp_path, name):
    target = tmp_path / "hostile.zip"
    target.write_bytes(whole.read_bytes())
    with zipfile.ZipFile(target, "a") as made:
        made.writestr(zipfile.ZipInfo(name), b"x")
    with pytest.raises(BadExportError):
        take_up(make_store("neuf"), safe(tmp_path), target)


def test_links_bombs_and_what_is_no_zip_are_refused(whole, tmp_path):
    def with_entry(info: zipfile.ZipInfo, data: bytes) -> Path:
        target = tmp_path / f"{new_id()}.zip"
        target.write_bytes(whole.read_bytes())
        with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as made:
            made.writestr(info, data)
        return target

    link = zipfile.ZipInfo("documents/lien")
    link.external_attr = 0o120777 << 16
    twice = zipfile.ZipInfo(MANIFEST)
    empty = io.BytesIO()
    zipfile.ZipFile(empty, "w").close()
    (tmp_path / "vide.zip").write_bytes(empty.getvalue())
    (tmp_path / "texte.zip").write_bytes(b"PK\x03\x04 presque")
    with pytest.warns(UserWarning, match="Duplicate"):
        doubled = with_entry(twice, b"{}")
    hostile = [with_entry(link, b"/etc/passwd"), doubled, tmp_path / "vide.zip", tmp_path / "texte.zip"]
    for one in [*hostile, tmp_path / "absent.zip"]:
        with pytest.raises(BadExportError):
            take_up(make_store("neuf"), safe(tmp_path), one)


def test_a_bomb_is_refused_by_its_announced_size(whole, tmp_path, monkeypatch):
    monkeypatch.setattr("lgc_app.services.export_archive._RATIO_FROM", 1000)
    bomb = rewritten(whole, tmp_path, lambda name, data: b"0" * 20_000_000 if name == "index.html" else data)
    with pytest.raises(BadExportError) as refused:
        take_up(make_store("neuf"), safe(tmp_path), bomb)
    assert refused.value.why == "too large"


def test_what_the_manifest_says_is_what_there_is(whole):
    with zipfile.ZipFile(whole) as found:
        manifest = json.loads(found.read(MANIFEST))
        names = {one.filename for one in found.infolist()} - {MANIFEST}
        lines = found.read("entites/treatment.jsonl").splitlines()
    assert {one["path"] for one in manifest["files"]} == names
    assert all(msgspec.json.decode(line)["fields"]["product"] for line in lines)
