# SPDX-License-Identifier: EUPL-1.2
"""Double-click to lock screen: reads the two lines of settings that it needs, shows the window, runs Qt."""

from collections.abc import Sequence
from pathlib import Path

from lgc_app.installation import Installation, read_installation
from lgc_app.ui.application import make_application
from lgc_app.ui.start.application import Application


def open_window(arguments: Sequence[str]) -> int:
    """Open the window of this installation and return Qt's exit code; `--poste FILE` names other settings."""
    given = list(arguments)
    chosen = Path(given[1]) if given[:1] == ["--poste"] and len(given) > 1 else None
    installation = read_installation(chosen)
    app = make_application()
    application = make_window(installation)
    application.start()
    return int(app.exec())


def make_window(installation: Installation) -> Application:
    """Make the application of an installation, not yet shown."""
    return Application(installation.make_context, installation.folder, place=installation.place)
