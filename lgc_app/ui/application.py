# SPDX-License-Identifier: EUPL-1.2
"""The Qt application as ours: Fusion style, French locale and Qt's own French words."""

import sys
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication, QWidget

from lgc_app.ui.collector import GuiCollector
from lgc_app.ui.theme.fonts import TextRole
from lgc_app.ui.theme.look import Look
from lgc_app.ui.theme.qt_palette import qt_palette
from lgc_app.ui.theme.stylesheet import stylesheet

_STYLE: Final = ("-style", "fusion")
"""As an argument: `setStyle` gives a QStyle back, whose enumerations cost the lock screen 8 ms."""


def make_application(arguments: Sequence[str] = tuple(sys.argv)) -> QApplication:
    """Make, or dress, the one QApplication of this process."""
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication([*arguments, *_STYLE])
    if existing is not None and app.findChild(GuiCollector) is not None:
        return app
    GuiCollector(app)
    app.setApplicationName("Pack Sérénité")
    if existing is not None:
        app.setStyle("Fusion")
    QLocale.setDefault(QLocale(QLocale.Language.French, QLocale.Country.France))
    translator = QTranslator(app)
    if translator.load("qtbase_fr", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(translator)
    return app


def dress(look: Look, window: QWidget) -> None:
    """Give the application the colours and the font of a look, and a window its style sheet.

    The sheet is the window's and never the application's: with that one Qt styles a whole tree of widgets again
    each time that it is put in a layout, even far from any window, and a page is put together bottom up.
    """
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    app.setFont(look.font(TextRole.BODY))
    app.setPalette(qt_palette(look.theme))
    sheet = stylesheet(look.theme)
    if window.styleSheet() != sheet:  # Qt polishes every widget in it again, even for the same sheet
        window.setStyleSheet(sheet)
