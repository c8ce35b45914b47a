# SPDX-License-Identifier: EUPL-1.2
"""Fictional people and values of the gallery; nobody here exists."""

from datetime import date
from math import inf

from lgc_app.ui.shell.patient_tab import OpenPatient
from lgc_app.ui.shell.rail import RailItem
from lgc_app.ui.theme.fonts import TextRole
from lgc_app.ui.theme.theme import Tone
from lgc_app.ui.theme.typography import french, short_date
from lgc_app.ui.unlock.presenter import Waiting
from lgc_app.ui.widgets.curve_scale import Band, CurveContent, CurvePoint
from lgc_app.ui.widgets.drawing import PillContent
from lgc_app.ui.widgets.flag_table import FlagTableContent
from lgc_app.ui.widgets.flag_value import Flag, FlagRow, FlagValue
from lgc_app.ui.widgets.patient_banner import BannerContent
from lgc_app.ui.widgets.row_recipe import Cell, Row, header_row
from lgc_app.ui.widgets.runs import Run
from lgc_app.ui.widgets.status_line import StatusContent

PLACE = "Cabinet des Bougainvilliers"
RAIL = (
    RailItem("day", "Journée", "calendar"),
    RailItem("patients", "Patients", "users"),
    RailItem("inbox", "Réception", "inbox"),
    RailItem("tasks", "Tâches", "tasks"),
    RailItem("round", "Tournée", "round"),
    RailItem("declare", "Déclarer", "declare"),
    RailItem("exchanges", "Échanges", "exchange"),
    RailItem("help", "Aide", "help", low=True),
    RailItem("lock", "Verrouiller", "lock", low=True),
)
OPEN_PATIENTS = (OpenPatient("1", "HOARAU Marie-Josette"), OpenPatient("2", "BÈGUE Jean-Noël"))
BANNER = BannerContent(
    name="HOARAU Marie-Josette",
    birth_name="née GRONDIN",
    sex_age=french("Femme, 74 ans"),
    birth="12/03/1952, Saint-Leu",
    identity=PillContent("Identité qualifiée", Tone.ACCENT, "identity"),
    chronic=(PillContent("ALD 8 · Diabète", Tone.INFO),),
    allergies=(PillContent(french("Allergie : pénicillines (urticaire géante, 2011)"), Tone.ALARM, "danger"),),
    renal=PillContent(french("DFG 37 mL/min · stade 3b · il y a 6 jours · −9 en 12 mois"), Tone.WARN, "blood"),
    team=(
        PillContent(french("Médecin traitant : vous"), Tone.NEUTRAL, "person"),
        PillContent(french("Infirmier : L. Nativel"), Tone.NEUTRAL, "nurse"),
    ),
    gaps=(PillContent("2 actions de prévention possibles", Tone.ACCENT, "goal"),),
)
STATUS = StatusContent(
    PillContent("Hors ligne depuis 08:12", Tone.NEUTRAL, "offline"),
    "14 éléments enregistrés ici, seront envoyés",
    "Dernier échange 08:11",
    1,
    1,
    "Saisie enregistrée ici à 10:42:07",
)
WAITING = (
    Waiting(
        "offline",
        "Hors ligne depuis 08:12",
        "Vous pouvez tout faire sur ce poste.\n14 éléments partiront au retour du réseau.",
    ),
    Waiting("draft", "1 brouillon vous attend", "Saisie gardée à 10:37, au caractère près."),
)


def _event(key: str, icon: str, title: str, second: str, flag: str = "") -> Row:
    soft = [Run(second, TextRole.CAPTION, "text2")]
    if flag:
        soft.append(Run(flag, TextRole.CAPTION_STRONG, "warn"))
    cell = Cell((Run(french(title), TextRole.DENSE_MEDIUM),), soft, icon)
    return Row(key, (cell,), f"{title}, {second}{flag}")


TIMELINE = (
    header_row("Novembre 2026"),
    _event("a", "consultation", "Consultation en cours", "Dr Ethève · aujourd’hui 10:20"),
    _event("b", "biology", "Biologie : créatinine, HbA1c", "Labo Ouest · 17/11 · ", "6 hors norme"),
    _event("c", "nurse", "Transmission : pansement pied", "L. Nativel · 12/11"),
    header_row("Septembre 2026"),
    _event("d", "document", "Cardiologie : écho normale", "Dr Sautron · 22/09 · DMP"),
    _event("e", "prescription", "Ordonnance renouvelée, 3 mois", "Dr Ethève · 02/09"),
    _event("f", "vaccine", "Vaccin : DTP, rappel 65 ans", "Dr Ethève · 02/09"),
    header_row("Mai 2026"),
    _event("g", "consultation", "Consultation : suivi diabète", "Dr Ethève · 12/05"),
    _event("h", "biology", "Biologie : bilan annuel", "Labo Ouest · 12/05"),
)


def _point(day: date, value: int) -> CurvePoint:
    return CurvePoint(day, value, str(value), short_date(day), f"{day:%m/%y}")


RENAL = CurveContent(
    (
        _point(date(2024, 11, 8), 51),
        _point(date(2025, 5, 20), 49),
        _point(date(2025, 11, 14), 46),
        _point(date(2026, 5, 12), 42),
        _point(date(2026, 11, 17), 37),
    ),
    (
        Band(60, inf, "stade 1 ou 2", "surface"),
        Band(45, 60, "stade 3a", "alt"),
        Band(30, 45, "stade 3b", "warnsoft"),
        Band(-inf, 30, "stade 4", "dangersoft"),
    ),
    "mL/min",
)


def _values(*cells: str) -> tuple[FlagValue | None, ...]:
    flags = {"+": Flag.HIGH, "-": Flag.LOW, "!": Flag.CRITICAL_HIGH}
    return tuple(FlagValue(cell.rstrip("+-!"), flags.get(cell[-1], Flag.NONE)) if cell else None for cell in cells)


RESULTS = FlagTableContent(
    ("17/11/26", "12/05/26", "14/11/25", "20/05/25", "08/11/24"),
    (
        FlagRow("g1", "Fonction rénale", group=True),
        FlagRow("crea", "Créatinine", "µmol/L", "45 à 84", _values("124+", "112+", "104+", "99+", "96+")),
        FlagRow("dfg", "DFG (CKD-EPI 2009)", "mL/min/1,73 m²", "> 60", _values("37-", "42-", "46-", "49-", "51-")),
        FlagRow("k", "Potassium", "mmol/L", "3,5 à 5,1", _values("6,3!", "4,9", "4,8", "4,7", "4,8")),
        FlagRow("alb", "Albuminurie / créatininurie", "mg/g", "< 30", _values("", "", "84+", "", "61+")),
        FlagRow("g2", "Diabète et lipides", group=True),
        FlagRow("hb", "HbA1c", "%", "< 7,5 (objectif)", _values("7,8+", "7,4", "7,6+", "7,2", "7,3")),
        FlagRow(
            "gly", "Glycémie à jeun", "g/L", "0,70 à 1,10", _values("1,52+", "1,38+", "1,44+", "1,31+", "1,36+")
        ),
        FlagRow("crp", "CRP", "mg/L", "< 5", _values("en cours", "", "", "", "3")),
    ),
)
