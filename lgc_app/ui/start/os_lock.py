# SPDX-License-Identifier: EUPL-1.2
"""The session of the computer locks, or the computer goes to sleep: the post locks too.

Linux, by D-Bus: sleep and session lock of systemd-logind, screen savers of freedesktop and GNOME. Not covered: a
Linux without D-Bus or logind, Windows and macOS (their notifications need native code: WTSRegisterSession-
Notification, NSWorkspace); there the ten idle minutes and the card out of the reader are the protection.
"""

import sys

from PySide6.QtCore import QObject, Signal, Slot

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
            self._hear(session, name, path, name, "ActiveChanged", "_on_active(bool)")

    def stop(self) -> None:
        """Hear nothing more."""
        self.blockSignals(True)

    def _hear(
        self, bus: "QDBusConnection", service: str, path: str, interface: str, signal: str, slot: str
    ) -> None:
        if bus.isConnected() and bus.connect(service, path, interface, signal, self, _slot(slot)):
            self.listening.append(f"{interface}.{signal}")

    @Slot(bool)
    def _on_active(self, active: bool) -> None:
        if active:
            self.locked.emit()

    @Slot()
    def _on_lock(self) -> None:
        self.locked.emit()


def _slot(signature: str) -> bytes:
    """Give what Qt's macro SLOT makes: "1" before the signature."""
    return f"1{signature}".encode()
