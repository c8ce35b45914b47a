# SPDX-License-Identifier: EUPL-1.2
"""The window does not kill Python, whatever the release of PySide6."""

import subprocess
import sys

CALLS = """
import os
os.environ["QT_QPA_PLATFORM"] = "offscreen"
import lgc_app.ui
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QLabel
class Bell(QObject):
    rings = Signal(object)
app, bell, heard = QApplication([]), Bell(), []
label = QLabel()
bell.rings.connect(heard.append)
for turn in range(50_000):
    label.setText("x")
    bell.rings.emit(turn)
print(len(heard))
"""


def test_tens_of_thousands_of_calls_leave_python_alive():
    done = subprocess.run([sys.executable, "-c", CALLS], capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, "50000"), done.stderr
