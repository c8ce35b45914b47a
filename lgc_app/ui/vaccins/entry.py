# SPDX-License-Identifier: EUPL-1.2
"""The entry of a dose: one field takes the scan or the name, the box fills the rest; two Entrées keep it."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from lgc_app.services.typed_dose import NewDose
from lgc_app.services.vaccinations import Scanned
from lgc_app.ui.kept_fields import AnyKept
from lgc_app.ui.kept_value import kept_tick
from lgc_app.ui.theme.look import Look
from lgc_app.ui.theme.theme import Tone
from lgc_app.ui.widgets.field import Field
from lgc_app.ui.widgets.note_frame import NoteFrame
from lgc_app.ui.widgets.restyle import set_mark
from lgc_app.ui.widgets.runs import Run
from lgc_app.ui.widgets.tick_box import TickBox
from lgc_app.ui.words import tr
from lgc_core.clinical.vaccination.gs1 import looks_like_code
from lgc_core.clinical.vaccination.products import BY_NAME
from lgc_core.model.words import fold

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_MOVES = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class DoseEntry(QFrame):
    """`scanned` carries a code, `asked` that the dose is to be kept, `typed` each word of a name, `moved` ±1.

    `picked` wants the proposal under the keyboard to be taken.
    """

    scanned = Signal(str)
    asked = Signal()
    typed = Signal(str)
    moved = Signal(int)
    picked = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._box = Field(look, tr("Boîte"))  # never shown: the number of the box that was scanned
        self.setProperty("edge", "bottom")
        set_mark(self, "ground", "surface")
        self.setAccessibleName(tr("Vaccin à noter"))
        self.vaccine = Field(look, tr("Vaccin"), hint=tr("scannez la boîte, ou tapez le nom"))
        self.lot = Field(look, tr("Lot"))
        self.expiry = Field(look, tr("Péremption"), hint=tr("mois/année"))
        self.day = Field(look, tr("Date"), hint=tr("vide : aujourd’hui"))
        self.declared = TickBox(look, tr("Fait ailleurs"))
        self.note = NoteFrame(look, Tone.WARN)
        self.reason = Field(look, tr("Motif"))
        self._build()
        for field in (self.vaccine, self.lot, self.expiry, self.day, self.reason):
            field.editor.installEventFilter(self)
            field.changed.connect(self._on_changed)
        self.vaccine.changed.connect(self._on_vaccine)
        look.follow(self._restyle)

    @property
    def fields(self) -> dict[str, Field]:
        """Give the fields by the name that an error of the service uses."""
        return {
            "vaccine": self.vaccine,
            "lot": self.lot,
            "expiry": self.expiry,
            "day": self.day,
            "reason": self.reason,
        }

    @property
    def kept(self) -> dict[str, AnyKept]:
        """Give everything that a dose being typed is made of."""
        return {**self.fields, "gtin": self._box, "declared": kept_tick(self.declared)}

    def came_back(self) -> None:
        """Show what was left in the entry; a reason that was being typed shows its field."""
        self.reason.setVisible(bool(self.reason.text()))

    @property
    def dose(self) -> NewDose:
        """Give the dose as it stands."""
        return NewDose(
            vaccine=self.vaccine.text(),
            day=self.day.text(),
            lot=self.lot.text(),
            expiry=self.expiry.text(),
            gtin=self._box.text(),
            declared=self.declared.isChecked(),
            reason=self.reason.text() if self.reason.isVisibleTo(self) else "",
        )

    @property
    def is_named(self) -> bool:
        """Say whether the field holds a vaccine of the table, by its whole name."""
        return fold(self.vaccine.text()) in BY_NAME

    def take_scan(self, scanned: Scanned) -> None:
        """Fill the fields from a box; a box that is not in the table leaves its name to be typed."""
        found = scanned.scan
        self._box.set_text(found.gtin)
        self.vaccine.set_text(scanned.words)
        self.lot.set_text(found.lot)
        self.expiry.set_text(f"{found.expiry:%d/%m/%Y}" if found.expiry else "")
        if not scanned.words:
            self.show_error("vaccine", tr("Boîte lue, mais absente de la table. Tapez le nom du vaccin."))

    def take_name(self, name: str) -> None:
        """Put the name that was chosen; the lot comes next."""
        self._box.set_text("")
        self.vaccine.set_text(name)
        self.lot.editor.setFocus()

    def show_error(self, at: str, sentence: str) -> None:
        """Say what is wrong where it was typed; a missing reason asks for it in an amber note."""
        if at == "reason":
            self.ask_reason(sentence)
            return
        field = self.fields.get(at, self.vaccine)
        field.set_error(sentence)
        field.editor.setFocus()

    def ask_reason(self, sentence: str) -> None:
        """Ask for a reason."""
        self.note.setVisible(True)  # before its words: hidden, it does not measure them
        self.note.set_runs((Run(sentence),))
        self.reason.setVisible(True)
        self.reason.editor.setFocus()

    def clear(self) -> None:
        """Empty the entry for the next dose."""
        self._box.set_text("")
        for field in self.fields.values():
            field.set_text("")
            field.set_error("")
        self.declared.setChecked(False)
        self.note.hide()
        self.reason.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Scan, pick or keep on Entrée; arrows move in the proposals."""
        if not isinstance(event, QKeyEvent) or event.type() is not QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        key = Qt.Key(event.key())
        if key in _ENTER and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if not event.isAutoRepeat():
                self._on_enter(watched)
            return True
        if key in _MOVES and watched is self.vaccine.editor:
            self.moved.emit(_MOVES[key])
            return True
        return super().eventFilter(watched, event)

    def _on_enter(self, watched: QObject) -> None:
        text = self.vaccine.text()
        if watched is not self.vaccine.editor or self.is_named:
            self.asked.emit()
        elif looks_like_code(text):
            self.scanned.emit(text)
        else:
            self.picked.emit()

    def _on_vaccine(self, text: str) -> None:
        self._box.set_text("")
        self.typed.emit("" if looks_like_code(text) else text)

    def _on_changed(self, _text: str) -> None:
        for field in self.fields.values():
            field.set_error("")

    def _build(self) -> None:
        self._column = QVBoxLayout(self)
        self._row = QHBoxLayout()
        for field, share in ((self.vaccine, 5), (self.lot, 2), (self.expiry, 2), (self.day, 2)):
            self._row.addWidget(field, share, Qt.AlignmentFlag.AlignTop)
        self._row.addWidget(self.declared, 0, Qt.AlignmentFlag.AlignVCenter)
        self._column.addLayout(self._row)
        self._column.addWidget(self.note)
        self._column.addWidget(self.reason)
        self.note.hide()
        self.reason.hide()

    def _restyle(self) -> None:
        px = self._look.px
        self._column.setContentsMargins(px(12), px(10), px(12), px(10))
        self._column.setSpacing(px(8))
        self._row.setSpacing(px(12))
