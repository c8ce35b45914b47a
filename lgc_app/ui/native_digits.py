# SPDX-License-Identifier: EUPL-1.2
"""The digit row by its place on the keyboard: on AZERTY Qt never reports Alt+1 (design ui.md §6, measured)."""

import sys

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

# X11 and Wayland (xkb): key code 10 is the key 1, 19 the key 0; seen stable under `setxkbmap fr`
_XKB_FIRST, _XKB_ZERO = 10, 19
# Windows virtual keys 0x30 to 0x39 [from Microsoft's documentation: to be tested there]
_WINDOWS_ZERO, _WINDOWS_NINE = 0x30, 0x39
# macOS kVK_ANSI_1 to kVK_ANSI_0 [from Apple's documentation: to be tested there]
_MACOS = {18: 1, 19: 2, 20: 3, 21: 4, 23: 5, 22: 6, 26: 7, 28: 8, 25: 9, 29: 0}


def row_digit(event: QKeyEvent) -> int | None:
    """Give the digit engraved on a key of the top row, whatever the layout; None for other keys and the pad."""
    if event.modifiers() & Qt.KeyboardModifier.KeypadModifier:
        return None  # Alt + pad types characters on Windows
    if sys.platform == "win32":
        key = event.nativeVirtualKey()
        return key - _WINDOWS_ZERO if _WINDOWS_ZERO <= key <= _WINDOWS_NINE else None
    if sys.platform == "darwin":
        return _MACOS.get(event.nativeVirtualKey())
    code = event.nativeScanCode()
    return (code - _XKB_FIRST + 1) % 10 if _XKB_FIRST <= code <= _XKB_ZERO else None


def digit_key(event: QKeyEvent) -> str | None:
    """Give "Alt+1", "Alt+Shift+1" or "Ctrl+1" for a press of the top row; never for AltGr (Ctrl+Alt)."""
    digit = row_digit(event)
    held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    names = {
        Qt.KeyboardModifier.AltModifier: "Alt",
        Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier: "Alt+Shift",
        Qt.KeyboardModifier.ControlModifier: "Ctrl",
    }
    return f"{names[held]}+{digit}" if digit is not None and held in names else None


def is_digit_key(key: str) -> bool:
    """Say whether a key of the registry goes through the native filter instead of a QShortcut."""
    *held, last = key.split("+")
    return len(last) == 1 and last.isdigit() and bool(held)
