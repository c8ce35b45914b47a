# SPDX-License-Identifier: EUPL-1.2
"""What waits for the region and what it answered."""
