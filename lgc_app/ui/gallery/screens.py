# SPDX-License-Identifier: EUPL-1.2
"""Pages of the gallery: a consultation, results, notes; built from the parts that the real screens use."""

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from lgc_app.ui.actions import Action
from lgc_app.ui.gallery.people import RENAL, RESULTS, TIMELINE
from lgc_app.ui.shell.screen import Screen
from lgc_app.ui.theme.fonts import TextRole
from lgc_app.ui.theme.look import Look
from lgc_app.ui.theme.theme import Tone
from lgc_app.ui.widgets.button import Button, ButtonKind
from lgc_app.ui.widgets.curve import Curve
from lgc_app.ui.widgets.drawing import PillContent
from lgc_app.ui.widgets.empty_state import EmptyState
from lgc_app.ui.widgets.field import Field
from lgc_app.ui.widgets.flag_table import FlagTable
from lgc_app.ui.widgets.note_frame import NoteFrame
from lgc_app.ui.widgets.pill import Pill, PillButton
from lgc_app.ui.widgets.restyle import set_mark
from lgc_app.ui.widgets.row_list import RowList
from lgc_app.ui.widgets.row_recipe import ROW_HEIGHT_TIMELINE, Recipe
from lgc_app.ui.widgets.runs import Run
from lgc_app.ui.widgets.scroll_page import ScrollPage
from lgc_app.ui.widgets.text import Text
from lgc_app.ui.widgets.text_area import TextArea
from lgc_app.ui.widgets.three_panes import ThreePanes
from lgc_app.ui.words import tr

NOTE = (
    ("Motif", "Toux productive et fièvre depuis 4 jours", 1),
    (
        "Interrogatoire",
        (
            "Toux grasse, fièvre à 38,5 °C le soir, pas de dyspnée au repos. Pas de voyage. "
            "Mari grippé la semaine passée. Prend ses traitements, glycémies du matin 1,4 à 1,7 g/L."
        ),
        2,
    ),
    (
        "Examen",
        (
            "Foyer de crépitants en base droite. Pas de signe de lutte. Mollets souples. "
            "Pied droit : plaie propre, suivie tous les deux jours par l’infirmier."
        ),
        2,
    ),
    ("Conclusion", "Pneumopathie communautaire de la base droite, sans signe de gravité.", 2),
    ("Conduite à tenir", "Radio du thorax, NFS, CRP. Antibiotique sans pénicilline. Revoir à 48 h.", 2),
)  # fmt: skip


def consultation(look: Look, do: Callable[[], None]) -> Screen:
    """Make the page of mockup c, without its measures."""
    history, note, context = _history(look), _note(look), _context(look)
    page = ThreePanes(look, history, note, context)
    last = tr("Ouvrir le dernier (Maj : en créer un)")
    actions = (
        Action("prescribe", "Ordonnance", "Ctrl+O", "file", do, "prescription", "Consultation", bar=True),
        Action("letter", "Courrier", "", "file", do, "letter", bar=True),
        Action("certificate", "Certificat", "", "file", do, "certificate", bar=True),
        Action("print", "Imprimer", "Ctrl+P", "file", do, "print", "Documents", bar=True),
        Action("sign", "Signer la consultation", "Ctrl+Return", "file", do, "sign", "Consultation", primary=True),
        Action("last-note", "Consultation", "Alt+1", "file", do, "consultation", last),
        Action("new-note", "Nouvelle consultation", "Alt+Shift+1", "file", do, "", last),
    )  # fmt: skip
    panes = (history, note, context)
    return Screen("file", "consultation", page, actions, panes, "patients", banner=True, patient=True)


def results(look: Look, do: Callable[[], None]) -> Screen:
    """Make the page of mockup e."""
    page = QWidget()
    set_mark(page, "ground", "surface")
    row = QHBoxLayout(page)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(0)
    table = FlagTable(look, "Résultats de biologie")
    table.show_content(RESULTS)
    table.choose("dfg")
    side = _pane(look, "left", "Courbe", 400)
    column = side.layout()
    assert isinstance(column, QVBoxLayout)
    column.setContentsMargins(look.px(14), look.px(14), look.px(14), look.px(14))
    curve = Curve(look, "DFG")
    curve.show_content(RENAL)
    column.addWidget(Text(look, "DFG", TextRole.SECTION))
    column.addWidget(Text(look, "37", TextRole.NUMBER))
    column.addWidget(curve)
    words = tr(" : plus de 5 mL/min en un an. À confirmer à 3 mois, avis néphrologique possible.")
    runs = (Run("Baisse rapide", TextRole.DENSE_STRONG), Run(words))
    column.addWidget(NoteFrame(look, Tone.WARN, runs, icon="falling"))
    column.addStretch()
    row.addWidget(table, 1)
    row.addWidget(side)
    actions = (Action("origin", "Compte rendu d’origine", "F9", "labs", do, "document", bar=True),)
    return Screen("labs", "biologie", page, actions, (table, side), "patients", banner=True, patient=True)


def notes(look: Look, do: Callable[[], None]) -> Screen:
    """Make a page with every tone of note and pill, an error in a field, an empty state."""
    page = QWidget()
    page.setAccessibleName("Notes")
    column = QVBoxLayout(page)
    column.setContentsMargins(look.px(12), look.px(12), look.px(12), look.px(12))
    column.setSpacing(look.px(10))
    pills = QHBoxLayout()
    for tone in Tone:
        icon = "danger" if tone is Tone.ALARM else "info"
        pills.addWidget(Pill(look, PillContent(str(tone), tone, icon)))
    pills.addStretch()
    column.addLayout(pills)
    for tone, strong, words in _ALERTS:
        buttons = [Button(look, verb) for verb in _VERBS[tone]]
        runs = (Run(tr(strong), TextRole.DENSE_STRONG), Run(tr(words)))
        column.addWidget(NoteFrame(look, tone, runs, buttons=buttons))
    field = Field(look, "Température", unit="°C", previous=tr("36,8 le 02/09"))
    field.set_text("83")
    field.set_error(tr("Température 83 °C impossible. Entre 25 et 45. Vouliez-vous 38,3 ?"))
    column.addWidget(field)
    column.addWidget(EmptyState(look, tr("Aucun rendez-vous aujourd’hui."), tr("Ajouter un rendez-vous"), do), 1)
    return Screen("notes", "notes", ScrollPage(page), (), (page,), "inbox")


_ALERTS = (
    (Tone.DANGER, "Contre-indication", " avec la simvastatine (ligne 4) : risque majoré de rhabdomyolyse."),
    (Tone.WARN, "Précaution", " : DFG 37 le 17/11. Maximum 1 000 mg par jour, dose actuelle 2 000 mg."),
    (
        Tone.UNKNOWN,
        "Contrôle impossible",
        " : texte libre, absent de la base. Aucune interaction n’a été vérifiée.",
    ),
    (Tone.NEUTRAL, "Réseau coupé depuis 08:12 : vous travaillez normalement.", " 14 éléments partiront seuls."),
    (Tone.CONFLICT, "Deux versions à rapprocher.", " Les deux sont gardées ; rien ne vous presse."),
)
_VERBS = {
    Tone.DANGER: ("1  Suspendre 7 jours", "2  Autre antibiotique", "3  Maintenir avec un motif"),
    Tone.WARN: ("Passer à 500 mg, 1-0-1",),
    Tone.UNKNOWN: ("J’ai vérifié",),
    Tone.NEUTRAL: ("Ce qui attend",),
    Tone.CONFLICT: ("Rapprocher",),
}


def _pane(look: Look, edge: str, name: str, width: int = 0) -> QFrame:
    pane = QFrame()
    pane.setProperty("edge", edge)
    set_mark(pane, "ground", "surface")
    pane.setAccessibleName(name)
    if width:
        pane.setFixedWidth(look.px(width))
    column = QVBoxLayout(pane)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(look.px(6))
    return pane


def _history(look: Look) -> QFrame:
    pane = _pane(look, "right", "Historique")
    column = pane.layout()
    assert isinstance(column, QVBoxLayout)
    pills = QHBoxLayout()
    pills.setContentsMargins(look.px(10), look.px(8), look.px(10), 0)
    for place, words in enumerate(("Tout", "Notes", "Biologie", "Courriers")):
        pill = PillButton(look, PillContent(words), checkable=True)
        pill.setChecked(place == 0)
        pills.addWidget(pill)
    pills.addStretch()
    column.addLayout(pills)
    rows = RowList(look, "Historique", Recipe(height=ROW_HEIGHT_TIMELINE, lines=False))
    rows.set_rows(TIMELINE)
    rows.choose("a")
    column.addWidget(rows, 1)
    return pane


def _note(look: Look) -> QFrame:
    pane = _pane(look, "", "Consultation")
    outer = pane.layout()
    assert isinstance(outer, QVBoxLayout)
    outer.setSpacing(0)
    head = QFrame()
    head.setProperty("edge", "bottom")
    head.setFixedHeight(look.px(45))
    row = QHBoxLayout(head)
    row.setContentsMargins(look.px(14), 0, look.px(14), 0)
    row.addWidget(Text(look, "Consultation", TextRole.SECTION))
    row.addWidget(Text(look, "aujourd’hui, 10:20", TextRole.BODY, "text2"))
    row.addWidget(Pill(look, PillContent("Brouillon, enregistré ici à chaque touche", Tone.NEUTRAL, "edit")))
    row.addStretch()
    row.addWidget(Button(look, "Modèle", key="Ctrl+M", small=True))
    outer.addWidget(head)
    body = QWidget()
    set_mark(body, "ground", "surface")
    column = QVBoxLayout(body)
    column.setContentsMargins(look.px(14), look.px(10), look.px(14), look.px(10))
    column.setSpacing(look.px(10))
    for label, text, lines in NOTE:
        field = Field(look, label, editor=TextArea(look, label, lines=lines))
        field.set_text(tr(text))
        column.addWidget(field)
    column.addStretch()
    outer.addWidget(ScrollPage(body), 1)
    return pane


def _context(look: Look) -> QFrame:
    pane = _pane(look, "left", "Contexte")
    column = pane.layout()
    assert isinstance(column, QVBoxLayout)
    column.setContentsMargins(look.px(12), look.px(8), look.px(12), look.px(8))
    for words, soft in (
        ("Diabète de type 2", "2009 · ALD"),
        ("Maladie rénale chronique, 3b", "2024"),
        ("Hypertension artérielle", "2006"),
        ("Dyslipidémie", "2012"),
    ):
        line = QHBoxLayout()
        line.addWidget(Text(look, words, TextRole.DENSE))
        line.addStretch()
        line.addWidget(Text(look, soft, TextRole.CAPTION, "text2"))
        column.addLayout(line)
    head = QHBoxLayout()
    head.addWidget(Text(look, "Fonction rénale", TextRole.DENSE_STRONG, "text2"))
    head.addStretch()
    head.addWidget(Button(look, "Courbe", ButtonKind.LINK))
    column.addLayout(head)
    curve = Curve(look, "Fonction rénale", compact=True)
    curve.show_content(RENAL)
    column.addWidget(curve)
    column.addStretch()
    return pane
