# SPDX-License-Identifier: EUPL-1.2
"""Growth of a child against the WHO standards: Z-scores, percentiles, the lines of a chart."""
