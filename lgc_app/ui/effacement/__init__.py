# SPDX-License-Identifier: EUPL-1.2
"""RGPD: hand a copy of a file over, and erase it when the law allows."""
