# SPDX-License-Identifier: EUPL-1.2
"""The live look handed to every widget: theme, fonts and icons, rebuilt when the person changes them."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPixmap

from lgc_app.ui.theme.fonts import TextRole, font_of, load_family
from lgc_app.ui.theme.icons import Icons
from lgc_app.ui.theme.theme import Theme, Tone, ToneColours

if TYPE_CHECKING:
    from PySide6.QtGui import QIcon


class Look(QObject):
    """Answers every question of appearance; one object, made with the window and handed down.

    `dressing` comes before `changed`: Qt's style sheet gives a widget its palette of before when it is changed, so
    the application is dressed first and each widget puts its own colours on afterwards.
    """

    dressing = Signal()
    changed = Signal()

    def __init__(self, theme: Theme | None = None) -> None:
        super().__init__()
        self.theme = theme or Theme()
        self._family = load_family()
        self._icons = Icons()
        self._fonts: dict[TextRole, QFont] = {}

    def set_theme(self, theme: Theme) -> None:
        """Change colours or text size at once; every widget that follows redraws."""
        self.theme = theme
        self._fonts.clear()
        self._icons.forget()
        self.dressing.emit()
        self.changed.emit()

    def follow(self, restyle: Callable[[], None]) -> None:
        """Call `restyle` (a bound method of a widget) now and after each change; Qt drops it with the widget."""
        self.changed.connect(restyle)
        restyle()

    def px(self, pixels: float) -> int:
        """Scale a length of the design to the person's text size."""
        return self.theme.px(pixels)

    def colour(self, role: str) -> QColor:
        """Give the colour of a role of tokens.py."""
        return self.theme.colour(role)

    def tone(self, tone: Tone) -> ToneColours:
        """Give the text, fill and border of a tone."""
        return self.theme.tone(tone)

    def font(self, role: TextRole) -> QFont:
        """Give the font of a role at the person's text size."""
        if role not in self._fonts:
            self._fonts[role] = font_of(self._family, role, self.theme.scale)
        return self._fonts[role]

    def metrics(self, role: TextRole) -> QFontMetrics:
        """Give the measures of the font of a role."""
        return QFontMetrics(self.font(role))

    def pixmap(self, icon: str, colour: QColor, size: int, ratio: float = 1.0) -> QPixmap:
        """Draw an icon of icons.TABLE in a colour; `size` is in pixels of the design."""
        return self._icons.pixmap(icon, colour, self.px(size), ratio)

    def icon(self, icon: str, role: str, size: int) -> "QIcon":
        """Give an icon tinted by a colour role."""
        from PySide6.QtGui import QIcon  # noqa: PLC0415 -- its enumerations would wait for the lock screen

        return QIcon(self.pixmap(icon, self.colour(role), size, 2.0))
