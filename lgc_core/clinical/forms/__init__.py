# SPDX-License-Identifier: EUPL-1.2
"""Structured forms by reason: what is asked, frozen and versioned, and what an answer says."""
