# SPDX-License-Identifier: EUPL-1.2
"""Biologie and measures: a table by dates, and the curve of the chosen line."""
