# SPDX-License-Identifier: EUPL-1.2
"""Formulas of general practice: each with its reference, its inputs and their ranges, and how it reads."""
