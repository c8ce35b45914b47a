# SPDX-License-Identifier: EUPL-1.2
"""The only writers: each service decides, then writes through the unit of work."""
