# SPDX-License-Identifier: EUPL-1.2
"""The demonstration: a seeded practice and the day played through the real widgets."""
