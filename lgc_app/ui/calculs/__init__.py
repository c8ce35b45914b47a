# SPDX-License-Identifier: EUPL-1.2
"""Calculs: the formulas, filled from the file of a patient."""
