# SPDX-License-Identifier: EUPL-1.2
"""Abbreviations and templates of the practice: read, written, carried in one file."""
