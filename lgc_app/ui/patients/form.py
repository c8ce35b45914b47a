# SPDX-License-Identifier: EUPL-1.2
"""The form of an identity, new or to correct: each fault beside its field, the look-alike before a second file."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from lgc_app.services import admission as identity
from lgc_app.services.admission import Typed, guess, place_words, read_form, scanned
from lgc_app.services.duplicates import Likeness
from lgc_app.services.identity_form import corrected, form_of
from lgc_app.ui.kept_fields import AnyKept
from lgc_app.ui.kept_value import kept_tick
from lgc_app.ui.theme.fonts import TextRole
from lgc_app.ui.theme.look import Look
from lgc_app.ui.theme.theme import Tone
from lgc_app.ui.widgets.button import Button, ButtonKind
from lgc_app.ui.widgets.field import Field
from lgc_app.ui.widgets.note_frame import NoteFrame
from lgc_app.ui.widgets.restyle import set_mark
from lgc_app.ui.widgets.runs import Run
from lgc_app.ui.widgets.scroll_page import ScrollPage
from lgc_app.ui.widgets.text import Text
from lgc_app.ui.widgets.tick_box import TickBox
from lgc_app.ui.words import tr
from lgc_app.ui.words.messages import Message
from lgc_core.errors import UserError
from lgc_core.model.patient import Patient
from lgc_core.model.values import When

_WIDEST = 810
_PAIRS = 640
_NEW = "L’identité reste provisoire tant qu’une pièce et le téléservice INS ne l’ont pas confirmée."
_CORRECTED = "Un trait corrigé fait perdre sa vérification : revoyez la pièce, puis interrogez le téléservice INS."
_FIELDS = (
    (identity.SCAN, "Datamatrix INS", "scannez ou collez : les traits se remplissent"),
    (identity.FAMILY, "Nom de naissance", ""),
    (identity.GIVENS, "Prénoms de naissance", "tous, dans l’ordre de l’état civil"),
    (identity.BIRTH, "Date de naissance", "jour/mois/année"),
    (identity.SEX, "Sexe", "F, M, ou I si inconnu"),
    (identity.COG, "Lieu de naissance", "commune, pays, ou code INSEE ; facultatif"),
    (identity.USUAL, "Nom utilisé", "s’il diffère du nom de naissance"),
    (identity.MATRICULE, "Matricule INS", "15 caractères, clé vérifiée ; facultatif"),
    (identity.PHONE, "Téléphone", "facultatif"),
    (identity.STREET, "Adresse", "numéro et rue ; facultatif"),
    (identity.TOWN, "Commune", "code postal et commune ; facultatif"),
    (identity.DEATH, "Date du décès", "jour, mois ou année ; vide si la personne vit"),
)
_FLAGS = (
    ("homonyme", "Homonyme : une autre personne porte ces noms"),
    ("douteuse", "Identité douteuse : à vérifier avant tout"),
    ("fictive", "Identité fictive : essai ou formation"),
)


class AdmissionForm(QWidget):
    """`open_asked(patient)` opens the look-alike; `anyway` creates in spite of it; `abandoned` drops it all."""

    open_asked = Signal(str)
    anyway = Signal()
    abandoned = Signal()

    def __init__(self, look: Look, today: Callable[[], dt.date]) -> None:
        super().__init__()
        self._look = look
        self._today = today
        self._alike = ""
        self._columns = 0
        self.corrects: Patient | None = None
        self.fields = {name: Field(look, tr(words), hint=tr(hint)) for name, words, hint in _FIELDS}
        self.fields[identity.COG].wrap_previous()
        self.flags = {flag: TickBox(look, tr(words)) for flag, words in _FLAGS}
        self._open = Button(look, tr("Ouvrir ce dossier"), small=True)
        self._create = Button(look, tr("Créer quand même"), small=True)
        self.abandon = Button(look, tr("Abandonner"), ButtonKind.LINK, small=True)
        self.alike = NoteFrame(look, Tone.WARN, buttons=(self._open, self._create))
        self.why = Text(look, "", TextRole.DENSE, "text2", wrap=True)
        self.alike.hide()
        self._open.clicked.connect(self._on_open)
        self._create.clicked.connect(self.anyway)
        self.abandon.clicked.connect(self.abandoned)
        for one in self.fields.values():
            one.changed.connect(self._on_changed)
        self.fields[identity.COG].changed.connect(self._on_cog)
        self.fields[identity.SCAN].changed.connect(self._on_scan)
        self._build()
        look.follow(self._restyle)

    def begin(self, typed: str) -> None:
        """Start anew, with what was typed in a search."""
        self.corrects = None
        self._fill(guess(typed))

    def take_focus(self) -> None:
        """Put the keyboard in the first field that says nothing; in the name of somebody known."""
        asked = (identity.FAMILY, identity.GIVENS, identity.BIRTH, identity.SEX, identity.COG, identity.USUAL)
        empty = (self.fields[name] for name in asked if not self.fields[name].text())
        first = None if self.corrects is not None else next(empty, None)
        (first or self.fields[identity.FAMILY]).editor.setFocus()

    @property
    def kept(self) -> dict[str, AnyKept]:
        """Give everything that an identity being typed is made of."""
        return {**self.fields, **{flag: kept_tick(box) for flag, box in self.flags.items()}}

    def hold_note(self, note: QWidget) -> None:
        """Put a note above the fields."""
        self._column.insertWidget(self._column.indexOf(self.alike), note)

    def say_place(self) -> None:
        """Say which place the words of the birthplace mean."""
        self._on_cog()

    def begin_correction(self, patient: Patient) -> None:
        """Show the identity of a file to correct it."""
        self.corrects = patient
        self._fill(form_of(patient))

    def read(self) -> Typed:
        """Read the form; each fault is said beside its field and the first one takes the keyboard."""
        typed = read_form(self._values(), self._today())
        self._say_faults(typed.faults)
        return typed

    def read_correction(self) -> Patient | None:
        """Return the file as it should be, None with each fault beside its field."""
        if self.corrects is None:
            return None
        after, faults = corrected(self.corrects, self._values(), self._today())
        self._say_faults(faults)
        return after

    def _values(self) -> dict[str, str]:
        return {name: one.text() for name, one in self.fields.items()}

    def _say_faults(self, faults: Mapping[str, str]) -> None:
        for name, one in self.fields.items():
            one.set_error(tr(faults.get(name, "")))
        if faults:
            self.fields[next(iter(faults))].editor.setFocus()

    def _fill(self, values: Mapping[str, str]) -> None:
        new = self.corrects is None
        for name, one in self.fields.items():
            one.set_text(values.get(name, ""))
            one.set_error("")
        self.fields[identity.SCAN].setVisible(new)
        self.fields[identity.DEATH].setVisible(not new)
        for box in self.flags.values():
            box.setChecked(False)
            box.setVisible(new)
        self._title.setText(tr("Nouveau patient") if new else tr("Corriger l’identité"))
        self._about.setText(tr(_NEW) if new else tr(_CORRECTED))
        self._on_cog()
        self.alike.hide()
        self.why.hide()

    @property
    def ticked(self) -> tuple[str, ...]:
        """Return the attributes of the identity that are ticked."""
        return tuple(flag for flag, box in self.flags.items() if box.isChecked())

    def warn(self, found: Sequence[Likeness]) -> None:
        """Say that a file looks like this one, and why."""
        first = found[0]
        self._alike = first.patient.id
        birth = When(text=first.patient.traits.birth_date).display()
        words = tr(Message.DUPLICATE_PATIENT, patient=first.patient.shown, birth=birth)
        self.alike.set_runs((Run(words),))
        others = tr(" Et {number} autres dossiers.", number=len(found) - 1) if len(found) > 2 else ""
        self.why.setText(tr("Pourquoi : {why}.", why=first.why) + others)
        self.why.show()
        self.alike.show()
        self._open.setFocus()

    def _on_changed(self) -> None:
        """Take the look-alike away: it resembled what was there before this key."""
        self.alike.hide()
        self.why.hide()

    def _on_open(self) -> None:
        self.open_asked.emit(self._alike)

    def _on_scan(self) -> None:
        try:
            found = scanned(self.fields[identity.SCAN].text())
        except UserError as unreadable:
            self.fields[identity.SCAN].set_error(tr(unreadable.sentence))
            return
        self.fields[identity.SCAN].set_error("")
        for name, text in (found or {}).items():
            self.fields[name].set_text(text)
            self.fields[name].set_error("")
        if found:
            self._on_cog()
            self.fields[identity.USUAL].editor.setFocus()

    def _on_cog(self) -> None:
        self.fields[identity.COG].set_previous(place_words(self.fields[identity.COG].text()))

    def _build(self) -> None:
        page = QWidget()
        set_mark(page, "ground", "surface")
        self._column = QVBoxLayout(page)
        self._title = Text(self._look, tr("Nouveau patient"), TextRole.SECTION)
        self._about = Text(self._look, tr(_NEW), TextRole.DENSE, "text2", wrap=True)
        head = QHBoxLayout()
        head.addWidget(self._title)
        head.addStretch()
        head.addWidget(self.abandon)
        self._head = QWidget()
        self._head.setLayout(head)
        head.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self._head)
        self._column.addWidget(self._about)
        self._column.addWidget(self.alike)
        self._column.addWidget(self.why)
        self.why.hide()
        self._grid = QGridLayout()
        self._fields = QWidget()
        self._fields.setLayout(self._grid)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self._fields)
        for box in self.flags.values():
            self._column.addWidget(box)
        self._column.addStretch()
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(ScrollPage(page))

    def resizeEvent(self, event: object) -> None:  # noqa: ARG002 -- Qt's signature
        """Put the fields by pairs where the width allows it: all of them are then in sight at once."""
        self._arrange()

    def _arrange(self) -> None:
        columns = 2 if self.width() >= self._look.px(_PAIRS) else 1
        if columns == self._columns:
            return
        self._columns = columns
        for place, one in enumerate(self.fields.values()):
            # the scan stands alone above the pairs
            row, column = divmod(place + columns - 1 if place else 0, columns)
            self._grid.addWidget(one, row, column, 1, columns if not place else 1, Qt.AlignmentFlag.AlignTop)
        for column in range(2):
            self._grid.setColumnStretch(column, int(column < columns))

    def _restyle(self) -> None:
        px = self._look.px
        self._column.setContentsMargins(px(18), px(14), px(18), px(14))
        self._column.setSpacing(px(12))
        self._grid.setHorizontalSpacing(px(16))
        self._grid.setVerticalSpacing(px(10))
        for one in (self._head, self._fields):
            one.setMaximumWidth(px(_WIDEST))
        self._arrange()
