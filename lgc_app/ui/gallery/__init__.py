# SPDX-License-Identifier: EUPL-1.2
"""Every part of the window with fictional people, to look at and to test (`python -m lgc_app.ui.gallery`)."""
