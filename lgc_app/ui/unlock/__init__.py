# SPDX-License-Identifier: EUPL-1.2
"""The screen that opens the practice with a card (mockup a)."""
