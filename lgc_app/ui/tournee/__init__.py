# SPDX-License-Identifier: EUPL-1.2
"""The nurse's round - visits in order, cares to tick, measures, transmission."""
