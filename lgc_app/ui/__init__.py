# SPDX-License-Identifier: EUPL-1.2
"""The desktop window: the only place that imports PySide6."""

import gc

from lgc_app.ui.undying import keep_singletons_alive

keep_singletons_alive()  # before the first import of PySide6
gc.disable()  # collector.py takes it over; left to run meanwhile, it costs the lock screen 15 ms of imports
