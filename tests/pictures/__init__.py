# SPDX-License-Identifier: EUPL-1.2
"""The pictures of the guide: one practice that looks lived in, every screen of its real window, kept as PNG."""
