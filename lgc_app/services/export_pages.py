# SPDX-License-Identifier: EUPL-1.2
"""The readable pages of an export: one HTML file a patient, and an index; every word is escaped, nothing runs."""

from collections.abc import Iterable, Sequence
from html import escape

from interop.fhir.bundle import PatientRecord
from lgc_core.clinical.measure_words import measures_line
from lgc_core.model.document import Document
from lgc_core.model.encounter import Encounter
from lgc_core.model.note import SECTION_TITLES
from lgc_core.model.patient import Patient
from lgc_core.model.treatment import Treatment

_HEAD = (
    '<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>{title}</title>'
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
    "<style>body{{font:16px/1.5 sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}}"
    "h1,h2{{color:#0b5f6e}}article{{border-top:1px solid #c9d3d6;white-space:pre-wrap}}</style></head><body>"
)


def index_page(practice: str, made: str, patients: Iterable[Patient]) -> bytes:
    """Return the list of patients, each with its page."""
    lines = "".join(
        f'<li><a href="patients/{escape(one.id)}.html">{escape(one.shown)}</a>, {escape(_born(one))}</li>'
        for one in patients
    )
    title = f"Export du dossier médical – {practice}"
    words = (
        "Les documents sont dans « documents », tels que reçus. « fhir » contient un fichier FHIR R4 par patient. "
        "« journal » et « entites » permettent de reprendre le tout, à l’identique, dans Pack Sérénité. "
        "Ce dossier contient des données de santé en clair : gardez-le sous clé."
    )
    return _page(title, f"<p>{escape(made)}</p><p>{escape(words)}</p><ul>{lines}</ul>")


def patient_page(
    record: PatientRecord, notes: dict[str, dict[str, str]], files: dict[str, str], opened: Sequence[str]
) -> bytes:
    """Return the page of one patient.

    Args:
        record: what the file holds.
        notes: texts by encounter, then by section; no private one.
        files: path in the export of each blob that is there.
        opened: lines of the read trail.
    """
    parts = [f"<p>{escape(_born(record.patient))}</p>"]
    parts.append(_list("Allergies", (one.agent.text for one in record.allergies)))
    parts.append(
        _list("Problèmes et antécédents", (f"{p.code.text} ({p.kind}, {p.status})" for p in record.problems))
    )
    parts.append(_list("Traitements", map(_treatment, record.treatments)))
    parts.append(_list("Actes", (f"{one.code.text}, {one.when.display()}" for one in record.procedures)))
    doses = (f"{one.vaccine.text}, {one.at.display()}, lot {one.lot or 'inconnu'}" for one in record.vaccinations)
    parts.append(_list("Vaccins", doses))
    parts.append("<h2>Consultations</h2>")
    parts += [_note(one, notes.get(one.id, {})) for one in record.encounters]
    parts.append(_list("Mesures et résultats", _results(record)))
    parts.append(f"<h2>Documents</h2><ul>{''.join(_document(one, files) for one in record.documents)}</ul>")
    parts.append(_list("Qui a ouvert ce dossier (sur le poste de l’export)", opened))
    return _page(record.patient.shown, "".join(parts))


def _page(title: str, body: str) -> bytes:
    return f"{_HEAD.format(title=escape(title))}<h1>{escape(title)}</h1>{body}</body></html>".encode()


def _born(one: Patient) -> str:
    born = "/".join(reversed(one.traits.birth_date.split("-")))
    return f"{one.traits.birth_family} {one.traits.birth_givens}, {born}"


def _list(title: str, items: Iterable[str]) -> str:
    lines = "".join(f"<li>{escape(one)}</li>" for one in items)
    return (
        f"<h2>{escape(title)}</h2><ul>{lines}</ul>" if lines else f"<h2>{escape(title)}</h2><p>Rien de noté.</p>"
    )


def _treatment(one: Treatment) -> str:
    return f"{one.product.text} – {one.posology.text if one.posology else ''} ({one.status})"


def _note(one: Encounter, texts: dict[str, str]) -> str:
    start = one.period.start.display() if one.period.start else ""
    state = "signée" if one.status == "signe" else "non signée"
    if one.wrong_file is not None:
        state = f"signée par erreur dans ce dossier, {one.wrong_file.words}"
        texts = {}
    head = f"<h3>{escape(f'{start}, {one.responsible.name.shown} ({state})')}</h3>"
    bodies = (f"{escape(SECTION_TITLES.get(code, code))} : {escape(text)}" for code, text in texts.items())
    return f"{head}<article>{'<br>'.join(bodies)}</article>"


def _results(record: PatientRecord) -> Iterable[str]:
    for one in record.observations:
        if words := measures_line((one,)):
            yield f"{one.at.display()} : {words}"
        elif one.value:
            said = one.value.text or (one.value.concept.text if one.value.concept else "")
            yield f"{one.at.display()} : {one.code.text} {said}"


def _document(one: Document, files: dict[str, str]) -> str:
    label = one.filed_as.title if one.filed_as else one.title or "Document"
    links = " ".join(
        f'<a href="../{escape(files[file.blob])}">{escape(file.media)}</a>' if file.blob in files else "absent"
        for file in one.files
    )
    return f"<li>{escape(label)} {escape(one.issued[:10])} {links}</li>"
