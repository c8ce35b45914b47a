# SPDX-License-Identifier: EUPL-1.2
"""Pure calculations and clinical rules, each with its source."""
