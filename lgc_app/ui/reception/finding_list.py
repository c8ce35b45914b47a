# SPDX-License-Identifier: EUPL-1.2
"""What the document offers, with boxes: every line says its words and the section it comes from."""

import hashlib
from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from interop.cda.read.proposal import Proposal
from lgc_app.ui.reception.findings import Finding
from lgc_app.ui.reception.whole_words import WholeRuns
from lgc_app.ui.theme.fonts import TextRole
from lgc_app.ui.theme.look import Look
from lgc_app.ui.widgets.button import Button, ButtonKind
from lgc_app.ui.widgets.runs import Run
from lgc_app.ui.widgets.text import Text
from lgc_app.ui.widgets.tick_box import TickBox
from lgc_app.ui.words import count, tr


class FindingRow(QWidget):
    """A box and wrapped words; the whole row is the target."""

    def __init__(self, look: Look, finding: Finding) -> None:
        super().__init__()
        self.finding = finding
        self._look = look
        self.box = TickBox(look, "")
        self.box.setChecked(finding.ticked)
        sentence = ". ".join(part for part in (finding.words, finding.said, *finding.remarks) if part)
        self.box.setAccessibleName(sentence)
        self.setToolTip(sentence)
        colour = "danger" if finding.urgent else "warn" if finding.notable else "text"
        role = TextRole.DENSE_STRONG if finding.notable else TextRole.DENSE
        runs = [Run(finding.words, role, colour)]
        if finding.said:
            runs.append(Run(f"\n{finding.said}", TextRole.CAPTION, "text2"))
        runs += [Run(f"\n{remark}", TextRole.CAPTION_MEDIUM, "warn") for remark in finding.remarks]
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.px(4))
        row.addWidget(self.box, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setContentsMargins(0, look.px(5), 0, look.px(3))
        words.addWidget(WholeRuns(look, runs))
        row.addLayout(words, 1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Tick by a click anywhere on the row."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.box.toggle()


class FindingList(QWidget):
    """The rows under their group titles, and how many of them will be added; `changed` at each tick."""

    changed = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.rows: list[FindingRow] = []
        self._heads: list[Text] = []
        self._title = Text(look, tr("Éléments reconnus"), TextRole.DENSE_MEDIUM)
        self._count = Text(look, "", TextRole.CAPTION, "text2")
        self._all = Button(look, tr("Tout décocher"), ButtonKind.LINK)
        self._all.clicked.connect(self._toggle_all)
        head = QHBoxLayout()
        head.setSpacing(look.px(8))
        for part in (self._title, self._count):
            head.addWidget(part)
        head.addStretch()
        head.addWidget(self._all)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addLayout(head)

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Show lines by kind, in the order in which the kinds appear; none hides the list."""
        self._clear()
        self.setVisible(bool(findings))
        for kind in dict.fromkeys(one.kind for one in findings):
            head = Text(self._look, tr(kind), TextRole.CAPTION_MEDIUM, "text2")
            head.setContentsMargins(0, self._look.px(6), 0, self._look.px(2))
            self._heads.append(head)
            self._column.addWidget(head)
            for finding in findings:
                if finding.kind == kind:
                    self._add(finding)
        self._tell()

    def ticked(self) -> list[Proposal]:
        """Return the proposals whose box is ticked, in the order of the screen."""
        return [row.finding.proposal for row in self.rows if row.box.isChecked()]

    def picked(self) -> str:
        """Say which boxes are ticked, of which lines: what `pick` takes."""
        lines = "\n".join(row.finding.words for row in self.rows)
        mark = hashlib.sha256(lines.encode()).hexdigest()[:16]
        return f"{mark} " + "".join("1" if row.box.isChecked() else "0" for row in self.rows)

    def pick(self, picked: str) -> None:
        """Tick again the boxes of the same lines; of other lines nothing changes."""
        mark, _, ticks = picked.partition(" ")
        if mark == self.picked().partition(" ")[0]:
            for row, tick in zip(self.rows, ticks, strict=True):
                row.box.setChecked(tick == "1")

    def _add(self, finding: Finding) -> None:
        row = FindingRow(self._look, finding)
        row.box.toggled.connect(self._tell)
        row.box.toggled.connect(self.changed)
        self.rows.append(row)
        self._column.addWidget(row)

    def _clear(self) -> None:
        for widget in (*self.rows, *self._heads):
            self._column.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self.rows, self._heads = [], []

    def _tell(self) -> None:
        ticked = len(self.ticked())
        words = count(ticked, "sera ajouté", "seront ajoutés")
        self._count.setText(tr("{words} sur {total}", words=words, total=len(self.rows)))
        self._all.set_words(tr("Tout décocher") if ticked else tr("Tout cocher"))

    def _toggle_all(self) -> None:
        wanted = not self.ticked()
        for row in self.rows:
            row.box.setChecked(wanted)
