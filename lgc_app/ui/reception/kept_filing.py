# SPDX-License-Identifier: EUPL-1.2
"""What a person changed of a proposal to file a document: kept until it is filed, given back to that document."""

from PySide6.QtCore import QObject, Signal

from lgc_app.ui.kept_fields import AnyKept, KeptFields
from lgc_app.ui.kept_value import KeptValue
from lgc_app.ui.navigation import Desk
from lgc_app.ui.reception.filing_form import FilingForm


class KeptFiling(QObject):
    """Title, date, category and the patient chosen belong to a document; boxes and a reason to both.

    `patient_left(document, patient)` carries whom a person had chosen before a stop.
    """

    patient_left = Signal(str, str)

    def __init__(self, desk: Desk, form: FilingForm, parent: QObject) -> None:
        super().__init__(parent)
        self._form = form
        self._document, self._patient = "", ""
        picked = KeptValue(self, form.findings.picked, form.findings.pick)
        form.findings.changed.connect(picked.touch)
        self._chosen = KeptValue(self, lambda: self._patient, self._on_patient)
        label: dict[str, AnyKept] = {
            "title": form.title,
            "day": form.day,
            "category": form.category,
            "patient": self._chosen,
        }
        self._label = KeptFields(desk, label, self, quiet=True)
        reason = KeptValue(self, form.reason.field.text, form.reason.field.set_text)
        form.reason.taken.connect(reason.touch)
        form.reason.field.changed.connect(reason.touch)
        self._reason = KeptFields(desk, {"reason": reason, "picked": picked}, self, quiet=True)

    def follow(self, document: str, patient: str) -> None:
        """Keep the form, just filled for a document and for the patient that a person chose, "" for none."""
        content = self._form.content
        if content is None:
            return
        self._document, self._patient = document, patient
        self._label.follow(_label_of(document), self._label.showing() | {"patient": ""})
        self._reason.follow(_reason_of(document, content.patient), self._reason.showing())

    def choose(self, patient: str) -> None:
        """Keep whom a person has just chosen, before the form is filled again for them."""
        self._patient = patient
        self._chosen.touch()
        self._label.flush()

    def leave(self) -> None:
        """Put on the disk what is typed, and follow nothing more."""
        self._label.follow("")
        self._reason.follow("")

    def forget(self, document: str) -> None:
        """Drop what was typed for a document that is filed."""
        self._label.forget(_label_of(document))
        if self._document == document:
            self._reason.forget()

    def _on_patient(self, patient: str) -> None:
        if patient:
            self.patient_left.emit(self._document, patient)


def _label_of(document: str) -> str:
    return f"classement:{document}"


def _reason_of(document: str, patient: str) -> str:
    return f"motif de classement:{document}:{patient}"
