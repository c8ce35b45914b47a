# SPDX-License-Identifier: EUPL-1.2
"""« Cercle de soins » in the context: who is in it, what they say, a field to write to them."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from lgc_app.services.circles import NO_CIRCLE, Circle, Member, SharedLine
from lgc_app.ui.dossier.context_section import ContextSection
from lgc_app.ui.theme.fonts import TextRole
from lgc_app.ui.theme.look import Look
from lgc_app.ui.widgets.button import Button, ButtonKind
from lgc_app.ui.widgets.text import Text
from lgc_app.ui.words import tr

_SHOWN = 6
"""Messages in the pane; `serenite cercle voir` lists all."""


class CircleSection(ContextSection):
    """`wanted` asks for the circle, `left` leaves it, `shared` copies the last transmission to it.

    `decided(member, accepted)` answers a practice that asks to come in.
    """

    wanted = Signal()
    left = Signal()
    shared = Signal()
    decided = Signal(str, bool)

    def __init__(self, look: Look) -> None:
        super().__init__(look, tr("Cercle de soins"), add=tr("Message au cercle"))
        self.verb.setText(tr("Écrire"))
        self.join = Button(look, tr("Ouvrir ou rejoindre"), ButtonKind.LINK, small=True)
        self.share = Button(look, tr("Partager la transmission"), ButtonKind.LINK, small=True)
        self.leave = Button(look, tr("Quitter"), ButtonKind.LINK, small=True)
        self._said = Text(look, "", TextRole.DENSE, "text2", wrap=True)
        self._members = Text(look, "", TextRole.DENSE, "text2", wrap=True)
        self._place = QWidget()
        self._column_of_words = QVBoxLayout(self._place)
        self._column_of_words.setContentsMargins(0, 0, 0, 0)
        self.add_verb(self.join)
        for part in (self._said, self._members, self._place):
            self.add_below(part)
        acts = QWidget()
        row = QHBoxLayout(acts)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.share)
        row.addWidget(self.leave)
        row.addStretch()
        self._acts = acts
        self.add_below(acts)
        self.join.clicked.connect(self.wanted)
        self.share.clicked.connect(self.shared)
        self.leave.clicked.connect(self.left)
        self.show_circle(NO_CIRCLE)

    def show_circle(self, circle: Circle) -> None:
        """Show where the circle is, who is in it and what they said."""
        self.circle = circle
        is_open = circle.state == "ouvert"
        self._said.setText(circle.words)
        self._said.setVisible(bool(circle.words))
        self.join.setVisible(circle.may_ask)
        self.verb.setVisible(is_open)
        self._acts.setVisible(is_open)
        names = [_name(one) for one in circle.members if one.status == "membre"]
        self._members.setText(tr("Avec : {names}", names=", ".join(names)))
        self._members.setVisible(is_open)
        self._clear()
        for member in circle.members:
            if member.status == "demandé" and not member.ours:
                self._column_of_words.addWidget(self._asking(member))
        for line in circle.messages[:_SHOWN]:
            self._column_of_words.addWidget(self._message(line))

    def _clear(self) -> None:
        while (item := self._column_of_words.takeAt(0)) is not None:
            gone = item.widget()
            if gone is not None:
                gone.hide()
                gone.deleteLater()

    def _asking(self, member: Member) -> QWidget:
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        words = tr("{name} demande à entrer.", name=member.name)
        column.addWidget(Text(self._look, words, TextRole.DENSE, wrap=True))
        row = QHBoxLayout()
        for label, accepted in ((tr("Accepter"), True), (tr("Refuser"), False)):
            button = Button(self._look, label, ButtonKind.LINK, small=True)
            button.setAccessibleName(f"{label} : {member.name}")
            button.clicked.connect(partial(self._on_decided, member.id, accepted))
            row.addWidget(button)
        row.addStretch()
        column.addLayout(row)
        return made

    def _message(self, line: SharedLine) -> QWidget:
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self._look.px(1))
        mark = tr("Important · ") if line.important else ""
        column.addWidget(Text(self._look, f"{mark}{line.day} · {line.who}", TextRole.CAPTION, "text2", wrap=True))
        column.addWidget(Text(self._look, line.text, TextRole.DENSE, wrap=True))
        return made

    def _on_decided(self, member: str, accepted: bool, _checked: bool = False) -> None:
        self.decided.emit(member, accepted)


def _name(member: Member) -> str:
    return tr("votre cabinet") if member.ours else member.name
