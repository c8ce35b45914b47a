# SPDX-License-Identifier: EUPL-1.2
"""Bugs sown in a copy of the sync core, one at a time: the proof must see each of them."""
