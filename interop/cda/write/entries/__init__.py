# SPDX-License-Identifier: EUPL-1.2
"""One file per kind of entry: the narrative line and its coded twin, made together."""
