# SPDX-License-Identifier: EUPL-1.2
"""The frame around every screen: rail, top bar, banner, action bar, status line, palette, overlay, lock."""
