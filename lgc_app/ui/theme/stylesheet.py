# SPDX-License-Identifier: EUPL-1.2
"""The one style sheet: roles as @role, lengths as $8px (at 100 %); fonts are never set here (see fonts.py)."""

import re

from lgc_app.ui.theme.theme import Theme

_TEMPLATE = """
QMainWindow, QDialog, QWidget[ground="window"] { background: @window; }
QWidget[ground="surface"] { background: @surface; }
QWidget[ground="alt"] { background: @alt; }
QWidget[ground="rail"] { background: @rail; }
QFrame[edge="bottom"] { border: 0; border-bottom: 1px solid @line; }
QFrame[edge="top"] { border: 0; border-top: 1px solid @line; }
QFrame[edge="left"] { border: 0; border-left: 1px solid @line; }
QFrame[edge="right"] { border: 0; border-right: 1px solid @line; }
QFrame[card="yes"] { background: @surface; border: 1px solid @line; border-radius: $8px; }
QFrame[card="quiet"] { background: @alt; border: 1px solid @line; border-radius: $8px; }
QLabel { background: transparent; }

QLineEdit, QPlainTextEdit, QTextBrowser, QComboBox, QDateEdit, QSpinBox {
  border: 1px solid @control; border-radius: $6px; background: @surface;
  selection-background-color: @accent; selection-color: @onaccent; }
QLineEdit, QComboBox, QDateEdit, QSpinBox { min-height: $28px; padding: 1px $9px; }
QPlainTextEdit { padding: $4px $5px; }
QLineEdit:focus, QComboBox:focus, QDateEdit:focus, QSpinBox:focus { border: 2px solid @focus; padding: 0 $8px; }
QPlainTextEdit:focus, QTextBrowser:focus { border: 2px solid @focus; padding: $3px $4px; }
QTextBrowser { padding: $4px $5px; }
QLineEdit[state="error"], QComboBox[state="error"],
QPlainTextEdit[state="error"] { border: 2px solid @dangerline; padding: 0 $8px; }
QPlainTextEdit[state="error"] { padding: $3px $4px; }
QLineEdit:disabled, QPlainTextEdit:read-only { background: @alt; }
QComboBox::drop-down { border: 0; width: $24px; }
QLineEdit[bare="yes"] { border: 0; background: transparent; padding: 0; }

QAbstractItemView { background: @surface; border: 0; outline: 0; alternate-background-color: @alt;
  selection-background-color: @selected; selection-color: @text; }
QListView:focus, QTableView:focus { border: 0; }
QHeaderView { background: @alt; border: 0; }
QHeaderView::section { background: @alt; color: @text2; border: 0; border-bottom: 1px solid @line;
  padding: 0 $10px; min-height: $30px; }
QScrollArea { border: 0; background: transparent; }
QScrollBar:vertical { background: transparent; width: $10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: $10px; margin: 0; }
QScrollBar::handle { background: @control; border-radius: $3px; margin: $2px; min-height: $28px;
  min-width: $28px; }
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page { width: 0; height: 0;
  background: transparent; }
QSplitter::handle { background: @surface; }
QSplitter::handle:focus, QSplitter::handle:hover { background: @focus; }
QMenu { background: @surface; color: @text; border: 1px solid @control; padding: $4px 0; }
QMenu::item { padding: $6px $18px $6px $10px; }
QMenu::item:selected { background: @selected; color: @text; }
QMenu::icon { padding-left: $10px; }
QMenu::separator { height: 1px; background: @line; margin: $4px 0; }
QToolTip { background: @toast; border: 1px solid @line; padding: $4px $6px; }
"""


def stylesheet(theme: Theme) -> str:
    """Fill the template from a theme.

    Raises:
        KeyError: when the template names a role that the theme lacks.
    """
    sized = re.sub(r"\$(\d+)px", lambda found: f"{theme.px(int(found[1]))}px", _TEMPLATE)
    return re.sub(r"@(\w+)", lambda found: theme.palette[found[1]], sized)
