# SPDX-License-Identifier: EUPL-1.2
"""The exchange with the region: client of the protocol, schedule."""
