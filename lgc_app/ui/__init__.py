# SPDX-License-Identifier: EUPL-1.2
"""The desktop window: the only place that imports PySide6."""

from lgc_app.ui.undying import keep_singletons_alive

keep_singletons_alive()  # before the first import of PySide6
