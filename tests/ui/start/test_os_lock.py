# SPDX-License-Identifier: EUPL-1.2
"""The lock of the session reaches the post, on a real bus of its own."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
LISTENER = """
import lgc_app.ui
from PySide6.QtCore import QCoreApplication, QProcess, QTimer
from lgc_app.ui.start.os_lock import OsLockWatch
app = QCoreApplication([])
watch = OsLockWatch()
watch.locked.connect(lambda: (print("locked", flush=True), app.quit()))
watch.start()
where = ["/org/freedesktop/ScreenSaver", "org.freedesktop.ScreenSaver.ActiveChanged"]
signal = ["--session", "--type=signal", *where]
QTimer.singleShot(200, lambda: QProcess.startDetached("dbus-send", [*signal, "boolean:false"]))
QTimer.singleShot(600, lambda: print("still open", flush=True))
QTimer.singleShot(700, lambda: QProcess.startDetached("dbus-send", [*signal, "boolean:true"]))
QTimer.singleShot(10_000, app.quit)
app.exec()
"""


@pytest.mark.optional
def test_the_screen_saver_locks_and_its_end_does_not():
    if not shutil.which("dbus-run-session") or not shutil.which("dbus-send"):
        pytest.skip("needs a private D-Bus")
    done = subprocess.run(
        ["dbus-run-session", "--", sys.executable, "-c", LISTENER],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env=os.environ | {"PYTHONPATH": f"{ROOT}:{ROOT / 'smartcard'}"},
    )
    assert done.stdout.split("\n")[:2] == ["still open", "locked"], done.stderr
