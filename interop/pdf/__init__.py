# SPDX-License-Identifier: EUPL-1.2
"""Printed sheets in PDF/A-1b: letterhead, sections, tables; the same input gives the same bytes."""
