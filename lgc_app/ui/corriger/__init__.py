# SPDX-License-Identifier: EUPL-1.2
"""« À corriger »: what was set aside whole, why, and what to do."""
