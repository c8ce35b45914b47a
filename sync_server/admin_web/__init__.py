# SPDX-License-Identifier: EUPL-1.2
"""The console of the region’s administrators."""
