# SPDX-License-Identifier: EUPL-1.2
"""One file per kind of entry; `table.py` tells which reader an entry goes to."""
