# SPDX-License-Identifier: EUPL-1.2
"""The Qt application as ours: Fusion style, French locale and Qt's own French words."""

import sys
from collections.abc import Sequence

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from lgc_app.ui.collector import GuiCollector
from lgc_app.ui.theme.fonts import TextRole
from lgc_app.ui.theme.look import Look
from lgc_app.ui.theme.qt_palette import qt_palette
from lgc_app.ui.theme.stylesheet import stylesheet


def make_application(arguments: Sequence[str] = tuple(sys.argv)) -> QApplication:
    """Make, or dress, the one QApplication of this process."""
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(list(arguments))
    if existing is not None and app.findChild(GuiCollector) is not None:
        return app
    GuiCollector(app)
    app.setApplicationName("Pack Sérénité")
    app.setStyle("Fusion")
    QLocale.setDefault(QLocale(QLocale.Language.French, QLocale.Country.France))
    translator = QTranslator(app)
    if translator.load("qtbase_fr", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(translator)
    return app


def dress(look: Look) -> None:
    """Give the application the colours and the font of a look."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    app.setFont(look.font(TextRole.BODY))
    app.setPalette(qt_palette(look.theme))
    sheet = stylesheet(look.theme)
    if app.styleSheet() != sheet:  # Qt polishes every living widget again, even for the same sheet
        app.setStyleSheet(sheet)
