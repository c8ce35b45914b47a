# SPDX-License-Identifier: EUPL-1.2
"""The cards of one person: what each opens, and the verb that takes it away."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from lgc_app.services.cards import PersonCard
from lgc_app.ui.theme.fonts import TextRole
from lgc_app.ui.theme.look import Look
from lgc_app.ui.theme.typography import short_date
from lgc_app.ui.widgets.button import Button, ButtonKind
from lgc_app.ui.widgets.text import Text
from lgc_app.ui.words import tr


class CardList(QFrame):
    """`add_asked` and `withdraw_asked(cert_sha256)`."""

    add_asked = Signal()
    withdraw_asked = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.setProperty("edge", "top")
        self._title = Text(look, tr("Cartes"), TextRole.SECTION)
        self._none = Text(look, "", TextRole.DENSE, "text2", wrap=True)
        self._lines = QVBoxLayout()
        self._lines.setContentsMargins(0, 0, 0, 0)
        self.add = Button(look, tr("Ajouter une carte à ce poste"), icon="card", small=True)
        self._about = Text(look, _about(), TextRole.DENSE, "text2", wrap=True)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self._title)
        self._column.addWidget(self._none)
        self._column.addLayout(self._lines)
        self._column.addWidget(self.add)
        self._column.addWidget(self._about)
        self.add.clicked.connect(self.add_asked)
        look.follow(self._restyle)

    def show_cards(self, cards: Sequence[PersonCard], *, may_add: bool, name: str) -> None:
        """Show the cards of somebody; one who left gets no other."""
        while item := self._lines.takeAt(0):
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for card in cards:
            self._lines.addWidget(self._line(card))
        none = tr("Aucune carte de {name} n’ouvre ce poste.", name=name)
        self._none.setText(none)
        self._none.setVisible(not any(card.opens_here for card in cards))
        self.add.setVisible(may_add)

    def _line(self, card: PersonCard) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        words = Text(self._look, card_words(card), TextRole.DENSE, wrap=True)
        take = Button(self._look, tr("Retirer cette carte"), ButtonKind.LINK, small=True)
        take.setAccessibleName(tr("Retirer : {card}", card=card.label))
        take.clicked.connect(partial(self._on_take, card.cert_sha256))
        row.addWidget(words, 1)
        row.addWidget(take)
        return line

    def _on_take(self, cert_sha256: str, _checked: bool = False) -> None:
        self.withdraw_asked.emit(cert_sha256)

    def _restyle(self) -> None:
        px = self._look.px
        self._column.setContentsMargins(0, px(12), 0, 0)
        self._column.setSpacing(px(6))


def card_words(card: PersonCard) -> str:
    """Say in one line what a card opens."""
    where = tr("ouvre ce poste") if card.opens_here else tr("ouvre un autre poste, pas celui-ci")
    until = tr(", valable jusqu’au {day}", day=short_date(card.expires)) if card.expires else ""
    return tr("{label} : {where}{until}", label=card.label or tr("Carte"), where=where, until=until)


def _about() -> str:
    return tr(
        "Chaque poste a ses cartes : ajoutez-la sur chacun. Une carte perdue ou volée se retire d’ici pour tous "
        "les postes : de celui-ci tout de suite, des autres à leur prochain échange. Déclarez-la aussi à l’ANS."
    )
