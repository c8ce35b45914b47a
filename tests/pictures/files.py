# SPDX-License-Identifier: EUPL-1.2
"""What the files of the pictures hold: years of results, a child who grows, a round, letters, notes."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from msgspec import structs

from interop.cda.write.laboratory import LabReport, write_lab_report
from interop.pdf import reports
from lgc_app.demo.cast import HOARAU, NURSE
from lgc_app.demo.samples import fictional_vsm
from lgc_app.services.cabinet import Cabinet
from lgc_app.services.transmissions import Words
from lgc_app.services.typed_dose import NewDose
from lgc_core.clinical.vitals import BY_KEY
from lgc_core.codes import LOINC
from lgc_core.model.allergy import Allergy
from lgc_core.model.entity import Entity
from lgc_core.model.ids import new_id
from lgc_core.model.note import SectionCode
from lgc_core.model.nursing import CareSchedule
from lgc_core.model.observation import Observation, Value
from lgc_core.model.problem import Problem
from lgc_core.model.values import Coding, Concept, Interval, Quantity, When, on_day
from tests.pictures.cast import ANDREE, GASTON, KEVIN, LINA, MAX, NOW
from tests.support.cabinet import two_years_of_laboratory
from tests.support.cda import (
    a_biologist,
    a_context,
    a_laboratory,
    a_pdf,
    an_id,
    some_results,
)
from tests.support.patient_day import qualified

_VITALS: Final = (
    ("2025-11-14", {"pas": "138", "pad": "78", "pouls": "74", "poids": "74.1"}),
    ("2026-02-10", {"pas": "136", "pad": "82", "pouls": "78", "poids": "73.2"}),
    ("2026-05-12", {"pas": "144", "pad": "84", "pouls": "76", "poids": "72.6"}),
)
_GROWTH: Final = (
    (0, "3.2", "49.5", "34.2"), (31, "4.1", "53.8", "36.9"), (62, "5.0", "57.2", "38.5"),
    (124, "6.5", "62.4", "41.0"), (276, "8.4", "70.9", "44.6"), (430, "9.6", "76.8", "46.0"),
    (611, "10.4", "82.0", "46.9"),
)  # fmt: skip
_CHILD_DOSES: Final = (
    ("Hexyon", "2025-05-12", "W3A091"), ("Prevenar 13", "2025-05-12", "GH2417"),
    ("Hexyon", "2025-07-15", "W3B114"), ("Prevenar 13", "2025-07-15", "GK0052"),
    ("Hexyon", "2026-02-12", "W4A020"), ("M-M-RVaxPro", "2026-03-12", "X0217"),
)  # fmt: skip
_ROUND: Final = (
    (GASTON, "Glycémie capillaire, insuline", "06:30", "", True),
    (ANDREE, "Toilette, bas de contention", "07:15", "aide à la marche", False),
    (MAX, "Pansement d’escarre", "08:30", "talon gauche, hydrocellulaire", False),
    (MAX, "Changement de sonde", "08:30", "toutes les 4 semaines", False),
)


def tell_files() -> Iterator[Entity]:
    """Give problems, measures and results; Mme Hoarau's creatinines are the demo's."""
    for one in two_years_of_laboratory(HOARAU.id):
        if one.code.text != "Créatinine":
            yield one
    for day, values in _VITALS:
        for key, value in values.items():
            yield _vital(HOARAU.id, key, value, dt.date.fromisoformat(day))
    birth = dt.date.fromisoformat(LINA.traits.birth_date)
    for days, *values in _GROWTH:
        for key, value in zip(("poids", "taille", "perimetre_cranien"), values, strict=True):
            yield _vital(LINA.id, key, value, birth + dt.timedelta(days=days))
    yield from _problems()
    yield from qualified(GASTON)
    for patient, care, hour, detail, fixed in _ROUND:
        yield CareSchedule(
            id=new_id(), patient=patient.id, care=Concept(text=care), detail=detail, ordered="Dr Ethève, 12/11",
            hours=(hour,), fixed=fixed, first="2026-11-12", nurse=NURSE.id,
        )  # fmt: skip


def lay_reports(folder: Path) -> Path:
    """Lay a folder of reports beside the post, as an old software leaves them; nothing of it is imported."""
    laid = folder / "Comptes rendus 2019-2024"
    laid.mkdir(exist_ok=True)
    for name in ("2019-04 scanner thoracique.pdf", "2021-11 coloscopie.pdf", "2022-06 cardiologie.txt",
                 "2023-02 sortie CHU.xml", "2023-09 ophtalmologie.txt", "2024-01 radio.jpg",
                 "2024-03 ECBU.xml", "2024-08 consultation diabète.pdf"):  # fmt: skip
        (laid / name).touch()
    return laid


def _problems() -> Iterator[Entity]:
    lines = (
        (GASTON, "Insuffisance cardiaque", "2019"), (GASTON, "Diabète de type 2", "2004"),
        (ANDREE, "Fibrillation auriculaire", "2016"), (MAX, "Escarre du talon gauche", "2026"),
    )  # fmt: skip
    for patient, words, year in lines:
        since = Interval(start=When(text=year))
        yield Problem(id=new_id(), patient=patient.id, code=Concept(text=words), period=since)
    yield Allergy(
        id=new_id(), patient=GASTON.id, agent=Concept(text="Iode"), reactions=(Concept(text="urticaire"),)
    )


def _vital(patient: str, key: str, value: str, day: dt.date) -> Observation:
    measure = BY_KEY[key]
    return Observation(
        id=new_id(), patient=patient, category="vital", code=measure.concept, at=on_day(day),
        value=Value(quantity=Quantity(value=value, unit=measure.unit, unit_text=measure.unit_text)),
    )  # fmt: skip


def live(cabinet: Cabinet) -> None:
    """Do by the services what people did before: doses, a letter, documents received, transmissions."""
    for vaccine, day, lot in _CHILD_DOSES:
        cabinet.vaccinations.add(LINA.id, NewDose(vaccine=vaccine, day=day, lot=lot))
    for patient in (GASTON, ANDREE, MAX):
        cabinet.vaccinations.add(patient.id, NewDose(vaccine="Vaxigrip", day="14/10/2026", lot=LOT))
    draft = cabinet.letters.begin(HOARAU.id, "confrere")
    cabinet.letters.make(HOARAU.id, structs.replace(draft, title="Avis néphrologique", text=_LETTER))
    for patient in (HOARAU, GASTON, KEVIN):
        cabinet.patients.open(patient.id)
    cabinet.inbox.receive(fictional_vsm(NOW))
    cabinet.inbox.receive(_laboratory())
    cabinet.inbox.receive(a_pdf())


def go_round(cabinet: Cabinet) -> None:
    """Do what the nurse did: transmissions, the first visits of the round, a file opened."""
    for patient, focus, seen, done in _TOLD:
        cabinet.transmissions.write(patient.id, Words(seen, done, focus=focus))
    cabinet.measures.record(HOARAU.id, {"glycemie": "1,48"})
    cabinet.patients.open(HOARAU.id)
    for stop in cabinet.rounds.day(NOW.date())[:_VISITED]:
        for care in stop.cares:
            cabinet.rounds.tick(stop.key, care.schedule, done=True)
    for stop in cabinet.rounds.day(NOW.date())[:_VISITED]:
        cabinet.rounds.finish(stop, Words("Sans changement."))


def sign(cabinet: Cabinet) -> None:
    """Write and sign a consultation of last week."""
    note = cabinet.encounters.open_today(HOARAU.id)
    for code, text in _SIGNED.items():
        cabinet.drafts.keep(note.encounter.id, HOARAU.id, code, text, 0)
    cabinet.encounters.sign(note.encounter.id)


def _laboratory() -> bytes:
    who = a_biologist()
    context = a_context(
        patient=GASTON, birth_city="Saint-Leu", practice=a_laboratory(), author=who, legal_authenticator=who,
        document_id=an_id("lab"), series_id=an_id("lab-series"),
    )  # fmt: skip
    chapter = Coding(system=LOINC, code="18719-5", display="Biochimie")
    results = reports.SheetSection(title="Bilan rénal", blocks=(reports.Text(words=_RESULTS),))
    pdf = reports.render_sections(
        reports._sheet(context, "Compte rendu d’examens biologiques", (results,), "Établi")
    )
    return write_lab_report(context, LabReport(chapter=chapter, results=some_results()), pdf)


def live_after(cabinet: Cabinet) -> None:
    """Do what was done since the network went: it waits on this post."""
    cabinet.emission.emit_vsm(HOARAU.id)
    cabinet.measures.record(GASTON.id, {"ta": "142/86", "poids": "81,5"})


LOT: Final = "U2K1F"
_VISITED: Final = 4
_RESULTS: Final = (
    "Créatinine\u00a0: 132\u00a0µmol/L (49 à 90)\nProtéine C réactive\u00a0: < 1,0\u00a0mg/L\n"
    "TSH\u00a0: 1,950\u00a0mUI/L"
)
_SIGNED: Final[dict[SectionCode, str]] = {
    "motif": "Suivi du diabète, renouvellement",
    "S": "Pas d’hypoglycémie. Observance correcte. Marche une demi-heure par jour.",
    "O": "Auscultation normale. Plaie de la face plantaire du pied droit, propre. Mollets souples.",
    "A": "Diabète moins bien équilibré, fonction rénale en baisse. Avis néphrologique demandé.",
    "P": "Metformine à adapter après la créatinine. Biologie dans 8 jours. Revoir le 23/11.",
}
_TOLD: Final = (
    (HOARAU, "Plaie", "9 mm, fond propre, peu d’exsudat.", "Pansement refait, décharge expliquée."),
    (MAX, "Peau", "Talon rouge, sans douleur.", "Hydrocellulaire changé."),
)
_LETTER: Final = (
    "Chère consœur, cher confrère,\n\nJe vous adresse Mme Hoarau, 74 ans, pour une baisse de la fonction rénale : "
    "DFG 37 mL/min le 17/11/2026, 52 un an plus tôt.\n\nConfraternellement."
).replace(" :", "\u00a0:")
