# SPDX-License-Identifier: EUPL-1.2
"""The colours of what Qt draws by itself; the style sheet sets none for text, so that a label's tone holds."""

from PySide6.QtGui import QPalette

from lgc_app.ui.theme.theme import Theme

_ROLES = {
    QPalette.ColorRole.Window: "window",
    QPalette.ColorRole.WindowText: "text",
    QPalette.ColorRole.Base: "surface",
    QPalette.ColorRole.AlternateBase: "alt",
    QPalette.ColorRole.Text: "text",
    QPalette.ColorRole.PlaceholderText: "text2",
    QPalette.ColorRole.Button: "surface",
    QPalette.ColorRole.ButtonText: "text",
    QPalette.ColorRole.BrightText: "onaccent",
    QPalette.ColorRole.Highlight: "accent",
    QPalette.ColorRole.HighlightedText: "onaccent",
    QPalette.ColorRole.ToolTipBase: "toast",
    QPalette.ColorRole.ToolTipText: "toasttext",
    QPalette.ColorRole.Link: "accent",
    QPalette.ColorRole.Mid: "line",
    QPalette.ColorRole.Dark: "line",
}


def qt_palette(theme: Theme) -> QPalette:
    """Give Qt's palette for a theme."""
    palette = QPalette()
    for role, colour in _ROLES.items():
        palette.setColor(role, theme.colour(colour))
    return palette
