# SPDX-License-Identifier: EUPL-1.2
"""Croissance: the charts of a child with their Z lines, and each measure with its score."""
