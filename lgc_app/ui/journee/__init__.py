# SPDX-License-Identifier: EUPL-1.2
"""The day - agenda, waiting room, what came in."""
