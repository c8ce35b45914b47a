# SPDX-License-Identifier: EUPL-1.2
"""The session of the computer locks, or the computer goes to sleep: the post locks too.

Linux, by D-Bus: sleep and session lock of systemd-logind, screen savers of freedesktop and GNOME. Not covered: a
Linux without D-Bus or logind, Windows and macOS (their notifications need native code: WTSRegisterSession-
Notification, NSWorkspace); there the ten idle minutes and the card out of the reader are the protection.
"""

import sys

from PySide6.QtCore import SLOT, QObject, Signal, Slot

if sys.platform == "linux":
    from PySide6.QtDBus import QDBusConnection

_LOGIND = "org.freedesktop.login1"
_SAVERS = (
    ("org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver"),
    ("org.freedesktop.ScreenSaver", "/ScreenSaver"),
    ("org.gnome.ScreenSaver", "/org/gnome/ScreenSaver"),
)


class OsLockWatch(QObject):
    """`locked` when the session locks or the machine is about to sleep."""

    locked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.listening: list[str] = []

    def start(self) -> None:
        """Listen where the system tells it; where it does not, nothing happens."""
        if sys.platform != "linux":
            return
        system, session = QDBusConnection.systemBus(), QDBusConnection.sessionBus()
        self._hear(
            system, _LOGIND, "/org/freedesktop/login1", f"{_LOGIND}.Manager", "PrepareForSleep", "_on_active(bool)"
        )
        self._hear(system, _LOGIND, "", f"{_LOGIND}.Session", "Lock", "_on_lock()")
        for name, path in _SAVERS:
            # any sender: who could send it on the session's bus could lock the session itself
            self._hear(session, "", path, name, "ActiveChanged", "_on_active(bool)")

    def stop(self) -> None:
        """Hear nothing more."""
        self.blockSignals(True)

    def _hear(
        self, bus: "QDBusConnection", service: str, path: str, interface: str, signal: str, slot: str
    ) -> None:
        if not bus.isConnected():
            return
        # PySide's stubs ask for bytes, its code takes the text of SLOT only (6.12, tests/ui/start/test_os_lock.py)
        heard = bus.connect(service, path, interface, signal, self, SLOT(slot))  # type: ignore[call-overload]
        if heard:
            self.listening.append(f"{interface}.{signal}")

    @Slot(bool)
    def _on_active(self, active: bool) -> None:
        if active:
            self.locked.emit()

    @Slot()
    def _on_lock(self) -> None:
        self.locked.emit()
