# SPDX-License-Identifier: EUPL-1.2
"""Réglages du cabinet: what its people chose for all its posts."""
